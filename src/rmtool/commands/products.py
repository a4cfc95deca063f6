"""The catalogue of products, who holds what, what suits whom, and holdings by hand."""

from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, narrowing
from rmtool.desk import Desk, holdings
from rmtool.desk import products as offers
from rmtool.desk.narrowing import Filter
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import present
from rmtool.show.pages import products as pages
from rmtool.show.pages.keeping import done_page
from rmtool.show.product_rows import changed_holding_record

Fields = Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE")]
HoldingId = Annotated[int, typer.Argument(metavar="ID")]


def products(
    check: Annotated[bool, typer.Option("--check")] = False,
    schema: Annotated[bool, typer.Option("--schema")] = False,
    form: Format = None,
    output: Output = None,
) -> int:
    """The catalogue, its check or its schema."""
    with Desk(session()) as desk:
        if schema:
            present(pages.schema_page(offers.schema()), form if form or output else "json", output)
            return 0
        catalogue, file = offers.catalogue(desk), offers.own_file(desk)
        if check:
            unknown = offers.unknown_tiers(desk, catalogue)
            present(pages.check_page(catalogue, file, unknown), form, output)
            return int(bool(unknown))
        present(pages.catalogue_page(catalogue, offers.advisor(desk, catalogue), file), form, output)
        return 0


@narrowing
def coverage(wanted: Filter, form: Format = None, output: Output = None) -> None:
    """Client × product."""
    with Desk(session()) as desk:
        present(pages.coverage_page(offers.coverage_of(desk, wanted), desk.rules), form, output)


def suits(who: Who, form: Format = None, output: Output = None) -> None:
    """What else suits a client."""
    with Desk(session()) as desk:
        found, catalogue = offers.suits(desk, who)
        present(pages.suits_page(found, catalogue, desk.rules), form, output)


def holding_add(
    who: Who,
    product: Annotated[str, typer.Argument(metavar="PRODUCT")],
    given: Fields = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Note a product that a client holds."""
    with Desk(session()) as desk:
        client = desk.client(who)
        holding = holdings.add_holding(desk, client, product, given or [])
        said = phrase("holdings.added", name=client.name, product=holding.product, id=holding.id)
        present(done_page(changed_holding_record(client, holding), said), form, output)


def holding_set(
    holding_id: HoldingId,
    given: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Correct a holding."""
    with Desk(session()) as desk:
        client, holding = holdings.set_holding(desk, holding_id, given)
        said = phrase("holdings.was_set", name=client.name, product=holding.product, fields=tuple(given))
        present(done_page(changed_holding_record(client, holding), said), form, output)


def holding_remove(holding_id: HoldingId, form: Format = None, output: Output = None) -> None:
    """Take out a holding noted by mistake."""
    with Desk(session()) as desk:
        client, holding = holdings.remove_holding(desk, holding_id)
        said = phrase("holdings.removed", name=client.name, product=holding.product)
        present(done_page(changed_holding_record(client, holding), said), form, output)
