"""Looking back: contacts, plan against done, time against value."""

TEXTS = {
    "lead": "{first:day} to {last:day}: {contacts} {contacts:contact|contacts} with {clients} "
    "{clients:client|clients}, {meetings} of them {meetings:a meeting|meetings}.",
    "value_meetings": "A clients hold {value:share} and got {got:share} of the meetings.",
    "value_contacts": "A clients hold {value:share} and got {got:share} of the contacts; there was no meeting.",
    "plan": "{planned} {planned:visit|visits} planned: {held} held ({share:share}), {missed} "
    "missed, {moved} moved, {unsaid} of which nothing was said.",
    "response": "{contacted} {contacted:prospect|prospects} contacted {contacts} "
    "{contacts:time|times}; {moved_on} went on to a later stage ({steps} {steps:step|steps} in all).",
    "by_class": "By class",
    "by_tier": "By tier",
    "by_code": "By way",
    "by_weekday": "By weekday",
    "by_week": "Plan against done",
    "nowhere": "no tier",
    "contacts": "contacts",
    "meetings": "meetings",
    "of_value": "of value",
    "of_meetings": "of meetings",
    "of_contacts": "of contacts",
    "week": "week",
    "planned": "planned",
    "held": "held",
    "done": "of plan",
    "missed": "missed",
    "cancelled": "cancelled",
    "moved": "moved",
    "unsaid": "unsaid",
    "ahead": "ahead",
    "weekday": "{day:weekday}",
    "key": "Tiers and classes as of today; shares by class count active clients only. "
    "Moved: put on another day or time by hand.",
}
