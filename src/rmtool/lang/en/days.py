"""English texts about days and times as typed (core/days.py)."""

TEXTS = {
    "not_a_day": "“{text}” can't be read as a day. Write 2026-11-25, 11-25, wed, next wed, tomorrow or +10d.",
    "no_such_day": "“{text}” is not in the calendar. Check day and month, and write the year if it is far from today.",
    "not_a_week": "“{text}” can't be read as a week. Write 2026-W48, W48, this, next, last, or a date within the week.",
    "no_such_week": "“{text}” is not in the calendar: a year has 52 weeks, some have 53. Write 2026-W48 or a date.",
    "not_a_quarter": "“{text}” can't be read as a quarter. Write 2026-Q4, Q4, this, next or last.",
    "not_a_year": "“{text}” can't be read as a year. Write 2026, this, next or last.",
    "not_a_month": "“{text}” can't be read as a month. Write 2026-11, Nov 2026, this, next or last.",
    "no_such_month": "“{text}” is not in the calendar: months go from 1 to 12. Write, for example, 2026-11.",
    "not_a_time": "“{text}” can't be read as a time. Write 9:00, 14:30 or 3pm.",
    "no_such_time": "“{text}” is not on the clock. Write a time from 0:00 to 23:59, for example 14:30.",
    "other_digits": "“{text}” holds digits that could be misread. Please write them as 0 to 9.",
}
