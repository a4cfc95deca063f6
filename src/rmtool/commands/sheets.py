"""A client edited as a whole, in the user's own editor."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who
from rmtool.desk import Desk, sheets
from rmtool.errors import InputError, RmtoolError, UsageError
from rmtool.lang import say
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import ask, complain, editor, notice, present
from rmtool.show.pages.keeping import done_page
from rmtool.show.rows import facts_of_client


def edit(
    who: Who,
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Edit a client in the editor."""
    with Desk(session()) as desk:
        if desk.is_encrypted and not (plain or source):
            raise UsageError("sheet.encrypted")
        edited = _Editing(desk, who)
        changed = edited.take_from(source) if source else edited.take_from_editor()
        said = phrase("sheet.edited" if changed else "sheet.unchanged", name=edited.client.name)
        present(done_page(facts_of_client(edited.client), said), form, output)


class _Editing:
    """One client's sheet, in the editor or from a file. What was typed is never lost: it stays until it is taken in."""

    def __init__(self, desk: Desk, who: str) -> None:
        self.desk = desk
        self.client = desk.client(who)
        self.place = session().home / "exports" / sheets.sheet_name(self.client.client_no)

    def take_from(self, source: Path) -> bool:
        """Takes in a file; returns whether it changed anything."""
        try:
            data = source.read_bytes()
        except OSError:
            raise InputError("intake.no_such_file", file=source) from None
        changed = self._take(data, source)
        if source.resolve() == self.place.resolve():
            self.place.unlink()
        return changed

    def take_from_editor(self) -> bool:
        """Opens the sheet in the editor and takes in what was made of it; returns whether that changed anything."""
        lead = say(phrase("sheet.lead", name=self.client.name, client_no=self.client.client_no))
        laid = sheets.laid_out(self.desk, self.client, tuple(lead.split("\n")))
        editor.lay(laid, self.place)
        try:
            changed = self._take_until_whole()
        except BaseException as error:
            self._keep(laid, error)
            raise
        self.place.unlink()
        return changed

    def _take_until_whole(self) -> bool:
        while True:
            try:
                return self._take(editor.edit(self.place), self.place)
            except UsageError as error:
                if not session().interactive or session().yes:
                    raise
                complain(error)
                if not ask(phrase("sheet.again")):
                    raise UsageError("sheet.not_taken", name=self.client.name) from None

    def _take(self, data: bytes, file: Path) -> bool:
        self.client, changed = sheets.take_in(self.desk, self.client, data, file.name)
        return changed

    def _keep(self, laid: bytes, error: BaseException) -> None:
        """Leaves what was typed, and says where; a sheet that nobody changed goes."""
        if self.place.read_bytes() == laid:
            self.place.unlink()
            return
        kept = phrase("sheet.kept", file=self.place, client_no=self.client.client_no)
        if isinstance(error, RmtoolError):
            error.details = (*error.details, kept)
        else:
            notice(kept)
