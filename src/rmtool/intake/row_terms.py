"""Columns that say of each row what its amounts are counted in: 金额单位 with 元 and 万元, 币种 with CNY and USD.

Not: headings and titles that say so of all rows (headings.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from rmtool.errors import InputError
from rmtool.intake.headings import CLIENTS, HOLDINGS, PROSPECTS, Heading, Wanted
from rmtool.intake.lists import ClientList, Problems
from rmtool.intake.values import Cell, as_text, is_missing
from rmtool.intake.vocabulary import Claim, key_of, vocabulary, word_of
from rmtool.phrase import phrase

UNIT, CURRENCY = "unit", "currency"

DEFAULT_CURRENCY = "CNY"

Meaning = TypeVar("Meaning", int, str)


def with_term_columns(
    headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], kind: str, wants: Wanted
) -> tuple[Heading, ...]:
    """The headings, those over nothing but units or currencies claiming to be just that, whatever they say.

    单位 heads employers as well as units. Headings that the user mapped stay as they are.
    """
    if kind not in (CLIENTS, PROSPECTS, HOLDINGS):
        return tuple(headings)
    words: dict[str, Mapping[str, object]] = {UNIT: _units(), CURRENCY: _currencies()}
    turned = []
    for heading, column in zip(headings, cells, strict=True):
        said = {word_of(as_text(cell)) for cell in column if not is_missing(as_text(cell))}
        field = next((field for field, known in words.items() if said and said <= known.keys()), None)
        is_free = field and key_of(heading.label) not in wants.mapped and not any(map(_is_number, said))
        turned.append(heading._replace(claims=(Claim(field, 0),)) if field and is_free else heading)
    return tuple(turned)


def _is_number(word: str) -> bool:
    return word.strip("'").isdecimal() or (len(word) == 1 and word.isascii())


def _units() -> Mapping[str, int]:
    return vocabulary().units


def _currencies() -> Mapping[str, str]:
    return {**vocabulary().currency_codes, **vocabulary().currencies}


def with_row_units(listed: ClientList, problems: Problems) -> ClientList:
    """The list with what a bare amount counts in each row, if it has a column that says so.

    A row whose unit can't be read is set aside.
    """
    said = _said(listed, UNIT, _units())
    if said is None:
        return listed
    units = []
    for row, (cell, unit) in enumerate(said):
        if cell and unit is None:
            problems.set_aside(row, phrase("intake.unknown_unit", column=listed.heading(UNIT).label, cell=cell))
        units.append(unit)
    return listed._replace(row_units=units)


def _said(listed: ClientList, field: str, known: Mapping[str, Meaning]) -> list[tuple[str, Meaning | None]] | None:
    """Row by row what the column holds and what it means; None if there is none, or all of it means nothing."""
    if field not in listed.columns:
        return None
    texts = [as_text(cell).strip() for cell in listed.cells[listed.columns[field]]]
    meanings = {text: known.get(word_of(text)) for text in set(texts)}
    if not any(meaning is not None for meaning in meanings.values()):
        return None
    return [("" if is_missing(text) else text, meanings[text]) for text in texts]


def list_currency(listed: ClientList, stated: str | None) -> str | None:
    """The currency of the list's amounts: the one `stated` by headings or title, else that of its rows.

    Raises InputError if the rows are in several currencies, none of which is the yuan.
    """
    said = _said(listed, CURRENCY, _currencies())
    if stated or said is None:
        return stated
    found = Counter(currency for _, currency in said if currency)
    if len(found) > 1 and DEFAULT_CURRENCY not in found:
        raise InputError("intake.two_currencies", file=listed.file, columns=(listed.heading(CURRENCY).label,))
    return DEFAULT_CURRENCY if DEFAULT_CURRENCY in found else found.most_common(1)[0][0]


def set_aside_foreign(listed: ClientList, amounts: Sequence[int], currency: str | None, problems: Problems) -> None:
    """Sets the rows aside whose amounts are in another currency than the list's, or in one that nobody knows.

    `amounts` are the columns (by index) of amounts. Those whose heading states a currency (折人民币) are in that one,
    whatever currency the account is in.
    """
    said = _said(listed, CURRENCY, _currencies())
    bare = [index for index in amounts if not listed.head.headings[index].mark.currency]
    if said is None or not bare:
        return
    label = listed.heading(CURRENCY).label
    for row, (cell, own) in enumerate(said):
        if not cell or own == (currency or DEFAULT_CURRENCY):
            continue
        if any(not is_missing(as_text(listed.cells[index][row])) for index in bare):
            key = "intake.other_currency" if own else "intake.unknown_currency"
            reason = phrase(key, column=label, cell=cell, currency=currency or DEFAULT_CURRENCY)
            problems.set_aside(row, reason, damaged=False)
