"""What the tests of the commands share: the tool run in-process in a home of its own, and a look into the book."""

import hashlib
import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from rmtool import cli
from rmtool.store.migrations import FACTS

MONDAY = "2026-11-23"


class Ran(NamedTuple):
    """How a run ended. What of its output is no text stands as surrogates; `raw` has it byte by byte."""

    code: int
    out: str
    err: str

    @property
    def raw(self) -> bytes:
        """What was written to standard output."""
        return self.out.encode("utf-8", "surrogateescape")


class Tool:
    """`rmtool` in the home `home`; a call is a run, in English and on Monday 23 November 2026 unless it says else."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def book(self) -> Path:
        """The book's file."""
        return self.home / "book.db"

    def __call__(self, *arguments: object, today: str = MONDAY, lang: str = "en", **environment: str) -> Ran:
        """Run the command line `arguments`; keywords in capitals are environment variables.

        With a TERM standard output is a terminal.
        """
        given = {"RMTOOL_HOME": str(self.home), "RMTOOL_TODAY": today, "RMTOOL_LANG": lang, **environment}
        return run([str(argument) for argument in arguments], given, "TERM" in environment)

    def done(self, *arguments: object, **how: str) -> str:
        """What a run that must succeed writes."""
        ran = self(*arguments, **how)
        assert ran.code == 0, ran
        return ran.out

    def json(self, *arguments: object, **how: str) -> Any:
        """The JSON result of a run that must succeed."""
        return json.loads(self.done(*arguments, "-f", "json", **how))

    def refused(self, code: int, *arguments: object, **how: str) -> str:
        """The sentence of a run that must be refused with `code`, leaving the book and its folder as they were."""
        before = self.state()
        ran = self(*arguments, **how)
        assert (ran.code, ran.out) == (code, ""), ran
        assert self.state() == before
        return ran.err

    def state(self) -> Mapping[str, str]:
        """Every file of the home but the cache, by its sha256."""
        files = (path for path in self.home.rglob("*") if path.is_file() and path.parent.name != "cache")
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every table of facts as it stands."""
        with closing(sqlite3.connect(self.book)) as connection:
            return {
                table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall() for table in FACTS
            }

    def copy(self, home: Path) -> "Tool":
        """The same book in another home."""
        shutil.copytree(self.home, home)
        return Tool(home)

    def visits(self, *arguments: object, **how: str) -> list[dict[str, Any]]:
        """The visits of a week's plan, each with its date."""
        planned = self.json("plan-week", *arguments, **how)
        return [{"date": day["date"], **visit} for day in planned["days"] for visit in day["visits"]]

    def where(self, *arguments: object, **how: str) -> dict[str, str]:
        """When each client is visited by a week's plan."""
        return {visit["name"]: f"{visit['date']} {visit['start']}" for visit in self.visits(*arguments, **how)}

    def left_out(self, *arguments: object, **how: str) -> dict[str, str]:
        """The rule that left each client out of a week's plan."""
        return {left["name"]: left["rule"] for left in self.json("plan-week", *arguments, **how)["left_out"]}


class Screen(io.TextIOWrapper):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(arguments: list[str], environment: Mapping[str, str], screen: bool = False) -> Ran:
    """Run the command line in this process; standard output is a `screen` or no terminal, nobody types anything."""
    written = io.BytesIO()
    out, err = (Screen if screen else io.TextIOWrapper)(written, "utf-8"), io.StringIO()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        code = cli.main(arguments, environment)
        out.flush()
    finally:
        sys.stdout, sys.stderr = before
    return Ran(code, written.getvalue().decode("utf-8", "surrogateescape"), err.getvalue())


def keys(names: str) -> set[str]:
    """The keys that `names` lists."""
    return set(names.split())
