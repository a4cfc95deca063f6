"""The contact log from the command line: one line in, corrections, what opens and closes, what is refused."""

from pathlib import Path
from typing import Any

import pytest

from .commands_kit import MONDAY, Tool, keys

WEDNESDAY, THURSDAY, FRIDAY = "2026-11-25", "2026-11-26", "2026-11-27"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """One client with a suggested visit on Thursday, one with an appointment on Wednesday, one met last month."""
    tool = Tool(tmp_path_factory.mktemp("log") / "home")
    tool.done("client-add", "华强电子", "client_no=1", "deposit_avg=1200万", today="2026-10-01")
    tool.done("client-add", "凯发科技", "client_no=2", "deposit_avg=20万", today="2026-10-01")
    tool.done("client-add", "华强置业", "client_no=3", "deposit_avg=300万", today="2026-10-01")
    tool.done("log-contact", "3", "M", "--on", "2026-10-20", today="2026-10-20")
    tool.done("visit", "2", "--on", WEDNESDAY, "--at", "10:00")
    tool.done("visit", "2", "--confirm")
    tool.done("plan-week")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def visit(tool: Tool, who: str) -> dict[str, Any]:
    (only,) = tool.json("client", who)["plan"]
    return {key: only[key] for key in ("date", "start", "status", "fixed")}


def test_a_contact_is_one_line(tool: Tool) -> None:
    logged = tool.json(
        "log-contact", "华强电子", "面谈", "谈", "新厂房", "--next", "send offer", "--next-on", "2026-12-01"
    )
    assert set(logged) >= keys("id client_no name code on note closed_visit next_on due_on")
    assert (logged["code"], logged["on"], logged["note"]) == ("M", MONDAY, "谈 新厂房")
    assert (logged["next_on"], logged["due_on"]) == ("2026-12-01", "2026-12-04")
    assert logged["closed_visit"] is not None
    assert tool.json("today", today="2026-12-01")["follow_ups"][0]["next"] == "send offer"


@pytest.mark.parametrize(
    ("word", "code"),
    [("T", "T"), ("e", "E"), ("m", "M"), ("W", "W"), ("电话", "T"), ("邮件", "E"), ("微信", "W"), ("telephone", "T")],
)
def test_codes_go_by_letter_and_by_name(tool: Tool, word: str, code: str) -> None:
    assert tool.json("log-contact", "1", word)["code"] == code


def test_blank_words_are_nothing(tool: Tool) -> None:
    contact_id = tool.json("log-contact", "1", "T", "", "--next", " ", "--person", "", "--outcome", " good ")["id"]
    (found,) = [c for c in tool.json("contacts") if c["id"] == contact_id]
    assert (found["note"], found["next"], found["person"], found["outcome"]) == (None, None, None, "good")
    assert tool.json("today")["follow_ups"] == []


def test_a_repeat_is_asked_about_and_nothing_is_asked_without_a_terminal(tool: Tool) -> None:
    tool.done("log-contact", "1", "T", "hello", "world")
    said = tool.refused(2, "log-contact", "1", "T", "hello world")
    assert said.startswith("The same contact with 华强电子 on 2026-11-23 is in the log already.")
    assert "--yes" in said
    tool.done("log-contact", "1", "T", "hello world", "-y")
    tool.done("log-contact", "1", "T", "another")
    tool.done("log-contact", "1", "E", "hello world")
    assert len(tool.json("contacts", "--client", "1")) == 4


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (2, ("1", "M", "--on", "tomorrow"), "2026-11-24 is after today (2026-11-23)."),
        (2, ("1", "M", "--on", "2026-06-31"), "“2026-06-31” is not in the calendar."),
        (2, ("1", "M", "--on", "6月31日"), "“6月31日” is not in the calendar."),
        (2, ("1", "X"), "There is no code “X”. The codes are: T telephone, E e-mail, M meeting, W WeChat"),
        (2, ("1", "M", "--at", "9"), "“9” can't be read as a time."),
        (2, ("1", "M", "--minutes", "2000"), "--minutes takes a whole number from 1 to 1440."),
        (2, ("1", "M", "--next-on", "2026-11-20"), "The next step, 2026-11-20, comes before the contact itself"),
        (2, ("1",), "CODE is missing."),
        (5, ("华强", "M"), "2 clients go by “华强”; say more of the name, or give the number:\n"),
        (5, ("nobody", "M"), "No client goes by “nobody”."),
    ],
)
def test_what_cannot_be_logged_is_refused(tool: Tool, code: int, arguments: tuple[str, ...], said: str) -> None:
    assert tool.refused(code, "log-contact", *arguments).startswith(said)


def test_the_next_step_lies_after_the_contact_in_whatever_year(tool: Tool) -> None:
    assert tool.json("log-contact", "1", "T", "--on", "11-10", "--next-on", "11-15")["next_on"] == "2026-11-15"
    assert tool.json("log-contact", "1", "T", "a", "--next-on", "2-1")["next_on"] == "2027-02-01"
    assert tool.json("log-contact", "1", "T", "b", "--next-on", "6-30")["next_on"] == "2027-06-30"


def test_a_meeting_closes_the_nearest_visit_of_its_week_and_taking_it_out_opens_that_again(tool: Tool) -> None:
    before = visit(tool, "2")
    assert before == {"date": WEDNESDAY, "start": "10:00", "status": "confirmed", "fixed": "time"}
    logged = tool.json("log-contact", "2", "M", "--on", THURSDAY, "--at", "16:00", today=FRIDAY)
    assert logged["closed_visit"] == {"date": WEDNESDAY, "start": "10:00"}
    assert visit(tool, "2") == {"date": THURSDAY, "start": "16:00", "status": "done", "fixed": "time"}
    tool.done("contact-remove", str(logged["id"]), today=FRIDAY)
    assert visit(tool, "2") == before


def test_a_suggestion_confirmed_is_confirmed_again_when_its_contact_goes(tool: Tool) -> None:
    tool.done("visit", "1", "--confirm")
    before = visit(tool, "1")
    logged = tool.json("log-contact", "1", "M", today=FRIDAY)
    tool.done("contact-remove", str(logged["id"]), today=FRIDAY)
    assert visit(tool, "1") == before


@pytest.mark.parametrize("code", ["T", "E", "W"])
def test_other_contacts_close_no_visit(tool: Tool, code: str) -> None:
    assert tool.json("log-contact", "2", code)["closed_visit"] is None
    assert visit(tool, "2")["status"] == "confirmed"


def test_a_visit_held_or_called_off_is_not_closed_again(tool: Tool) -> None:
    first = tool.json("log-contact", "2", "M", "--on", WEDNESDAY, today=FRIDAY)
    assert tool.json("log-contact", "2", "M", "--on", THURSDAY, today=FRIDAY)["closed_visit"] is None
    assert visit(tool, "2")["date"] == WEDNESDAY
    tool.done("contact-remove", str(first["id"]), today=FRIDAY)
    tool.done("visit", "2", "--cancel", today=FRIDAY)
    assert tool.json("log-contact", "2", "M", "again", "--on", THURSDAY, today=FRIDAY)["closed_visit"] is None


def test_correcting_day_or_code_finds_the_visit_anew(tool: Tool) -> None:
    before = visit(tool, "2")
    number = str(tool.json("log-contact", "2", "M", "--on", WEDNESDAY, today=FRIDAY)["id"])
    tool.done("contact-set", number, "on=2026-11-20", today=FRIDAY)
    assert visit(tool, "2") == before
    tool.done("contact-set", number, f"on={THURSDAY}", "at=9:30", today=FRIDAY)
    assert visit(tool, "2") == {"date": THURSDAY, "start": "09:30", "status": "done", "fixed": "time"}
    tool.done("contact-set", number, "code=T", today=FRIDAY)
    assert visit(tool, "2") == before
    tool.done("contact-set", number, "code=面谈", "note=by mistake a call", today=FRIDAY)
    assert visit(tool, "2")["status"] == "done"
    tool.done("contact-set", number, "note=only words", today=FRIDAY)
    assert visit(tool, "2")["status"] == "done"
    tool.done("undo", "-y", today=FRIDAY)
    assert visit(tool, "2")["status"] == "done"


def test_a_meeting_of_another_week_closes_nothing(tool: Tool) -> None:
    assert tool.json("log-contact", "2", "M", "--on", "2026-11-20")["closed_visit"] is None
    assert tool.json("log-contact", "2", "M", today="2026-11-30")["closed_visit"] is None
    assert visit(tool, "2")["status"] == "confirmed"


def test_corrections_are_read_as_what_they_are(tool: Tool) -> None:
    number = str(tool.json("log-contact", "1", "T", "x")["id"])
    corrected = tool.json("contact-set", number, "备注=a=b", "minutes=20", "时间=9点半", "日期=昨天", "next=")
    assert (corrected["note"], corrected["minutes"], corrected["at"], corrected["on"], corrected["next"]) == (
        "a=b",
        20,
        "09:30",
        "2026-11-22",
        None,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1", "on=2026-12-24"), "2026-12-24 is after today"),
        (("1", "code=Q"), "There is no code “Q”."),
        (("1", "code="), "code can't be empty."),
        (("1", "minutes=soon"), "“soon” can't be read as minutes."),
        (("1", "minutes=-5"), "“-5” can't be read as minutes."),
        (("1", "next_on=2026-10-01"), "The next step, 2026-10-01, comes before the contact itself"),
        (("1", "client_no=2"), "“client_no=2” names no field."),
        (("1", "note"), "“note” names no field."),
        (("1",), "FIELD=VALUE… is missing."),
        (("99", "note=x"), "There is no contact 99."),
        (("one", "note=x"), "ID takes a whole number."),
    ],
)
def test_what_cannot_be_corrected_is_refused(tool: Tool, arguments: tuple[str, ...], said: str) -> None:
    assert tool.refused(2, "contact-set", *arguments).startswith(said)


def test_taking_out_what_is_not_there_is_refused(tool: Tool) -> None:
    assert tool.refused(2, "contact-remove", "99").startswith("There is no contact 99.")


def test_the_list_of_contacts(tool: Tool) -> None:
    tool.done("log-contact", "1", "T", "--on", "2026-11-20")
    (first, second) = tool.json("contacts")
    assert set(first) >= keys("id on client_no name code person note outcome minutes next next_on")
    assert [first["on"], second["on"]] == ["2026-10-20", "2026-11-20"]
    assert [c["client_no"] for c in tool.json("contacts", "--client", "华强置业")] == ["3"]
    assert [c["on"] for c in tool.json("contacts", "--from", "11-01")] == ["2026-11-20"]
    assert [c["on"] for c in tool.json("contacts", "--to", "2026-10-31")] == ["2026-10-20"]
    assert tool.json("contacts", "--from", "2026-12-01") == []
    assert tool.refused(2, "contacts", "--from", "2026-11-20", "--to", "2026-11-01").startswith("2026-11-01 comes")
    assert tool.refused(5, "contacts", "--client", "nobody")


def test_the_matrix_of_contacts(tool: Tool) -> None:
    tool.done("log-contact", "1", "T")
    tool.done("log-contact", "1", "M")
    found = tool.json("contacts", "--matrix")
    assert set(found) >= keys("from to dates rows")
    assert (found["from"], found["to"], len(found["dates"])) == ("2026-11-02", "2026-11-29", 28)
    assert all(set(row) >= keys("client_no name tier cells last_on last_code due_on state") for row in found["rows"])
    row = next(row for row in found["rows"] if row["client_no"] == "1")
    assert (row["cells"], row["last_on"]) == ({MONDAY: "MT"}, MONDAY)
    wider = tool.json("contacts", "--matrix", "--from", "2026-10-01", "--client", "华强置业")
    assert [row["cells"] for row in wider["rows"]] == [{"2026-10-20": "M"}]
    heading, *lines = tool.done("contacts", "--matrix", "-f", "csv").splitlines()
    assert heading.startswith("client_no,name,tier,2026-11-02,")
    assert heading.endswith(",2026-11-29,last_on,last_code,due_on,state")
    assert any(line.endswith(",MT,,,,,,,2026-11-23,T,2026-12-04,not_yet") for line in lines)
