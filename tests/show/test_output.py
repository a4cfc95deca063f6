"""Where results go, what is refused, and what is said beside."""

import errno
import io
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from rmtool import half_made, session
from rmtool.errors import BookError, UsageError
from rmtool.lang import say, speak
from rmtool.phrase import phrase
from rmtool.session import Session
from rmtool.show import Page, Section, ask, complain, deliver, notice, present
from rmtool.show.output import check_output, format_of, is_read_here, terminal


def start(*, quiet: bool = False, yes: bool = False, interactive: bool = False) -> None:
    session.start(
        Session(Path("home"), None, date(2026, 11, 23), "2026-11-23T09:00:00", "en", 5.0, quiet, yes, interactive)
    )


@pytest.mark.parametrize(
    ("form", "output", "chosen"),
    [
        (None, None, "table"),
        ("json", None, "json"),
        ("CSV", None, "csv"),
        (None, "week.md", "md"),
        (None, "week.TXT", "plain"),
        (None, "week.html", "html"),
        (None, "week.htm", "html"),
        (None, "week.ics", "ics"),
        (None, "week", "table"),
        ("json", "week.csv", "json"),
    ],
)
def test_the_format_is_what_was_asked_for_else_what_the_suffix_means(
    form: str | None, output: str | None, chosen: str
) -> None:
    assert format_of(form, Path(output) if output else None) == chosen


@pytest.mark.parametrize(
    ("form", "output", "key"),
    [
        ("yaml", None, "show.unknown_format"),
        (None, "week.doc", "show.unknown_suffix"),
    ],
)
def test_formats_that_cannot_be_written_are_refused(form: str | None, output: str | None, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_output(form, Path(output) if output else None)
    assert refused.value.message.key == key


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    output = tmp_path / "周报.csv"
    output.write_text("before")
    deliver("华强,\ud800\n", output)
    assert output.read_bytes() == "华强,\\ud800\n".encode()
    assert [f.name for f in tmp_path.iterdir()] == ["周报.csv"]
    if os.name == "posix":
        assert output.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, SystemExit])
def test_what_stops_a_run_the_moment_a_file_is_made_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: type[BaseException]
) -> None:
    def made_and_stopped(place: Path) -> int:
        place.write_bytes(b"")
        raise stopped

    monkeypatch.setattr(half_made, "create", made_and_stopped)
    with pytest.raises(stopped):
        deliver("text", tmp_path / "week.md")
    assert list(tmp_path.iterdir()) == []


def test_present_writes_a_file_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    present(Page([{"a": 1}], sections=(Section(lines=("One.",)),)), None, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text("utf-8") == '[\n  {\n    "a": 1\n  }\n]\n'
    assert capsys.readouterr() == ("", "")


def test_present_writes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    present(Page(None, lead=("华强",)), None, None)
    assert capsys.readouterr() == ("华强\n", "")


def test_a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "week.md"
    output.write_text("before")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BookError) as refused:
        deliver("after", output)
    assert say(refused.value.message) == f"{output} couldn't be written: the disk is full. Nothing was changed."
    assert output.read_text() == "before"
    assert [f.name for f in tmp_path.iterdir()] == ["week.md"]


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    book.write_bytes(b"SQLite format 3\0" + bytes(84))
    for output, key in (
        (tmp_path / "none" / "week.md", "show.no_folder"),
        (tmp_path, "show.is_a_folder"),
        (book, "show.is_a_book"),
    ):
        with pytest.raises(BookError) as refused:
            deliver("x", output)
        assert refused.value.message.key == key
    assert book.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.skipif(os.name != "posix", reason="named pipes are files on POSIX only")
def test_a_pipe_or_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        deliver("x", pipe)
        assert pipe.is_fifo()
        assert os.read(reading, 10) == b"x"
    finally:
        os.close(reading)


def test_closed_standard_output_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert terminal() is None
    with pytest.raises(BookError):
        deliver("x")


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_no_color_and_dumb_terminals_are_obeyed(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colour: bool
) -> None:
    for name, value in ({"TERM": "xterm", "NO_COLOR": "", "COLUMNS": "100", "WT_SESSION": "1"} | variables).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", _Screen())
    assert terminal() == (100, colour)


def test_only_a_page_on_a_terminal_is_read_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_read_here(None, None)
    monkeypatch.setattr(sys, "stdout", _Screen())
    assert is_read_here(None, None)
    assert not is_read_here("json", None)
    assert not is_read_here(None, Path("week.md"))


def test_notices_go_to_standard_error_and_quiet_silences_them(capsys: pytest.CaptureFixture[str]) -> None:
    start()
    notice("read \x1b[2J")
    start(quiet=True)
    notice("read")
    assert capsys.readouterr() == ("", "read \\x1b[2J\n")


def test_an_error_is_a_sentence_with_its_details_below(capsys: pytest.CaptureFixture[str]) -> None:
    start(quiet=True)
    complain(UsageError("cli.no_such_command", name="tody\x1b", details=(phrase("cli.did_you_mean", names=["today"]),)))
    assert capsys.readouterr().err == "There is no command tody\\x1b.\n  Did you mean: today?\n"


def test_yes_answers_beforehand_and_without_a_terminal_nobody_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    start(yes=True)
    assert ask("Really?")
    start()
    with pytest.raises(UsageError) as refused:
        ask("Really?")
    assert "--yes" in say(refused.value.message)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("typed", "answer"), [("y\n", True), ("Yes\n", True), ("是\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_only_yes_is_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, answer: bool
) -> None:
    start(interactive=True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert ask("Really?") is answer
    assert capsys.readouterr() == ("", "Really? [y/N] ")


def test_the_language_of_a_result_is_the_one_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    speak("zh")
    present(Page(None, lead=(phrase("common.overdue"),)), "plain", None)
    assert capsys.readouterr().out == "逾期\n"


@pytest.mark.parametrize("name", ["CON", "nul.csv", "Com1.json", "aux .txt", "lpt9.tar.csv"])
def test_a_name_that_windows_keeps_for_a_device_is_refused_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if os.name != "nt":
        deliver("x", tmp_path / name)
    monkeypatch.setattr("rmtool.show.output._WINDOWS", True)
    with pytest.raises(BookError) as caught:
        deliver("x", tmp_path / name)
    assert caught.value.message.key == "show.is_a_device"
    deliver("x", tmp_path / "console.csv")
