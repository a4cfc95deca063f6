"""A file brought into the book in one command: read, matched, written; or only told what it would change.

Not: any of these steps (questions.py, bringing.py, set_aside.py), nor an exported book (exported.py).
"""

from pathlib import Path

from rmtool.core.arrivals import Imported
from rmtool.desk import Desk
from rmtool.desk.bringing import Bringing
from rmtool.desk.chores import BIG_IMPORT
from rmtool.desk.mappings import remember, remembered
from rmtool.desk.questions import read_settled
from rmtool.desk.set_aside import lay_aside, writing_file
from rmtool.desk.wishes import Hands, Wishes
from rmtool.phrase import phrase
from rmtool.store.reading import without_collecting


def bring_in(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> list[Imported]:
    """Brings one file into the book, all its lists in one command, or on a dry run says what it would change.

    Raises InputError if the file can't be used, UsageError if the options don't fit it; nothing is written then.
    """
    with without_collecting():
        return _bring_in(desk, file, wished, hands)


def _bring_in(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> list[Imported]:
    from rmtool.intake.records import file_sha256

    hands.tell(phrase("arrivals.reading", file=file.name))
    digest = file_sha256(file)
    readings, answers = read_settled(desk, file, wished, hands)
    bringing = Bringing(desk, file, digest, wished, hands)
    if wished.dry_run:
        with desk.store.reading():
            return [imported for imported, _ in bringing.take(readings, None)]
    big = sum(reading.rows for reading in readings) >= BIG_IMPORT
    with writing_file(desk, file, big) as (writing, asides):
        done = lay_aside(bringing.take(readings, writing), hands.keep, asides)
        remember(writing, answers, remembered(desk), desk.today)
    return done
