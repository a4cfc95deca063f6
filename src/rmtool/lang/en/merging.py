"""English texts of mergers of two clients."""

TEXTS = {
    "same": "Both names are those of one client: {name}.",
    "did": "merged {name} into {into}",
    "will": "Merge {name} ({number}) into {into} ({into_number})? {details}",
    "merged": "{name} ({number}) is merged into {into} ({into_number}).",
    "moved": "Moved: {rows}.",
    "dropped": "Dropped, since {into} has its own in their place: {rows}.",
    "fields": "Taken over: {fields}.",
    "field": "{field}={value}",
    "aliases": "In lists these mean {into} from now on: {aliases}.",
    "done": "To take it back: rmtool undo",
}
