"""Long steps are spoken of on a terminal after a second, in a line that is gone at the end; elsewhere never."""

import io
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from rmtool.session import Session, start
from rmtool.show import progress as module
from rmtool.show.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def begin(quiet: bool = False) -> None:
    start(Session(Path(), None, date(2026, 11, 23), "", "en", 5.0, quiet, False, False))


def work(seconds: float) -> str:
    written = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        patch.setattr(module, "PATIENCE", 0.02)
        patch.setattr(module.time, "monotonic", lambda: time.perf_counter() * 50)
        with progress() as told:
            told.tell("Reading list.csv")
            time.sleep(seconds)
    return written.getvalue()


def test_a_step_that_takes_long_is_told_with_its_seconds_and_taken_away() -> None:
    begin()
    said = work(0.1)
    assert "\rReading list.csv … 1 s" in said
    assert said.rpartition("\r")[0].rpartition("\r")[2].strip() == ""
    assert "\n" not in said


def test_nothing_is_said_of_short_work_nor_with_quiet() -> None:
    begin()
    assert work(0) == ""
    begin(quiet=True)
    assert work(0.1) == ""
