"""What sees to all that a command hands over: masks where they are asked for, and the record of what left.

Not: the masks (show/masking.py), nor what the rules and the book say (desk/leaving.py). The book is opened for it only
where something leaves in a file, or is to be masked.
"""

from pathlib import Path

from rmtool.desk import Desk
from rmtool.errors import UsageError
from rmtool.session import session
from rmtool.show.masking import Masks
from rmtool.show.output import Left, format_of, leave_by

_AS_TEXT = {"plain": "txt", "table": "txt"}
"""What the rules call formats of plain text."""


class Command:
    """The command `result` (with the kind of a report: `report week`) as it hands its results over."""

    def __init__(self, result: str, reason: str | None) -> None:
        self.result = result
        self.reason = reason or session().reason

    def check(self, form: str | None, output: Path | None) -> None:
        """Raises UsageError where masks that the rules want are lifted without a reason, before anything is done."""
        if output is not None and session().mask is False and not self.reason:
            with Desk.at_hand(session()) as desk:
                if self._wanted(desk, format_of(form, output)):
                    raise UsageError("cli.needs_reason", result=self.result)

    def masks(self, form: str, output: Path | None) -> Masks | None:
        """How a result is masked that goes to `output` (None: standard output); None if it isn't."""
        asked = session().mask
        if asked is False or (asked is None and output is None):
            return None
        with Desk.at_hand(session()) as desk:
            if asked or self._wanted(desk, form):
                from rmtool.desk.leaving import known

                return Masks(known(desk))
        return None

    def note(self, left: Left) -> None:
        """Puts a file on record that is about to stand in its place."""
        from rmtool.desk.leaving import Leaves, note_left

        with Desk.at_hand(session()) as desk:
            form = _AS_TEXT.get(left.form, left.form)
            note_left(desk, Leaves(self.result, self.reason, form, *left[1:]))

    def _wanted(self, desk: Desk, form: str) -> bool:
        from rmtool.desk.leaving import is_masked

        return is_masked(desk, self.result, _AS_TEXT.get(form, form))


def see_to(result: str, form: str | None, output: Path | None, reason: str | None = None) -> Command:
    """Let what the command hands over be seen to. Raises UsageError for masks lifted without a reason."""
    command = Command(result, reason)
    command.check(form, output)
    leave_by(command)
    return command
