"""Rows that are parts of a client's figures, an account or product each: their amounts are added up.

Not: rows of one client at several days or of several measures (balance_rows.py), and clients of one name whom nothing
tells apart: those are set aside.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rmtool.core.arrivals import ClientRecord
from rmtool.intake.headings import CLIENTS, part_columns
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import as_text
from rmtool.phrase import Phrase, phrase

_IDENTITY = ("client_no", "credit_code", "name")
_LONGEST_PERSON = 4
"""Chinese names of people have up to so many characters."""

_CERTAIN = 3
"""Clients with one amount in all their rows from which on it is sure that the rows repeat what all accounts hold."""

Part = tuple[str, ...]
Key = tuple[str, Any]


def added_up(
    listed: ClientList,
    records: Sequence[ClientRecord],
    rows: Sequence[int],
    fields: Mapping[str, Sequence[Any]],
    problems: Problems,
) -> Sequence[ClientRecord]:
    """The records with one for each client, whatever number of accounts it has rows for.

    `rows` are the indices of the records' rows; `fields` are the columns of the whole list, set-aside rows too: without
    one of its accounts a client's amounts are wrong, so then all its rows are set aside.
    """
    columns = part_columns(listed.head.headings) if listed.kind == CLIENTS else []
    groups = _groups(listed, columns, fields) if columns else {}
    if not groups:
        return records
    by_row = dict(zip(rows, records, strict=True))
    whole = {key: group for key, group in groups.items() if _is_whole(listed, key, group, by_row, problems)}
    repeated = _repeated_measures([[by_row[row] for row in group] for group in whole.values()])
    unclear = repeated if _with_equal(whole.values(), by_row, repeated) < _CERTAIN else frozenset()
    labels = tuple(listed.head.headings[column].label for column in columns)
    parts = list(zip(*(map(as_text, listed.cells[column]) for column in columns), strict=True))
    count = 0
    for group in whole.values():
        if reason := _contradiction(listed, group, by_row, parts, unclear, labels):
            _set_aside(group, reason, problems)
            continue
        count += 1
        by_row[group[0]] = _sum([by_row[row] for row in _each_part_once(group, by_row, parts)], group, listed, repeated)
        for row in group[1:]:
            del by_row[row]
    if count:
        problems.warn(phrase("intake.added_up", count=count, columns=labels))
    for measure in sorted(repeated - unclear):
        problems.warn(phrase("intake.repeated_amounts", column=listed.heading(measure).label))
    return [record for row, record in by_row.items() if row not in problems.reasons]


def _groups(listed: ClientList, columns: Sequence[int], fields: Mapping[str, Sequence[Any]]) -> dict[Key, list[int]]:
    """The rows of each client that has several which another account tells apart, set-aside ones too."""
    stated = [(field, fields[field]) for field in _IDENTITY if field in fields]
    by_key: dict[Key, list[int]] = {}
    for row in range(len(listed.rows)):
        key = next(((field, column[row]) for field, column in stated if column[row] is not None), None)
        if key is not None:
            by_key.setdefault(key, []).append(row)
    return {
        key: rows
        for key, rows in by_key.items()
        if len(rows) > 1 and any(len({listed.cells[column][row] for row in rows}) > 1 for column in columns)
    }


def _is_whole(
    listed: ClientList, key: Key, rows: Sequence[int], by_row: Mapping[int, ClientRecord], problems: Problems
) -> bool:
    """Whether all rows of the group can be read and are of one client; else they are set aside."""
    lost = next((row for row in rows if row not in by_row), None)
    names = {name for row in rows if row in by_row and (name := by_row[row].fields.get("name"))}
    if lost is not None:
        reason = phrase("intake.part_lost", row=listed.numbers[lost])
    elif len(names) > 1:
        reason = phrase("intake.two_names", number=key[1], names=tuple(sorted(names)))
    elif key[0] == "name" and len(key[1]) <= _LONGEST_PERSON and not key[1].isascii():
        reason = phrase("intake.namesakes", name=key[1], count=len(rows))
    else:
        return True
    _set_aside([row for row in rows if row in by_row], reason, problems)
    return False


def _set_aside(rows: Iterable[int], reason: Phrase, problems: Problems) -> None:
    for row in rows:
        problems.set_aside(row, reason, damaged=False)


def _repeated_measures(groups: Sequence[Sequence[ClientRecord]]) -> frozenset[str]:
    """The measures of which every client has one and the same amount in all its rows, and not just nothing."""
    measures = {measure for group in groups for record in group for measure in record.amounts}
    return frozenset(
        measure
        for measure in measures
        if all(len({record.amounts.get(measure) for record in group}) == 1 for group in groups)
        if any(record.amounts.get(measure) for group in groups for record in group)
    )


def _with_equal(groups: Iterable[Sequence[int]], by_row: Mapping[int, ClientRecord], measures: Iterable[str]) -> int:
    """How many clients have an amount of one of the measures in all their rows."""
    wanted = tuple(measures)
    return sum(any(by_row[group[0]].amounts.get(measure) for measure in wanted) for group in groups)


def _contradiction(
    listed: ClientList,
    group: Sequence[int],
    by_row: Mapping[int, ClientRecord],
    parts: Sequence[Part],
    unclear: Iterable[str],
    labels: Sequence[str],
) -> Phrase | None:
    """Why the rows of a client can't be added up, if they can't."""
    seen: dict[Part, int] = {}
    for row in group:
        first = seen.setdefault(parts[row], row)
        if _figures(by_row[first]) != _figures(by_row[row]):
            twice = str(listed.numbers[first]), str(listed.numbers[row])
            return phrase("intake.one_part_twice", rows=twice, columns=tuple(labels))
    if len(seen) > 1 and any(by_row[group[0]].amounts.get(measure) for measure in unclear):
        numbers = tuple(str(listed.numbers[row]) for row in group)
        return phrase("intake.equal_parts", rows=numbers, columns=tuple(labels))
    return None


def _figures(record: ClientRecord) -> tuple[Any, Any]:
    return record.amounts, record.series


def _each_part_once(group: Sequence[int], by_row: Mapping[int, ClientRecord], parts: Sequence[Part]) -> list[int]:
    """The rows without those that repeat another one's account."""
    return list({parts[row]: row for row in reversed(group)}.values())[::-1]


def _sum(
    records: Sequence[ClientRecord], group: Sequence[int], listed: ClientList, repeated: Iterable[str]
) -> ClientRecord:
    """The client's record: what the first row to say so says of it, and the amounts of all."""
    fields: dict[str, Any] = {}
    amounts: dict[str, int] = {}
    series: dict[Any, dict[str, int]] = {}
    for record in records:
        fields = {**record.fields, **fields}
        _add(amounts, record.amounts)
        for day, stated in record.series.items():
            _add(series.setdefault(day, {}), stated)
    amounts.update((measure, fen) for measure in repeated if (fen := records[0].amounts.get(measure)) is not None)
    further = tuple(listed.numbers[row] for row in group[1:])
    return records[0]._replace(fields=fields, amounts=amounts, series=series, further=further)


def _add(amounts: dict[str, int], more: Mapping[str, int]) -> None:
    for measure, fen in more.items():
        amounts[measure] = amounts.get(measure, 0) + fen
