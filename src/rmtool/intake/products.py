"""Which kind of product words speak of, and which product a list is of that has no column of them. Not: its rows."""

import re
from collections.abc import Mapping, Sequence

from rmtool.intake.headings import Heading
from rmtool.intake.vocabulary import vocabulary, word_of

_TELLING = frozenset({"contract_no", "opened", "matures"})
"""Fields that only what is held has."""


def kind_word(text: str) -> str | None:
    """The word in the text that says a kind of product, of several the last: in 流动资金贷款 it is 贷款."""
    said, words = word_of(text), vocabulary().product_kinds
    if said in words:
        return said
    found = [(at + len(word), len(word), word) for word in words if len(word) > 1 and (at := _place(word, said)) >= 0]
    return max(found)[2] if found else None


def known_kind(text: str) -> str | None:
    """The kind of product that the text speaks of, by the name that the house has for it."""
    word = kind_word(text)
    return None if word is None else vocabulary().product_kinds[word]


def told_product(columns: Mapping[str, int], headings: Sequence[Heading], title: str) -> str | None:
    """The product of all rows, by the heading of their amounts (贷款余额), else by the title (定期存款到期表).

    Only where something else tells that the rows are holdings.
    """
    if not columns.keys() & _TELLING:
        return None
    amount = headings[columns["amount"]].text if "amount" in columns else ""
    return kind_word(amount) or kind_word(title)


def _place(word: str, text: str) -> int:
    """Where the word last stands in the text, English ones not within others; -1 if nowhere."""
    if not word.isascii():
        return text.rfind(word)
    return max((found.start() for found in re.finditer(rf"\b{re.escape(word)}\b", text)), default=-1)
