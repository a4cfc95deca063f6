"""Every report of a small book in every format and both languages, whole; and its figures as worked out by hand.

`make golden` writes the files anew; look at what changed before it is kept.
"""

from pathlib import Path
from typing import Any

import pytest

from .commands_kit import Tool
from .golden_kit import FRIDAY, GOLDEN, KINDS, kept, lay_down, outputs
from .page_kit import read


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    return lay_down(tmp_path_factory.mktemp("golden") / "home")


@pytest.mark.parametrize(("kind", "lang", "file"), [pytest.param(*each, id=each[2].stem) for each in kept()])
def test_a_report_is_what_was_looked_at_wherever_it_runs(
    book: Tool, monkeypatch: pytest.MonkeyPatch, kind: str, lang: str, file: Path
) -> None:
    monkeypatch.setenv("TZ", "America/Anchorage")
    monkeypatch.setenv("COLUMNS", "40")
    assert outputs(book, kind, lang, LC_ALL="C", LANG="C") == file.read_text("utf-8")


def test_every_kept_file_is_of_a_report() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {file.name for *_, file in kept()}


def test_the_week_is_as_worked_out_by_hand(book: Tool) -> None:
    """Planned: 华强 (held), 凯发 (missed), 远洋 (to come). Class A: 1200万, 1100万, 600万 (67 % lie above it)."""
    week = book.json("report", "week", today=FRIDAY)
    assert (week["planned"], week["held"], week["meetings"], week["prospect_meetings"]) == (3, 1, 1, 1)
    # A week: two weekly ones, a third of a month's 3 × 12 ÷ 52 for the xun, two of a month's 12 ÷ 52.
    assert week["required"] == pytest.approx(2 + 36 / 52.18 + 2 * 12 / 52.18, abs=0.01)
    assert [(c["class"], c["clients"], c["met"], c["contacted"], c["late"]) for c in week["by_class"]] == [
        ("A", 3, 1, 2, 1),
        ("B", 2, 0, 0, 0),
        ("C", 2, 0, 0, 0),
        (None, 1, 1, 1, 0),
    ]
    # Last met: 25, 12 and 12 November; 20 October and 4 November; nobody; 26 November.
    assert [c["days_since_met"] for c in week["by_class"]] == [15, 23, None, 1]
    assert [(late["name"], late["elapsed_days"]) for late in week["key_late"]] == [("凯发科技", 15)]
    assert [(f["name"], f["days_late"]) for f in week["follow_ups"]] == [("海川科技", 9), ("华强电子", -5)]
    assert [(step["name"], step["from"], step["to"]) for step in week["card_steps"]] == [
        ("新港资本", "approach", "talks")
    ]
    # From the branch nobody knows where: no minutes; the visit of a weekly client takes 45.
    assert (week["travel_minutes"], week["visit_minutes"]) == (0, 45)
    assert [v["name"] for v in week["next_visits"]] == ["华强电子", "南山光学"]


def test_coverage_is_as_worked_out_by_hand(book: Tool) -> None:
    """The week from 23, the xun from 21, the month from 1 November, the quarter from 1 October; and those before."""
    rows = book.json("report", "coverage", today=FRIDAY)
    assert [(r["tier"], r["held"], r["required"], r["last_held"], r["last_required"], r["missed"]) for r in rows] == [
        ("weekly", 1, 2, 1, 2, ["2"]),
        ("xun", 0, 1, 1, 1, []),
        ("monthly", 1, 2, 1, 2, ["5"]),
        ("long-tail", 1, 2, 0, 0, []),
    ]


@pytest.mark.parametrize(
    ("kind", "en", "zh"),
    [
        (
            "day",
            "Friday 27 November 2026: no visit planned, 0 contacts",
            "2026年11月27日 星期五：没有走访安排；联系0次",
        ),
        (
            "week",
            "Week 48: no visit was planned, 0 client meetings; no key client slips.",
            "第48周：没有走访计划；面谈客户0次；重点客户均按时联系。",
        ),
        ("month", "November 2026: no contact was logged, no visit", "2026年11月：没有联系记录，也没有走访计划。"),
        ("coverage", "No contact is owed in the running periods.", "本期没有应联系的客户。"),
        ("segment", "No client has an amount above 0", "没有客户的日均存款"),
    ],
)
def test_an_empty_book_begins_with_a_sentence_that_is_true(tmp_path: Path, kind: str, en: str, zh: str) -> None:
    empty = Tool(tmp_path / "home")
    assert empty.done("report", kind, today=FRIDAY).startswith(en)
    assert empty.done("report", kind, today=FRIDAY, lang="zh").startswith(zh)


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_for_people_begins_with_the_same_sentence(book: Tool, kind: str) -> None:
    said = book.done("report", kind, "-f", "plain", today=FRIDAY).splitlines()[0]
    assert book.done("report", kind, "-f", "md", today=FRIDAY).replace("\\", "").startswith(said)
    assert f"<h1>{said}</h1>" in book.done("report", kind, "-f", "html", today=FRIDAY)


def figures(book: Tool, *arguments: str) -> list[list[str]]:
    """What each chart of a page says in words."""
    page = read(book.done(*arguments, "-f", "html", today=FRIDAY))
    return [e.said.removeprefix("Figures: ").split(", ") for e in page.all("desc")]


def test_every_chart_says_the_figures_that_json_holds(book: Tool) -> None:
    def json(*arguments: str) -> Any:
        return book.json(*arguments, today=FRIDAY)

    def written(yuan: float) -> str:
        return f"{yuan / 10_000:g}万"

    attained = [f"{row['held']}/{row['required']}" for row in json("report", "coverage")]
    names = ["Weekly · 李明", "Every xun · 李明", "Monthly · 李明", "Long tail · 李明"]
    said = [f"{name} {each}" for name, each in zip(names, attained, strict=True)]
    assert figures(book, "report", "coverage") == figures(book, "report", "month") == [said]
    kept = [f"{row['held']}/{row['required']}" for row in json("report", "quarter")["attainment"]]
    assert [each.split()[-1] for each in figures(book, "report", "quarter")[0]] == kept

    assert [each.split()[-1] for each in figures(book, "tiers")[0]] == [
        str(tier["clients"]) for tier in json("tiers")["tiers"]
    ]
    cumulated = [f"{row['cumulative'] * 100:.0f} %" for row in json("segment")["rows"]]
    assert [each.split(" → ")[1] for each in figures(book, "segment")[0]] == cumulated
    assert [each.split(" → ")[0] for each in figures(book, "segment")[0]][:2] == ["14 %", "29 %"]

    (card,) = json("prospects", "--all")
    expected = f"{written(card['value'] * card['likelihood'])}/{written(card['value'])}"
    assert figures(book, "prospects", "--all") == [[f"A · 新港资本 {expected}"]]
    assert [each.split()[-1] for each in figures(book, "prospects", "--funnel")[0]] == [
        str(stage["cards"]) for stage in json("prospects", "--funnel")["stages"]
    ]
    stats = json("stats")
    by = {key: [str(line["contacts"]) for line in stats[f"by_{key}"]] for key in ("tier", "code", "weekday")}
    by["class"] = [str(line["meetings"]) for line in stats["by_class"]]
    drawn = [[each.split()[-1] for each in chart] for chart in figures(book, "stats")]
    assert drawn == [by["class"], by["tier"], by["code"], by["weekday"]]


def test_balances_and_reviews_are_drawn_over_their_days(book: Tool, tmp_path: Path) -> None:
    tool = book.copy(tmp_path / "home")
    tool.done("client-set", "1", "deposit_avg=1500万", "deposit=1400万", today="2026-11-20")
    (trend,) = figures(tool, "client", "1")
    assert trend == ["average deposits 2026-09-01 1200万", "average deposits 2026-11-20 1500万"]
    tool.done("review", "1", "--done", "--note", "all of it", today="2026-11-20")
    tool.done("holding-add", "1", "定期存款", "product_kind=deposit", "amount=400万", today=FRIDAY)
    tool.done("client-set", "1", "deposit=1600万", today=FRIDAY)
    mix, total = figures(tool, "review", "1")
    review = tool.json("review", "1", today=FRIDAY)
    assert [each.split()[-1] for each in mix] == [f"{line['amount'] / 10_000:g}万" for line in review["mix"]]
    assert total == ["2026-11-20 1400万", "2026-11-27 1600万"]
