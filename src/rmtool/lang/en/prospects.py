"""Prospect cards: grades, the queue, the weekly re-grade."""

TEXTS = {
    "high": "high",
    "medium": "medium",
    "low": "low",
    "read": "grade {grade}: value {value}, likelihood {likelihood}; read {read_on:date}, again every {interval} {interval:day|days}",
    "never_read": "grade {grade}: value {value}, likelihood {likelihood}; not read yet, every {interval} {interval:day|days}",
    "regrade": "value {value} and likelihood {likelihood} ask for another grade than {grade}",
}
