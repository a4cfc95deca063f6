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


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


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
    assert {name: braces(t) for name, t in texts("zh", area).items()} == {
        name: braces(t) for name, t in texts("en", area).items()
    }


@pytest.mark.parametrize("area", AREAS["en"])
def test_chinese_texts_are_chinese(area: str) -> None:
    languages = {name: any("\u4e00" <= c <= "\u9fff" for c in t) for name, t in texts("zh", area).items()}
    words = {name: t for name, t in texts("en", area).items() if any(c.isalpha() for c in "".join(_literals(t)))}
    untranslated = [
        n for n in words if not languages[n] and not n.endswith(".example") and texts("zh", area)[n] == words[n]
    ]
    assert [n for n in untranslated if n not in ("yes_or_no",)] == []


def _literals(text: str) -> list[str]:
    return [literal for literal, _, _, _ in string.Formatter().parse(text)]


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
