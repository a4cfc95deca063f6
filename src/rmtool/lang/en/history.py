"""English texts of the area "history": undo, redo and what the journal says of them."""

TEXTS = {
    "undone": "taken back: {what}",
    "redone": "done again: {what}",
    "nothing_to_undo": "There is nothing to undo. `rmtool history` shows what was done.",
    "nothing_to_redo": "There is nothing to redo: only what was undone last can be done again.",
    "moved_on": "Another command has changed the book meanwhile, so nothing was undone or redone. "
    "See `rmtool undo --list` and try again.",
    "does_not_fit": "{file} no longer is as its journal says, so this can't be turned back. Nothing was changed; "
    "`rmtool doctor` says what is wrong, `rmtool restore FILE` puts a backup in its place.",
    "erased": "What this command changed was erased from the record (a forgotten client, or older than the rules keep "
    "it), so it can't be turned back. Nothing was changed.",
    "erased_summary": "(erased)",
    "migrated": "the book was brought to format {version}",
}
