"""What encrypting, decrypting and changing the key ask first and say afterwards, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rmtool.phrase import Phrase, phrase
from rmtool.show.pages.keeping import done_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rmtool.show.text import Page


class Done(Protocol):
    """A book under a key or under none."""

    @property
    def file(self) -> Path: ...
    @property
    def key(self) -> Phrase | None: ...
    @property
    def backups(self) -> Sequence[Path]: ...
    @property
    def left(self) -> Sequence[Path]: ...
    @property
    def deleted(self) -> Sequence[Path]: ...
    @property
    def readable(self) -> Sequence[Path]: ...


def will_encrypt(book: Path, plain: Sequence[Path], way: str, typed: bool) -> Phrase:
    """The question before a book is encrypted: what becomes of its backups, and what a lost key means."""
    backups = phrase(f"keys.will_{way}_backups", count=len(plain), files=_names(plain)) if plain else ""
    return phrase("keys.will_encrypt", file=book, backups=backups, lost=_lost(typed))


def will_rekey(book: Path, files: Sequence[Path], typed: bool) -> Phrase:
    """The question before the key is changed."""
    return phrase("keys.will_rekey", file=book, count=len(files), lost=_lost(typed))


def will_decrypt(book: Path) -> Phrase:
    """The question before the encryption is taken off."""
    return phrase("keys.will_decrypt", file=book)


def encrypted_page(done: Done, said: str = "encrypted") -> Page:
    """What is encrypted now, where the key is, and what isn't encrypted."""
    lines = [phrase(f"keys.{said}", file=done.file, count=len(done.backups), key=done.key)]
    if done.deleted:
        lines.append(phrase("keys.deleted", files=_names(done.deleted)))
    if done.left:
        lines.append(phrase(f"keys.left_{said}", files=_names(done.left)))
    if done.readable:
        lines.append(phrase("keys.readable", files=tuple(str(path) for path in done.readable)))
    return done_page(_record(done), *lines, phrase("keys.disk"))


def decrypted_page(done: Done) -> Page:
    """That anybody who has the file can read it now, and that the backups still need the key."""
    lines = [phrase("keys.decrypted", file=done.file)]
    if done.left:
        lines.append(phrase("keys.left_decrypted", count=len(done.left)))
    return done_page(_record(done), *lines)


def _record(done: Done) -> dict[str, object]:
    return {
        "file": done.file,
        "encrypted": done.key is not None,
        "key": done.key,
        "backups": [str(path) for path in done.backups],
        "deleted": [str(path) for path in done.deleted],
        "left": [str(path) for path in done.left],
        "readable": [str(path) for path in done.readable],
    }


def _names(files: Sequence[Path]) -> tuple[str, ...]:
    return tuple(path.name for path in files)


def _lost(typed: bool) -> Phrase:
    return phrase("keys.lost_passphrase" if typed else "keys.lost_key")
