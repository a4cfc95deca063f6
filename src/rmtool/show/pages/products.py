"""The catalogue, the sheet client × product, and what suits a client, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.coverage import ELSEWHERE, HELD, SUITS
from rmtool.phrase import Phrase, phrase
from rmtool.show import product_rows as rows
from rmtool.show.pages import tier_said
from rmtool.show.pages.holdings import kind_said
from rmtool.show.pictures import MarkGrid
from rmtool.show.text import Column, Marked, Page, Section, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rmtool.core import coverage as sheets
    from rmtool.core.coverage import Coverage, Held, Portfolio, Row
    from rmtool.core.products import Catalogue, Product
    from rmtool.core.rules import Rules
    from rmtool.core.suits import Advisor
    from rmtool.show.text import Said

CELLS = {state: phrase(f"products.cell_{state}") for state in (HELD, ELSEWHERE, SUITS)}
"""How a cell of the sheet is shown to people."""

LINE_FIELDS = ("client_no", "name", "tier", "class", "district", "rm")
PRODUCT_FIELDS = ("product", "product_name", "short", "product_kind", "aliases", "rest", "balances", "suits")
SUITS_FIELDS = ("product", "product_name", "product_kind", "held_elsewhere", "reasons", "say")


def catalogue_page(catalogue: Catalogue, advisor: Advisor, file: Path | None) -> Page:
    """The products, and whom they suit; without a `file` they are the shipped ones."""
    records = [rows.product_record(product, advisor) for product in catalogue.products]
    table: list[dict[str, object]] = []
    for product in catalogue.products:
        rules = [advisor.rule_said(suit) for suit in product.suits]
        first = {"name": product.name, "id": product.id, "kind": kind_said(product.kind)}
        table.append({**first, "suits": rules[0] if rules else ""})
        table += [{**dict.fromkeys(first, ""), "suits": rule} for rule in rules[1:]]
    columns = [
        Column("name", phrase("products.name")),
        Column("id", phrase("products.id"), drop=2),
        Column("kind", phrase("holdings.kind"), drop=1),
        Column("suits", phrase("products.suits"), cut=True),
    ]
    lead = phrase("products.lead", count=len(records), file=_file_said(file))
    return Page(records, [lead], [Section(columns=columns, rows=table)], records=records, fields=PRODUCT_FIELDS)


def _file_said(file: Path | None) -> Said:
    return str(file) if file else phrase("products.shipped")


def check_page(catalogue: Catalogue, file: Path | None, unknown: Sequence[tuple[str, str]]) -> Page:
    """A catalogue without mistakes, and the tiers that it names which the rules don't have."""
    record = {
        "ok": not unknown,
        "file": file,
        "products": [product.id for product in catalogue.products],
        "unknown_tiers": [{"product": product, "tier": tier} for product, tier in unknown],
    }
    lead: list[Phrase] = [phrase("products.good", file=_file_said(file), count=len(catalogue.products))]
    lead += [phrase("products.unknown_tier", id=product, tier=tier) for product, tier in unknown]
    return Page(record, lead)


def schema_page(schema: Mapping[str, object]) -> Page:
    """The JSON Schema of the catalogue."""
    return Page(dict(schema))


def coverage_page(found: Coverage, rules: Rules) -> Page:
    """Who holds what, which empty cells suit, and the share by tier."""
    held = sum(len(row.having(HELD)) for row in found.rows)
    suits = sum(len(row.having(SUITS)) for row in found.rows)
    count = len(found.rows)
    lead = [
        phrase("products.coverage_lead", count=count, each=held / count, suits=suits)
        if count
        else phrase("lists.no_clients")
    ]
    grid = _grid(found, rules) if found.rows and found.columns else Section()
    shares = _shares(found, rules)
    return Page(
        lambda: rows.coverage_record(found),
        lead,
        [shares, grid],
        records=lambda: [rows.cells_record(row, found) for row in found.rows],
        fields=(*LINE_FIELDS, *(column.product.id for column in found.columns)),
        words={column.product.id: "product" for column in found.columns},
        sheets=lambda: [
            Sheet(phrase("workbook.coverage"), [*lead, _KEY], [_sheet_grid(found, rules)]),
            Sheet(phrase("workbook.by_product"), [shares.title], [shares]),
        ],
    )


def _sheet_grid(found: Coverage, rules: Rules) -> Section:
    """The coverage sheet of a workbook: clients down with what tells them apart, every product across."""
    table = [
        {
            **{name: getattr(row.client, name) for name in ("client_no", "name", "district", "rm")},
            "tier": tier_said(row.tier, rules),
            "class": row.klass,
            **{f"product {product}": Marked(CELLS[state], state) for product, state in row.cells.items()},
        }
        for row in found.rows
    ]
    columns = [Column(key, phrase(f"workbook.{key}")) for key in LINE_FIELDS]
    products = [Column(f"product {c.product.id}", _short(c), align="center") for c in found.columns]
    return Section(columns=[*columns, *products], rows=table, empty=phrase("lists.no_clients"))


def _shares(found: Coverage, rules: Rules) -> Section:
    """A line for each product: how many hold it, by tier, and how many it would suit."""
    tiers = [tier for tier in rules.tiers if tier.id in found.clients_by_tier]
    table = [
        {
            "product": _product_said(column),
            "short": column.product.short if column.product.catalogued else "",
            "held": column.held or _NOTHING,
            "amount": column.fen or _NOTHING,
            "share": (column.held, len(found.rows)) if column.held else _NOTHING,
            **{
                t.id: (here, found.clients_by_tier[t.id]) if (here := column.by_tier.get(t.id)) else _NOTHING
                for t in tiers
            },
            "elsewhere": column.elsewhere or _NOTHING,
            "suits": column.suits or _NOTHING,
        }
        for column in found.columns
    ]
    columns = [
        Column("product", phrase("holdings.product"), cut=True),
        Column("short", phrase("products.short"), drop=2),
        Column("held", phrase("products.clients"), "number"),
        Column("amount", phrase("holdings.amount"), "money", drop=4),
        Column("share", phrase("lists.share"), "share", drop=3 if tiers else 0),
        *(Column(tier.id, phrase("lists.tier_name", name=tier.name), "share", drop=5) for tier in tiers),
        Column("elsewhere", phrase("products.elsewhere"), align="right", drop=6),
        Column("suits", phrase("products.suit_clients"), align="right"),
    ]
    columns = [c for c in columns if c.key != "elsewhere" or any(column.elsewhere for column in found.columns)]
    return Section(phrase("products.by_product"), columns, table)


_NOTHING = phrase("products.nothing")
"""A cell of the sheet without anything to say."""


def _share(column: sheets.Column, tier: str, found: Coverage) -> object:
    held = column.by_tier.get(tier, 0)
    return (held, found.clients_by_tier[tier]) if held else _NOTHING


def _product_said(column: sheets.Column) -> Said:
    product = column.product
    return product_said(product.name) if product.catalogued else phrase("products.not_listed", product=product.id)


def product_said(name: tuple[str, str]) -> Phrase:
    """A product's name in the language spoken."""
    return phrase("products.said", name=name)


def _grid(found: Coverage, rules: Rules) -> Section:
    """A line for each client; where there isn't room for all columns, those that say least are left out."""
    by_weight = sorted(found.columns, key=lambda c: c.held + c.elsewhere + c.suits, reverse=True)
    drop = {column.product.id: place for place, column in enumerate(by_weight, 10)}
    table = [_line(row, [column.product for column in found.columns], rules) for row in found.rows]
    columns = [
        Column("name", phrase("lists.name"), cut=True),
        Column("tier", phrase("lists.tier"), cut=True, drop=1),
        *(
            Column(f"product {c.product.id}", _short(c), drop=drop[c.product.id], full=_product_said(c))
            for c in found.columns
        ),
    ]
    meanings = [(CELLS[state], phrase(f"products.state_{state}")) for state in (HELD, ELSEWHERE, SUITS)]
    picture = MarkGrid(phrase("products.by_client"), 2, meanings)
    return Section(phrase("products.by_client"), columns, table, [_LEGEND], picture=picture)


_LEGEND = phrase("products.legend", held=CELLS[HELD], elsewhere=CELLS[ELSEWHERE], suits=CELLS[SUITS])

_KEY = phrase("workbook.coverage_key", held=CELLS[HELD], elsewhere=CELLS[ELSEWHERE], suits=CELLS[SUITS])
"""What the cells of a workbook's sheet mean; it stands above them, as all that is no row does in a list."""


def _short(column: sheets.Column) -> Said:
    product = column.product
    return product_said(product.short) if product.catalogued else product.id[:4]


def _line(row: Row, products: Sequence[Product], rules: Rules) -> dict[str, object]:
    cells = {f"product {p.id}": CELLS[row.cells[p.id]] if p.id in row.cells else "" for p in products}
    return {"name": row.client.name, "tier": tier_said(row.tier, rules) or "", **cells}


def suits_page(found: Portfolio, catalogue: Catalogue, rules: Rules) -> Page:
    """What else suits a client, why, and what to say."""
    subject = found.subject
    client = subject.client
    record = rows.portfolio_record(found, catalogue)
    lead: list[Phrase] = [
        phrase(
            "products.suits_lead" if found.suiting else "products.nothing_suits",
            name=client.name,
            count=len(found.suiting),
        )
    ]
    facts = [
        tier_said(subject.tier, rules),
        phrase("products.class_said", klass=subject.klass) if subject.klass else "",
    ]
    facts += [product_said(motive.name) for motive in catalogue.motives if motive.id in subject.motives]
    said = tuple(fact for fact in facts if fact)
    if said:
        lead.append(phrase("lists.facts", facts=said))
    elsewhere = {held.product.id: held.bank for held in found.held if held.bank is not None}
    sections = [
        Section(
            phrase("products.title_elsewhere", name=each.product.name, bank=elsewhere[each.product.id])
            if each.product.id in elsewhere
            else product_said(each.product.name),
            lines=[
                phrase("products.why", reasons=each.why),
                *([phrase("products.talk", say=each.say)] if each.say else []),
            ],
        )
        for each in found.suiting
    ]
    sections.append(_held_section(found.held))
    return Page(record, lead, sections, records=record["suits"], fields=SUITS_FIELDS)


def _held_section(held: Sequence[Held]) -> Section:
    table = [
        {
            "product": h.holding.product if h.holding else h.product.name,
            "of": h.product.name if h.product.catalogued else phrase("products.not_in_catalogue"),
            "amount": h.fen,
            "matures": h.holding.matures if h.holding else None,
            "bank": h.bank or "",
        }
        for h in held
    ]
    columns = [
        Column("product", phrase("holdings.product"), cut=True),
        Column("of", phrase("products.of"), cut=True, drop=2),
        Column("amount", phrase("holdings.amount"), "money"),
        Column("matures", phrase("holdings.matures"), "date", drop=1),
        Column("bank", phrase("holdings.bank"), drop=1),
    ]
    return Section(phrase("products.holds"), columns, table, empty=phrase("products.holds_nothing"))
