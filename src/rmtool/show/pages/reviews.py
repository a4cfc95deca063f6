"""A client's whole position with its changes, mix and trend, and who is owed a review, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.due import reason
from rmtool.phrase import Phrase, phrase
from rmtool.show import review_rows as rows
from rmtool.show.bars import bar, bars
from rmtool.show.pages import on_one_sheet, tier_said
from rmtool.show.pages.holdings import kind_said
from rmtool.show.pictures import Bars, Trend
from rmtool.show.text import Column, Marked, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.reviews import Part, Position, Reviewed, ReviewLine
    from rmtool.core.rules import Rules
    from rmtool.show.text import Said

BAR = 20
"""Cells of the longest bar."""

LINE_FIELDS = (
    *("client_no", "name", "tier", "rm", "last_review", "total", "due_on", "interval_days", "urgency", "state"),
    "reason",
)
PART_FIELDS = (
    *(
        "product",
        "product_kind",
        "bank",
        "amount",
        "risk",
        "rate",
        "opened",
        "matures",
        "term",
        "cover",
        "premium",
        "days_held",
        "days_left",
    ),
    "change",
)


def review_page(found: Reviewed, rules: Rules, recorded: bool = False) -> Page:
    """A client's position: its parts by kind, the mix and the trend."""
    position = found.position
    record = {
        **rows.position_record(position),
        "tier": found.tier,
        "due_on": found.due.due_on if found.due else None,
        "state": found.due.state if found.due else None,
        "reviews": [rows.review_record(review) for review in found.reviews],
    }
    lead = [_lead(position)]
    if recorded:
        lead.insert(0, phrase("reviews.recorded", name=position.client.name, on=found.reviews[-1].on))
    if position.last:
        lead.append(_since(position))
    if position.unknown:
        lead.append(phrase("reviews.unknown", count=position.unknown))
    lead.append(reason(found.due, rules) if found.due else phrase("reviews.not_owed"))
    held = [review for review in reversed(found.reviews) if review.note]
    sections = [
        _parts("reviews.assets", position.assets, position.last is not None),
        _mix(position),
        _trend(position),
        _parts("reviews.debts", position.owed, position.last is not None),
        Section(
            phrase("reviews.talks"),
            [Column("on", way="date"), Column("note")],
            [{"on": review.on, "note": review.note} for review in held],
        ),
    ]
    closing = [] if recorded else [phrase("reviews.next", client_no=position.client.client_no)]
    page = Page(record, lead, sections, closing, records=record["assets"], fields=PART_FIELDS)
    return on_one_sheet(page._replace(closing=[]), "review")._replace(closing=closing)


def _lead(position: Position) -> Phrase:
    key = "reviews.lead" if position.assets else "reviews.nothing"
    return phrase(
        key,
        name=position.client.name,
        total=position.total,
        inside=position.total - position.outside,
        outside=position.outside,
        owed=position.owes,
    )


def _since(position: Position) -> Phrase:
    last = position.last
    change = position.total - (last.total if last else 0)
    key = "reviews.more" if change > 0 else "reviews.less" if change < 0 else "reviews.same"
    return phrase(key, on=last.on if last else None, change=abs(change))


def _parts(title: str, parts: Sequence[Part], compared: bool) -> Section:
    table = [
        {
            "kind": kind_said(part.kind) if part.kind != "other" else phrase("reviews.kind_other"),
            "product": part.product or phrase("reviews.beyond"),
            "bank": part.bank or "",
            "amount": part.fen,
            "risk": (part.holding.risk if part.holding else None) or "",
            "days_held": phrase("reviews.days", days=part.days_held) if part.days_held is not None else "",
            "days_left": phrase("reviews.days", days=part.days_left) if part.days_left is not None else "",
            "cover": part.holding.cover if part.holding else None,
            "premium": part.holding.premium if part.holding else None,
            "change": _signed(part.change),
        }
        for part in parts
    ]
    columns = [
        Column("kind", phrase("holdings.kind"), drop=4),
        Column("product", phrase("holdings.product"), cut=True),
        Column("bank", phrase("reviews.bank"), cut=True),
        Column("amount", phrase("holdings.amount"), "money"),
        Column("risk", phrase("reviews.risk"), drop=3),
        Column("days_held", phrase("reviews.held"), align="right", drop=2),
        Column("days_left", phrase("reviews.left"), align="right", drop=1),
        Column("cover", phrase("holdings.cover"), "money", drop=5),
        Column("premium", phrase("holdings.premium"), "money", drop=5),
        Column("change", phrase("reviews.change"), align="right"),
    ]
    columns = [c for c in columns if c.key in _ALWAYS or any(row[c.key] for row in table)]
    return Section(phrase(title), [c for c in columns if compared or c.key != "change"], table)


_ALWAYS = ("product", "amount", "change")
"""Columns of the parts that are shown though none has them."""


def _signed(change: int | None) -> Said:
    if change is None:
        return ""
    return phrase(
        "reviews.plus" if change > 0 else "reviews.minus" if change < 0 else "reviews.none", change=abs(change)
    )


def _mix(position: Position) -> Section:
    total = position.total
    table = [
        {
            "kind": kind_said(part.kind) if part.kind != "other" else phrase("reviews.kind_other"),
            "amount": part.fen,
            "share": (part.fen, total) if total else None,
            "bar": bar(part.fen / total if total > 0 else 0, BAR),
            "outside": (part.outside, part.fen) if part.outside and part.fen else phrase("reviews.blank"),
            "change": _signed(None if part.before is None else part.fen - part.before),
        }
        for part in position.mix
    ]
    columns = [
        Column("kind", phrase("holdings.kind")),
        Column("amount", phrase("holdings.amount"), "money"),
        Column("share", phrase("lists.share"), "share"),
        Column("bar", cut=True, drop=1),
        Column("outside", phrase("reviews.outside"), "share", drop=2),
        Column("change", phrase("reviews.change"), align="right"),
    ]
    wanted = {"outside": any(part.outside for part in position.mix), "change": position.last is not None}
    columns = [c for c in columns if wanted.get(c.key, True)]
    title = phrase("reviews.mix")
    return Section(title, columns, table, picture=Bars(title, ["kind"], "amount", "money", parts=True))


def _trend(position: Position) -> Section:
    points = position.trend
    lengths = bars([float(point.fen) for point in points], BAR)
    table = [{"on": point.on, "total": point.fen, "bar": length} for point, length in zip(points, lengths, strict=True)]
    title = phrase("reviews.trend_balances" if position.from_balances else "reviews.trend")
    columns = [
        Column("on", phrase("lists.on"), "date"),
        Column("total", phrase("lists.total"), "money"),
        Column("bar", cut=True, drop=1),
    ]
    return Section(title, columns, table if len(table) > 1 else [], picture=Trend(title, "on", "total"))


def reviews_page(lines: Sequence[ReviewLine], rules: Rules, due_only: bool) -> Page:
    """Who is owed a review, the earliest due first."""
    records = [rows.owed_review_record(line.client, line.tier, line.due, line.last, rules) for line in lines]
    table = [
        {
            "state": Marked(phrase(f"reviews.state_{line.due.state}"), line.due.state),
            "client_no": line.client.client_no,
            "name": line.client.name,
            "tier": tier_said(line.tier, rules),
            "last": line.last.on if line.last else None,
            "total": line.last.total if line.last else None,
            "due_on": line.due.due_on,
            "reason": reason(line.due, rules),
        }
        for line in lines
    ]
    columns = [
        Column("state", phrase("lists.state")),
        Column("client_no", phrase("lists.client_no"), drop=3),
        Column("name", phrase("lists.name"), cut=True),
        Column("tier", phrase("lists.tier"), drop=2),
        Column("last", phrase("reviews.last"), "date", drop=1),
        Column("total", phrase("lists.total"), "money", drop=4),
        Column("due_on", phrase("lists.due_on"), "date"),
        Column("reason", phrase("lists.reason"), cut=True, drop=5),
    ]
    due = sum(line.due.is_due for line in lines)
    if not rules.reviews:
        lead = phrase("reviews.no_rule")
    elif due_only and not lines:
        lead = phrase("reviews.nobody_due")
    else:
        lead = phrase("reviews.list_lead", count=len(lines), due=due)
    return Page(records, [lead], [Section(columns=columns, rows=table)], records=records, fields=LINE_FIELDS)
