"""Lists of clients, prospects and contacts brought into the book."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk
from rmtool.desk.exported import bring_in_any
from rmtool.desk.wishes import Hands, wishes
from rmtool.errors import InputError
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import complain, notice, present
from rmtool.show.inquiries import inquiries
from rmtool.show.pages.arrivals import imported_page
from rmtool.show.progress import progress
from rmtool.show.set_aside import SetAsideFile

Text = str | None


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE")],
    kind: Annotated[Text, typer.Option("--as", metavar="KIND")] = None,
    sheet: Annotated[Text, typer.Option("--sheet", metavar="NAME")] = None,
    on: Annotated[Text, typer.Option("--date", metavar="DATE")] = None,
    columns: Annotated[list[str] | None, typer.Option("--map", metavar="HEADING=FIELD")] = None,
    codes: Annotated[list[str] | None, typer.Option("--map-code", metavar="WORD=CODE")] = None,
    create_clients: Annotated[bool, typer.Option("--create-clients")] = False,
    encoding: Annotated[Text, typer.Option("--encoding", metavar="NAME")] = None,
    rate: Annotated[Text, typer.Option("--rate", metavar="R")] = None,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    complete: Annotated[bool, typer.Option("--complete")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    rm: Annotated[Text, typer.Option("--rm", metavar="NAME")] = None,
    decimal: Annotated[str, typer.Option("--decimal", metavar="SIGN")] = ".",
    date_order: Annotated[Text, typer.Option("--date-order", metavar="ORDER")] = None,
    source: Annotated[Text, typer.Option("--source", metavar="TEXT")] = None,
    keep_until: Annotated[Text, typer.Option("--keep-until", metavar="DATE")] = None,
    plain_set_aside: Annotated[bool, typer.Option("--plain-set-aside")] = False,
    form: Format = None,
    output: Output = None,
) -> int:
    """Bring lists into the book, one file after the other."""
    given = {
        "kind": kind,
        "sheet": sheet,
        "on": on,
        "columns": columns or (),
        "codes": codes or (),
        "create_clients": create_clients,
        "encoding": encoding,
        "rate": rate,
        "strict": strict,
        "complete": complete,
        "dry_run": dry_run,
        "rm": rm,
        "decimal": decimal,
        "date_order": date_order,
        "source": source,
        "keep_until": keep_until,
    }
    done, refused, tried = [], 0, 0
    with Desk(session()) as desk, progress() as told:
        wished = wishes(desk, given)
        exports = session().home / "exports"
        may_lie = plain_set_aside or not desk.is_encrypted
        hands = Hands(lambda kept: SetAsideFile(*kept, exports) if may_lie else None, told.tell, *inquiries(told))
        for file in files:
            if desk.interrupted:
                break
            tried += 1
            try:
                done += bring_in_any(desk, file, wished, hands)
            except InputError as error:
                if len(files) == 1:
                    raise
                told.pause()
                complain(error)
                refused += 1
        told.pause()
        present(imported_page(done, desk.rules), form, output)
    if tried < len(files):
        raise KeyboardInterrupt
    if refused:
        notice(phrase("arrivals.refused", refused=refused, files=len(files)))
        return InputError.exit_code
    return int(any(each.set_aside for each in done))
