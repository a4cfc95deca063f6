"""Keeping the book: undo, redo, history, backups, doctor, export."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output, Who, Why
from rmtool.desk import Desk, keeping
from rmtool.errors import UsageError
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show import ask, complain, notice, present
from rmtool.show.output import hand_over, tell_if_readable
from rmtool.show.pages import keeping as pages

File = Annotated[Path | None, typer.Argument(metavar="FILE")]


def undo(listed: Annotated[bool, typer.Option("--list")] = False, form: Format = None, output: Output = None) -> int:
    """Take back the last command."""
    with Desk(session()) as desk:
        if listed:
            present(pages.history_page(keeping.undoable(desk)), form, output)
            return 0
        shown = keeping.next_undo(desk)
        if not ask(pages.reversal_said("will_undo", shown)):
            return 1
        present(pages.reversed_page("undone", "did_undo", keeping.undo(desk, shown)), form, output)
    return 0


def redo(form: Format = None, output: Output = None) -> int:
    """Do again what undo took back."""
    with Desk(session()) as desk:
        shown = keeping.next_redo(desk)
        if not ask(pages.reversal_said("will_redo", shown)):
            return 1
        present(pages.reversed_page("redone", "did_redo", keeping.redo(desk, shown)), form, output)
    return 0


def history(
    who: Annotated[str | None, typer.Argument(metavar="WHO")] = None, form: Format = None, output: Output = None
) -> None:
    """What was done to the book, or to one client."""
    with Desk(session()) as desk:
        if who is None:
            present(pages.history_page(keeping.history(desk)), form, output)
        else:
            client = desk.client(who)
            present(pages.client_history_page(client.name, keeping.client_history(desk, client)), form, output)


def backup(
    file: File = None,
    listed: Annotated[bool, typer.Option("--list")] = False,
    verify: Annotated[bool, typer.Option("--verify")] = False,
    drill: Annotated[bool, typer.Option("--drill")] = False,
    form: Format = None,
    output: Output = None,
) -> int:
    """Make a checked copy of the book, or look at those there are."""
    with Desk(session()) as desk:
        if listed + verify + drill + (file is not None) > 1:
            raise UsageError("keeping.one_at_a_time")
        if listed:
            present(pages.backups_page(keeping.listed(desk)), form, output)
            return 0
        if verify or drill:
            checks = keeping.drill(desk) if drill else keeping.verified(desk)
            present(pages.checks_page(checks, "drill" if drill else "backups"), form, output)
            return int(not all(check.ok for check in checks))
        made = keeping.back_up(desk, file)
        if _is_silent(form, output):
            return 0
        present(pages.done_page({"file": made}, phrase("keeping.backed_up", file=made)), form, output)
    return 0


def restore(file: Annotated[Path, typer.Argument(metavar="FILE")], form: Format = None, output: Output = None) -> int:
    """Put a backup in the book's place."""
    with Desk(session()) as desk:
        keeping.check_backup(desk, file)
        lost = keeping.would_be_lost(desk, file)
        if not ask(pages.will_restore(file, lost)):
            return 1
        kept = keeping.restore(desk, file)
        said = phrase("keeping.restored", file=file, kept=kept) if kept else phrase("keeping.restored_first", file=file)
        present(pages.done_page({"file": file, "kept": kept, "lost": len(lost)}, said), form, output)
    return 0


def forget(who: Who, form: Format = None, output: Output = None) -> int:
    """Erase a client for good."""
    from rmtool.desk import forgetting

    with Desk(session()) as desk:
        leaving = forgetting.plan_forgetting(desk, desk.client(who))
        if not ask(pages.will_forget(leaving)):
            return 1
        present(pages.forgotten_page(forgetting.forget(desk, leaving)), form, output)
    return 0


def doctor(form: Format = None, output: Output = None) -> int:
    """Check everything."""
    from rmtool.desk.examination import examine

    with Desk(session()) as desk:
        checks = examine(desk)
        wrong = [check for check in checks if not check.ok]
        if not _is_silent(form, output):
            present(pages.doctor_page(checks), form, output)
        elif wrong:
            complain(pages.wants_look(wrong))
        return int(bool(wrong))


def _is_silent(form: str | None, output: Path | None) -> bool:
    """Whether nothing is to be said where all is well: so --quiet where the result itself isn't asked for."""
    return session().quiet and form is None and output is None


def export(file: File = None, why: Why = None) -> None:
    """Write every fact as a zip."""
    from rmtool.commands.leaving import see_to

    with Desk(session()) as desk:
        target = file or keeping.export_path(desk)
        masks = see_to("export", "json", None, why).masks("zip", None)
        zipped = keeping.export_zip(desk, masks.cell if masks else None)
        hand_over(zipped.content, target, "zip", zipped.columns, zipped.rows, masks)
        notice(phrase("keeping.exported", file=target))
        tell_if_readable(target)
