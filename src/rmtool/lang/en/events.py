"""What calendar files say."""

TEXTS = {
    "calendar": "Client visits (rmtool)",
    "visit": "Visit {name}",
    "step": "{step}: {name}",
    "why": "Purpose: {why}",
    "person": "To see: {person}",
    "people": "At the client: {facts}",
    "last": "Last {on:date} {code}: {note}",
    "promised": "Promised on {since:date}: {step}",
}
