"""What the tests of the store share: an open book in an empty home, and other processes that work on it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rmtool.store.store import Store

AT = "2026-11-20T09:30:00+08:00"
ENTERED = date(2026, 11, 2)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home, wait=0.2) as opened:
        yield opened


@pytest.fixture
def fields() -> Callable[..., dict[str, Any]]:
    """The fields of a client by its number."""

    def make(number: str, **others: object) -> dict[str, Any]:
        named = {"client_no": number, "name": f"客户{number}", "kind": "corporate", "status": "active"}
        return {**named, "entered": ENTERED, **others}

    return make


@pytest.fixture
def add(store: Store, fields: Callable[..., dict[str, Any]]) -> Callable[..., int]:
    """Adds one client by a command of its own."""

    def make(number: str, **others: object) -> int:
        with store.command("client-add", "added", AT) as writing:
            return writing.add_client(fields(number, **others))

    return make


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python code in another process, with `sys.argv[1:]` as given; whoever is left at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        command = [*prefix, sys.executable, "-c", code, *map(str, arguments)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, text=True, encoding="utf-8", **pipes)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def unprivileged() -> tuple[str, ...]:
    """The command prefix under which file modes bind even root."""
    if os.name != "posix":
        pytest.skip("file modes bind nobody here")
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root without setpriv: file modes bind nobody here")
    powers = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}")
