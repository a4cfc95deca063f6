"""English texts about the rules file and the holiday table: what is wrong in them, where, and how to mend it."""

TEXTS = {
    # the whole file
    "mistakes": "{file}: {count} {count:thing|things} to mend before it can be used. Nothing was changed.",
    "at_line": "line {line}: {what}",
    "more_mistakes": "… and {count} more",
    "no_file": "There is no file {file}. Check the path, or leave it out to use the shipped rules.",
    "is_folder": "{file} is a folder. Name the rules file in it.",
    "unreadable": "{file} can't be read ({why}).",
    "too_large": "{file} is far larger than such a file needs to be. Check that it is the right one.",
    "not_utf8": "{file}, line {line}: the text isn't UTF-8. Open the file in your editor and save it anew with the "
    "encoding UTF-8.",
    "empty": "{file} is empty. Start from the shipped tiers.yaml, or remove the file to use the shipped rules.",
    "not_shipped": "{name} is missing from the installation. Install rmtool anew.",
    # YAML itself
    "change_form": "“{text}” is no change of the rules. Write KEY=VALUE, such as visits_per_day=6 or "
    "tiers.monthly.weight=3.",
    "change_leads_nowhere": "“{text}”: there is no such place in the rules. A tier goes by its id, such as "
    "tiers.monthly.weight=3.",
    "no_keys": "here should stand keys with values, such as “tiers:”. Start from the shipped tiers.yaml.",
    "tab": "a tab indents this line. Use spaces, as many as the lines beside it.",
    "wide_colon": "the colon is a full-width “：”. Write “:” and a space.",
    "unquoted_comparison": 'the comparison needs quotation marks: ">= 1000万".',
    "open_quote": "a quotation mark opens here and doesn't close. Write it on both sides, on one line.",
    "open_bracket": "a bracket opens here and isn't closed properly by line {until}. Check for ], }} "
    "and the commas between.",
    "odd_start": "a value can't begin with “{character}”. Put the value in quotation marks.",
    "colon_in_value": "there is a colon too many, or the line is indented further than the one above. Values with “: ” "
    "need quotation marks; keys of one section begin in the same column.",
    "indentation": "the line doesn't line up with those above. Keys of one section begin in the same column; each "
    "item of a list begins with “- ”.",
    "no_colon": "a key needs a colon and a space after it: “key: value”.",
    "not_yaml": "this can't be read as YAML ({problem}). Compare it with the shipped tiers.yaml.",
    "odd_character": "there is an invisible character ({code}). Delete it, or write the line anew.",
    "two_documents": "“---” begins a second document. A rules file is one; delete the line or what follows it.",
    "odd_key": "a key must be one word or name, followed by a colon.",
    "too_deep": "more than {depth} levels lie within each other. Write it flatter.",
    "alias": "“&{name}” is a YAML shortcut that isn't used here. Write the value out where it is needed.",
    "tag": "“{tag}” is a YAML tag that isn't used here. Delete it.",
    "doubled_key": "“{key}” stands here a second time (first in line {first}). Keep one of them.",
    # keys
    "unknown_key": "unknown key “{key}”{place}{guess}; known keys: {known}.",
    "did_you_mean": " (did you mean “{guess}”?)",
    "nothing": "",
    "at_top": "",
    "in_product": " in product “{id}”",
    "in_motive": " in motive “{id}”",
    "in_section": " under “{section}”",
    "in_tier": " in tier “{id}”",
    "in_section_of": "{place}, under “{section}”",
    "no_value": "“{key}”{place} has no value. Write one, or delete the key.",
    "not_keys": "“{key}”{place} takes keys with values, such as “key: value”, one a line or in {{ }}.",
    "not_a_list": "“{key}”{place} takes a list: one item a line after “- ”, or in [ ].",
    "not_one_value": "“{key}”{place} takes one value here, not a list or keys.",
    "empty_list": "the list of “{key}”{place} is empty. Write at least one value, or delete the key.",
    # single values
    "not_in_list": "“{value}” isn't known for “{key}”{place}{guess}; known: {known}.",
    "bad_version": "version “{value}” isn't known; this rmtool reads version 1.",
    "bad_comparison": "“{value}” for “{key}”{place} isn't a comparison. Write one with an amount: "
    '">= 1000万", "< 200,000".',
    "bad_amount": "“{value}” for “{key}”{place} isn't an amount. Write 1000万, 0.5亿 or 200,000.",
    "no_operator": '“{value}” for “{key}”{place} lacks its sign. Write ">= {value}", or one of > <= < =.',
    "not_at_least": '“{value}” for “{key}”{place} must be a lower bound: ">= 1000万".',
    "bad_share": "“{value}” for “{key}”{place} isn't a number. Write 0.7 or 70%.",
    "bad_number": "“{value}” for “{key}”{place} isn't a number.",
    "out_of_range": "“{value}” for “{key}”{place} is out of range; it goes from {lowest} to {highest}.",
    "bad_count": "“{value}” for “{key}”{place} must be a whole number from {lowest} to {highest}.",
    "bad_length": "“{value}” for “{key}”{place} isn't a length. Write minutes: 45m ({lowest} to {highest}).",
    "bad_grid": "“{value}” for “{key}” doesn't divide the hour into equal steps. Write one of {known}.",
    "bad_hours": "“{value}” for “{key}”{place} isn't a time span. Write 09:00-12:00.",
    "reversed_hours": "“{value}” for “{key}”{place} ends before it begins. Write the earlier time first.",
    "bad_avoided": "“{value}” for “{key}” isn't a day with hours. Write mon 09:00-12:00.",
    "bad_weekday": "“{value}” isn't a weekday. Write one of {known}.",
    "bad_coordinate": "“{value}” for “{key}” isn't in degrees, from -{limit} to {limit}: lat 22.53, lon 113.93.",
    "bad_cadence": "“{value}” for “{key}”{place} isn't a cadence. Write 1 per week (day, week, xun, month, quarter, "
    "half-year, year), every 10d, or none.",
    "bad_cadences": "“{value}”{place} doesn't say for which code. Write {{M: 1 per week}}, or none.",
    "bad_interval": "“{value}” for “{key}”{place} must be an interval. Write every 3d.",
    "bad_code": "“{value}”{place} isn't a code. A code is one to eight letters, such as T, E, M or W.",
    "bad_measure": "“{value}”{place} isn't the name of a balance: small letters, digits and _, such as deposit_avg.",
    "bad_id": "“{value}”{place} can't be an id: letters, digits, - and _ only, at most 40, such as long-tail.",
    "bad_when": '“{value}”{place} isn\'t a condition. Write any for everybody, or {{amount: ">= 1000万"}}.',
    # tiers
    "no_tiers": "there are no tiers. Write them under “tiers:”; the last takes everybody who is left (when: any).",
    "no_id": "tier {number} has no id. Give it a short name: id: weekly.",
    "doubled_id": "the id “{id}” is also that of tier {number}. Give each tier its own.",
    "no_when": "tier “{id}” doesn't say whom it is for. Add “when:” with a condition, or when: any for everybody.",
    "no_rest": "tier “{id}” is the last and must take everybody who is left: when: any. Or add a "
    "tier below it that does.",
    "after_everybody": "nobody can be in tier “{id}”: “{earlier}” above it takes everybody. Move "
    "“{earlier}” to the end.",
    "unreachable": "nobody can be in tier “{id}”: whoever meets its condition is in “{earlier}” already. Put the "
    "stricter condition first.",
    "impossible": "nobody can be in tier “{id}”: its conditions exclude each other.",
    "slip": "there is no balance “{name}”; “{meant}” was probably meant.",
    "not_a_balance": "“{name}” can't be a measure. Write a balance, such as deposit_avg or deposit.",
    "twice": "“{name}” stands twice under “{key}”. Keep one of them.",
    "amount": "{fen:money}",
    # codes
    "not_a_code": "“{code}” isn't a code of the contact log{guess}; known: {known}. Add new ones under “channels”.",
    "code_any": "“any” stands for whichever code and can't be a code itself. Choose another.",
    "codes_alike": "“{code}” and “{other}” differ only in small and capital letters. Choose another code.",
    "none_and_more": "for “{code}” stands none together with a cadence. Keep one of them.",
    # the week
    "visit_too_long": "a visit of {minutes} minutes fits into no shift; the longest shift has {longest}.",
    "overlap": "{later} overlaps {earlier}. Give each hour to one of them.",
    "half_a_place": "a place needs both lat and lon. Add the other, or write the district instead.",
    "no_place": "the branch has no place. Write lat and lon, or district.",
    "no_hours": '“{part}” has no hours. Write {{hours: ["15:00-17:30"]}}, or delete it.',
    "out_of_order": "“{key}” ({high}) must lie above “{lower}” ({low}). Exchange or change the two.",
    # the holiday table
    "no_years": "there are no years. Write them under “years:”, as in the shipped holidays.yaml.",
    "bad_year": "“{value}” isn't a year from {lowest} to {highest}.",
    "bad_days": "“{value}” for “{key}”{place} isn't a day. Write 10-01, or 10-01..10-07.",
    "no_days": "“{name}” has no days. Write {{rest: 10-01..10-07, work: [10-10]}}.",
    "no_such_day": "“{value}” is not in the calendar. Check month and day.",
    "reversed_days": "“{value}” ends before it begins. Write the earlier day first; over the turn of the year write "
    "both with their years.",
    "too_long": "“{value}” has {count} days; no holiday has more than {most}. Check its end.",
    "wrong_year": "“{value}” lies too far from {year}. Put it under its own year.",
    "day_twice": "{day:date} belongs to “{other}” already and stands here again under “{name}”. Keep one of them.",
    "works_anyway": "{day:date} is a {day:weekday} and worked anyway. Only Saturdays and Sundays are "
    "made up; check the date.",
    "bad_age": "“{value}” for “{key}”{place} must say how long. Write 1y, 18 months, 90d, or forever.",
}
