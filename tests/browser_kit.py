"""A real browser to see pages in: Chromium without a window, spoken to over a pipe. Tests skip where there is none."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--remote-debugging-pipe", "--disable-background-networking", "--disable-component-update"),
)

START = """
import os, sys
hears, speaks = (os.dup(int(pipe)) for pipe in sys.argv[1:3])
os.dup2(hears, 30)
os.dup2(speaks, 31)
os.dup2(30, 3)
os.dup2(31, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""A browser hears on file descriptor 3 and speaks on 4; the way there goes by two that nobody holds."""


class Browser:
    """One browser with one tab. `errors` are what its console complained of since the last page was opened."""

    def __init__(self, to: int, come: int) -> None:
        self._to = os.fdopen(to, "wb", buffering=0)
        self._come = os.fdopen(come, "rb", buffering=0)
        self._left = b""
        self._number = 0
        self._tab: str | None = None
        self.errors: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._tab = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def open(self, file: Path, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Open a page in a window so wide (a telephone below 500)."""
        self.errors.clear()
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="", features=[scheme])
        self.ask("Page.navigate", url=file.as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass
        self.value("document.fonts.ready.then(() => 1)")

    def value(self, expression: str) -> Any:
        """What a JavaScript expression comes to in the page."""
        asked = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in asked, asked
        return asked["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        taken = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    def on_paper(self) -> None:
        """Have the page look as it is printed."""
        self.ask("Emulation.setEmulatedMedia", media="print")

    def paper(self) -> bytes:
        """The page as a PDF on the paper that its style asks for."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def ask(self, method: str, **about: Any) -> Any:
        """Have the browser do something, and wait until it has."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": about}
        if self._tab:
            message["sessionId"] = self._tab
        self._to.write(json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _message(self) -> Mapping[str, Any]:
        while b"\0" not in self._left:
            more = self._come.read(1 << 16)
            assert more, "the browser has ended"
            self._left += more
        one, _, self._left = self._left.partition(b"\0")
        message: Mapping[str, Any] = json.loads(one)
        self._listen(message.get("method"), message.get("params", {}))
        return message

    def _listen(self, method: str | None, about: Mapping[str, Any]) -> None:
        if method == "Log.entryAdded" and about["entry"]["level"] in ("error", "warning"):
            self.errors.append(about["entry"]["text"])
        elif method == "Runtime.exceptionThrown" or (
            method == "Runtime.consoleAPICalled" and about["type"] in ("error", "warning", "assert")
        ):
            self.errors.append(json.dumps(about))
        elif method == "Network.requestWillBeSent" and not about["request"]["url"].startswith("file:"):
            self.errors.append(f"fetched {about['request']['url']}")

    def close(self) -> None:
        """Let the browser go."""
        self._to.close()
        self._come.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser for as long as it is needed; the test is skipped where none is installed."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None or os.name != "posix":
        pytest.skip("no Chromium here: pages were not looked at in a browser")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        hears, to = os.pipe()
        come, speaks = os.pipe()
        started = subprocess.Popen(
            [sys.executable, "-c", START, str(hears), str(speaks), program, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(hears, speaks),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(hears)
        os.close(speaks)
        opened = Browser(to, come)
        try:
            yield opened
        finally:
            opened.close()
            started.terminate()
            started.wait(20)
