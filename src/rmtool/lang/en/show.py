"""English: what is said about writing results, and the questions' form."""

TEXTS = {
    "needs_file": "A workbook can't be shown on a terminal. Name a file: -o NAME.{format}",
    "unknown_format": "There is no format {format}. Take one of: {formats}.",
    "unknown_suffix": "The suffix {suffix} names no format. Take one of {suffixes}, or say the format with -f.",
    "no_stdout": "Standard output is closed: the result has nowhere to go. Name a file with -o.",
    "stdout_failed": "The result couldn't be written to standard output: {why}.",
    "is_a_book": "{file} is a book, and was left as it is. Name another file.",
    "is_a_device": "{file}: Windows keeps this name for a device, so no file can be called so. Choose another name.",
    "is_a_folder": "{file} is a folder. Name a file in it.",
    "no_folder": "{file} couldn't be written: there is no folder {folder}. Make it first, or name another.",
    "not_written": "{file} couldn't be written: {why}. Nothing was changed.",
    "disk_full": "the disk is full",
    "not_allowed": "writing there isn't allowed",
    "read_only": "the disk is read-only",
    "other_reason": "{reason}",
    "needs_yes": "{question} Nobody is at a terminal to answer: say --yes to agree.",
    "yes_or_no": " [y/N] ",
    "step": "{step} … {seconds} s",
    "no_calendar": "This result has no place in a calendar. Calendar files are written by: rmtool plan-week, "
    "rmtool week, rmtool report week, rmtool contacts, rmtool follow-ups, rmtool occasions, rmtool today, "
    "rmtool report day",
}
