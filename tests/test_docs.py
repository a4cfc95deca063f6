"""The documents are true: what they show is what commands print, and what they name is there."""

import importlib.util
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from rmtool.commands import COMMANDS
from rmtool.commands.help import GLOBAL_OPTIONS
from rmtool.intake.catalogue import load_catalogue
from rmtool.intake.client_sheet import SheetText
from rmtool.intake.holidays import load_calendar
from rmtool.intake.rules_file import load_rules, rules_schema, shipped

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh.md"]
DOCUMENTS = [*READMES, "CHANGELOG.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
MARKS = {"console", "keys", "sh", "yaml", "text"}
SOURCE = ROOT / "src" / "rmtool"


def _refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["refresh"] = module
    spec.loader.exec_module(module)
    return module


refresh = _refresh()


def marked(name: str, mark: str) -> list[list[str]]:
    """The lines of the blocks of a document that are marked so."""
    return [block.lines for block in refresh.blocks(refresh.document(name)) if block.mark == mark]


# What commands print


@pytest.mark.parametrize("name", refresh.LANGUAGES)
def test_what_a_document_shows_is_what_its_commands_print(name: str) -> None:
    _, changed = refresh.refreshed(refresh.document(name), refresh.LANGUAGES[name])
    assert changed == [], f"{name} shows something else than these commands print; `make docs` writes it anew"


def test_every_document_with_commands_is_checked() -> None:
    assert {name for name in DOCUMENTS if marked(name, "console") or marked(name, "keys")} == set(refresh.LANGUAGES)


def test_a_document_that_shows_something_else_is_found_and_mended() -> None:
    shown = "before\n```console\n$ rmtool --version\nrmtool 0.0.0\n```\nafter"
    mended, changed = refresh.refreshed(shown, "en")
    assert changed == ["rmtool --version"]
    assert refresh.refreshed(mended, "en") == (mended, [])
    assert mended.splitlines()[0::5] == ["before", "after"]


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        ("a|b|c|d", True),
        ("a|…|d", True),
        ("…|d", True),
        ("a|…", True),
        ("a|…|c|…", True),
        ("a|b|c", False),
        ("a|b|c|d|…", False),
        ("…|a|b|c|d", False),
        ("a|…|b", False),
        ("b|…", False),
        ("", False),
    ],
)
def test_an_ellipsis_stands_for_one_line_or_more(shown: str, fits: bool) -> None:
    assert refresh.shows(shown.split("|") if shown else [], ["a", "b", "c", "d"]) is fits


def test_an_output_written_anew_leaves_out_the_like_lines() -> None:
    written = ["week 48", "seven", "eight", "Left out (3)", "x", "y", "z", "Next"]
    assert refresh.shown_anew(["week 47", "…", "Left out (11)", "one", "…", "Further"], written) == [
        *("week 48", "…", "Left out (3)", "x", "…", "Next"),
    ]


def test_the_shape_of_json_names_its_keys() -> None:
    data = [{"a": 1, "b": [{"c": None}], "d": {"2026-11-23": "T"}, "e": []}]
    assert refresh.shape(data) == "[{a, b:[{c}], d:{…}, e:[…]}]"


# What documents name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_block_is_of_a_known_kind(name: str) -> None:
    assert {block.mark for block in refresh.blocks(refresh.document(name))} <= MARKS


def option_names(command: str) -> set[str]:
    """The options that a command's help page names, and the global ones."""
    page = "\n".join(refresh.Shell(ROOT, "en").run(f"rmtool {command} --help"))
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", " ".join([page, *GLOBAL_OPTIONS])))


def named_commands(name: str) -> Iterator[list[str]]:
    """The words of every rmtool command in a document's prose and its `sh` blocks."""
    text = refresh.document(name)
    prose = re.sub(r"(?ms)^```.*?^```", "", text)
    lines = [*re.findall(r"`(rmtool [^`]+)`", prose), *(line for block in marked(name, "sh") for line in block)]
    yield from (line.split()[1:] for line in lines if line.startswith("rmtool "))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_a_document_names_exists_with_its_options(name: str) -> None:
    for words in named_commands(name):
        if words[0].startswith("-"):
            words = [*words[2:], *words[:1]]
        options = {word for word in words if re.match(r"--?[a-z]", word)}
        assert not words[1:] or words[0] in COMMANDS or not words[0].isascii(), words
        if words[0] in COMMANDS:
            assert options <= option_names(words[0]), words


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_other_command_line_is_one_that_works_here(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    targets = set(re.findall(r"(?m)^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    installs = {f"pipx install {project['name']}", "pip install ."}
    for line in (line for block in marked(name, "sh") for line in block if not line.startswith("rmtool ")):
        assert line in installs, line
    for target in re.findall(r"`make (\w+)`", refresh.document(name)):
        assert target in targets, target
    assert "rmtool" in project["scripts"]
    assert project["requires-python"] == ">=3.11"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_holds_an_address_or_a_path_of_one_machine(name: str) -> None:
    assert re.findall(r"https?:|/(?:work|root|tmp)\b", refresh.document(name)) == []


def anchor(heading: str) -> str:
    """The address of a heading within its page."""
    bare = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return bare.replace(" ", "-")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", refresh.document(name)):
        file, _, place = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.is_file(), target
        if place:
            headings = re.findall(r"(?m)^#+ (.+)$", path.read_text(encoding="utf-8"))
            assert place in map(anchor, headings), target


def test_the_readmes_tell_the_same_and_lead_to_each_other() -> None:
    outlines = []
    for name in READMES:
        text = refresh.document(name)
        found = list(refresh.blocks(text))
        runs = [
            shlex.split(typed.command)[:2]
            for block in found
            if block.mark == "console"
            for typed in refresh.commands(block)
            if not typed.command.startswith(("export", "cd"))
        ]
        outlines.append(([block.mark for block in found], runs, re.findall(r"(?m)^#+(?= )", text)))
    assert outlines[0] == outlines[1]
    assert "](README.zh.md)" in refresh.document("README.md")
    assert "](README.md)" in refresh.document("README.zh.md")


# The rules


def written_rules() -> Iterator[tuple[str, str]]:
    for name in DOCUMENTS:
        for lines in marked(name, "yaml"):
            yield name, "\n".join(lines)


@pytest.mark.parametrize(("name", "text"), list(written_rules()))
def test_every_rules_file_that_a_document_shows_can_be_used(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.yaml"
    file.write_text(text, encoding="utf-8")
    if text.startswith("# holidays.yaml"):
        load_calendar("CN", shipped("holidays.yaml"), file, tmp_path / "cache")
    elif text.startswith("# products.yaml"):
        load_catalogue(file, tmp_path / "cache")
    elif text.startswith("# harbour.yaml"):
        assert set(SheetText(text.encode("utf-8"), "harbour.yaml").sheet) <= {"client", "people", "notes", "card"}
    elif not text.startswith("# mistaken.yaml"):
        load_rules(file, shipped("tiers.yaml"), tmp_path / "cache")


def schema_keys(part: object) -> set[str]:
    """The keys that a JSON Schema knows, wherever they stand."""
    if isinstance(part, list):
        return set().union(*map(schema_keys, part))
    if not isinstance(part, dict):
        return set()
    inner = {name for name in part.get("properties", {}) if isinstance(part.get("properties"), dict)}
    return inner.union(*map(schema_keys, part.values()))


def test_every_key_of_the_rules_is_explained() -> None:
    explained = set(re.findall(r"`([\w-]+)`", refresh.document("docs/rules.md")))
    levels = {"high", "medium", "low", "C"}  # shown whole in an example
    assert schema_keys(json.loads(json.dumps(rules_schema()))) - explained - levels == set()


# The reference of commands


def sections() -> dict[str, str]:
    """The section of each command."""
    parts = re.split(r"(?m)^### (.+)$", refresh.document("docs/commands.md"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_reference_has_every_command_in_its_order() -> None:
    assert list(sections()) == list(COMMANDS), (
        "docs/commands.md has a section for each, with its help, a run and its keys"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_every_option_of_a_command_and_its_keys(command: str) -> None:
    section = sections()[command]
    everywhere = set(re.findall(r"--?[a-z][\w-]*", " ".join([*GLOBAL_OPTIONS, "-f --format -o --output"])))
    filters = {"--tier", "--class", "--district", "--rm", "--tag"}
    shared = everywhere | filters if filters <= option_names(command) else everywhere
    assert {option for option in option_names(command) - shared if option not in section} == set()
    assert ("```keys" in section) == ("--format" in option_names(command) and command != "demo")


# The house


def tree() -> Iterator[Path]:
    """Every file and folder that the tree of the house names, in its order."""
    folders: dict[int, Path] = {}
    (lines,) = marked("docs/architecture.md", "text")
    for line in lines:
        depth = len(line) - len(line.lstrip())
        above = folders[max(d for d in folders if d < depth)] if depth else ROOT
        for word in re.split(r"\s{2,}", line.strip()):
            if not re.fullmatch(r"[\w/-]+(\.\w+|/)", word):
                break
            folders = {d: path for d, path in folders.items() if d < depth}
            if word.endswith("/"):
                folders[depth] = above / word
            yield above / word


def test_the_tree_of_the_house_names_every_module_and_no_other() -> None:
    named = list(tree())
    assert [path for path in named if not path.exists()] == []
    there = {path for path in SOURCE.rglob("*") if path.suffix in (".py", ".yaml") and path.name != "__init__.py"}
    texts = set((SOURCE / "lang").rglob("*"))
    assert there - texts - set(named) == set(), "docs/architecture.md says where each module stands"


def test_the_core_reads_in_the_order_of_the_tree() -> None:
    order = [path for path in tree() if SOURCE / "core" in path.parents and path.suffix == ".py"]
    names = ["rmtool." + ".".join(path.relative_to(SOURCE).with_suffix("").parts) for path in order]
    for number, path in enumerate(order):
        text = path.read_text(encoding="utf-8")
        for later in names[number:]:
            assert f"from {later} import" not in text, f"{names[number]} uses {later}, which comes later"
