"""English texts of the area "store": what the book's file, its backups and its check-up say."""

TEXTS = {
    "locked": "{file} is in use by another program and stayed so for {seconds} seconds. Nothing was written; "
    "try again, or wait longer with --wait.",
    "read_only": "{file} can't be written: it, or its folder, is read-only. Nothing was written; "
    "make the folder writable for you, or name another with --home.",
    "cannot_open": "{file} can't be opened, or its folder can't be written. Nothing was lost; "
    "check that the folder is there and yours, or name another with --home.",
    "disk_full": "The disk is full: {file} could not be written. "
    "Nothing was lost; make room and run the command again.",
    "io_error": "The disk reports an error on {file}. Nothing was written; "
    "check the disk or the network drive, then run the command again.",
    "damaged": "{file} is damaged. It was left as it is; `rmtool doctor` says what is wrong, "
    "`rmtool restore FILE` puts a backup in its place.",
    "empty_file": "{file} is empty, so it isn't a book. It was left as it is; "
    "put a backup in its place with `rmtool restore FILE`, or move it away to begin anew.",
    "foreign": "{file} isn't a book of rmtool. It was left as it is; name another folder with --home.",
    "newer": "{file} was written by a newer rmtool (format {version}; this one knows up to {known}). "
    "It was left as it is; install the newer rmtool.",
    "setting_refused": "{file} can't be opened safely: SQLite refuses the setting {setting}. Nothing was written; "
    "close other programs that use the file, or install a newer Python.",
}
