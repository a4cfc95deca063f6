"""The process around the command line: collector, signals, streams and file modes. `python -m rmtool` and `rmtool`."""

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn, TextIO

TERMINATED = 143
INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line that the process was started with, and exit with its code."""
    # One command lives some hundred milliseconds: collecting cycles while modules load takes a tenth of it.
    gc.set_threshold(200_000, 20, 20)
    try:
        signal.signal(signal.SIGTERM, _terminate)
        os.umask(0o077)
        _speak_utf8(sys.stdout)
        _speak_utf8(sys.stderr)
        _hear_anything(sys.stdin)
        from rmtool import cli

        sys.exit(cli.main(sys.argv[1:], os.environ))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _terminate(signum: int, frame: FrameType | None) -> NoReturn:
    """End by an exception, so that open transactions roll back."""
    raise SystemExit(TERMINATED)


def _speak_utf8(stream: TextIO | None) -> None:
    """Let `stream` write UTF-8 under every locale, and show what has no form in it as an escape."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _hear_anything(stream: TextIO | None) -> None:
    """Let what is typed in another encoding than `stream`'s be a wrong answer, not a bug."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")


if __name__ == "__main__":
    main()
