"""English texts of the files that lists come in: locked, hostile, oddly encoded ones, and address cards."""

TEXTS = {
    "slip": "{file} holds parts that would lie outside its own folder; it was refused. Copy its cells into a new "
    "workbook.",
    "too_heavy": "{file} takes more time or memory to read than a list does; it was refused. Copy its cells into a new "
    "workbook, or save it as .csv.",
    "too_wide": "{file}, sheet {sheet}: it reaches over {columns} columns, more than a list has. Delete what is far to "
    "the right, or copy the list into a new workbook.",
    "too_wide_line": "{file}, line {row}: it has {columns} cells, more than a list has. Perhaps the file is no list, "
    "or its separators are unusual.",
    "too_long": "{file} has more than {rows} lines or {cells} cells, more than a list has; it was refused. Divide it "
    "into several files.",
    "too_much": "{file} holds more than {cells:number} cells that differ from each other by line {rows:number}, "
    "more than a list has; it was refused. Leave out columns that aren't needed, or divide it into several files.",
    "password": "{file} is protected by a password. Run the command in a terminal and it will ask for it, or set "
    "RMTOOL_FILE_PASSWORD.",
    "wrong_password": "The password doesn't open {file}.",
    "no_unlocking": "{file} is protected by a password. Reading it needs an addition: pip install 'rmtool[protected]'. "
    "Or save a copy without a password and import that.",
    "locked_document": "{file} is protected by a password, which rmtool can't open in OpenDocument files. Save a copy "
    "without a password and import that.",
    "document_guard": "{file} is encrypted by the bank's document protection. Export or decrypt it there first, then "
    "import the copy.",
    "cut_off": "{file} ends in the middle of a character: it was cut off. Fetch or export it again.",
    "doubtful_encoding": "{file} isn't written in UTF-8, and as GB18030 it makes no sense (“{sample}”). Name its "
    "encoding: --encoding big5, --encoding latin-1 …, or --encoding gb18030 if this is right.",
    "page_without_table": "{file} is a web page without a table (“{sample}”). Perhaps the bank's system sent a message "
    "or a sign-in page instead of the list: export it again, or open it in Excel and save it as .xlsx.",
    "no_cards": "{file} is an address card file without a card that has a name.",
    "zeros_restored": "{column}: {count} {count:number|numbers} had lost leading zeros and {count:was|were} made "
    "{width} digits wide again, the first in row {row}: {before} → {after}",
    "zeros_doubtful": "{column}: {count} {count:number is|numbers are} shorter than the others and may have lost "
    "leading zeros, the first in row {row}: {cell}; left as {count:it is|they are}",
    "decimal_comma": "{column}: amounts such as {cell} (row {row}) are written with a decimal comma; to read them: "
    "--decimal ,",
    "no_such_decimal": "There is no decimal sign {decimal}; it is . or ,",
    "more_phones": "Telephone: {phones}",
    "more_emails": "E-mail: {emails}",
}
