"""What the commands say of edits, appointments and what was typed."""

TEXTS = {
    "said": "{what}",
    "no_such_tier": "There is no tier “{tier}” in the rules. The tiers are: {tiers}",
    "no_such_class": "There is no class “{klass}”. The classes are A, B and C.",
    "no_such_measure": "No client has a balance of “{measure}”. The book holds: {measures}",
    "did_plan": "planned week {week}",
    "conflicts": "These appointments can't both be kept. Move or cancel one of each pair: rmtool visit WHO --move "
    "--on DATE "
    "--at HH:MM",
    "conflict": "{one} and {other}: {minutes} minutes are missing, travel included",
    "no_open_visit": '{name} has no open visit. Make one first: rmtool visit "{name}" --on DATE --at HH:MM',
    "other_visits": "{name} has no such visit. Its open visits: {visits}. Name the day with --on DATE; what is still "
    "ahead is called off with --cancel or moved with --move.",
    "move_where": "Say where the visit goes: --move --on DATE, --at HH:MM or both.",
    "confirm_when": "The visit has no time yet. Say when it is: --confirm --on DATE --at HH:MM",
    "time_without_day": "A time needs a day: --on DATE --at HH:MM",
    "visit_when": "Say when: --on DATE with or without --at HH:MM, or --must for any time this week.",
    "visit_in_the_past": "{day:date} is over. What happened is logged with: rmtool log-contact WHO M --on DATE",
    "visit_one_of": "Choose one of --confirm, --cancel, --missed and --move.",
    "did_visit": "visit to {name}: {what}",
    "visit_cancelled": "cancelled",
    "visit_missed": "not held",
    "visit_confirmed": "confirmed",
    "visit_at": "{day:date} {at}",
    "visit_on": "{day:date}, any time",
    "visit_this_week": "any time in the week of {week:date}",
    "did_add": "added client {name}",
    "did_set": "changed {name}: {fields}",
    "did_away": "{name} away {start:date} to {end:date}",
    "did_leave": "own leave {start:date} to {end:date}",
    "did_cadence": "own cadence for {name}: {text}",
    "did_add_prospect": "added prospect {name}",
    "did_regrade": "re-graded {count} {count:prospect|prospects}",
    "did_read": "read {count} {count:card|cards}",
    "did_win": "{name} signed and is a client now",
    "did_release": "released {name}: {why}",
    "ends_first": "{end:date} comes before {start:date}. Give the first day with --from and the last with --until.",
    "cadence_form": "“{text}” is no cadence. Write the code and how often, like “M: every 14d”, “M: 2 per month”, "
    "“M: none”, "
    "or “M: tier” for the tier's own again.",
    "cadence_why": "A cadence of its own needs a reason: --why TEXT",
    "taken": "“{value}” belongs to {name} ({client_no}) already. Change that client with rmtool client-set, or give "
    "another number.",
    "no_prospect": "{name} is no prospect. See the prospects with: rmtool prospects --all",
    "read_whom": "Say whose cards were read, or --all for today's.",
    "added": "Added {name} as {client_no}.",
    "was_set": "{name}: {fields}.",
    "is_away": "{name} is away from {start:date} to {end:date}; no visit is planned for then.",
    "cadence_set": "{name} has a cadence of its own now: {cadence}.",
    "on_leave": "You are off from {start:date} to {end:date}; nothing is planned for then.",
}
