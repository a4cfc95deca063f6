"""Every field that is stored or shown has a class."""

import ast
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rmtool.core.privacy import CLASSES, FIELDS, MASKS, NEVER, PUBLIC, field, listed
from rmtool.show import rows
from rmtool.store.migrations import FACTS, newest_schema


def columns() -> list[tuple[str, str]]:
    """Every column of every table of facts."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        newest_schema(connection)
        return [
            (table, name)
            for table in FACTS
            for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        ]


def record_keys() -> set[str]:
    """Every key of a record that the modules of records write out."""
    trees = [ast.parse(file.read_text("utf-8")) for file in Path(rows.__file__).parent.glob("*rows.py")]
    dicts = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Dict))
    keys = (key for each in dicts for key in each.keys if isinstance(key, ast.Constant))
    return {key.value for key in keys if isinstance(key.value, str)}


@pytest.mark.parametrize(("table", "column"), columns())
def test_every_stored_column_has_a_class_and_none_is_of_what_is_never_stored(table: str, column: str) -> None:
    found = field(column, table)
    assert found, f"{table}.{column} has no class: say in core/privacy.py whether it is public, internal, confidential"
    assert found.klass != NEVER


def test_every_key_of_a_record_has_a_class() -> None:
    missing = sorted(key for key in record_keys() if field(key) is None)
    assert not missing, f"say in core/privacy.py of which class these keys are: {missing}"


def test_what_tells_of_a_person_or_of_money_is_confidential() -> None:
    for name in ("phone", "email", "person", "people.name", "credit_code", "deposit", "amount", "note", "address"):
        assert (FIELDS[name].klass, bool(FIELDS[name].mask)) == ("confidential", True)


def test_the_table_says_nothing_twice_and_knows_its_words() -> None:
    names = [name for name, _ in listed()]
    assert len(names) == len(set(names))
    assert {each.klass for _, each in listed()} == set(CLASSES)
    assert {each.mask for _, each in listed()} == set(MASKS)
    assert all(not each.mask for _, each in listed() if each.klass == PUBLIC)
