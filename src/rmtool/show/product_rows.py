"""Products, coverage and holdings as records: their keys are the JSON contract. Not: tables for people (pages)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.core.coverage import ELSEWHERE, HELD, SUITS
from rmtool.lang import say
from rmtool.show.rows import Record, fraction, holding_record, money

if TYPE_CHECKING:
    from rmtool.core.book import Client, Holding
    from rmtool.core.coverage import Column, Coverage, Held, Portfolio, Row
    from rmtool.core.products import Catalogue, Product
    from rmtool.core.suits import Advisor


def product_record(product: Product, advisor: Advisor) -> Record:
    """A product of the catalogue."""
    return {
        "product": product.id,
        "product_name": say(product.name),
        "short": say(product.short),
        "product_kind": product.kind,
        "aliases": list(product.aliases),
        "rest": product.rest,
        "balances": list(product.balances),
        "suits": [{"rule": advisor.rule_said(s), "say": say(s.say) if s.say else None} for s in product.suits],
    }


def coverage_record(found: Coverage) -> Record:
    """The sheet client × product."""
    return {
        "clients": len(found.rows),
        "products": [_column_record(column, found) for column in found.columns],
        "rows": [row_record(row) for row in found.rows],
    }


def row_record(row: Row) -> Record:
    """A client's line of the sheet."""
    return {
        **_who(row.client),
        "tier": row.tier,
        "class": row.klass,
        "district": row.client.district,
        "rm": row.client.rm,
        "held": row.having(HELD),
        "elsewhere": row.having(ELSEWHERE),
        "suits": row.having(SUITS),
    }


def cells_record(row: Row, found: Coverage) -> Record:
    """The same for a spreadsheet: a column for each product."""
    states = {column.product.id: row.cells.get(column.product.id) for column in found.columns}
    return {**{k: v for k, v in row_record(row).items() if k not in (HELD, ELSEWHERE, SUITS)}, **states}


def _column_record(column: Column, found: Coverage) -> Record:
    product = column.product
    return {
        "product": product.id,
        "product_name": say(product.name),
        "product_kind": product.kind,
        "catalogued": product.catalogued,
        "clients": column.held,
        "share": fraction(column.held, len(found.rows)),
        "tiers": [
            {
                "tier": tier,
                "clients": clients,
                "held": column.by_tier.get(tier, 0),
                "share": fraction(column.by_tier.get(tier, 0), clients),
            }
            for tier, clients in found.clients_by_tier.items()
        ],
        "amount": money(column.fen),
        "elsewhere": column.elsewhere,
        "suits": column.suits,
    }


def portfolio_record(found: Portfolio, catalogue: Catalogue) -> Record:
    """What a client holds and what else suits it."""
    subject = found.subject
    elsewhere = {held.product.id for held in found.held if held.bank is not None}
    return {
        **_who(subject.client),
        "tier": subject.tier,
        "class": subject.klass,
        "motives": [motive.id for motive in catalogue.motives if motive.id in subject.motives],
        "suits": [
            {
                "product": each.product.id,
                "product_name": say(each.product.name),
                "product_kind": each.product.kind,
                "held_elsewhere": each.product.id in elsewhere,
                "reasons": list(each.why),
                "say": say(each.say) if each.say else None,
            }
            for each in found.suiting
        ],
        "held": [_held_record(held) for held in found.held],
    }


def _held_record(held: Held) -> Record:
    return {
        "product": held.product.id,
        "product_name": held.holding.product if held.holding else say(held.product.name),
        "product_kind": held.product.kind,
        "catalogued": held.product.catalogued,
        "amount": money(held.fen),
        "bank": held.bank,
    }


def changed_holding_record(client: Client, holding: Holding) -> Record:
    """A holding noted or corrected by hand."""
    return {**_who(client), "id": holding.id, **holding_record(holding)}


def _who(client: Client) -> Record:
    return {"client_no": client.client_no, "name": client.name}
