"""The table of commands: for each group (in the order of the help page) what its commands are and where they stand.

A command is a plain function with typer annotations; its module is imported only when the command is run. It returns
nothing, or the exit code 1 where something needs a look. Its sentence, its example and its options' helps are texts of
the area `help`: `<command>`, `<command>.example`, `<command>.<parameter>`, or for a parameter that several commands
share `option.<parameter>`; an option goes by its longest name (`dry-run`), an argument by its metavar (`who`).
"""

GROUPS: dict[str, dict[str, str]] = {
    "day": {
        "today": "day:today",
        "due": "lists:due",
        "occasions": "occasions:occasions",
        "occasion-add": "occasions:occasion_add",
        "occasion-set": "occasions:occasion_set",
        "occasion-remove": "occasions:occasion_remove",
        "occasion-done": "occasions:occasion_done",
        "follow-ups": "follow_ups:follow_ups",
        "follow-up-done": "follow_ups:follow_up_done",
        "follow-up-move": "follow_ups:follow_up_move",
        "alerts": "alerts:alerts",
        "alert-done": "alerts:alert_done",
        "log-contact": "log:log_contact",
        "contacts": "log:contacts",
        "contact-set": "log:contact_set",
        "contact-remove": "log:contact_remove",
    },
    "week": {
        "plan-week": "planning:plan_week",
        "week": "planning:week",
        "plan-month": "months:plan_month",
        "plan-quarter": "months:plan_quarter",
        "plan-year": "months:plan_year",
        "visit": "planning:visit",
        "leave": "editing:leave",
    },
    "clients": {
        "clients": "lists:clients",
        "client": "lists:client",
        "brief": "brief:brief",
        "client-add": "editing:client_add",
        "client-set": "editing:client_set",
        "edit": "sheets:edit",
        "tag": "people:tag",
        "note": "people:note",
        "note-remove": "people:note_remove",
        "person-add": "people:person_add",
        "person-set": "people:person_set",
        "person-remove": "people:person_remove",
        "client-away": "editing:client_away",
        "client-cadence": "editing:client_cadence",
        "merge": "merging:merge",
        "forget": "book:forget",
    },
    "prospects": {
        "prospects": "prospects:prospects",
        "prospect-add": "prospects:prospect_add",
        "prospect-set": "prospects:prospect_set",
        "prospect-trigger": "prospects:prospect_trigger",
        "prospect-take": "prospects:prospect_take",
        "prospect-read": "prospects:prospect_read",
        "prospect-won": "prospects:prospect_won",
        "prospect-release": "prospects:prospect_release",
    },
    "products": {
        "coverage": "products:coverage",
        "suits": "products:suits",
        "products": "products:products",
        "holding-add": "products:holding_add",
        "holding-set": "products:holding_set",
        "holding-remove": "products:holding_remove",
        "groups": "campaigns:groups",
        "campaign": "campaigns:campaign",
        "campaigns": "campaigns:campaigns",
        "review": "reviews:review",
        "reviews": "reviews:reviews",
    },
    "figures": {
        "tiers": "lists:tiers",
        "segment": "lists:segment",
        "report": "reports:report",
        "cron": "cron:cron",
        "stats": "stats:stats",
    },
    "book": {
        "import": "intake:import_files",
        "export": "book:export",
        "disclosures": "privacy:disclosures",
        "purge": "privacy:purge",
        "privacy": "privacy:privacy",
        "mappings": "mappings:mappings",
        "undo": "book:undo",
        "redo": "book:redo",
        "history": "book:history",
        "backup": "book:backup",
        "restore": "book:restore",
        "doctor": "book:doctor",
        "encrypt": "keys:encrypt",
        "decrypt": "keys:decrypt",
        "rekey": "keys:rekey",
        "demo": "demo:demo",
        "completion": "completion:completion",
    },
}

COMMANDS: dict[str, str] = {name: place for group in GROUPS.values() for name, place in group.items()}
"""Command → `module:function` below rmtool.commands."""

NOTING = frozenset(name for group in GROUPS.keys() - {"figures", "book"} for name in GROUPS[group])
"""The commands that note what is typed with them, and some that read: where the book can't be had, it is repeated."""
