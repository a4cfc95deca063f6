"""What a long command is doing, said on the terminal while it does it. Not: results, nor notices that stay."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rmtool.lang import say
from rmtool.phrase import phrase
from rmtool.session import session
from rmtool.show.text import Said, cut, display_width, gate

PATIENCE = 1.0
"""Seconds that a step may take before it is spoken of, and between two sayings."""


class Progress:
    """Says the step at hand and its seconds in one line of standard error, which it takes away again at the end."""

    def __init__(self) -> None:
        self._step: Said = ""
        self._since = 0.0
        self._shown = 0
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def tell(self, step: Said) -> None:
        """Goes on to the next step."""
        with self._lock:
            self._step, self._since = step, time.monotonic()
        if self._thread is None:
            self._done.clear()
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Falls silent until the next step: somebody is asked something, or all is done."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._done.set()
            thread.join()

    def _run(self) -> None:
        while not self._done.wait(PATIENCE):
            with self._lock:
                step, seconds = self._step, int(time.monotonic() - self._since)
            if seconds:
                self._write(say(phrase("show.step", step=step, seconds=seconds)))
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        from shutil import get_terminal_size

        line = cut(gate(text), max(get_terminal_size().columns - 1, 20))
        width = display_width(line)
        try:
            sys.stderr.write("\r" + line + " " * max(self._shown - width, 0) + "\r" * (not line))
            sys.stderr.flush()
        except (OSError, ValueError):
            return
        self._shown = width


class _Silent(Progress):
    def tell(self, step: Said) -> None:
        """Says nothing."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Somebody to tell the steps to; nothing is said with --quiet, nor where standard error is no terminal."""
    silent = session().quiet or sys.stderr is None or not sys.stderr.isatty()
    told = _Silent() if silent else Progress()
    try:
        yield told
    finally:
        told.pause()
