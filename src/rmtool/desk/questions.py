"""A file read until nothing stays unclear: what its columns are is asked, told from before, and kept for the next time.

Not: which columns are unclear (intake/columns.py), nor the list of all that is kept (mappings.py).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rmtool.desk import Desk
from rmtool.desk.mappings import Answer, remembered
from rmtool.desk.wishes import Hands, Wishes
from rmtool.phrase import phrase

if TYPE_CHECKING:
    from rmtool.intake.columns import Question
    from rmtool.intake.records import Options, Reading

IGNORE = "ignore"
"""The field of a column that is to be left out."""


def read_settled(desk: Desk, file: Path, wished: Wishes, hands: Hands) -> tuple[list["Reading"], list[Answer]]:
    """The lists of a file, and what was said of their columns, by --map or when asked, to be remembered.

    Asks what stays unclear until nothing does, or nobody answers. Raises InputError as `read_list` does.
    """
    from rmtool.intake.columns import UnclearError
    from rmtool.intake.records import read_list

    options = _options(desk, wished, hands)
    answers: list[Answer] = []
    while True:
        try:
            readings = read_list(file, options)
            asked = [(reading.fingerprint, question) for reading in readings for question in reading.questions]
        except UnclearError as error:
            readings, asked = [], [(error.fingerprint, question) for question in error.questions]
            if hands.choose is None or not (new := _ask(asked, answers, hands.choose)):
                raise
        else:
            if hands.choose is None or not (new := _ask(asked, answers, hands.choose)):
                answers += _mapped(readings, wished)
                _tell_remembered(readings, options.remembered, {answer.heading for answer in answers})
                return readings, answers
            hands.tell(phrase("arrivals.reading", file=file.name))
        answers += new
        said = {answer.heading: answer.field for answer in answers}
        options = options._replace(columns={**said, **wished.columns})


def _options(desk: Desk, wished: Wishes, hands: Hands) -> "Options":
    from rmtool.intake.records import Options

    codes = {
        word.casefold(): channel.code
        for channel in desk.rules.channels.values()
        for word in (channel.code, channel.name.zh, channel.name.en)
    }
    return Options(
        kind=wished.kind,
        sheet=wished.sheet,
        columns=wished.columns,
        codes={**codes, **wished.codes},
        measures_needed=desk.rules.measure,
        encoding=wished.encoding,
        today=desk.today,
        decimal=wished.decimal,
        date_order=wished.date_order,
        password=hands.password,
        remembered=remembered(desk),
    )


def _ask(
    asked: Iterable[tuple[str, "Question"]], answers: Sequence[Answer], choose: Callable[["Question"], str | None]
) -> list[Answer]:
    """The answers to questions that weren't asked before; what has to be one of some columns is asked until one is."""
    known = {(answer.fingerprint, answer.heading) for answer in answers}
    new: list[Answer] = []
    for fingerprint, question in asked:
        if (fingerprint, question.heading) in known:
            continue
        field = choose(question)
        if field is not None or not question.required:
            new.append(Answer(fingerprint, question.heading, field or IGNORE))
        if question.required and field is not None:
            break
    return new


def _tell_remembered(
    readings: Sequence["Reading"], known: Mapping[str, Mapping[str, str]], said: Collection[str]
) -> None:
    """Adds to each list which of its columns were read as settled before."""
    from rmtool.intake.columns import remembered_key

    for reading in readings:
        settled = {remembered_key(heading) for heading in known.get(reading.fingerprint, ())}
        columns = {**dict.fromkeys(reading.ignored_columns, IGNORE), **reading.columns}
        used = [c for c in columns.items() if settled and c[0] not in said and remembered_key(c[0]) in settled]
        if used:
            told = tuple(phrase("arrivals.column", heading=heading, field=field) for heading, field in used)
            reading.warnings.append(phrase("mappings.used", columns=told))


def _mapped(readings: Sequence["Reading"], wished: Wishes) -> Iterator[Answer]:
    """What --map says of the lists' columns."""
    if not wished.columns:
        return
    from rmtool.intake.vocabulary import key_of

    keys = set(map(key_of, wished.columns))
    for reading in readings:
        for label in (*reading.columns, *reading.ignored_columns):
            if key_of(label) in keys and reading.fingerprint:
                yield Answer(reading.fingerprint, label, reading.columns.get(label, IGNORE))
