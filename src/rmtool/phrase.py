"""A sentence still to be said: the key of its text in `lang/` and the figures that go into it.

Everything below the screen speaks in phrases, so that no rule, reader or store needs to know the user's language.
"""

from typing import NamedTuple


class Phrase(NamedTuple):
    """`key` is `area.name`: the text `name` in `lang/<language>/<area>.py`.

    `values` fill the text's braces; a value may be a phrase itself.
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()


def phrase(key: str, /, **values: object) -> Phrase:
    """The phrase `key` with `values` for the braces of its text."""
    return Phrase(key, tuple(values.items()))
