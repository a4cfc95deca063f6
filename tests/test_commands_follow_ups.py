"""Promised next steps: listed, closed by the next contact or by hand, moved, never lost."""

from pathlib import Path

import pytest

from .commands_kit import Tool


@pytest.fixture(name="tool")
def a_tool(tmp_path: Path) -> Tool:
    tool = Tool(tmp_path / "home")
    for number, name in (("1", "新源电子"), ("2", "海风贸易"), ("3", "远洋物流")):
        tool.done("client-add", name, f"client_no={number}", "deposit_avg=300万", today="2026-10-01")
    tool.done("log-contact", "1", "M", "--on", "2026-11-12", "--next", "send offer", "--next-on", "2026-11-30")
    tool.done("log-contact", "2", "T", "--on", "2026-11-16", "--next", "call again", "--next-on", "2026-11-20")
    tool.done("log-contact", "3", "T", "--on", "2026-11-18", "--next", "find the form")
    return tool


def listed(tool: Tool, *arguments: str, **how: str) -> list[tuple[int, str, int]]:
    return [(f["id"], f["next"], f["days_late"]) for f in tool.json("follow-ups", *arguments, **how)]


def test_the_late_ones_come_first_and_the_morning_page_has_them_too(tool: Tool) -> None:
    assert listed(tool) == [(3, "find the form", 5), (2, "call again", 3), (1, "send offer", -7)]
    assert [f["id"] for f in tool.json("today")["follow_ups"]] == [3, 2, 1]
    assert "3 next steps promised, 2 late" in tool.done("follow-ups")
    assert "逾期3天" in tool.done("follow-ups", lang="zh")


def test_any_contact_on_a_later_day_closes_a_step_and_none_of_the_same_day(tool: Tool) -> None:
    tool.done("log-contact", "2", "E", "the prospectus", "--on", "2026-11-16")
    assert [step for step, _, _ in listed(tool)] == [3, 2, 1]
    tool.done("log-contact", "2", "E", "the prospectus", "--on", "2026-11-17")
    assert [step for step, _, _ in listed(tool)] == [3, 1]
    tool.done("contact-remove", "5")
    assert [step for step, _, _ in listed(tool)] == [3, 2, 1]


def test_a_step_is_closed_by_hand_and_opened_again_by_undo_or_another_step(tool: Tool) -> None:
    tool.done("follow-up-done", "1", "--why", "sent by courier")
    assert [step for step, _, _ in listed(tool)] == [3, 2]
    assert "sent by courier" in tool.done("history", "1")
    assert "no open step 1" in tool.refused(2, "follow-up-done", "1")
    tool.done("undo", "-y")
    assert [step for step, _, _ in listed(tool)] == [3, 2, 1]
    tool.done("redo", "-y")
    tool.done("contact-set", "1", "next=send another offer")
    assert [step for step, _, _ in listed(tool)] == [3, 2, 1]


def test_a_step_is_moved_to_another_day(tool: Tool) -> None:
    tool.done("follow-up-move", "2", "2026-12-02")
    assert listed(tool)[-1] == (2, "call again", -9)
    assert tool.json("contacts", "--client", "2")[0]["next_on"] == "2026-12-02"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("follow-up-done", "99"), "no open step 99"),
        (("follow-up-done", "9" * 30), "no open step"),
        (("follow-up-move", "2", "2026-11-01"), "2026-11-01"),
        (("follow-up-move", "2", "2026-11-20"), "is over"),
        (("follow-up-move", "99", "2026-12-01"), "no open step 99"),
        (("follow-up-move", "2", "someday"), "someday"),
        (("follow-ups", "--tier", "none-such"), "none-such"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    assert said in tool.refused(2, *arguments)


def test_steps_go_with_an_export_a_merger_and_no_lost_client(tool: Tool, tmp_path: Path) -> None:
    tool.done("follow-up-done", "2")
    tool.done("export", tmp_path / "book.zip")
    other = Tool(tmp_path / "other")
    other.done("import", tmp_path / "book.zip")
    assert [(step, late) for _, step, late in listed(other)] == [("find the form", 5), ("send offer", -7)]
    tool.done("merge", "1", "3", "-y")
    assert [f["client_no"] for f in tool.json("follow-ups")] == ["1"]
    tool.done("undo", "-y")
    tool.done("client-set", "3", "status=lost")
    assert [step for step, _, _ in listed(tool)] == [1]


def test_the_filters_narrow_the_list(tool: Tool) -> None:
    tool.done("client-set", "2", "district=南山区")
    assert [step for step, _, _ in listed(tool, "--district", "南山区")] == [2]
