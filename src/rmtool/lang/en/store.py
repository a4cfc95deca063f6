"""English texts of the area "store": what the book's file, its backups and its check-up say."""

TEXTS = {
    "locked": "{file} is in use by another program and stayed so for {seconds} seconds. Nothing was written; "
    "try again, or wait longer with --wait.",
    "moved_on": "{file} was changed by another program again and again while this command was at work. Nothing was "
    "written; run it again when that has ended.",
    "read_only": "{file} can't be written: it, or its folder, is read-only. Nothing was written; "
    "make the folder writable for you, or name another with --home.",
    "cannot_open": "{file} can't be opened, or its folder can't be written. Nothing was lost; "
    "check that the folder is there and yours, or name another with --home.",
    "disk_full": "The disk is full: {file} could not be written. "
    "Nothing was lost; make room and run the command again.",
    "io_error": "The disk reports an error on {file}. Nothing was lost; "
    "check the disk or the network drive, then run the command again.",
    "altered": "{file} isn't as rmtool wrote it: another program changed it. Nothing was done.",
    "strangers": "{file} holds what rmtool never made and what could change or hide facts: {names}. It was left as it "
    "is; `rmtool doctor` names the newest good backup.",
    "damaged": "{file} is damaged. It was left as it is; `rmtool doctor` says what is wrong, "
    "`rmtool restore FILE` puts a backup in its place.",
    "empty_file": "{file} is empty, so it isn't a book. It was left as it is; "
    "put a backup in its place with `rmtool restore FILE`, or move it away to begin anew.",
    "foreign": "{file} isn't a book of rmtool. It was left as it is; name another folder with --home.",
    "newer": "{file} was written by a newer rmtool (format {version}; this one knows up to {known}). "
    "It was left as it is; install the newer rmtool.",
    "setting_refused": "{file} can't be opened safely: SQLite refuses the setting {setting}. Nothing was written; "
    "close other programs that use the file, or install a newer Python.",
    "copy_differs": "{file} doesn't hold what the book holds, so the copy was thrown away. Nothing was lost; "
    "try again, or copy to another disk.",
    "pages_sound": "the file is whole",
    "pages_bad": "the file is damaged: {problems}",
    "unreadable": "the file is too damaged to look",
    "references_sound": "every row belongs to a row that is there",
    "references_bad": "{count} rows belong to rows that aren't there ({tables})",
    "schema_sound": "the book's tables are as rmtool made them",
    "schema_bad": "these parts of the file aren't as rmtool made them: {names}",
    "private": "nobody else on this machine can read the book or its backups",
    "loose": "others on this machine may read {files}",
    "chmod": "take their rights away: chmod 600 {files}",
    "not_linked": "the file has one name",
    "linked": "{file} has a second name (a hard link); a program that opens it there can damage it",
    "unlink": "remove the other name, or copy the book with `rmtool backup` and `rmtool restore`",
    "no_backup": "no backup yet",
    "backups": "{count} {count:backup|backups}, the newest of {newest:date} ({file})",
    "back_up": "make one: rmtool backup",
    "size": "{megabytes} MB, {commands} {commands:command|commands} on record",
    "restore_it": "put a backup in its place: rmtool restore {file}",
    "no_sound_backup": "there is no sound backup in backups/; if you have one elsewhere: rmtool restore FILE",
    "journal_sound": "the record of {count} {count:change|changes} is as it was written",
    "journal_bad": "the record of changes isn't as it was written ({count} {count:finding|findings}): {flaws}",
    "journal_edited": "command {id} ({at}, {name}) was altered",
    "journal_gap": "changes are missing or out of their order between {after} and {before}",
    "journal_stray": "parts of command {id} are there, the command isn't",
    "journal_empty": "command {id} ({at}, {name}) has lost its changes",
    "journal_cut": "the last commands are gone: the backup {file} has them",
    "salts_dropped": "command {id} ({at}, {name}) has lost what proves its changes",
    "summary_dropped": "what command {id} ({at}, {name}) did was taken out",
    "summary_edited": "what command {id} ({at}, {name}) did was altered",
    "image_dropped": "what command {id} ({at}, {name}) found was taken out: {table}, row {row}",
    "image_edited": "what command {id} ({at}, {name}) found was altered: {table}, row {row}",
    "image_stray": "an earlier row belongs to no change ({id})",
    "rows_sound": "every row is as rmtool wrote it",
    "rows_bad": "{count} {count:row isn't|rows aren't} as rmtool wrote {count:it|them}: {rows}",
    "row_added": "{table}, row {row}: put in by another program",
    "row_edited": "{table}, row {row}: changed by another program",
    "row_removed": "{table}, row {row}: taken out by another program",
    "head_missing": "the last command that its name speaks of isn't in it",
    "cannot_forget": "{files} can't be written anew, so nothing was forgotten anywhere. Restore what you need of it, "
    "delete it, then run the command again.",
    "secret_number": "{field} holds the number of an identity card or a bank card. rmtool never keeps those: leave it "
    "out and give the command again; nothing was written.",
}
