"""What a client holds, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.book import HOLDING_KINDS
from rmtool.phrase import phrase
from rmtool.show.text import Column, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.book import Holding
    from rmtool.show.rows import Record
    from rmtool.show.text import Said

_COLUMNS = (
    Column("id", phrase("holdings.id"), drop=6),
    Column("product", phrase("holdings.product"), cut=True),
    Column("kind", phrase("holdings.kind"), drop=4),
    Column("contract_no", phrase("holdings.contract_no"), drop=5),
    Column("amount", phrase("holdings.amount"), "money"),
    Column("opened", phrase("holdings.opened"), "date", drop=3),
    Column("matures", phrase("holdings.matures"), "date"),
    Column("rate", phrase("holdings.rate"), align="right", drop=2),
    Column("risk", phrase("holdings.risk"), drop=3),
    Column("term", phrase("holdings.term"), drop=3),
    Column("cover", phrase("holdings.cover"), "money", drop=2),
    Column("premium", phrase("holdings.premium"), "money", drop=2),
    Column("bank", phrase("holdings.bank"), drop=1),
)
_ALWAYS = ("product", "amount", "matures")
"""Columns that are shown though nobody holds anything that has it."""


def section(holdings: Sequence[Holding]) -> Section:
    """What a client holds; columns of which nothing is known are left out, and so is what has ended."""
    rows = [_row(holding) for holding in holdings if holding.ended is None]
    columns = [column for column in _COLUMNS if column.key in _ALWAYS or any(row[column.key] for row in rows)]
    ended = len(holdings) - len(rows)
    lines = [phrase("holdings.more_ended", count=ended)] if ended else []
    return Section(phrase("holdings.title"), columns, rows, lines)


def kind_said(kind: str | None) -> Said:
    """A kind of product by its name; one that the house doesn't know as it is."""
    return phrase(f"holdings.kind_{kind}") if kind in HOLDING_KINDS else kind or ""


def _row(holding: Holding) -> Record:
    rate = holding.rate
    return {
        "id": holding.id,
        "product": holding.product,
        "kind": kind_said(holding.kind),
        "contract_no": holding.contract_no or "",
        "amount": holding.fen,
        "opened": holding.opened,
        "matures": holding.matures,
        "rate": "" if rate is None else phrase("holdings.rate_said", per_cent=round(rate * 100, 4)),
        "risk": holding.risk or "",
        "term": holding.term or "",
        "cover": holding.cover,
        "premium": holding.premium,
        "bank": holding.bank or "",
    }
