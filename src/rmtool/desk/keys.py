"""Where the key of an encrypted book is looked for: the file that was named, the home's note, who is at the terminal.

Not: what a key is (store/keys.py). The home's note (`key-from.json`) says where keys lie, never what they are; while a
key is being changed it names the new place and the old.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from rmtool.errors import BookError
from rmtool.phrase import phrase
from rmtool.session import Session
from rmtool.store.connection import beside, files_explained, sync_folder
from rmtool.store.keys import Key, in_keyring, key_of_passphrase, read_key_file

NOTE = "key-from.json"
KEYRING = "keyring"
"""What the note says of a key in the system's keyring; all else in it is a file's path."""

ATTEMPTS = 3
"""How often a passphrase is asked for."""


class Keys:
    """The keys of one run, in the order in which they are tried; each passphrase is asked for once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._typed: list[str] = []
        self._given_up: set[bytes] = set()

    def __call__(self, path: Path, salt: bytes) -> Iterator[Key]:
        """The keys that may open the file at `path`. Raises BookError for a key file that can't be used."""
        if file := self._session.key_file:
            yield read_key_file(file, salt, phrase("keys.from_file", file=file))
        missing = []
        for place in noted(self._session.home):
            try:
                key = key_at(place, salt)
            except BookError as error:
                if error.message.key == "keys.loose_key_file":
                    raise
                missing.append(error)
            else:
                if key:
                    yield key
        yield from self._of_passphrases(path, salt)
        if missing and not self._session.ask_secretly:
            raise missing[0]

    def _of_passphrases(self, path: Path, salt: bytes) -> Iterator[Key]:
        source = phrase("keys.from_passphrase")
        for passphrase in self._typed:
            yield key_of_passphrase(passphrase, salt, source)
        ask = self._session.ask_secretly
        for attempt in range(ATTEMPTS if ask and salt not in self._given_up else 0):
            question = phrase("keys.passphrase_again" if attempt else "keys.passphrase", file=path)
            passphrase = ask(question) if ask else ""
            if not passphrase:
                break
            self._typed.append(passphrase)
            yield key_of_passphrase(passphrase, salt, source)
        self._given_up.add(salt)


def key_at(place: str, salt: bytes) -> Key | None:
    """The key at a place that a note names; None if the keyring has none for this salt. Raises BookError."""
    if place == KEYRING:
        return in_keyring(salt, phrase("keys.from_keyring"))
    return read_key_file(Path(place), salt, phrase("keys.from_file", file=place))


def key_files(session: Session) -> list[Path]:
    """The files that keys are looked for in."""
    named = [session.key_file] if session.key_file else []
    return [*named, *(Path(place) for place in noted(session.home) if place != KEYRING)]


def noted(home: Path) -> list[str]:
    """The places that the home's note names."""
    try:
        said = json.loads((home / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [place for place in said if isinstance(place, str)] if isinstance(said, list) else []


def note(home: Path, places: Sequence[str]) -> None:
    """Put into the home's note where keys lie; without any there is no note. Raises BookError if that can't be."""
    file = home / NOTE
    listed = list(dict.fromkeys(places))
    if listed == noted(home):
        return
    with files_explained(file):
        if listed:
            with beside(file) as fresh:
                with fresh.open("w", encoding="utf-8") as written:
                    json.dump(listed, written, ensure_ascii=False)
                    written.flush()
                    os.fsync(written.fileno())
                fresh.replace(file)
        else:
            file.unlink(missing_ok=True)
        sync_folder(home)
