"""Who may import whom (docs: the house), walked over every import of the source, wherever it stands."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rmtool

SOURCE = Path(rmtool.__file__).parent

BELOW_ALL = {"phrase", "half_made"}
ALLOWED = {
    "": set(),
    "phrase": set(),
    "half_made": set(),
    "errors": set(),
    "session": set(),
    "lang": set(),
    "core": {"errors"},
    "sample": {"core"},
    "intake": {"core", "errors"},
    "store": {"core", "errors"},
    "show": {"core", "errors", "session", "lang"},
    "desk": {"core", "errors", "session", "intake", "store", "sample"},
    "commands": {"desk", "show", "errors", "session", "lang"},
    "cli": {"commands", "show", "errors", "session", "lang", ""},
    "__main__": {"cli"},
}
"""For each part of the house, the other parts that it may import; `""` is the package itself (its version)."""

HOMES = {
    "typer": {"cli", "commands"},
    "rich": {"show"},
    "jinja2": {"show"},
    "markupsafe": {"show"},
    "icalendar": {"show"},
    "xlsxwriter": {"show"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "sqlcipher3": {"store"},
    "keyring": {"store"},
    "yaml": {"intake"},
    "pydantic": {"intake"},
    "python_calamine": {"intake"},
    "msoffcrypto": {"intake"},
    "pypinyin": {"intake"},
    "rapidfuzz": {"intake"},
    "dateutil": {"intake"},
    "stdnum": {"intake"},
    "platformdirs": {"cli"},
    "borax": {"core"},
}
"""The parts that may import each third-party package (and sqlite3, which only the store speaks to)."""

UNWANTED_IN_CORE = {"today", "now", "utcnow", "open", "print", "input"}


def part_of(module: str) -> str:
    """`rmtool.core.due` → `core`."""
    return module.partition(".")[2].partition(".")[0]


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        parts = ("rmtool", *file.relative_to(SOURCE).with_suffix("").parts)
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), ast.parse(file.read_text("utf-8"))


MODULES = dict(modules())


def imports(module: str) -> Iterator[str]:
    """The modules that `module` imports, wherever the import stands; `from a import b` means `a.b` if that is one."""
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: imports are written in full"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else str(node.module)


def is_own(module: str) -> bool:
    return module.partition(".")[0] == "rmtool"


@pytest.mark.parametrize("module", MODULES)
def test_each_part_imports_only_what_stands_below_it(module: str) -> None:
    part = part_of(module)
    assert part in ALLOWED, f"{module}: a part of the house that the table doesn't know"
    reached = {part_of(imported) for imported in imports(module) if is_own(imported)}
    assert reached - ALLOWED[part] - BELOW_ALL - {part} == set()


@pytest.mark.parametrize("module", MODULES)
def test_third_parties_stay_at_home(module: str) -> None:
    strangers = {imported.partition(".")[0] for imported in imports(module)} & HOMES.keys()
    assert {name for name in strangers if part_of(module) not in HOMES[name]} == set()


@pytest.mark.parametrize("module", [m for m in MODULES if part_of(m) == "core"])
def test_the_core_has_no_clock_no_file_and_no_voice(module: str) -> None:
    called = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Call):
            called.add(node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", ""))
    assert called & UNWANTED_IN_CORE == set()
    strangers = {i.partition(".")[0] for i in imports(module)} & {"time", "os", "sys", "pathlib", "io", "subprocess"}
    elsewhere = {package for package, homes in HOMES.items() if "core" not in homes}
    assert strangers | ({i.partition(".")[0] for i in imports(module)} & elsewhere) == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_clock_is_read_in_cli_only(module: str) -> None:
    readings = {
        node.func.attr
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("today", "now", "utcnow", "localtime", "gmtime")
    }
    assert module == "rmtool.cli" or readings == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {m: {i for i in imports(m) if i in MODULES and i != m} for m in MODULES}
    while loose := [m for m, reached in graph.items() if not reached & graph.keys()]:
        for module in loose:
            del graph[module]
    assert sorted(graph) == []


def test_a_forbidden_import_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = "def f():\n    from rmtool.store import store\n    import yaml\nif TYPE_CHECKING:\n    import rmtool.show"
    monkeypatch.setitem(MODULES, "rmtool.core.bad", ast.parse(hidden))
    with pytest.raises(AssertionError):
        test_each_part_imports_only_what_stands_below_it("rmtool.core.bad")
    with pytest.raises(AssertionError):
        test_third_parties_stay_at_home("rmtool.core.bad")
