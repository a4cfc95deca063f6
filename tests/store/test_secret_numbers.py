"""What is typed with an identity or card number in it is refused with a sentence; nothing is written."""

from pathlib import Path

import pytest

from ..commands_kit import Tool

PERSON, CARD = "11010519491231002X", "6222021234567890128"


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """A book with a client and a contact."""
    made = Tool(tmp_path)
    made.done("client-add", "新源电子", "client_no=000001")
    made.done("prospect-add", "远望科技", "client_no=P1")
    made.done("log-contact", "000001", "T", "问候")
    return made


@pytest.mark.parametrize(
    "typed",
    [
        ("log-contact", "000001", "M", f"身份证 {PERSON}"),
        ("log-contact", "000001", "M", "见面", "--next", f"办卡 {CARD}"),
        ("log-contact", "000001", "M", "见面", "--outcome", "卡 6222 0212 3456 7890 128"),
        ("contact-set", "1", f"note={PERSON}"),
        ("client-add", f"张三{PERSON}"),
        ("client-set", "000001", f"address=住址 {PERSON}"),
        ("client-set", "000001", f"client_no={PERSON}"),
        ("client-set", "000001", f"tags=VIP，{CARD}"),
        ("client-away", "000001", "--until", "2026-11-27", "--why", PERSON),
        ("client-cadence", "000001", "M: every 14d", "--why", CARD),
        ("leave", "--from", "2026-11-25", "--until", "2026-11-27", "--why", PERSON),
        ("prospect-set", "P1", f"source={PERSON}"),
        ("prospect-release", "P1", "--why", PERSON),
        ("visit", "000001", "--on", "2026-11-26", "--why", PERSON),
        ("visit", "000001", "--on", "2026-11-26", "--person", CARD),
    ],
)
def test_it_is_refused_and_the_number_not_repeated(tool: Tool, typed: tuple[str, ...]) -> None:
    said = tool.refused(2, *typed)
    assert "never keeps those" in said and PERSON not in said and CARD not in said
