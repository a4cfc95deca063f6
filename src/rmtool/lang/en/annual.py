"""Days of the year, by the sun and by the moon."""

TEXTS = {
    "unclear": "“{text}” is no day of the year. Write 1980-08-15, 08-15, or by the moon 农历八月十五, lunar 8-15, "
    "闰四月初三.",
    "year": "“{text}”: the year must lie between {first} and {last}.",
    "no_such_day": "“{text}”: there is never such a day. A lunar month has 30 days at most, February 29.",
    "never_leap": "“{text}”: month {month} is never doubled in the lunar calendar (1900–2100). Leave out 闰 (leap).",
    "not_in_year": "“{text}”: there was no such day in {year}. Check day and month, or leave out the year.",
    "solar": "{month:02d}-{day:02d}",
    "lunar": "lunar {day}",
    "lunar_leap": "lunar {day}, leap month",
}
