"""The morning page."""

TEXTS = {
    "lead": "{day:long_day} · {visits} {visits:visit|visits} · {calls} {calls:call|calls} · {promises} "
    "{promises:promise|promises} · {cards} {cards:card|cards}",
    "not_working": "No working day.",
    "called_instead": "{tier} clients are called instead of visited, since a usual week hasn't room for all meetings.",
    "visits": "Visits",
    "unlogged": "What became of these?",
    "held": "held: {command}",
    "missed": "not held: {command}",
    "promised_step": "promised: {step}",
    "by": "by {channel}",
    "any_time": "any time",
    "not_today": "not today",
    "at": "{hours}",
    "ahead_of": "{what} (see to it {day:day})",
    "unplanned": "Meetings due, not planned ({count})",
    "calls": "Calls and messages ({count})",
    "promises": "Promises",
    "promised": "since {since:date}",
    "cards": "Cards to read",
    "occasions": "Occasions",
    "alerts": "Alerts",
    "more_with": "… and {count} more: {command}",
    "empty_book": "The book is still empty. First: rmtool import FILE (a list of clients, Excel or CSV) · rmtool demo "
    "shows what it will look like",
    "nothing": "Nothing is waiting. A good day to call a client with potential.",
    "reviews": "Reviews due: {count}, the first {name} by {due_on:date}: rmtool reviews --due",
    "campaign": "{name}, {count} of {whole} still to be reached",
    "campaigns": "Open campaigns: {count} ({each}): rmtool campaigns",
}
