"""What is typed as FIELD=VALUE."""

TEXTS = {
    "unknown": "“{text}” names no field. Write FIELD=VALUE; the fields are: {fields}",
    "unreadable": "“{value}” can't be read as {field}. Amounts are written like 1000万 or 200,000, days like "
    "2026-11-25.",
    "required": "{field} can't be empty.",
}
