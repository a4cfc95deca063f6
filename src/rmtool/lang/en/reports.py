"""What cron writes."""

TEXTS = {
    "no_such_kind": "There is no report “{kind}”. The reports are: {kinds}",
    "not_of_this": "{option} belongs to: rmtool report {kind}",
    "week_lead": "Week {week} ({first:date} to {last:date}): {held} of {planned} planned visits held, {contacts} "
    "{contacts:contact|contacts}.",
    "month_lead": "{month:month}: {contacts} {contacts:contact|contacts} with {clients} {clients:client|clients}, "
    "{held} of "
    "{planned} planned visits held.",
    "by_code": "By channel: {counts}",
    "code_count": "{channel} {count}",
    "held_against_plan": "Held against the plan",
    "no_visits": "No visit was planned.",
    "next_week": "Week {week}",
    "next_not_planned": "Week {week} is not planned yet: rmtool plan-week {week}",
    "next_load": "Next week: required {required:.1f}, available {available:.1f}, load {load:share}",
    "next_no_room": "Next week: required {required:.1f}, no working day available",
    "coverage_lead": "{held} of {required} contacts owed in the running periods are done ({share:share}).",
    "missed": "Quotas missed in the last full period: {count}",
    "none_missed": "No quota was missed in the last full period.",
    "missed_title": "Short in the last full period",
    "attainment": "Attainment",
    "nothing_owed": "The rules owe nobody a quota.",
    "period": "{start:date} – {end:date}",
    "running": "running period",
    "held_of": "{held}/{required}",
    "held": "held",
    "last_period": "last period",
    "missed_heading": "short",
    "any_day": "any day",
    "unsaid": "open",
    "day": "day",
    "at": "at",
    "status": "status",
    "why": "why",
    "held_of_owed": "Contacts held, in the frame of those owed",
}
