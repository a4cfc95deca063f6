"""Keys of encrypted books: how one is made, where it is kept, and what this run opens books with.

Not: SQLCipher (cipher.py), nor where to look for a key and whom to ask (desk/keys.py).

An encrypted book begins with sixteen random bytes, its salt. A key is 32 bytes: random, or made of a passphrase and the
book's salt. It is made once; SQLCipher gets it as it is and makes nothing of its own out of it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rmtool.errors import BookError
from rmtool.phrase import Phrase

SALT = 16
"""Bytes of a salt."""

_SECRET = 32
_MEMORY = 2**17
"""What scrypt takes: 128 MB and some tenths of a second for every guess."""

_BLOCK = 8
_SERVICE = "rmtool"


class Key(NamedTuple):
    """What a file is encrypted with: secret and salt, and where the secret came from, in words without any of it."""

    secret: bytes
    salt: bytes
    source: Phrase | None = None

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def is_none(self) -> bool:
        """Whether the file is to stand there unencrypted."""
        return not self.secret


UNENCRYPTED = Key(b"", b"")
"""In the place of a key: SQLCipher is to have the file open, but not encrypted."""

Finder = Callable[[Path, bytes], Iterator[Key]]
"""The keys that may open the encrypted file at a path with a salt, the likeliest first."""


_finder: Finder | None = None
_opened: dict[bytes, Key] = {}


def look_for_keys(finder: Finder) -> None:
    """Let this run find its keys so; what an earlier one found is forgotten."""
    global _finder
    _finder = finder
    _opened.clear()


def keys_for(path: Path, salt: bytes) -> Iterator[Key]:
    """The keys that may open the file at `path`: that which opened another of the same salt, else what is found."""
    if salt in _opened:
        yield _opened[salt]
    elif _finder:
        yield from _finder(path, salt)


def remember(key: Key) -> None:
    """Note that a key opens the files of its salt."""
    _opened[key.salt] = key


def new_salt() -> bytes:
    """The salt of a book to be encrypted."""
    return os.urandom(SALT)


def random_key(source: Phrase, salt: bytes) -> Key:
    """A key that nobody can remember: it is kept in a file or in the system's keyring."""
    return Key(os.urandom(_SECRET), salt, source)


def key_of_passphrase(passphrase: str, salt: bytes, source: Phrase) -> Key:
    """The key of a passphrase in the book of this salt, whichever way the characters were typed."""
    from hashlib import scrypt
    from unicodedata import normalize

    typed = normalize("NFKC", passphrase).encode()
    secret = scrypt(typed, salt=salt, n=_MEMORY, r=_BLOCK, p=1, maxmem=_MEMORY * _BLOCK * 256, dklen=_SECRET)
    return Key(secret, salt, source)


def read_key_file(file: Path, salt: bytes, source: Phrase) -> Key:
    """The key that the file holds. Raises BookError if there is none, or if others on this machine may read it."""
    try:
        mode, text = file.stat().st_mode, file.read_bytes()[: _SECRET * 4]
    except OSError:
        raise BookError("keys.no_key_file", file=file) from None
    if os.name == "posix" and mode & 0o077:
        raise BookError("keys.loose_key_file", file=file)
    try:
        secret = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != _SECRET:
        raise BookError("keys.not_a_key_file", file=file)
    return Key(secret, salt, source)


def write_key_file(file: Path, key: Key) -> None:
    """Keep the key in a new file that only its owner may read. Raises BookError if that can't be."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written:
            written.write(key.secret.hex().encode("ascii") + b"\n")
            written.flush()
            os.fsync(written.fileno())
    except OSError:
        raise BookError("keys.key_file_not_written", file=file) from None


def in_keyring(salt: bytes, source: Phrase) -> Key | None:
    """The key that the system's keyring holds for the book of this salt. Raises BookError if there is no keyring."""
    with _Keyring() as keyring:
        found = keyring.get_password(_SERVICE, salt.hex())
    return Key(bytes.fromhex(found), salt, source) if found else None


def put_into_keyring(key: Key) -> None:
    """Keep the key in the system's keyring, under the book's salt. Raises BookError if there is no keyring."""
    with _Keyring() as keyring:
        keyring.set_password(_SERVICE, key.salt.hex(), key.secret.hex())


class _Keyring:
    """The system's keyring, its troubles told in a sentence."""

    def __enter__(self) -> Any:
        try:
            import keyring
        except ImportError:
            raise BookError("keys.no_keyring_library") from None
        return keyring

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: object) -> None:
        if isinstance(error, Exception):
            # Each system's keyring has errors of its own; none may carry the key into a sentence or a log.
            raise BookError("keys.no_keyring", kind=type(error).__name__) from None
