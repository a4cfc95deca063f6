"""Calendar files."""

TEXTS = {
    "empty_folder": "{folder} holds no calendar files (.ics). Name another folder, or the file itself.",
    "no_calendar": "{file} isn't a calendar. Export the calendar as .ics and name that file.",
    "empty": "{file} is empty: it takes no time.",
    "unreadable_event": "{file}: “{event}” can't be read and takes no time in the plan. If you are busy then, give the "
    "visits of that day a fixed time, or mend the event and export the calendar anew.",
    "more_unreadable": "{file}: {count} more {count:event|events} can't be read.",
    "unknown_zone": "{file}: the time zone “{zone}” isn't known; its times are taken for China's.",
    "more_zones": "{file}: {count} more time {count:zone|zones} not known, taken for China's.",
    "untitled": "(untitled)",
    "private": "(private)",
}
