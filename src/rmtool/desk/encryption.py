"""The book encrypted, brought under another key, decrypted: in what order, what stays readable. Not: how (store)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rmtool.desk import Desk
from rmtool.desk.keys import KEYRING, note, noted
from rmtool.errors import BookError, UsageError
from rmtool.phrase import Phrase, phrase
from rmtool.session import Session
from rmtool.store.connection import BOOK_NAME, is_encrypted, key_of
from rmtool.store.encrypting import Rewritten, backup_files, check_library, plain_backups, rewrite, rewrite_backups
from rmtool.store.journal import DECRYPT, ENCRYPT, REKEY
from rmtool.store.keys import (
    Key,
    key_of_passphrase,
    new_salt,
    put_into_keyring,
    random_key,
    read_key_file,
    write_key_file,
)

SHORTEST = 10
"""Characters that a passphrase has at least."""

BACKUPS = ("encrypt", "delete", "keep")
"""What may become of the plain backups of a book that is encrypted."""


class Wish(NamedTuple):
    """Where the new key is to be kept, and whether it is to be made of a passphrase.

    Without a place it is made of a passphrase that is asked for at every command.
    """

    file: Path | None = None
    keyring: bool = False
    passphrase: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether a passphrase is asked for now."""
        return self.passphrase or not (self.file or self.keyring)


class Done(NamedTuple):
    """A book brought under a key or under none: where the key is, what became of the backups, what stays readable."""

    file: Path
    key: Phrase | None
    backups: Sequence[Path]
    left: Sequence[Path]
    deleted: Sequence[Path]
    readable: Sequence[Path]


def check_plain(desk: Desk) -> Sequence[Path]:
    """The backups of a plain book, or the plain ones of an encrypted book. Raises UsageError if that has none."""
    found = plain_backups(desk.session.home)
    if is_encrypted(desk.store.path) and not found:
        raise UsageError("keys.is_encrypted", file=desk.store.path)
    return found


def check_encrypted(desk: Desk) -> Sequence[Path]:
    """The backups of an encrypted book. Raises UsageError for a plain one."""
    if not is_encrypted(desk.store.path):
        raise UsageError("keys.is_plain", file=desk.store.path)
    return backup_files(desk.session.home)


def check_wish(desk: Desk, wish: Wish) -> None:
    """Raises UsageError for places that don't go together or a passphrase that nobody can type, else as a key does."""
    check_library()
    if wish.file and wish.keyring:
        raise UsageError("keys.one_place")
    if wish.is_typed and not desk.session.ask_secretly:
        raise UsageError("keys.nobody_to_ask")
    if wish.file and not wish.file.parent.is_dir():
        raise BookError("show.no_folder", file=wish.file, folder=wish.file.parent)
    if wish.file and wish.file.exists():
        if wish.passphrase:
            raise UsageError("keys.file_is_there", file=wish.file)
        read_key_file(wish.file, b"", phrase("keys.from_file", file=wish.file))


def new_key(session: Session, wish: Wish) -> tuple[Key, list[str]]:
    """A key as it was wished for, kept where it was wished; and its places as the home's note has them."""
    source = _source(wish)
    salt = new_salt()
    if wish.is_typed:
        key = key_of_passphrase(_new_passphrase(session), salt, source)
    elif wish.file and wish.file.exists():
        key = read_key_file(wish.file, salt, source)
    else:
        key = random_key(source, salt)
    if wish.file and not wish.file.exists():
        write_key_file(wish.file, key)
    if wish.keyring:
        put_into_keyring(key)
    return key, [str(wish.file.absolute())] if wish.file else [KEYRING] * wish.keyring


def _source(wish: Wish) -> Phrase:
    if wish.file:
        return phrase("keys.from_file", file=wish.file.absolute())
    return phrase("keys.from_keyring" if wish.keyring else "keys.from_passphrase")


def _new_passphrase(session: Session) -> str:
    """What was typed twice alike. Raises UsageError if it was not, or is too short."""
    ask = session.ask_secretly
    typed = ask(phrase("keys.new_passphrase", least=SHORTEST)) if ask else ""
    if len(typed) < SHORTEST:
        raise UsageError("keys.too_short", least=SHORTEST)
    if ask and ask(phrase("keys.repeat_passphrase")) != typed:
        raise UsageError("keys.not_alike")
    return typed


def encrypt(desk: Desk, wish: Wish, backups: str) -> Done:
    """Encrypts the plain book, then deals with its backups; an encrypted one's plain backups only."""
    session, book = desk.session, desk.session.home / BOOK_NAME
    plain = plain_backups(session.home)
    also = plain if backups == BACKUPS[0] else []
    if is_encrypted(book):
        key = key_of(desk.store.connection)
        done = rewrite_backups(also, key, session.wait) if key else Rewritten([], [])
        source = key.source if key else None
    else:
        key, place = new_key(session, wish)
        _back_up_and_close(desk)
        plain = plain_backups(session.home)
        also = plain if backups == BACKUPS[0] else []
        note(session.home, [*place, *noted(session.home)])
        done = rewrite(session.home, key, (ENCRYPT, phrase("keys.did_encrypt"), session.now), also, session.wait)
        note(session.home, place)
        source = key.source
    deleted = _delete(plain) if backups == BACKUPS[1] else []
    left = [path for path in plain if path not in (*done.backups, *deleted)]
    return Done(book, source, done.backups, left, deleted, readable(session.home))


def _back_up_and_close(desk: Desk) -> None:
    """Backs the book up, unless that was done since its last change, and lets go of it: another takes its place."""
    with desk.changing(anew=True):
        desk.store.close()


def _delete(backups: Sequence[Path]) -> list[Path]:
    gone = []
    for path in backups:
        try:
            path.unlink()
        except OSError:
            continue
        gone.append(path)
    return gone


def rekey(desk: Desk, wish: Wish) -> Done:
    """Brings the encrypted book and its backups, the plain ones too, under a new key.

    Raises UsageError if it is the key that the book has already.
    """
    session, old, old_places = desk.session, key_of(desk.store.connection), noted(desk.session.home)
    key, place = new_key(session, wish)
    if old and key.secret == old.secret:
        raise UsageError("keys.same_key", key=key.source)
    _back_up_and_close(desk)
    files = backup_files(session.home)
    note(session.home, [*place, *old_places])
    done = rewrite(session.home, key, (REKEY, phrase("keys.did_rekey"), session.now), files, session.wait)
    note(session.home, [*place, *old_places] if done.left else place)
    return Done(session.home / BOOK_NAME, key.source, done.backups, done.left, [], readable(session.home))


def decrypt(desk: Desk) -> Done:
    """Takes the encryption off the book, after a backup. The backups stay encrypted, so the note of their key stays."""
    session = desk.session
    _back_up_and_close(desk)
    rewrite(session.home, None, (DECRYPT, phrase("keys.did_decrypt"), session.now), [], session.wait)
    left = [path for path in backup_files(session.home) if is_encrypted(path)]
    return Done(session.home / BOOK_NAME, None, [], left, [], [])


def readable(home: Path) -> list[Path]:
    """The exports in the home, which hold what the book holds and aren't encrypted."""
    folder = home / "exports"
    return [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
