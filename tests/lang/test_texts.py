"""Both languages have the same texts with the same braces, and every phrase spoken in the code has one."""

import ast
import importlib
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import rmtool
from rmtool.commands import COMMANDS, GROUPS
from rmtool.lang import LANGUAGES, Language

SOURCE = Path(rmtool.__file__).parent
AREAS = {language: sorted(f.stem for f in (SOURCE / "lang" / language).glob("[!_]*.py")) for language in LANGUAGES}
SPOKEN = {"phrase", "text"}
ERRORS = {"RmtoolError", "UsageError", "RulesError", "InputError", "ClientError", "BookError"}
NOT_VALUES = {"details"}


def texts(language: str, area: str) -> dict[str, str]:
    found: dict[str, str] = importlib.import_module(f"rmtool.lang.{language}.{area}").TEXTS
    return found


def braces(text: str, *, plurals: bool = True) -> set[str]:
    """The names in a text's braces; `plurals` says whether those count that only choose the word for one or many."""
    parts = string.Formatter().parse(text)
    return {name for _, name, way, _ in parts if name is not None and (plurals or "|" not in (way or ""))}


def spoken() -> Iterator[tuple[str, str, ast.Call]]:
    """Every key that stands in the code: where, the key, and the call it stands in."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0]
            if name in SPOKEN | ERRORS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", first.value, node


def test_both_languages_have_the_same_areas() -> None:
    assert AREAS["zh"] == AREAS["en"]


@pytest.mark.parametrize("area", AREAS["en"])
def test_both_languages_have_the_same_texts_with_the_same_braces(area: str) -> None:
    english, chinese = texts("en", area), texts("zh", area)
    assert chinese.keys() == english.keys()
    unlike = [
        name
        for name in english
        if not braces(english[name], plurals=False) <= braces(chinese[name]) <= braces(english[name])
    ]
    assert unlike == []


@pytest.mark.parametrize("area", AREAS["en"])
def test_no_text_was_left_in_english(area: str) -> None:
    same = [name for name, t in texts("en", area).items() if texts("zh", area)[name] == t and is_words(t)]
    assert same == []


def is_words(text: str) -> bool:
    """Whether `text` speaks English: it isn't a command line, and has words outside its braces."""
    words = "".join(literal for literal, *_ in string.Formatter().parse(text))
    return not text.startswith("rmtool ") and any(c.isalpha() for c in words.replace("[y/N]", ""))


def test_every_key_in_the_code_has_a_text() -> None:
    english = Language("en")
    assert [(where, key) for where, key, _ in spoken() if not english.has(key)] == []


def test_every_brace_of_a_text_is_filled_where_it_is_spoken() -> None:
    english = Language("en")
    unfilled = []
    for where, key, call in spoken():
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and english.has(key):
            missing = braces(english.text(key)) - {name for name in given if name}
            unfilled += [(where, key, sorted(missing))] if missing else []
    assert unfilled == []


def test_every_command_and_group_has_its_sentence_and_example() -> None:
    for language in map(Language, LANGUAGES):
        assert [g for g in GROUPS if not language.has(f"help.group.{g}")] == []
        assert [c for c in COMMANDS if not language.has(f"help.{c}")] == []
        assert [c for c in COMMANDS if not language.text(f"help.{c}.example").startswith(f"rmtool {c}")] == []
