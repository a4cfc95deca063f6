"""A text handed to somebody's own editor, and what they made of it. Not: what the text says."""

import os
import shlex
import shutil
from pathlib import Path

from rmtool.errors import UsageError
from rmtool.session import session
from rmtool.show.output import deliver, tell_if_readable

_USUAL = ("notepad.exe",) if os.name == "nt" else ("sensible-editor", "nano", "vim", "vi")
"""Editors that are looked for where none is named."""


def lay(text: bytes, file: Path) -> None:
    """Write the text where the editor will find it. Raises UsageError if an earlier edit lies there still."""
    if file.exists():
        raise UsageError("sheet.lies_there", file=file)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    deliver(text, file)
    tell_if_readable(file)


def edit(file: Path) -> bytes:
    """Let the user's editor change the file, and read it again.

    Raises UsageError if there is no editor, or it fails; what was typed into the file stays there.
    """
    import subprocess

    command = _editor()
    try:
        done = subprocess.run([*command, str(file)], check=False)
    except OSError as error:
        raise UsageError("sheet.no_editor", editor=command[0], why=error.strerror or "") from None
    if done.returncode:
        raise UsageError("sheet.editor_failed", editor=command[0], code=done.returncode)
    return file.read_bytes()


def _editor() -> list[str]:
    named = session().editor
    if named:
        try:
            words = shlex.split(named, posix=os.name != "nt")
        except ValueError:
            words = []
        if not words:
            raise UsageError("sheet.no_editor", editor=named, why="")
        return [word.strip('"') for word in words]
    found = next((place for name in _USUAL if (place := shutil.which(name))), None)
    if found is None or not session().interactive:
        raise UsageError("sheet.editor_unnamed")
    return [found]
