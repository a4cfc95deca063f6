"""English: the walk through the sample book."""

TEXTS = {
    "lead": "rmtool on a sample book, as of {day:long_day}: 60 clients, 30 prospects and a year of contacts.",
    "safe": "Every firm, person and amount is invented. The book stands in a folder of its own; yours is not touched.",
    "step": "{number}/{of}  {what}",
    "import_title": "Bring in the bank's lists",
    "import_why": "Lists go in as the bank exports them, Excel or CSV: columns are recognised, every date's balances "
    "are kept, and whatever can't be read is set aside with its reason. First the year's older lists, then the newest.",
    "tiers_title": "Is it possible at all?",
    "tiers_why": "Balances decide each client's tier, the tier decides how often to meet, and the tool reckons before "
    "it plans: are there enough hours for what is required?",
    "plan_title": "Plan the week",
    "plan_why": "Who is due, in which order, when and why: with travel, opening hours, holidays, trips and "
    "appointments, and a reason for everybody left out. A meeting on a loan is agreed already, one "
    "client is back from a trip on Tuesday, another is away all week.",
    "log_title": "Log a contact",
    "log_typed": 'log-contact Yunling M "plant permit is pending" --next "send checklist" --next-on +3d',
    "log_why": "One line, any part of the name: the visit agreed is closed, the next step noted, the next date set.",
    "matrix_title": "See the whole book at a glance",
    "matrix_why": "The T/E/M calendar: clients down, days across, one letter a contact, the worst state first.",
    "today_title": "Start the day",
    "today_why": "The morning page: visits, who else is due, what was promised, cards to read, occasions, and balances "
    "that moved.",
    "your_turn": "Now with your own list, Excel or CSV (with --dry-run it only shows what it would do):",
    "list": "YOUR-LIST.xlsx",
    "gone": "The sample book is gone again. To keep one for playing:",
    "folder": "DIR",
    "kept": "The sample book stays in {folder}, its lists in the folder lists. To play with it:",
    "did_add": "added the sample's people, trips and appointment",
    "not_empty": "{folder} holds something already. Name a new or an empty folder: rmtool demo --keep DIR",
    "no_room": "No folder can be made for the demo ({why}). Name one where there is room: rmtool demo --keep DIR",
    "not_kept": "The sample book can't be put into {folder} ({why}). Name another folder: rmtool demo --keep DIR",
}
