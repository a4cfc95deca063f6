"""A client or prospect list → what it changes: its rows matched with the clients known so far. Not: contact logs.

Sources: contract.md, "import"; domain.md, "Prospects" (one client table, status tells them apart).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from operator import attrgetter
from typing import Any

from rmtool.core.arrivals import (
    NUMBER_LETTERS,
    PROSPECTS,
    Change,
    ClientRecord,
    Ground,
    LostZeros,
    Numbers,
    SetAside,
    Step,
    Tally,
    Terms,
    is_made,
    named,
)
from rmtool.core.book import (
    ACTIVE,
    CARD_TEXTS,
    DORMANT,
    LIKELIHOOD,
    LOST,
    PROSPECT,
    REGRADE,
    STAGE,
    TRIGGER,
    VALUE,
    WON,
    Balance,
    Card,
    Client,
)
from rmtool.phrase import Phrase, phrase

FIRST_STAGE, LAST_STAGE = "approach", "signed"

_AT = {field: index for index, field in enumerate(Client._fields)}
_NUMBER, _NAME, _INITIALS = _AT["client_no"], _AT["name"], _AT["initials"]
_LONGEST_PERSON = 4
"""Chinese names of people have up to so many characters; a firm's full name has more."""


def client_change(ground: Ground, records: Sequence[ClientRecord], terms: Terms) -> Change:
    """What the rows of a client or prospect list change.

    A row is matched by credit code, then client number, then exact name, borne by exactly one client. Rows whose code
    or number is known are taken first and those with nothing but a name last, so that the order of the rows doesn't
    matter. Only what a row states is changed: a blank cell never erases.
    """
    taking = _Taking(ground, records, terms)
    own, merged = taking.part_merged(taking.with_zeros(records))
    waiting = [r for r in own if not taking.take_known(r)]
    for record in taking.sort_out_namesakes(waiting):
        taking.take_by_name(record)
    for client_id, record in merged:
        taking.take_merged(client_id, record)
    return taking.change()


class _Taking:
    """One list on its way into the book: who is known by what, which row each client was given, what changes."""

    def __init__(self, ground: Ground, records: Sequence[ClientRecord], terms: Terms) -> None:
        self.ground, self.terms = ground, terms
        self.codes: dict[str, Client] = {}
        self.numbers: dict[str, Client] = {}
        self.names: dict[str, list[Client]] = {}
        for client in ground.book.clients:
            self._index(client)
        self.status = PROSPECT if terms.kind == PROSPECTS else ACTIVE
        self.made = Numbers(NUMBER_LETTERS[terms.kind], _all_numbers(ground, records))
        self.next_id = ground.next_client
        self.entered = min(terms.today, terms.on)
        self._blank = _blank(status=self.status, rm=terms.rm, entered=self.entered)
        self.records = records
        self.given: dict[int, int] = {}
        self.disputed: set[int] = set()
        self.added: list[Client] = []
        self.updated: list[Client] = []
        self.balances: list[Balance] = []
        self.corrected: list[Balance] = []
        self.cards: list[Card] = []
        self.recarded: list[Card] = []
        self.steps: list[Step] = []
        self.set_aside: list[SetAside] = []
        self.changed = self.unchanged = 0
        self.notices: dict[str, list[Client]] = {}

    def with_zeros(self, records: Iterable[ClientRecord]) -> Iterable[ClientRecord]:
        """The rows, with the leading zeros put back that the number of a client of the book has and the row's lacks.

        The row must name the client so, or not at all.
        """
        zeros = LostZeros(self.numbers)
        return map(partial(self._with_zeros, zeros), records) if zeros else records

    def _with_zeros(self, zeros: LostZeros, record: ClientRecord) -> ClientRecord:
        stated = record.fields.get("client_no")
        number = zeros.whole(stated) if stated and stated not in self.numbers else None
        if number and record.fields.get("name", stated) in (stated, self.numbers[number].name):
            return record._replace(fields={**record.fields, "client_no": number})
        return record

    def part_merged(
        self, records: Iterable[ClientRecord]
    ) -> tuple[Iterable[ClientRecord], Sequence[tuple[int, ClientRecord]]]:
        """The rows that speak of clients of their own, and those of clients merged into others, each with that one."""
        aliases = self.ground.aliases
        if not aliases:
            return records, ()
        own, merged = [], []
        for record in records:
            if (client_id := self._merged_into(record)) is None:
                own.append(record)
            else:
                merged.append((client_id, record))
        return own, merged

    def _merged_into(self, record: ClientRecord) -> int | None:
        """The client that the row's client was merged into, unless the row has a code or number that somebody bears."""
        aliases = self.ground.aliases
        code, number, name = (record.fields.get(field) for field in ("credit_code", "client_no", "name"))
        if code in self.codes or number in self.numbers:
            return None
        for key in (code, number):
            if key and key in aliases:
                return aliases[key]
        return None if code or number or name in self.names else aliases.get(name or "")

    def take_merged(self, client_id: int, record: ClientRecord) -> None:
        """Takes a row of a client that was merged into another one: a row of that one's own goes before it.

        The other one keeps its number and name, and the credit code that it has.
        """
        client = next(c for c in (*self.updated[::-1], *self.ground.book.clients) if c.id == client_id)
        self._notice("merged", client)
        if client_id in self.given:
            self.unchanged += 1
            return
        dropped = {"client_no", "name", *(["credit_code"] if client.credit_code else [])}
        fields = {field: value for field, value in record.fields.items() if field not in dropped}
        self._give(client, record._replace(fields=fields))

    def take_known(self, record: ClientRecord) -> bool:
        """Takes a row whose code or number somebody has, or that can only be new; says whether it did."""
        fields = record.fields
        code, number = fields.get("credit_code"), fields.get("client_no")
        by_code = self.codes.get(code) if code else None
        by_number = self.numbers.get(number) if number else None
        match = by_code or by_number
        if match is None:
            if not (code or number) or fields.get("name") in self.names:
                return False
            self._add(record)
        elif by_code and by_number and by_code.id != by_number.id:
            self._dispute(record, by_code, by_number)
        elif by_number and not by_code and code and by_number.credit_code and fields.get("name") != by_number.name:
            self._dispute(record, by_number)
        else:
            self._give(match, record)
        return True

    def sort_out_namesakes(self, waiting: Sequence[ClientRecord]) -> list[ClientRecord]:
        """Of the rows with a name that is known, takes those with a code or number; returns those with neither.

        Such a row is given the one client of that name that no other row spoke of, if that may be the same; else the
        row is a new client.
        """
        rivals: dict[str, set[tuple[Any, Any]]] = {}
        keyed = [r for r in waiting if "client_no" in r.fields or "credit_code" in r.fields]
        for record in keyed:
            fields = record.fields
            rivals.setdefault(fields["name"], set()).add((fields.get("credit_code"), fields.get("client_no")))
        for record in keyed:
            if self._is_taken(record):
                continue
            name = record.fields["name"]
            bearers = [c for c in self.names[name] if c.id < self.ground.next_client]
            if len(bearers) == 1 == len(rivals[name]) and self._may_be(record, bearers[0]):
                if "client_no" in record.fields and not is_made(bearers[0].client_no):
                    self._notice("renumbered", bearers[0])
                self._give(bearers[0], record)
            else:
                self._add(record)
        return [r for r in waiting if "client_no" not in r.fields and "credit_code" not in r.fields]

    def take_by_name(self, record: ClientRecord) -> None:
        """Takes a row that has nothing but a name."""
        name = record.fields["name"]
        bearers = self.names.get(name, ())
        if not bearers and name in self.numbers:  # a number where the name should stand
            self._give(self.numbers[name], record._replace(fields={**record.fields, "name": self.numbers[name].name}))
        elif not bearers:
            self._add(record)
        elif len(bearers) == 1:
            self._give(bearers[0], record)
        else:
            self.disputed.update(c.id for c in bearers)
            numbers = tuple(sorted(c.client_no for c in bearers))
            reason = phrase("arrivals.several_bear_the_name", name=name, count=len(bearers), numbers=numbers)
            self._set_aside(record, reason)

    def change(self) -> Change:
        """All of it, once every row was taken."""
        vanished = self._vanished()
        if self.terms.complete and vanished:
            self.notices["asleep"] = vanished
        asleep = [c._replace(status=DORMANT) for c in vanished] if self.terms.complete else []
        return Change(
            Tally(len(self.added), self.changed, self.unchanged),
            added=self.added,
            updated=self.updated + asleep,
            adopted=self._adopted(),
            balances=self.balances,
            corrected=self.corrected,
            cards=self.cards,
            recarded=self.recarded,
            steps=self.steps,
            vanished=vanished,
            set_aside=sorted(self.set_aside, key=attrgetter("place.row")),
            warnings=self._warnings(),
            spoken={*self.given, *self.disputed},
        )

    def _is_taken(self, record: ClientRecord) -> bool:
        """Takes a row whose code or number an earlier row of this list has brought by now; says whether it did."""
        fields = record.fields
        known = fields.get("credit_code") in self.codes or fields.get("client_no") in self.numbers
        return known and self.take_known(record)

    def _may_be(self, record: ClientRecord, client: Client) -> bool:
        """Whether a row with the client's name, but a code or number that nobody has, may be this client.

        Not if another row spoke of it, nor with another credit code. A private person's namesake with another number is
        somebody else.
        """
        fields = record.fields
        if client.id in self.given or (fields.get("credit_code") and client.credit_code):
            return False
        if "client_no" not in fields or is_made(client.client_no):
            return True
        return "retail" not in (client.kind, fields.get("kind")) and not _is_personal(client.name)

    def _add(self, record: ClientRecord) -> None:
        fields = record.fields
        columns = self._blank.copy()
        for field, value in fields.items():
            columns[_AT[field]] = value
        number = columns[_NUMBER] = fields.get("client_no") or self.made.next()
        name = columns[_NAME] = fields.get("name") or number
        columns[0] = self.next_id
        columns[_INITIALS] = self.terms.initials(name)
        client = Client._make(columns)
        self.next_id += 1
        self.added.append(client)
        self._index(client)
        self.given[client.id] = record.place.row
        for measure, fen in record.amounts.items():
            self.balances.append(Balance(client.id, measure, self.terms.on, fen))
        for day, amounts in self._series(record):
            self.balances += [Balance(client.id, measure, day, fen) for measure, fen in amounts.items()]
        if client.status == PROSPECT:
            self.cards.append(self._new_card(client, record))

    def _index(self, client: Client) -> None:
        self.numbers[client.client_no] = client
        if client.credit_code:
            self.codes[client.credit_code] = client
        if client.name in self.names:
            self.names[client.name].append(client)
        else:
            self.names[client.name] = [client]

    def _give(self, client: Client, record: ClientRecord) -> None:
        """Gives the client what the row states, unless an earlier row spoke of it."""
        earlier = self._given_to(client)
        if earlier is not None:
            if earlier[1:] == record[1:]:
                self.unchanged += 1
                self._notice("repeated", client)
            else:
                reason = phrase("arrivals.same_client", name=client.name, row=earlier.place.row)
                self._set_aside(record, reason)
            return
        self.given[client.id] = record.place.row
        if self.status == PROSPECT and client.status != PROSPECT:
            self._notice("released" if client.status == LOST else "already_client", client)
            self.unchanged += 1
        elif any((self._update(client, record), self._weigh(client, record), self._recard(client, record))):
            self.changed += 1
        else:
            self.unchanged += 1

    def _given_to(self, client: Client) -> ClientRecord | None:
        """The row that the client was given."""
        row = self.given.get(client.id)
        return None if row is None else self.records[self._places[row]]

    @cached_property
    def _places(self) -> dict[int, int]:
        """The place of each row among the records, by its number; made only if rows speak of the same client."""
        return {record.place.row: place for place, record in enumerate(self.records)}

    def _dispute(self, record: ClientRecord, client: Client, other: Client | None = None) -> None:
        """Sets a row aside whose code and number don't belong to one client."""
        code, number = record.fields["credit_code"], record.fields["client_no"]
        if other:
            self.disputed.update((client.id, other.id))
            reason = phrase("arrivals.two_clients", code=code, number=number, by_code=client.name, by_number=other.name)
        else:
            self.disputed.add(client.id)
            reason = phrase("arrivals.another_code", number=number, name=client.name, code=client.credit_code)
        self._set_aside(record, reason)

    def _set_aside(self, record: ClientRecord, reason: Phrase) -> None:
        """Keeps all rows out that the record was put together from."""
        rows = (record.place.row, *record.further)
        self.set_aside += [SetAside(record.place._replace(row=row), reason) for row in rows]

    def _update(self, client: Client, record: ClientRecord) -> bool:
        """Brings the client's own columns up to the row; says whether any differed."""
        changes = {f: v for f, v in record.fields.items() if client[_AT[f]] != v and not _rounded_to(client[_AT[f]], v)}
        if changes.get("name") == record.fields.get("client_no", 0):
            del changes["name"]
        older = client.id in self.ground.later
        if kept := [f for f in changes if (older or f in self.terms.keep) and client[_AT[f]] not in (None, ())]:
            self._notice("older" if older else "kept", client)
            changes = {f: v for f, v in changes.items() if f not in kept}
        if self.terms.rm and "rm" not in record.fields and client.rm != self.terms.rm and not self._keeps_rm(client):
            changes["rm"] = self.terms.rm
        if self.terms.restoring and changes.get("entered", client.entered) > client.entered:
            del changes["entered"]
        elif not self.terms.restoring and self.entered < client.entered:
            changes["entered"] = self.entered
        if "name" in changes:
            changes["initials"] = self.terms.initials(changes["name"])
        may_wake = not (older or self.terms.restoring or "status" in record.fields)
        if self.status == ACTIVE != client.status and may_wake:
            changes.update(self._wake(client))
        if not changes:
            return False
        after = client._replace(**changes)
        self.updated.append(after)
        self.numbers[after.client_no] = after
        if after.credit_code:
            self.codes[after.credit_code] = after
        if "name" in changes:
            self.names.setdefault(after.name, []).append(after)
        return True

    def _keeps_rm(self, client: Client) -> bool:
        return client.rm is not None and ("rm" in self.terms.keep or client.id in self.ground.later)

    def _wake(self, client: Client) -> dict[str, str]:
        """The new status of a client that the list has and the book doesn't count as active."""
        card = self.ground.book.cards.get(client.id)
        if client.status == PROSPECT or (client.status == LOST and card):
            if card:
                self._move_card(card, card._replace(stage=LAST_STAGE), WON)
            self._notice("won", client)
            return {"status": ACTIVE}
        if client.id in self.ground.asleep:
            self._notice("awake", client)
            return {"status": ACTIVE}
        self._notice("resting", client)
        return {}

    def _weigh(self, client: Client, record: ClientRecord) -> bool:
        """Records the row's amounts at the list's date and at those that the row states; says whether any is news.

        An amount as before is recorded too (it held on that day), but doesn't count as a change.
        """
        held = self.ground.book.balances.get(client.id, ())
        differs = self._weigh_day(client, self.terms.on, record.amounts, held)
        for day, amounts in self._series(record):
            differs |= self._weigh_day(client, day, amounts, held)
        return differs

    def _series(self, record: ClientRecord) -> Iterator[tuple[date, Mapping[str, int]]]:
        """The amounts of the days that the row states; what it says of the list's own day outranks them there."""
        for day, amounts in record.series.items():
            own = record.amounts if day == self.terms.on else {}
            yield day, {measure: fen for measure, fen in amounts.items() if measure not in own}

    def _weigh_day(self, client: Client, day: date, amounts: Mapping[str, int], before: Sequence[Balance]) -> bool:
        latest: dict[str, Balance] = {b.measure: b for b in before if b.on <= day}
        differs = False
        for measure, fen in amounts.items():
            held = latest.get(measure)
            balance = Balance(client.id, measure, day, fen)
            if held is None or held.on != day:
                self.balances.append(balance)
            elif held.fen != fen:
                self.corrected.append(balance)
            differs = differs or held is None or held.fen != fen
        return differs

    def _recard(self, client: Client, record: ClientRecord) -> bool:
        """Brings a prospect's card up to the row; says whether anything differed.

        The accepted grade stays unless the row states another one.
        """
        if self.status != PROSPECT:
            return False
        card = self.ground.book.cards.get(client.id)
        if card is None:
            self.cards.append(self._new_card(client, record))
            return True
        stated = dict(record.card)
        found = self._trigger(client, stated.pop("triggers", ()))
        if stated.get("grade", card.grade) != card.grade:
            stated["graded_on"] = self.terms.today
        for amount, level in (("value", "value_level"), ("likelihood", "likelihood_level")):
            if amount in stated or level in stated:
                stated = {amount: None, level: None, **stated}
        after = card._replace(**stated)
        if after.grade != card.grade:
            self.steps.append(Step(card.client_id, REGRADE, card.grade, after.grade))
        if after.value_said != card.value_said:
            self.steps.append(Step(card.client_id, VALUE, card.value_said, after.value_said))
        if after.likelihood_said != card.likelihood_said:
            self.steps.append(Step(card.client_id, LIKELIHOOD, card.likelihood_said, after.likelihood_said))
        return self._move_card(card, after, STAGE) or found

    def _trigger(self, client: Client, triggers: Sequence[tuple[str, date | None, str | None]]) -> bool:
        """Notes the triggers that the row states and the card's history doesn't have; says whether there are any.

        A list repeats what it knows: a trigger without a day is the one that the history has with the same note.
        """
        held = [e for e in self.ground.book.events.get(client.id, ()) if e.kind == TRIGGER]
        known = {(e.after, on, e.why) for e in held for on in (e.on, None)}
        fresh = [trigger for trigger in triggers if trigger not in known]
        for kind, on, note in fresh:
            self.steps.append(Step(client.id, TRIGGER, None, kind, note, min(on or self.entered, self.terms.today)))
        return bool(fresh)

    def _move_card(self, card: Card, after: Card, step: str) -> bool:
        if after != card:
            self.recarded.append(after)
        if after.stage != card.stage:
            self.steps.append(Step(card.client_id, step, card.stage, after.stage))
        return after != card

    def _new_card(self, client: Client, record: ClientRecord) -> Card:
        get: Any = record.card.get
        facts = get("value"), get("value_level"), get("likelihood"), get("likelihood_level")
        stage, grade = get("stage") or FIRST_STAGE, get("grade") or self.terms.grade(*facts)
        self._trigger(client, get("triggers") or ())
        told = {field: get(field) for field in ("source", *CARD_TEXTS)}
        return Card(client.id, *facts, stage=stage, grade=grade, graded_on=self.terms.today, read_on=None, **told)

    def _adopted(self) -> list[int]:
        if self.status == PROSPECT:
            return []
        first_new, listed = self.ground.next_client, self.ground.listed
        return sorted(client_id for client_id in self.given if client_id < first_new and client_id not in listed)

    def _vanished(self) -> list[Client]:
        if self.status == PROSPECT or self.terms.restoring or self.terms.more or self.terms.partial:
            return []
        listed, unread = self.ground.listed, self.ground.unread
        spoken = {*self.ground.spoken, *self.ground.later}
        return [
            c
            for c in self.ground.book.clients
            if c.status == ACTIVE
            and c.id in listed
            and c.id not in self.given
            and c.id not in self.disputed
            and c.id not in spoken
            and not (unread and (c.client_no in unread or c.name in unread or c.credit_code in unread))
        ]

    def _notice(self, what: str, client: Client) -> None:
        self.notices.setdefault(what, []).append(client)

    def _warnings(self) -> list[Phrase]:
        return [
            phrase(f"arrivals.{what}", count=len(clients), names=named(clients))
            for what, clients in sorted(self.notices.items())
        ]


def _blank(**stated: object) -> list[Any]:
    """The columns of a client of whom no row states anything."""
    columns = {**dict.fromkeys(Client._fields), "kind": "corporate", "tags": (), **stated}
    return list(columns.values())


def _all_numbers(ground: Ground, records: Sequence[ClientRecord]) -> Iterator[str]:
    """Every client number of the book and the list, and what was one before a merger.

    Gone through only if a number has to be made.
    """
    yield from (c.client_no for c in ground.book.clients)
    yield from ground.aliases
    yield from (r.fields["client_no"] for r in records if "client_no" in r.fields)


def _rounded_to(kept: Any, stated: Any) -> bool:
    """Whether `kept` is the fraction `stated` with twelve digits, which is how the book keeps it."""
    return isinstance(stated, float) and isinstance(kept, float) and kept == float(f"{stated:.12g}")


def _is_personal(name: str) -> bool:
    return len(name) <= _LONGEST_PERSON and not name.isascii()
