"""Client × product: what each client holds at the RM's bank and elsewhere, and which empty cells suit it.

Source: domain.md, "Products, coverage and reviews". Not: visits held against quotas (attainment.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rmtool.core.book import Client, Holding
from rmtool.core.products import Catalogue, Product, Shelf, comparable
from rmtool.core.rules import Rules
from rmtool.core.standing import Amounts, Standing
from rmtool.core.suits import Advisor, Subject, Suiting

HELD, ELSEWHERE, SUITS = "held", "elsewhere", "suits"
"""A cell: held at the RM's bank, held at another only, or empty and suiting."""


class Held(NamedTuple):
    """A product that a client holds. Without a `holding` a balance shows it; `fen` is the amount, if it is known."""

    product: Product
    holding: Holding | None
    fen: int | None

    @property
    def bank(self) -> str | None:
        """The other bank at which it is held; None: at the RM's."""
        return self.holding.bank if self.holding else None


class Row(NamedTuple):
    """A client's line in the sheet: what it holds, and the state of every cell that isn't empty, by product id."""

    client: Client
    tier: str | None
    klass: str | None
    held: Sequence[Held]
    cells: Mapping[str, str]

    def having(self, state: str) -> list[str]:
        """The ids of the products whose cells are in this state, in the order of the sheet."""
        return [product for product, cell in self.cells.items() if cell == state]


class Column(NamedTuple):
    """A product's column: how many of the clients hold it, by tier too, have it elsewhere, or would be suited."""

    product: Product
    held: int
    by_tier: Mapping[str, int]
    elsewhere: int
    suits: int
    fen: int


class Coverage(NamedTuple):
    """The sheet: rows by client number, columns in the order of the catalogue, what isn't in it last."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    clients_by_tier: Mapping[str, int]


class Portfolio(NamedTuple):
    """What one client holds, what else would suit it, and why."""

    subject: Subject
    held: Sequence[Held]
    suiting: Sequence[Suiting]


class Standings(NamedTuple):
    """Where a client stands, as the rules of products ask: its balances, tier and class."""

    amounts: Amounts
    standing: Standing | None
    tier: str | None
    klass: str | None


class Sheet:
    """A catalogue and the rules in force, ready to be asked about many clients as of one day."""

    def __init__(self, catalogue: Catalogue, rules: Rules, day: date) -> None:
        self.catalogue = catalogue
        self._shelf = Shelf(catalogue)
        self._advisor = Advisor(catalogue, rules)
        self._motives = catalogue.motives_by_tag()
        self._day = day

    def held(self, holdings: Iterable[Holding], amounts: Amounts) -> list[Held]:
        """What is held as of the day; of a balance counts what it shows beyond the holdings of its kind here.

        That must be more than a tenth of it: less is a difference of days between two lists.
        """
        found = [
            Held(self._shelf.product_of(holding), holding, holding.fen)
            for holding in holdings
            if holding.ended is None or holding.ended > self._day
        ]
        here = [held for held in found if held.bank is None]
        for product in self.catalogue.products:
            shown = next((amounts[m] for m in product.balances if amounts.get(m, 0) > 0), 0)
            beyond = shown - sum(held.fen or 0 for held in here if held.product.kind == product.kind)
            if 10 * beyond > shown and all(held.product != product for held in here):
                found.append(Held(product, None, beyond))
        return found

    def portfolio(self, client: Client, holdings: Iterable[Holding], stands: Standings) -> Portfolio:
        """What the client holds, and which products suit it that it doesn't hold at the RM's bank."""
        held = self.held(holdings, stands.amounts)
        subject = self._subject(client, held, stands)
        here = {h.product.id for h in held if h.bank is None}
        each = (self._advisor.suiting(p, subject) for p in self.catalogue.products if p.id not in here)
        return Portfolio(subject, held, [suiting for suiting in each if suiting])

    def row(self, client: Client, holdings: Iterable[Holding], stands: Standings) -> Row:
        """The client's line; products that the catalogue doesn't have stand after its own."""
        held = self.held(holdings, stands.amounts)
        subject = self._subject(client, held, stands)
        here = {h.product.id for h in held if h.bank is None}
        anywhere = {h.product.id for h in held}
        cells = {}
        for product in self.catalogue.products:
            if product.id in anywhere:
                cells[product.id] = HELD if product.id in here else ELSEWHERE
            elif self._advisor.suits(product, subject):
                cells[product.id] = SUITS
        others = sorted(anywhere - cells.keys())
        cells |= {name: HELD if name in here else ELSEWHERE for name in others}
        return Row(client, stands.tier, stands.klass, held, cells)

    def _subject(self, client: Client, held: Sequence[Held], stands: Standings) -> Subject:
        here = [h.product for h in held if h.bank is None]
        holds = {p.id for p in here} | {p.kind for p in here if p.kind}
        standing = stands.standing
        return Subject(
            client,
            stands.amounts,
            standing.measure if standing else None,
            standing.amount if standing else None,
            stands.tier,
            stands.klass,
            frozenset(motive for tag in client.tags for motive in self._motives.get(comparable(tag), ())),
            frozenset(holds),
        )


def coverage(rows: Sequence[Row], catalogue: Catalogue, tiers: Sequence[str]) -> Coverage:
    """The sheet of these lines. Columns of which no cell is filled are left out; `tiers` says their order."""
    counts = Counter(row.tier for row in rows)
    clients_by_tier = {tier: counts[tier] for tier in tiers if counts[tier]}
    loose = {h.product.id: h.product for row in rows for h in row.held if not h.product.catalogued}
    products = [*catalogue.products, *(loose[name] for name in sorted(loose))]
    columns = [_column(product, rows) for product in products]
    return Coverage(rows, [c for c in columns if c.held or c.elsewhere or c.suits], clients_by_tier)


def _column(product: Product, rows: Sequence[Row]) -> Column:
    by_tier: dict[str, int] = {}
    states = dict.fromkeys((HELD, ELSEWHERE, SUITS), 0)
    fen = 0
    for row in rows:
        state = row.cells.get(product.id)
        if state is None:
            continue
        states[state] += 1
        if state == HELD:
            fen += sum(h.fen or 0 for h in row.held if h.product.id == product.id and h.bank is None)
            if row.tier:
                by_tier[row.tier] = by_tier.get(row.tier, 0) + 1
    return Column(product, states[HELD], by_tier, states[ELSEWHERE], states[SUITS], fen)
