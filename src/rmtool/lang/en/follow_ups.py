"""Promised next steps."""

TEXTS = {
    "lead": "{count} next {count:step|steps} promised, {late} late",
    "none": "No next step is open.",
    "when": "by",
    "client": "client",
    "step": "next step",
    "since": "promised",
    "id": "id",
    "a_step": "as promised",
    "no_day": "no day",
    "today": "today",
    "on": "{on:day}",
    "late": "{on:day}, {days} d late",
    "settle": "Taken one? rmtool follow-up-done ID · put off: rmtool follow-up-move ID DATE · a contact "
    "closes it by itself",
    "not_open": "There is no open step {id}. Its id stands last in: rmtool follow-ups",
    "past": "{day:date} is over. Give the step a day from today on.",
    "did_settle": "next step with {name} taken",
    "did_move": "next step with {name} moved to {day:date}",
    "was_settled": "Taken: {step} ({name}).",
    "was_moved": "{step} ({name}) is due by {day:date} now.",
}
