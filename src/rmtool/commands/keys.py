"""The book encrypted, decrypted, and brought under another key."""

from pathlib import Path
from typing import Annotated

import typer

from rmtool.commands.options import Format, Output
from rmtool.desk import Desk, encryption
from rmtool.errors import UsageError
from rmtool.session import session
from rmtool.show import ask, present
from rmtool.show.pages import keys as pages

NewKeyFile = Annotated[Path | None, typer.Option("--new-key-file", metavar="FILE")]
Keyring = Annotated[bool, typer.Option("--keyring")]
Passphrase = Annotated[bool, typer.Option("--passphrase")]


def encrypt(
    new_key_file: NewKeyFile = None,
    keyring: Keyring = False,
    passphrase: Passphrase = False,
    backups: Annotated[str, typer.Option("--backups", metavar="encrypt|delete|keep")] = "encrypt",
    form: Format = None,
    output: Output = None,
) -> int:
    """Encrypt the book and its backups."""
    if backups not in encryption.BACKUPS:
        raise UsageError("keys.no_such_way", way=backups, ways=encryption.BACKUPS)
    with Desk(session()) as desk:
        plain = encryption.check_plain(desk)
        named = new_key_file or (None if keyring else session().key_file)
        wish = encryption.Wish(named, keyring, passphrase)
        encryption.check_wish(desk, wish)
        if not ask(pages.will_encrypt(desk.store.path, plain, backups, wish.is_typed)):
            return 1
        done = encryption.encrypt(desk, wish, backups)
        present(pages.encrypted_page(done), form, output)
        return int(bool(done.left))


def decrypt(form: Format = None, output: Output = None) -> int:
    """Take the encryption off the book."""
    with Desk(session()) as desk:
        encryption.check_encrypted(desk)
        if not ask(pages.will_decrypt(desk.store.path)):
            return 1
        present(pages.decrypted_page(encryption.decrypt(desk)), form, output)
    return 0


def rekey(
    new_key_file: NewKeyFile = None,
    keyring: Keyring = False,
    passphrase: Passphrase = False,
    form: Format = None,
    output: Output = None,
) -> int:
    """Bring the book and its backups under a new key."""
    with Desk(session()) as desk:
        files = encryption.check_encrypted(desk)
        wish = encryption.Wish(new_key_file, keyring, passphrase)
        encryption.check_wish(desk, wish)
        if not ask(pages.will_rekey(desk.store.path, files, wish.is_typed)):
            return 1
        done = encryption.rekey(desk, wish)
        present(pages.encrypted_page(done, "rekeyed"), form, output)
        return int(bool(done.left))
