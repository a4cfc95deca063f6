"""A passphrase at a real terminal: never shown, kept nowhere; after a wrong one what was typed can be done again."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from .commands_kit import Tool

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
pytest.importorskip("sqlcipher3", reason="encrypted books aren't tested: sqlcipher3 can't be had here")

RIGHT, WRONG = "春江 evening tide", "the tide of another river"
NOTE = "wants 300万, it's urgent"


class Talk(NamedTuple):
    """What came of a run at a terminal: its exit code, all that the terminal showed, and what others could see."""

    code: int
    shown: str
    seen: bytes


class Somebody:
    """Somebody at a terminal of their own, with a book in a home below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.tool = Tool(folder / "home")
        self.environment = {
            "RMTOOL_HOME": str(self.tool.home),
            "RMTOOL_TODAY": "2026-11-23",
            "RMTOOL_LANG": "en",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

    def __call__(self, line: Sequence[str], *passphrases: str) -> Talk:
        """Run `rmtool LINE` and type a passphrase whenever one is asked for."""
        import pty

        process, ours = pty.fork()
        if process == 0:
            os.execve(sys.executable, [sys.executable, "-m", "rmtool", *line], self.environment)
        shown, seen, left = b"", b"", list(passphrases)
        while piece := _read(ours):
            shown += piece
            if left and shown.endswith(b": "):
                seen += _seen(process)
                os.write(ours, left.pop(0).encode() + b"\n")
                seen += _seen(process)
        os.close(ours)
        _, status = os.waitpid(process, 0)
        return Talk(os.waitstatus_to_exitcode(status), shown.decode(), seen)


def _read(terminal: int) -> bytes:
    import select

    ready, _, _ = select.select([terminal], [], [], 20)
    try:
        return os.read(terminal, 4096) if ready else b""
    except OSError:  # the other end is closed
        return b""


def _seen(process: int) -> bytes:
    """What everybody on the machine may see of a process, where the system shows it as files."""
    files = (Path(f"/proc/{process}/{name}") for name in ("cmdline", "environ"))
    return b"".join(file.read_bytes() for file in files if file.exists())


class Day(NamedTuple):
    """What was done at the terminal in one day, the book before and after a refusal, and the client's record then."""

    folder: Path
    refused: Talk
    states: tuple[object, object]
    again: Talk
    record: str


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A book encrypted with a passphrase; a contact noted under three wrong ones, and noted again under the right."""
    folder = tmp_path_factory.mktemp("somebody")
    person, record = Somebody(folder), folder / "record.json"
    person.tool.done("client-add", "华强电子", "client_no=1")
    assert person(("encrypt", "-y"), RIGHT, RIGHT).code == 0
    before = person.tool.state()
    refused = person(("log-contact", "1", "T", NOTE), WRONG, WRONG, WRONG)
    states = before, person.tool.state()
    (line,) = (line for line in refused.shown.splitlines() if "to be run again: rmtool " in line)
    again = person(shlex.split(line.partition("rmtool ")[2]), WRONG, RIGHT)
    assert person(("client", "1", "-f", "json", "-o", str(record)), RIGHT).code == 0
    return Day(folder, refused, states, again, record.read_text("utf-8"))


def test_after_wrong_passphrases_what_was_typed_is_kept_and_can_be_done_again(day: Day) -> None:
    assert day.refused.code == 6, day.refused
    assert "can't be opened with a passphrase" in day.refused.shown
    assert day.states[0] == day.states[1]
    assert day.again.code == 0, day.again
    assert NOTE in day.record


@pytest.mark.parametrize("passphrase", [RIGHT, WRONG])
def test_a_passphrase_is_shown_nowhere_and_stands_in_no_file(day: Day, passphrase: str) -> None:
    for talk in (day.refused, day.again):
        assert passphrase not in talk.shown
        assert passphrase.encode() not in talk.seen
        assert b"log-contact" in talk.seen or not Path("/proc/self").exists(), "it could be seen"
    files = [path for path in day.folder.rglob("*") if path.is_file()]
    assert [path for path in files if passphrase.encode() in path.read_bytes()] == []
