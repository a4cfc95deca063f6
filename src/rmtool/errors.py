"""Everything that goes wrong and is worth a sentence to the user, with its exit code (contract.md, "Exit codes").

An error carries a finished phrase: what happened, where, how to mend it. Anything else that escapes is a bug.
"""

from rmtool.phrase import Phrase, phrase


class RmtoolError(Exception):
    """An error whose sentence is `message` and whose `details` are printed below it, one a line."""

    exit_code = 70

    def __init__(self, key: str, /, *, details: tuple[Phrase, ...] = (), **values: object) -> None:
        super().__init__(key)
        self.message = phrase(key, **values)
        self.details = details


class UsageError(RmtoolError):
    """The command line asks for something that can't be."""

    exit_code = 2


class RulesError(RmtoolError):
    """The rules file (or the holiday table) has mistakes; `details` names each with its line and a mend."""

    exit_code = 3


class InputError(RmtoolError):
    """A file that was to be read in can't be used; nothing was written."""

    exit_code = 4


class ClientError(RmtoolError):
    """No client, or more than one, goes by that name; `details` lists the candidates."""

    exit_code = 5


class BookError(RmtoolError):
    """The book or an output file can't be opened or written; nothing was lost."""

    exit_code = 6


class MovedOnError(BookError):
    """Another process has written since the command read the book; done again from the start it meets the new state."""
