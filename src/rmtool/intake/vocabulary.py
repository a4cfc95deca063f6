"""The words of banks' lists, from vocabulary.yaml: what columns, sheets and cells are called. Not: reading them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

GUESSED = 1_000
"""Ranks from here on are guesses: the heading doesn't name the field."""

_PUNCTUATION = re.compile(r"[\W_]+")


class Claim(NamedTuple):
    """That a heading may mean `field`; of several columns for one field the one with the lowest `rank` counts."""

    field: str
    rank: int


class Vocabulary(NamedTuple):
    """Everything that vocabulary.yaml says. Headings are looked up by `key_of`, words in cells by `word_of`."""

    claims: Mapping[str, tuple[Claim, ...]]
    fields: Mapping[str, frozenset[str]]
    measures: frozenset[str]
    amount_endings: tuple[str, ...]
    averages: tuple[str, ...]
    no_deposits: tuple[str, ...]
    whole_amounts: tuple[str, ...]
    present_amounts: tuple[str, ...]
    other_amounts: tuple[str, ...]
    sheet_names: Mapping[str, tuple[str, ...]]
    parts: frozenset[str]
    retail_signs: frozenset[str]
    never_stored_parts: tuple[str, ...]
    never_stored: frozenset[str]
    missing: frozenset[str]
    totals: frozenset[str]
    totals_initials: frozenset[str]
    subtotal_endings: tuple[str, ...]
    firm_endings: tuple[str, ...]
    identity_initials: frozenset[str]
    identity_words: re.Pattern[str]
    footnotes: tuple[str, ...]
    surnames: tuple[str, ...]
    client_kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    levels: Mapping[str, str]
    stages: Mapping[str, str]
    triggers: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    letters: Mapping[str, str]
    ticks: frozenset[str]
    powers: Mapping[str, str]
    product_kinds: Mapping[str, str]
    risk_levels: Mapping[str, str]
    open_ended: frozenset[str]
    own_bank: frozenset[str]
    units: Mapping[str, int]
    currencies: Mapping[str, str]
    currency_codes: Mapping[str, str]
    durations: Mapping[str, int]
    remarks: frozenset[str]


def key_of(heading: str) -> str:
    """What a heading is compared by: without case, blanks, underscores, punctuation and full-width forms."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", heading).replace("#", " no").casefold())


def word_of(text: str) -> str:
    """What a word in a cell is compared by: without case, outer blanks and full-width forms."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("vocabulary.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, loader)
    identity = _names(data["fields"]["client_no"]) + _names(data["fields"]["name"])
    return Vocabulary(
        claims=_claims(data),
        fields={kind: frozenset(names) for kind, names in data["kinds"].items()},
        measures=frozenset(data["measures"]),
        amount_endings=tuple(map(key_of, data["amount_endings"])),
        averages=tuple(map(key_of, data["averages"])),
        no_deposits=tuple(map(key_of, data["no_deposits"])),
        whole_amounts=tuple(sorted(data["whole_amounts"], key=len, reverse=True)),
        present_amounts=tuple(sorted(data["present_amounts"], key=len, reverse=True)),
        other_amounts=tuple(map(key_of, data["other_amounts"])),
        sheet_names={kind: tuple(map(word_of, parts)) for kind, parts in data["sheet_names"].items()},
        parts=frozenset(map(key_of, data["parts"])),
        retail_signs=frozenset(map(key_of, data["retail_signs"])),
        never_stored_parts=tuple(map(key_of, data["never_stored"]["containing"])),
        never_stored=frozenset(map(key_of, data["never_stored"]["equal"])),
        missing=frozenset(map(word_of, ["", *data["missing"]])),
        totals=frozenset(key_of(word) for word in data["totals"]),
        totals_initials=frozenset("".join(word[0] + word[0].upper() for word in data["totals"]) + " \u3000\t"),
        subtotal_endings=tuple(data["subtotal_endings"]),
        firm_endings=tuple(map(word_of, data["firm_endings"])),
        identity_initials=frozenset("".join(n[0] + n[0].upper() for n in identity) + "*＊ \u3000\n"),
        identity_words=re.compile("|".join(sorted({re.escape(key_of(n)) for n in identity}, key=len, reverse=True))),
        footnotes=tuple(map(word_of, data["footnotes"])),
        surnames=tuple(sorted(data["surnames"].split(), key=len, reverse=True)),
        client_kinds=_by_word(data["client_kinds"]),
        statuses=_by_word(data["statuses"]),
        levels=_by_word(data["levels"]),
        stages=_by_word(data["stages"]),
        triggers={kind: tuple(map(word_of, words)) for kind, words in data["triggers"].items()},
        codes=_by_word(data["codes"]),
        letters=_by_word(data["letters"]),
        ticks=frozenset(map(word_of, data["ticks"])),
        powers=_by_word(data["powers"]),
        product_kinds=_by_word(data["product_kinds"]),
        risk_levels=_by_word(data["risk_levels"]),
        open_ended=frozenset(map(word_of, data["open_ended"])),
        own_bank=frozenset(map(word_of, data["own_bank"])),
        units=_by_word(data["units"]),
        currencies=_by_word(data["currencies"]),
        currency_codes=_by_word(data["currency_codes"]),
        durations=_by_word(data["durations"]),
        remarks=frozenset(map(word_of, data["remarks"])),
    )


def _claims(data: Mapping[str, Any]) -> dict[str, tuple[Claim, ...]]:
    claims: dict[str, list[Claim]] = {}
    for section, first_rank in (("measures", 0), ("fields", 0), ("guesses", GUESSED)):
        for field, ranks in data[section].items():
            for rank, names in enumerate(ranks, first_rank):
                for name in names if isinstance(names, list) else [names]:
                    claims.setdefault(key_of(name), []).append(Claim(field, rank))
    return {key: tuple(listed) for key, listed in claims.items()}


def _names(ranked: Iterable[Any]) -> list[str]:
    """All names of a field, whatever their rank."""
    return [name for rank in ranked for name in (rank if isinstance(rank, list) else [rank])]


def _by_word(listed: Mapping[Any, Iterable[Any]]) -> dict[str, Any]:
    return {word_of(str(word)): meaning for meaning, words in listed.items() for word in words}
