"""One process at a time: the second waits, then says so; whoever dies lets go."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmtool.errors import BookError
from rmtool.store.turns import in_turn

HOLDS = """
import sys
from pathlib import Path
from rmtool.store.turns import in_turn
with in_turn(Path(sys.argv[1]), 0, "reports.being_made"):
    print("in", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is inside until a line is sent to it."""
    command = [sys.executable, "-c", HOLDS, str(tmp_path / "cache" / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "in\n"
        yield running
        running.kill()


def test_who_is_refused_is_told_how_long_it_waited(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(BookError) as refused, in_turn(tmp_path / "cache" / "lock", 0.1, "reports.being_made"):
        pytest.fail("two at once")
    assert dict(refused.value.message.values) == {"seconds": "0.1"}


def test_who_waits_long_enough_comes_in(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin
    holder.stdin.write("\n")
    holder.stdin.flush()
    with in_turn(tmp_path / "cache" / "lock", 30, "reports.being_made"):
        assert holder.wait(30) == 0


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with in_turn(tmp_path / "cache" / "lock", 5, "reports.being_made"):
        assert (tmp_path / "cache" / "lock").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs rights that can be taken away")
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BookError), in_turn(tmp_path / "cache" / "lock", 0, "reports.being_made"):
        pytest.fail("nothing can be locked there")
