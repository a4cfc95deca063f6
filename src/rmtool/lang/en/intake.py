"""English texts of the readers of banks' lists: what is wrong with a file, a row, a column, and how to mend it."""

TEXTS = {
    # the whole file
    "no_such_file": "There is no file {file}. Check its name and the folder it is in.",
    "is_folder": "{file} is a folder; name the files in it.",
    "unreadable_file": "{file} can't be read. {why}",
    "too_large": "{file} is larger than {megabytes} MB, which no client list is. Nothing was read.",
    "empty_file": "{file} is empty. Export the list again.",
    "not_a_list": "{file} is neither a workbook nor a text file. rmtool reads .xlsx, .xls, .ods and .csv.",
    "binary_workbook": "{file} is a binary workbook (.xlsb). Save it as .xlsx.",
    "broken_workbook": "{file} is damaged or no workbook. Open it in Excel, save it anew as .xlsx and try that.",
    "password": "{file} is protected by a password. Save a copy without a password and import that.",
    "bomb": "{file} unpacks to far more than a list holds; it was refused. Copy its cells into a new workbook.",
    "far_apart": "{file} spans far too many cells: something stands far from the list. Delete what is out there, or "
    "copy the list into a new workbook.",
    "no_such_encoding": "There is no encoding {encoding}. Usual ones: utf-8, gb18030, utf-16, latin-1.",
    "wrong_encoding": "{file} isn't written in {encoding}. Try without --encoding, or with another one.",
    "unknown_encoding": "{file} is written in neither UTF-8 nor GB18030. Name the encoding: --encoding latin-1.",
    "broken_line": "{file}, line {row}: a cell has no end. A quotation mark may be missing.",
    "no_sheets": "{file} is a text file and has no sheets; leave --sheet out.",
    "no_such_sheet": "{file} has no sheet {sheet}. Its sheets: {sheets}.",
    "no_identity": "{file} has neither a column of client names nor one of client numbers. Its headings: {headings}. "
    "Name one: --map 'HEADING=name' or --map 'HEADING=client_no'.",
    "no_headings": "{file} has no headings, and what its columns are is unclear. Row {row} is: {cells}. Say what each "
    "column is by its letter: --map 'A=client_no' --map 'B=name' --map 'C=deposit' (or 1=client_no); one that isn't "
    "needed: --map 'D=ignore'.",
    "cell": "{column}: {cell}",
    "date_order": "{file}: {column}: {cell} may be read day first or month first. Say which: --date-order dmy (day, "
    "month, year), mdy (month, day, year) or ymd.",
    "only_identity_numbers": "The only number in {file} ({column}) is an identity or card number, which rmtool never "
    "stores. Add client numbers or names.",
    "no_date_column": "{file} has no column that says when. Its headings: {headings}. Name one: --map 'HEADING=date'.",
    "no_code_column": "{file} has no column that says how (T, E, M …). Its headings: {headings}. Name one: "
    "--map 'HEADING=code'.",
    "no_person_column": "{file} has no column of people's names. Its headings: {headings}. Name one: "
    "--map 'HEADING=person'.",
    "no_product_column": "{file} has no column of products. Its headings: {headings}. Name one: "
    "--map 'HEADING=product'.",
    "no_rows": "{file} has headings but no rows below them. Export the list again, with its rows.",
    "too_damaged": "{file}: {damaged} of {rows} rows can't be read, so nothing was written. Perhaps a column means "
    "something else (--map 'HEADING=field'), or the list was saved badly.",
    "shifted": "{file}: in {torn} of {rows} rows an amount is torn in two by its own comma, which shifts the columns "
    "after it. Nothing was written. Export the list as .xlsx, with semicolons, or with quotation marks around amounts.",
    "torn": "row {row}, {column}: {whole} | {rest}",
    "at_row": "row {row}: {reason}",
    "two_columns": "{file}: {first} and {second} both mean {field}. Say which counts (--map '{first}={field}') or "
    "leave one out (--map '{second}=ignore').",
    "two_currencies": "{file} has amounts in different currencies: {columns}. Leave some out: --map 'HEADING=ignore'.",
    "no_such_heading": "{file} has no heading {heading}. Its headings: {headings}.",
    # the options
    "no_such_kind": "There is no kind of list {kind}; there are {kinds}.",
    "no_such_field": "There is no field {field} that a column could be mapped to. Fields: {fields}, ignore.",
    "mapped_twice": "Two headings are mapped to {field}; only one column can be.",
    "never_stored_mapped": "{heading} is a number or secret that rmtool never stores; it can't be mapped to a field.",
    # why a row is set aside
    "nameless": "neither a name nor a number of the client",
    "no_client": "no client",
    "unreadable_number": "{column}: {cell} is no client number",
    "damaged_number": "{column}: {cell} has lost digits in the spreadsheet; export the column as text",
    "unreadable_amount": "{column}: {cell} is no amount",
    "unreadable_date": "{column}: {cell} is no date",
    "no_date": "{column}: no date",
    "day_ahead": "{column}: {date:date} is still to come",
    "two_amounts": "the same client and day as row {row}, with another amount; check them and keep one",
    "part_lost": "row {row} of the same client can't be read, and without it the client's amounts would be too low",
    "two_names": "{number} stands for {names}; give each client its own number",
    "namesakes": "{count} rows are called {name}, and nothing tells whether they are one client; add client numbers",
    "one_part_twice": "rows {rows} of this client have the same {columns} but other amounts; check them and keep one",
    "unknown_unit": "{column}: {cell} is no unit of amounts",
    "other_currency": "{column}: the amounts are in {cell}, the list's others in {currency}; convert them first, or "
    "import those rows by themselves with --rate",
    "unknown_currency": "{column}: {cell} is no known currency",
    "equal_parts": "rows {rows} of this client state the same amount under different {columns}; whether it is one "
    "amount or several is unclear. Leave one row with the right amount",
    "unknown_measure": "{column}: no measure is called {cell}",
    "unknown_code": "{column}: {cell} is no known code; --map-code '{cell}=T' would make it one",
    "no_code": "{column}: no code",
    "no_person": "nobody's name",
    "no_product": "no product",
    "overlong": "more cells than the {headings} headings; perhaps a name holds a comma outside quotation marks",
    # warnings
    "unreadable": "{column}: {count} {count:value|values} can't be read and {count:is|are} left out, the first in "
    "row "
    "{row}: {cell}",
    "damaged_credit_codes": "{count} credit {count:code has|codes have} lost digits in the spreadsheet (first in row "
    "{row}) and {count:is|are} left out; export the column as text",
    "short_rows": "{count} {count:row has|rows have} fewer cells than headings, the first is row {row}; what is "
    "missing counts as blank",
    "repeated_headings": "{count} {count:row|rows} that only {count:repeats|repeat} the headings left out",
    "column_numbers": "{count} {count:row|rows} that only {count:numbers|number} the columns left out",
    "repeated_titles": "{count} {count:row|rows} that only {count:repeats|repeat} the title left out",
    "group_titles": "{count} {count:row|rows} that only {count:heads|head} a group left out, such as {cell}",
    "totals": "{count} {count:row|rows} of totals left out",
    "footnotes": "{count} {count:row|rows} of notes below the list left out",
    "identity_column": "{column} holds identity or card numbers, which are never stored; clients go by their names",
    "identity_numbers": "{column}: {count} identity or card {count:number|numbers} not stored, the first in row {row}",
    "never_stored": "never stored: {columns}",
    "guessed": "{column} was taken for {field}; if it is something else: --map '{column}=FIELD'",
    "two_units": "the title names two units, {taken} and {other}; {columns} was taken in {taken}. If that is wrong, "
    "write the unit into the heading and import again.",
    "no_amount": "no column of amounts: every client's tier is open",
    "other_measure": "amounts are {found}, but the rules go by {needed}",
    "mapped_in_vain": "{column} can't be {field}: a list of {kind} holds no such thing",
    "hidden": "hidden {count:sheet|sheets} left out: {sheets}; to read one: --sheet NAME",
    "not_lists": "no {count:list|lists}, left out: {sheets}",
    "other_kind": "sheet {sheet} lists {kind} and was left out",
    "no_rows_below": "{sheet} has headings but no rows",
    "contacts_ahead": "{count} {count:contact lies|contacts lie} in the future, the first in row {row}",
    "date_ahead": "the list says that it is of {date:date}, which is still to come; today counts instead",
    "headless": "there are no headings; by their cells {columns}; if one is something else: --map 'A=FIELD'",
    "taken": "{column} = {field}",
    "added_up": "{count:number} {count:client has|clients have} several rows, told apart by {columns}; their amounts "
    "were added up",
    "repeated_amounts": "{column} is the same in all rows of each client, so it was taken once and not added up",
    "date_order_told": "{column}: days such as {cell} were read as {order}; if that is wrong: --date-order",
    "date_order_open": "{column}: days such as {cell} may be read day first or month first and are left out; "
    "to read them: --date-order dmy, mdy or ymd",
    "order_dmy": "day, month, year",
    "order_mdy": "month, day, year",
    "order_ymd": "year, month, day",
    "by_day": "several rows a client: balances of {clients:number} {clients:client|clients} on {days:number} days, "
    "{first:date} to {last:date}",
    # words
    "hidden_rows": "{count} hidden {count:row|rows} left out; to read {count:it|them}, unhide {count:it|them} first",
    "open": "{column} (such as {samples}) might be several things and wasn't read. Say what it is: "
    "--map '{column}=FIELD', or --map '{column}=ignore'",
    "unknown_word": "{word} is no known code ({count} {count:cell|cells}); --map-code '{word}=T' would make it one",
    "more_words": "{count} more {count:word is|words are} no known code",
    "filled_down": "{column}: {count} blank {count:cell counts|cells count} as what stands above, the first in row "
    "{row}",
    "years_taken": "{column}: {count} {count:date names|dates name} no year and {count:was|were} taken for days from "
    "{first:date} to {last:date}",
    "column_ahead": "{column} is of {date:date}, which is still to come; it was left out",
    "kind_clients": "clients",
    "kind_prospects": "prospects",
    "kind_contacts": "contacts",
    "kind_persons": "persons",
    "kind_holdings": "products held",
    "field_deposit": "deposit (deposits at a day)",
    "field_deposit_avg": "deposit_avg (average deposits)",
    "field_loan": "loan (loans)",
    "field_aum": "aum (assets under management)",
    "field_figure": "the amounts of the measures",
    "field_revenue": "revenue (yearly revenue)",
}
