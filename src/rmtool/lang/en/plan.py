"""The week plan and appointments."""

TEXTS = {
    "lead": "Week {week} · {first:day} – {last:day} · required {required:.1f} · available {available:.1f} · load "
    "{load:share}",
    "lead_no_room": "Week {week} · {first:day} – {last:day} · required {required:.1f} · no working day available",
    "count": "{count} {count:visit|visits} on {days} working {days:day|days} (at most {most}).",
    "held": "{held} of {count} planned {count:visit|visits} held.",
    "slips": "{count} {count:client slips|clients slip} ({tiers}), the longest by {days} {days:day|days}. Overload "
    "policy: {policy}.",
    "slips_wholly": "{count} {count:client gets|clients get} no visit at all ({tiers}). Overload policy: {policy}.",
    "policy_tier_order": "the upper tiers come first",
    "policy_stretch": "all intervals are stretched to {factor:share}",
    "busy": "Your calendar takes {hours:.1f} working hours of the week.",
    "called_instead": "{count} {tier} {count:client is|clients are} called instead of visited, since a usual week "
    "hasn't room for all meetings.",
    "slip_tier": "{count} {tier}",
    "moved": "{count} {count:visit|visits} moved to another day since the saved plan.",
    "provisional": "No holiday table for {year} yet: Monday to Friday count as working days. Add the year to "
    "holidays.yaml.",
    "day": "{day:day}",
    "fallback": "or {day:weekday} {at:clock}",
    "nothing": "No visit this week. rmtool doctor says why.",
    "nothing_planned": "No visit was planned in that week.",
    "left_out": "Left out ({count})",
    "more_left_out": "… and {count} more; why: rmtool plan-week --why WHO",
    "calls": "{count} more {count:is|are} due for a call or message: rmtool due",
    "saved": "Saved.",
    "next": 'Next: rmtool today · rmtool visit "{name}" --confirm · rmtool plan-week --why "{name}"',
    "status_planned": "planned",
    "status_confirmed": "confirmed",
    "status_done": "held",
    "status_missed": "not held",
    "status_cancelled": "cancelled",
    "why_planned": "{name}: {day:day} {at:clock}. {reason}",
    "why_left_out": "{name} isn't in the plan: {reason}",
    "why_not_due": "{name} isn't due this week.",
    "why_cut": "cut: {cut}",
    "visit": "{name}: {when}, {status}.",
    "visit_was": "It stood before: {when}.",
    "at_time": "{day:weekday} {day:date} {at:clock}",
    "any_time": "{day:weekday} {day:date}, any time",
    "any_day": "any time in the week of {week:date}",
}
