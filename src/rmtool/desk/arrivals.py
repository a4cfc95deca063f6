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
from rmtool.phrase import Phrase, phrase
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
    with writing_file(desk, file, big, _summary(file, wished)) as (writing, asides):
        done = lay_aside(bringing.take(readings, writing), hands.keep, asides)
        remember(writing, answers, remembered(desk), desk.today)
    return done


def _summary(file: Path, wished: Wishes) -> Phrase | None:
    """What history says of the import besides the file: where it comes from and for how long, if that was said."""
    if not (wished.source or wished.keep_until):
        return None
    key = "arrivals.did_import_until" if wished.keep_until else "arrivals.did_import_from"
    return phrase(key, file=file.name, source=wished.source, until=wished.keep_until)
