"""Why a week holds few visits."""

TEXTS = {
    "no_clients": "the book has no clients yet",
    "nobody_active": "none of the {count} in the book is an active client",
    "no_tier_meets": "no tier of the rules asks for meetings",
    "nobody_in_tiers": "none of the {count} clients is in a tier that asks for meetings ({tiers})",
    "nobody_in_tiers_blank": "none of the {count} clients is in a tier that asks for meetings ({tiers}); of {blank} "
    "the book holds no amount that decides",
    "holidays": "{count} {count:day is|days are} holiday ({names})",
    "leave": "you are on leave for {count} {count:day|days}",
    "busy": "your calendar takes all of {count} {count:day|days}",
    "past": "{count} {count:day is|days are} over",
    "frozen": "{count} {count:day stays|days stay} as planned",
    "no_room": "{count} working {count:day|days} at {visits_per_day} a day and a field share of {share:share} make no "
    "whole visit",
    "left_out": "{count} {count:client is|clients are} due and left out, such as {name}: {reason}",
    "not_due": "{count} more {count:client isn't|clients aren't} due yet, the first by {next:date}",
}
