"""A week under other rules."""

TEXTS = {
    "lead": "With {tried}: {visits} {visits:visit|visits} instead of {before}, load {load:share} instead of "
    "{load_before:share}.",
    "saved": "{count} overdue {count:client|clients} more would be visited.",
    "lost": "{count} overdue {count:client|clients} would no longer be visited.",
    "same": "The plan would be the same.",
    "nothing_saved": "Nothing was saved.",
    "added": "more",
    "dropped": "less",
    "moved": "moved",
    "when": "{day:day} {at:clock}",
    "was": "instead of {when}",
}
