"""What left the tool."""

TEXTS: dict[str, str] = {
    "not_noted": "What leaves has to be put on record first, and {file} can't be written ({why}), so nothing left. "
    "See to that file, then run the command again.",
    "unreadable": "{file} can't be read: {why}. See to its permissions, then run the command again.",
}
