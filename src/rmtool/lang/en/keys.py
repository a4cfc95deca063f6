"""English: encrypted books and their keys."""

TEXTS = {
    "from_file": "the key file {file}",
    "from_keyring": "the system's keyring",
    "from_passphrase": "a passphrase",
    "passphrase": "Passphrase of {file}: ",
    "passphrase_again": "That doesn't open it. Passphrase of {file} (Enter to give up): ",
    "new_passphrase": "New passphrase (at least {least} characters): ",
    "repeat_passphrase": "The same again: ",
    "too_short": "A passphrase needs at least {least} characters; some words in a row are easy to remember. "
    "Nothing was changed.",
    "not_alike": "The two passphrases aren't alike. Nothing was changed; run the command again.",
    "no_key": "{file} is encrypted, and its key isn't at hand. Name the file that holds it with --key-file or "
    "RMTOOL_KEY_FILE, or run the command at a terminal to type the passphrase. Nothing was changed.",
    "wrong_key": "{file} can't be opened with {sources}. Either that isn't its key, or the beginning of the file is "
    "damaged. Nothing was changed; name the right key file with --key-file, or try again.",
    "no_key_file": "The key file {file} isn't there or can't be read. Nothing was changed; connect the disk it lies "
    "on, or name another with --key-file.",
    "loose_key_file": "Others on this machine may read the key file {file}, so it wasn't used. "
    "Take their rights away: chmod 600 {file}",
    "not_a_key_file": "{file} isn't a key file of rmtool: one holds 64 hexadecimal digits. Name another.",
    "key_file_not_written": "The key file {file} can't be written. Nothing was changed; name another place.",
    "file_is_there": "{file} is there already. For a new passphrase name a file that isn't, or leave --passphrase out "
    "to use the key in it.",
    "no_library": "Encrypted books need an addition to rmtool. Install it: pip install 'rmtool[secure]'",
    "no_keyring_library": "The system's keyring needs an addition to rmtool. Install it: pip install 'rmtool[secure]'",
    "no_keyring": "The system's keyring didn't answer ({kind}). Nothing was changed; unlock it, or keep the key in a "
    "file with --new-key-file.",
    "same_key": "The book's key is the one in {key} already. Nothing was changed; name a file that isn't there yet.",
    "one_place": "--new-key-file and --keyring don't go together. Give one of them.",
    "no_such_way": "--backups takes one of {ways}, not {way}.",
    "nobody_to_ask": "A passphrase is typed at a terminal, and there is none here. "
    "Run the command at a terminal, or name a key file with --new-key-file.",
    "is_encrypted": "{file} is encrypted already. For another key: rmtool rekey",
    "is_plain": "{file} isn't encrypted. Encrypt it with: rmtool encrypt",
    "plain_backup": "{file} isn't encrypted, and {book} is, but is too damaged to be opened. "
    "Move the damaged book away, then run the command again.",
    "will_encrypt": "{lost} {backups}Encrypt {file}?",
    "will_encrypt_backups": "Its {count} {count:backup is|backups are} encrypted too. ",
    "will_delete_backups": "Its {count} {count:backup is|backups are} deleted: {files}. ",
    "will_keep_backups": "Its {count} {count:backup stays|backups stay} readable for everybody who has them: {files}. ",
    "lost_passphrase": "Whoever forgets the passphrase loses the book: there is no way back. Keep it written down in "
    "a safe place.",
    "lost_key": "Whoever loses the key loses the book: there is no way back. Keep a copy of it in a safe place, apart "
    "from the book.",
    "will_rekey": "{lost} Bring {file} and its {count} {count:backup|backups} under a new key?",
    "will_decrypt": "Everybody who has {file} can read it then. Take the encryption off?",
    "encrypted": "{file} is encrypted, with {count} {count:backup|backups}. The key: {key}.",
    "rekeyed": "{file} is under a new key, with {count} {count:backup|backups}. The key: {key}. "
    "Copies that you keep elsewhere stay under the old one.",
    "decrypted": "{file} is no longer encrypted.",
    "deleted": "Deleted: {files}",
    "left_encrypted": "Not encrypted: {files}. Delete what you don't need.",
    "left_rekeyed": "Not under the new key: {files}. Keep the old key as long as you need them, or delete them.",
    "left_decrypted": "{count} {count:backup stays|backups stay} encrypted: keep the key as long as you need them.",
    "readable": "These files aren't encrypted; delete what you don't need: {files}",
    "disk": "What a disk keeps of deleted files is not rmtool's to erase: let the system encrypt the disk as well.",
    "did_encrypt": "encrypted the book",
    "did_decrypt": "took the encryption off the book",
    "did_rekey": "brought the book under a new key",
    "check_encrypted": "the book is encrypted; its key: {key}",
    "check_plain": "the book isn't encrypted (rmtool encrypt does it)",
    "check_plain_backups": "the book is encrypted, these of its backups aren't: {files}",
    "mend_plain_backups": "encrypt them too: rmtool encrypt",
    "check_key_beside": "the book is encrypted, but its key lies beside it: {file}",
    "mend_key_beside": "move the key to another folder or disk, and name it: --key-file, RMTOOL_KEY_FILE",
    "not_encrypted": "{file} isn't encrypted.",
    "not_set_aside": "The book is encrypted, so the {count} {count:row|rows} of {file} that didn't go in were written "
    "into no file. They stand in your list; --plain-set-aside writes them out with their reasons.",
}
