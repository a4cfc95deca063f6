"""Sheets of workbooks that hold facts whole, headed so that an import reads them again: clients, contacts, prospects.

What is worked out from the facts stands between them, under headings that an import passes over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import MEASURES
from rmtool.phrase import phrase
from rmtool.show.pages import state_said, tier_said
from rmtool.show.text import Column, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmtool.core.book import Client, Contact
    from rmtool.core.prospects import Queued
    from rmtool.core.register import ClientLine
    from rmtool.core.rules import Rules
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

BESIDE = 9
"""What a column gets that stands beside the part that is printed."""


def heading(key: str) -> Said:
    """What a column of a workbook is called."""
    return phrase(f"workbook.{key}")


def column(key: str, way: str = "", heads: str = "", align: str = "", cut: bool = False, drop: int = 0) -> Column:
    """A column of a workbook, called by its key or by what `heads` it."""
    return Column(key, heading(heads or key), way, align, cut, drop)


def filled(columns: Sequence[Column], rows: Sequence[Record], always: Sequence[str]) -> list[Column]:
    """The columns in which anything stands, and those that are `always` there."""
    return [c for c in columns if c.key in always or any(row.get(c.key) not in (None, "") for row in rows)]


CLIENT_ALWAYS = ("client_no", "name", "tier", "class", "deposit", "as_of", "rm", "last_on", "due_on", "state")
CONTACT_ALWAYS = ("on", "client_no", "name", "code", "note")
PROSPECT_ALWAYS = ("client_no", "name", "grade", "value", "likelihood", "stage", "next_review")
_FACTS = (
    *("credit_code", "kind", "industry", "address", "lat", "lon", "group", "chain", "founded", "phone", "hours"),
    *("birthday", "prefers", "call_hours"),
)
_CARD_FACTS = ("referrer", "core_client", "motive", "rival", *_FACTS, "district", "rm", "tags")


def _beside(fields: Sequence[str]) -> list[Column]:
    return [column(field, "date" if field == "founded" else "", drop=BESIDE) for field in fields]


COLUMNS: Mapping[str, Sequence[Column]] = {
    "clients": [
        *(column("client_no"), column("name", cut=True), column("tier"), column("class", align="center")),
        *(column(measure, "money") for measure in MEASURES),
        *(column("as_of", "date"), column("district"), column("rm"), column("tags")),
        *(column("last_on", "date"), column("last_code", align="center"), column("due_on", "date"), column("state")),
        *_beside(_FACTS),
    ],
    "contacts": [
        *(column("on", "date"), column("at"), column("client_no"), column("name", cut=True)),
        *(column("code", align="center"), column("person"), column("note"), column("outcome")),
        *(column("minutes", "number"), column("next"), column("next_on", "date")),
    ],
    "prospects": [
        *(column("grade", align="center"), column("client_no"), column("name", cut=True), column("value", "money")),
        *(column("likelihood", "share"), column("stage"), column("score", "number"), column("next_review", "date")),
        *(column("due", align="center"), column("source"), column("reason")),
        *_beside(_CARD_FACTS),
    ],
}
"""The columns of each kind of list; those of facts are headed as an import knows them."""


def clients_sheet(lines: Sequence[ClientLine], lead: Sequence[Said], rules: Rules) -> Sheet:
    """The client list: how each client stands, then what the book holds of it."""
    further = sorted({measure for line in lines for measure in line.amounts} - {*MEASURES})
    rows = [
        {
            **facts(line.client),
            "tier": tier_said(line.tier, rules),
            "class": line.klass,
            **line.amounts,
            "as_of": line.amounts_on,
            "last_on": line.last.on if line.last else None,
            "last_code": line.last.code if line.last else None,
            "due_on": line.due.due_on if line.due else None,
            "state": state_said(line.due.state if line.due else None),
        }
        for line in lines
    ]
    columns = [*COLUMNS["clients"], *(Column(measure, measure, "money") for measure in further)]
    empty = phrase("lists.no_clients")
    section = Section(columns=filled(columns, rows, CLIENT_ALWAYS), rows=rows, empty=empty)
    return Sheet(heading("clients"), lead, [section])


def facts(client: Client) -> Record:
    """What the book holds of a client itself, as a list writes it."""
    return {
        "client_no": client.client_no,
        "name": client.name,
        "kind": phrase(f"common.{client.kind}"),
        "tags": "、".join(client.tags),
        **{name: getattr(client, name) for name in (*_FACTS, "district", "rm") if name != "kind"},
    }


def contacts_sheet(found: Sequence[tuple[Contact, Client]], lead: Sequence[Said]) -> Sheet:
    """The contact log, whole."""
    rows = [{**contact._asdict(), "client_no": client.client_no, "name": client.name} for contact, client in found]
    section = Section(columns=filled(COLUMNS["contacts"], rows, CONTACT_ALWAYS), rows=rows)
    return Sheet(heading("contacts"), lead, [section])


def prospects_sheet(queued: Sequence[Queued], lead: Sequence[Said]) -> Sheet:
    """The prospect cards: the queue, then what the book holds of each."""
    rows = [
        {
            **facts(q.client),
            **{
                name: getattr(q.card, name)
                for name in ("grade", "source", "referrer", "core_client", "motive", "rival")
            },
            "value": q.card.value if q.card.value is not None else _level(q.card.value_level),
            "likelihood": q.card.likelihood if q.card.likelihood is not None else _level(q.card.likelihood_level),
            "stage": phrase(f"prospects.stage_{q.card.stage}"),
            "score": q.score,
            "next_review": q.next_review,
            "due": phrase("workbook.yes") if q.due else None,
            "reason": q.reason,
        }
        for q in queued
    ]
    section = Section(columns=filled(COLUMNS["prospects"], rows, PROSPECT_ALWAYS), rows=rows)
    return Sheet(heading("prospects"), lead, [section])


def _level(level: str | None) -> Said | None:
    return phrase(f"prospects.{level}") if level else None
