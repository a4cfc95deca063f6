"""What the shell can complete from the book: clients, districts, RMs, tags, tiers. Not: what is being typed (commands).

Nothing is made, brought up to date or waited for meanwhile: a book that can't be read at once completes nothing.
"""

from collections.abc import Sequence

from rmtool.core.suggest import Suggested, suggest
from rmtool.desk import Desk
from rmtool.desk.keys import Keys
from rmtool.errors import RmtoolError
from rmtool.session import Session
from rmtool.store.connection import BOOK_NAME, schema_version
from rmtool.store.keys import look_for_keys
from rmtool.store.migrations import VERSION

MOST = 200
"""How many suggestions a shell is given; who types on is given fewer."""


def clients_suggested(session: Session, begun: str) -> Sequence[Suggested]:
    """The clients that somebody may mean; none where there is no book that can be read at once."""
    if not _is_at_hand(session):
        return ()
    with Desk(session._replace(wait=0.0, interactive=False)) as desk:
        return suggest(desk.store.names(), begun, MOST)


def words_suggested(session: Session, field: str, begun: str) -> Sequence[Suggested]:
    """The tiers of the rules, or what stands in the book as `district`, `rm` or `tag`, that begin with `begun`."""
    if field == "tier":
        with Desk(session) as desk:
            names = [(t.id, t.name.zh if session.language == "zh" else t.name.en) for t in desk.rules.tiers]
    elif _is_at_hand(session):
        with Desk(session._replace(wait=0.0, interactive=False)) as desk:
            names = [(word, "") for word in desk.store.words(field)]
    else:
        names = []
    return [Suggested(*name) for name in names if name[0].startswith(begun) and name[0].isprintable()][:MOST]


def _is_at_hand(session: Session) -> bool:
    path = session.home / BOOK_NAME
    look_for_keys(Keys(session))
    try:
        return path.exists() and schema_version(path) == VERSION
    except (RmtoolError, OSError):
        return False
