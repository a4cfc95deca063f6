"""What commands changed of a row, in the user's language: names of columns, words, amounts, times."""

import sqlite3
from contextlib import closing

import pytest

from rmtool.lang import Language, speak
from rmtool.show.pages.changes import UNSAID, change_said, label_key
from rmtool.store.migrations import FACTS, migrate


def columns() -> list[tuple[str, str]]:
    """Every column of a table whose rows belong to a client."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        named = {t: [row[0] for row in connection.execute(f"SELECT name FROM pragma_table_info('{t}')")] for t in FACTS}
    return [(t, c) for t, listed in named.items() if t == "client" or "client_id" in listed for c in listed]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_column_of_a_clients_rows_has_a_name(language: str) -> None:
    missing = [(t, c) for t, c in columns() if c not in UNSAID and not Language(language).has(label_key(t, c))]
    assert missing == []


def said(table: str, before: dict[str, object], after: dict[str, object], language: str = "en") -> str:
    now = speak().code
    try:
        return speak(language).say(change_said(table, before, after))
    finally:
        speak(now)


def test_a_visit_called_off_says_why_in_words() -> None:
    before = {"id": 1, "client_id": 7, "week": "2026-11-23", "day": "2026-11-25", "start": 600, "status": "planned",
              "fixed": "time", "why": None}  # fmt: skip
    after = before | {"status": "cancelled", "why": "客户出差"}
    assert said("visit", before, after) == "status: planned → cancelled, reason: — → 客户出差"
    assert said("visit", before, after, "zh") == "状态：待走访 → 已取消、原因：— → 客户出差"
    moved = before | {"day": None, "start": None, "fixed": "week"}
    assert said("visit", before, moved) == (
        "day: 2026-11-25 → —, time: 10:00 → —, appointment: fixed time → any time this week"
    )
    assert said("visit", {}, before) == (
        "week of 2026-11-23, day 2026-11-25, time 10:00, status planned, appointment fixed time"
    )
    assert said("visit", before, {}).startswith("removed, week of 2026-11-23")


def test_amounts_tags_and_hours_are_told_as_people_read_them() -> None:
    assert said("balance", {}, {"measure": "deposit_avg", "on_date": "2026-11-20", "fen": 120_000_000_00}) == (
        "balance average deposits, on 2026-11-20, amount 1.2亿"
    )
    assert said("client", {"tags": "[]"}, {"tags": '["重点","上市"]'}) == "tags: — → 重点, 上市"
    assert said("client", {"hours": None}, {"hours": "tue 09:00-11:00"}, "zh") == "可约时间：— → 周二 09:00-11:00"
    assert said("client", {"status": "active"}, {"status": "lost"}, "zh") == "状态：在营 → 流失"


def test_words_of_a_banks_lists_are_told_in_the_users_language() -> None:
    person = {"id": 1, "client_id": 7, "name": "李总", "title": None, "power": "decides"}
    assert said("person", {}, person) == "name 李总, decision power yes"
    assert said("person", person, person | {"power": "influences"}, "zh") == "决策权：有 → 有影响"
