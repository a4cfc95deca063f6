"""What calendar files say."""

TEXTS = {
    "calendar_visits": "Client visits (rmtool)",
    "calendar_steps": "Promised steps (rmtool)",
    "calendar_occasions": "Client occasions (rmtool)",
    "calendar_day": "Client day (rmtool)",
    "visit": "Visit {name}",
    "step": "{step}: {name}",
    "occasion": "{what}: {name}",
    "festival": "{what}",
    "gone": "Taken out",
    "why": "Purpose: {why}",
    "person": "To see: {person}",
    "people": "At the client: {facts}",
    "last": "Last {on:date} {code}: {note}",
    "promised": "Promised on {since:date}: {step}",
}
