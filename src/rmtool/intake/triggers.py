"""What a list says of good moments to approach a prospect (`对他行不满 2026-11-02；新开业`) → kinds, days and notes.

Not: what a moment is worth (core/scoring.py).
"""

import re
from datetime import date

from rmtool.intake.values import Cell, text
from rmtool.intake.vocabulary import vocabulary, word_of

OTHER = "other"

_PARTS = re.compile(r"[;；、,，\n|]")
_DAY = re.compile(r"((?:19|20)\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_AROUND = " ()（）:：-–—"


def triggers(cell: Cell) -> tuple[tuple[str, date | None, str | None], ...] | None:
    """The triggers that a cell names: kind, day if it says one, and a note where it says more than the kind."""
    said = text(cell)
    parts = [part.strip() for part in _PARTS.split(said or "") if part.strip()]
    return tuple(dict.fromkeys(map(_trigger, parts))) or None


def kind_of(said: str) -> str | None:
    """The kind of trigger whose name or word stands in `said`; None if none does."""
    word = word_of(said)
    return next((kind for kind, words in vocabulary().triggers.items() if any(w in word for w in words)), None)


def _trigger(part: str) -> tuple[str, date | None, str | None]:
    found = _DAY.search(part)
    day = _day(found) if found else None
    note = (part[: found.start()] + part[found.end() :] if found and day else part).strip(_AROUND)
    kind = kind_of(note)
    names_only_the_kind = kind is not None and word_of(note) in vocabulary().triggers[kind]
    return kind or OTHER, day, None if names_only_the_kind else note or None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
