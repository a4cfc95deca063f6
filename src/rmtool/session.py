"""What holds for one run of the tool: where the book is, which day it is, who may be asked. Not: any decision.

`cli` starts the session once, from the global options; commands, desk and show read it.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rmtool.phrase import Phrase


class Session(NamedTuple):
    """The global options of one run, resolved.

    `rules` is None where the home's (or the shipped) rules hold. `now` is the moment of the run as ISO text with its
    offset, for the record only: what is due depends on `today` alone. `wait` in seconds, for a locked book.
    `interactive` says whether somebody sits at a terminal who can be asked; `yes` answers every question.
    `mask` says whether what leaves is masked; None leaves it to the rules. `reason` is why it leaves, for the record.
    `file_password` opens locked workbooks; it comes from the environment, never from the command line. `editor` is the
    command line of the user's own editor. `key_file` holds the key of an encrypted book. `ask_secretly` asks for a
    passphrase; None where nobody can be asked. `user` is the name under which they are logged in, where it is known.
    """

    home: Path
    rules: Path | None
    today: date
    now: str
    language: str
    wait: float
    quiet: bool
    yes: bool
    interactive: bool
    file_password: str | None = None
    key_file: Path | None = None
    ask_secretly: Callable[[Phrase], str] | None = None
    editor: str | None = None
    mask: bool | None = None
    reason: str | None = None
    user: str | None = None


_session: Session | None = None


def start(session: Session) -> None:
    """Let `session` hold from here on."""
    global _session
    _session = session


def session() -> Session:
    """The session that holds. Raises RuntimeError before the first was started."""
    if _session is None:
        raise RuntimeError("no session was started")
    return _session
