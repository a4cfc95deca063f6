"""Hours in which a client is to be seen."""

TEXTS = {
    "unclear": "“{text}” can't be read as hours. Write weekdays with times, like tue-thu 09:00-11:00, 14:00-16:00; "
    "fri 09:00-10:00",
    "no_such_time": "“{text}” holds a time that is not on the clock. Write times from 00:00 to 24:00.",
    "reversed": "{start}-{end} ends before it begins. Write the earlier time first.",
    "day": "{first:weekday} {times}",
    "days": "{first:weekday}–{last:weekday} {times}",
    "all_day": "all day",
}
