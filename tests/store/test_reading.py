"""What was written is read back as the facts of the core, in total order."""

from collections.abc import Callable
from datetime import date

from rmtool.core.book import Away, Balance, Card, Contact, Holding, LogEntry, OwnCadence, Person, Visit
from rmtool.store.store import Store

AT = "2026-11-20T09:30:00+08:00"
MONDAY = date(2026, 11, 23)
Add = Callable[..., int]


def test_a_whole_book(store: Store, add: Add) -> None:
    second, first = add("C2"), add("C1")
    with store.command("fill", "filled", AT) as w:
        for on, fen in ((date(2026, 10, 31), 5), (date(2026, 9, 30), 3)):
            w.set_balance({"client_id": first, "measure": "deposit", "on": on, "fen": fen})
        w.set_balance({"client_id": first, "measure": "deposit", "on": date(2026, 9, 30), "fen": 4})
        w.add_contact({"client_id": first, "on": date(2026, 11, 18), "code": "T"})
        w.add_contact({"client_id": first, "on": date(2026, 11, 17), "code": "M"})
        w.add_visit({"client_id": second, "week": MONDAY, "status": "planned", "day": MONDAY, "start": 540})
        w.add_away({"client_id": None, "start": MONDAY, "end": MONDAY})
        w.set_cadence(first, "M", "every 14d", "busy", date(2026, 12, 31))
        card = {"stage": "approach", "grade": "B", "graded_on": MONDAY, "likelihood": 0.3}
        w.set_card(second, card)
        w.set_card(second, {"grade": "A"})
        w.set_setting("currency", "EUR")
    book = store.book()
    assert [c.client_no for c in book.clients] == ["C1", "C2"]
    assert book.balances == {
        first: [Balance(first, "deposit", date(2026, 9, 30), 4), Balance(first, "deposit", date(2026, 10, 31), 5)]
    }
    assert book.log == {first: [LogEntry(date(2026, 11, 17), "M"), LogEntry(date(2026, 11, 18), "T")]}
    assert book.visits == [Visit(1, second, MONDAY, MONDAY, 540, None, "planned", None, None, None, None)]
    assert book.aways == [Away(1, None, MONDAY, MONDAY, None)]
    assert book.cadences == {first: [OwnCadence(1, first, "M", "every 14d", "busy", date(2026, 12, 31))]}
    assert book.cards == {second: Card(second, None, None, 0.3, None, "approach", None, "A", MONDAY, None)}
    assert book.currency == "EUR"


def test_what_is_not_asked_for_is_left_empty(store: Store, add: Add) -> None:
    client_id = add("C1")
    with store.command("fill", "filled", AT) as w:
        w.add_contact({"client_id": client_id, "on": MONDAY, "code": "T"})
    assert store.book(log=False, balances=False, visits=False).log == {}


def test_a_cadence_of_its_own_is_replaced_and_taken_away(store: Store, add: Add) -> None:
    client_id = add("C1")
    for written, expected in (("every 7d", ["every 7d"]), ("every 9d", ["every 9d"]), (None, [])):
        with store.command("client-cadence", "set", AT) as w:
            w.set_cadence(client_id, "M", written, None, None)
        assert [c.cadence for c in store.book().cadences.get(client_id, ())] == expected


def test_contacts_by_day_and_client(store: Store, add: Add) -> None:
    one, two = add("C1"), add("C2")
    with store.command("log", "logged", AT) as w:
        for client_id, day, at in ((one, 20, "10:00"), (two, 18, None), (one, 20, "09:00"), (one, 16, None)):
            w.add_contact({"client_id": client_id, "on": date(2026, 11, day), "at": at, "code": "T", "note": str(day)})
    assert [c.id for c in store.contacts()] == [4, 2, 3, 1]
    assert [c.id for c in store.contacts(date(2026, 11, 17), date(2026, 11, 18))] == [2]
    assert [c.id for c in store.contacts(client_id=one)] == [4, 3, 1]
    expected = Contact(2, two, date(2026, 11, 18), None, "T", None, "18", None, None, None, None)
    assert store.contact(2) == expected
    assert store.contact(9) is None


def test_a_next_step_is_open_until_a_later_day_has_a_contact(store: Store, add: Add) -> None:
    one, two = add("C1"), add("C2")
    with store.command("log", "logged", AT) as w:
        w.add_contact({"client_id": one, "on": date(2026, 11, 16), "code": "T", "next": "send the offer"})
        w.add_contact({"client_id": one, "on": date(2026, 11, 16), "code": "E"})
        w.add_contact({"client_id": one, "on": date(2026, 11, 18), "code": "M"})
        w.add_contact({"client_id": two, "on": date(2026, 11, 17), "code": "T", "next_on": date(2026, 11, 25)})
    assert [c.id for c in store.follow_ups(date(2026, 11, 20))] == [4]
    assert [c.id for c in store.follow_ups(date(2026, 11, 17))] == [1, 4]
    assert store.follow_ups(date(2026, 11, 15)) == []


def test_visits_by_week_client_and_days_past(store: Store, add: Add) -> None:
    one, two = add("C1"), add("C2")
    with store.command("plan", "planned", AT) as w:
        w.add_visit({"client_id": one, "week": MONDAY, "day": date(2026, 11, 24), "status": "planned"})
        w.add_visit({"client_id": two, "week": MONDAY, "day": date(2026, 11, 23), "status": "confirmed"})
        w.add_visit({"client_id": two, "week": MONDAY, "day": date(2026, 11, 23), "status": "done"})
        w.add_visit({"client_id": two, "week": MONDAY, "status": "planned"})
        w.add_visit({"client_id": one, "week": date(2026, 11, 30), "status": "planned"})
    assert [v.id for v in store.visits(MONDAY)] == [4, 2, 3, 1]
    assert [v.id for v in store.visits(client_id=one)] == [1, 5]
    assert [v.id for v in store.visits(open_before=date(2026, 11, 24))] == [2]


def test_a_removed_contact_gives_back_the_visits_that_it_closed(store: Store, add: Add) -> None:
    client_id = add("C1")
    with store.command("log", "logged", AT) as w:
        contact_id = w.add_contact({"client_id": client_id, "on": MONDAY, "code": "M"})
        visit = w.add_visit({"client_id": client_id, "week": MONDAY, "status": "done", "contact_id": contact_id})
    with store.command("contact-remove", "removed", AT) as w:
        assert w.remove_contact(contact_id) == [visit]
    assert (store.contacts(), store.visits()[0].contact_id) == ([], None)


def test_plans_batches_persons_and_card_events(store: Store, add: Add) -> None:
    client_id = add("C1")
    with store.command("fill", "filled", AT) as w:
        w.save_plan(MONDAY, date(2026, 11, 20), "f1", {"required": 24.1})
        w.save_plan(MONDAY, date(2026, 11, 21), "f2", {"required": 25})
        batch = {"file": "a.csv", "sheet": None, "sha256": "00", "kind": "clients", "on": MONDAY}
        w.add_batch({**batch, "imported_on": MONDAY, "rows": 3, "summary": {"added": 3}})
        w.add_person({"client_id": client_id, "name": "王", "title": "CFO"})
        w.add_card_event({"client_id": client_id, "on": MONDAY, "kind": "read"})
    plan = store.plan(MONDAY)
    assert plan and (plan.saved_on, plan.fingerprint, plan.summary) == (date(2026, 11, 21), "f2", {"required": 25})
    assert store.plan(date(2026, 11, 30)) is None
    assert [(b.on, b.summary) for b in store.batches("00")] == [(MONDAY, {"added": 3})]
    assert store.batches("11") == []
    assert store.persons(client_id) == [Person(1, client_id, "王", "CFO", None, None, None, None)]
    assert [e.kind for e in store.card_events(client_id)] == ["read"]


def test_a_dump_holds_every_fact_by_client_number(store: Store, add: Add) -> None:
    client_id = add("C1")
    with store.command("log", "logged", AT) as w:
        w.add_contact({"client_id": client_id, "on": MONDAY, "code": "M", "note": "谈授信"})
    dumped = {table: (headings, rows) for table, headings, rows in store.dump()}
    headings, rows = dumped["contact"]
    assert [dict(zip(headings, row, strict=True)) for row in rows] == [
        {
            "client_no": "C1",
            "id": 1,
            "on_date": "2026-11-23",
            "at": None,
            "code": "M",
            "person": None,
            "note": "谈授信",
            "outcome": None,
            "minutes": None,
            "next": None,
            "next_on": None,
            "batch_id": None,
        }
    ]
    assert len(dumped["client"][1]) == 1


def test_what_a_client_holds_is_read_as_it_was_written(store: Store, add: Add) -> None:
    one, two = add("C1"), add("C2")
    assert (store.holdings(), store.has_holdings()) == ([], False)
    full = Holding(
        *(1, two, "年金险", "insurance", "P1", -5, MONDAY, date(2036, 2, 29), "10年", 0.0235, "R2", "平安", 7, 9),
        *(MONDAY, MONDAY),
    )
    bare = Holding(*(2, one, "活期"), *(None,) * 11, on=MONDAY, ended=None)
    with store.command("import", "held", AT) as w:
        for holding in (full, bare):
            w.insert("holding", holding._asdict())
        w.set_holding(1, {"fen": -6})
    assert store.holdings() == [bare, full._replace(fen=-6)]
    assert (store.holdings(one), store.has_holdings()) == ([bare], True)
