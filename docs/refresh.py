"""Runs the commands that the documents show, each document's in a folder of its own, and keeps the outputs shown true.

Usage: refresh.py writes every output anew; refresh.py --check only says where a document shows something else.

* In a block marked `console` a line `$ …` is typed, and the lines below are its output on a terminal of 100 columns. A
  line `…` stands for one line or more that are left out; what comes after it may be written by its beginning alone.
* In a block marked `keys` the lines below are the shape of its JSON.
* A block marked `yaml` that begins with `# NAME.yaml` lies in the folder as that file from there on.
"""

import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import datetime, timedelta, timezone
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from rmtool import cli
from rmtool.commands import cron
from rmtool.commands import help as help_pages
from rmtool.show import output
from rmtool.show.text import Terminal

ROOT = Path(__file__).parents[1]
LANGUAGES = {
    "README.md": "en",
    "README.zh.md": "zh",
    "docs/commands.md": "en",
    "docs/rules.md": "en",
    "docs/privacy.md": "en",
    "docs/cron.md": "en",
}
"""The documents that show commands, and the language in which each runs them unless it asks for another."""

TODAY = "2026-11-23"
HOME = "/home/suming"
"""How the folder that the commands run in is called in outputs."""

HEAD = "5a0c93e1d47f"
"""How the head of the journal in a backup's name is written in outputs."""

COLUMNS = 100
LEFT_OUT = "…"
_KEYS_WIDTH = 110
_OWN_KEYS = ("rows", "changes")
"""Objects whose keys are names of tables or fields that were changed."""

_PROMPT = "$ "
_CLOSE_ENOUGH = 0.5


class Moment(datetime):
    """The clock of the documents: it stands still on the Monday morning that they tell of."""

    @classmethod
    def now(cls, tz: object = None) -> "Moment":
        """Half past eight on that morning, in China."""
        return cls(2026, 11, 23, 8, 30, tzinfo=timezone(timedelta(hours=8)))

    def astimezone(self, tz: object = None) -> "Moment":
        """The same, wherever the machine stands."""
        return self


class Block(NamedTuple):
    """A fenced block: what it is marked as, the line (from 0) of its first content, and its content."""

    mark: str
    first: int
    lines: list[str]


class Typed(NamedTuple):
    """A command as typed, and the lines shown below it."""

    command: str
    shown: list[str]


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a document."""
    mark, first, lines = "", 0, text.split("\n")
    inside = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if inside:
                yield Block(mark, first, lines[first:number])
            inside, mark, first = not inside, line[3:].strip(), number + 1


def commands(block: Block) -> list[Typed]:
    """The commands of a block with what it shows below each."""
    typed: list[Typed] = []
    for line in block.lines:
        if line.startswith(_PROMPT):
            typed.append(Typed(line.removeprefix(_PROMPT), []))
        elif typed:
            typed[-1].shown.append(line)
    return typed


class Shell:
    """A shell of a few words — `rmtool`, `export`, `cd` — in the folder `home`, where the clock stands still."""

    def __init__(self, home: Path, language: str) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RMTOOL_", "XDG_", "LC_"))}
        places = {"HOME": str(home), "USERPROFILE": str(home)}
        self.environment = {**kept, **places, "RMTOOL_TODAY": TODAY, "RMTOOL_LANG": language}
        self.folder = home
        self.program = home / ".local" / "bin" / "rmtool"
        self.program.parent.mkdir(parents=True, exist_ok=True)
        self.program.touch()

    def run(self, command: str) -> list[str]:
        """What `command` writes to a terminal, line by line. Raises ValueError for a word that this shell lacks."""
        word, *arguments = self._words(command)
        if word == "export":
            self.environment.update(argument.split("=", 1) for argument in arguments)
            return []
        if word == "cd":
            self.folder = (self.folder / arguments[0]).resolve(strict=True)
            return []
        if word != "rmtool":
            raise ValueError(f"this shell knows no {word}")
        written = self._written(arguments, Terminal(COLUMNS, colour=False))
        return written.rstrip("\n").split("\n") if written else []

    def shape(self, command: str) -> list[str]:
        """The shape of the JSON that `command` writes."""
        written = self._written([*self._words(command)[1:], "-f", "json"], None)
        try:
            return wrapped(shape(json.loads(written)))
        except json.JSONDecodeError:
            raise ValueError(f"{command}: {written}") from None

    def _words(self, command: str) -> list[str]:
        words: list[str] = []
        for word in shlex.split(command):
            word = re.sub(r"(^|=)~(?=/)", lambda found: found[1] + str(self.home), word)
            found = sorted(str(path.relative_to(self.folder)) for path in self.folder.glob(word)) if "*" in word else []
            words += found or [word]
        return words

    def _written(self, arguments: Sequence[str], terminal: Terminal | None) -> str:
        stream = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with (
            chdir(self.folder),
            mock.patch.dict(os.environ, self.environment, clear=True),
            mock.patch.object(cli, "datetime", Moment),
            mock.patch.object(cron, "WINDOWS", False),
            mock.patch.object(sys, "argv", [str(self.program)]),
            mock.patch.object(output, "terminal", lambda: terminal),
            mock.patch.object(help_pages, "terminal", lambda: terminal),
            redirect_stdout(stream),
            redirect_stderr(stream),
        ):
            code = cli.main(arguments, self.environment)
        written = stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]  # the BytesIO above
        if code == cli.BUG:
            raise ValueError(f"rmtool {shlex.join(arguments)}: {written}")
        # The head of a journal is made with random salts.
        written = re.sub(r"(?<=book-\d{8}-\d{6}-)[0-9a-f]{12}", HEAD, written.replace(str(self.home), HOME))
        return re.sub(re.escape(HOME) + r"[\w\\.-]+", lambda found: found[0].replace("\\", "/"), written)


def shape(data: Any) -> str:
    """The keys of JSON data, in the notation of the documents: `[{client_no, people:[{name}]}]`, `{…}` for any keys."""
    if isinstance(data, list):
        inside = [shape(element) for element in data if isinstance(element, dict | list)]
        return f"[{max(inside, key=len, default='') if inside else '…'}]"
    if not isinstance(data, dict):
        return ""
    if not data or not all(re.fullmatch(r"[a-z]\w*|[ABC]", key, re.ASCII) for key in data):
        return "{…}"
    inner = (
        (key, "{…}" if key in _OWN_KEYS and isinstance(value, dict) else shape(value)) for key, value in data.items()
    )
    return "{" + ", ".join(f"{key}:{value}" if value else key for key, value in inner) + "}"


def wrapped(text: str) -> list[str]:
    """`text` in lines of at most `_KEYS_WIDTH`, broken after commas."""
    lines = [""]
    for part in re.findall(r"[^,]+,? ?", text):
        if len(lines[-1]) + len(part.rstrip()) > _KEYS_WIDTH:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def shows(shown: Sequence[str], written: Sequence[str]) -> bool:
    """Whether `shown` is `written`, a line `…` of it standing for one line or more."""
    if not shown or not written:
        return not shown and not written
    if shown[0] == LEFT_OUT:
        return any(shows(shown[1:], written[n:]) for n in range(1, len(written) + 1))
    return shown[0] == written[0] and shows(shown[1:], written[1:])


def shown_anew(shown: Sequence[str], written: Sequence[str]) -> list[str]:
    """`written` with as many lines left out as in `shown`, at the like places. Raises ValueError if one isn't found."""
    if LEFT_OUT not in shown:
        return list(written)
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    anew, at = list(written[: len(parts[0])]), len(parts[0])
    for part in parts[1:]:
        start = len(written) - len(part) if part is parts[-1] else _like(part[0], written, at)
        anew += [LEFT_OUT] * (start > at) + list(written[max(start, at) : start + len(part)])
        at = start + len(part)
    return anew


def _like(line: str, written: Sequence[str], start: int) -> int:
    """Where, from `start` on, `written` has the line that begins with `line`, else the one most like it."""
    for number in range(start, len(written)):
        if written[number].startswith(line):
            return number
    likeness = {n: SequenceMatcher(None, line, written[n]).ratio() for n in range(start, len(written))}
    best = max(likeness, key=lambda n: (likeness[n], -n), default=start)
    if likeness.get(best, 0) < _CLOSE_ENOUGH:
        raise ValueError(f"nothing like this line is written any more: {line}")
    return best


def document(name: str) -> str:
    """The text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def refreshed(text: str, language: str) -> tuple[str, list[str]]:
    """The document with every output as it is written now, and the commands of which it showed something else."""
    lines, changed = text.split("\n"), []
    anew: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory(prefix="rmtool-docs-", ignore_cleanup_errors=True) as folder:
        shell = Shell(Path(folder).resolve(), language)
        for block in blocks(text):
            if block.mark == "yaml" and (named := re.fullmatch(r"# (\w+\.yaml)", block.lines[0])):
                (shell.folder / named[1]).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
            if block.mark not in ("console", "keys"):
                continue
            anew += lines[done : block.first]
            done = block.first + len(block.lines)
            for command, shown in commands(block):
                anew.append(_PROMPT + command)
                bare = _without_blank_end(shown)
                written = shell.shape(command) if block.mark == "keys" else shell.run(command)
                if not shows(bare, written):
                    changed.append(command)
                    bare_now = shown_anew(bare, written)
                else:
                    bare_now = bare
                anew += [*bare_now, *shown[len(bare) :]]
    return "\n".join([*anew, *lines[done:]]), changed


def _without_blank_end(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def main(arguments: Sequence[str], languages: Mapping[str, str]) -> int:
    """Refresh or check every document; 1 if one shows (with --check) or showed something else."""
    check, found = "--check" in arguments, 0
    for name, language in languages.items():
        text, changed = refreshed(document(name), language)
        for command in changed:
            found = 1
            print(f"{name}: {command}")
        if changed and not check:
            (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
    return found if check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], LANGUAGES))
