"""English texts of what columns were said to mean."""

TEXTS = {
    "id": "no.",
    "heading": "column",
    "field": "means",
    "remembered_on": "since",
    "fingerprint": "list",
    "empty": "No column had to be explained yet.",
    "how_to_forget": "To forget one: rmtool mappings --forget N",
    "none_such": "Nothing is remembered under no. {number}; see: rmtool mappings",
    "did_forget": "forgot what column {heading} means",
    "forgotten": "Forgotten: {heading} = {field}. It will be asked about again.",
    "question": "What is column {heading}? Its first cells: {samples}",
    "question_of": "Sheet {sheet}: what is column {heading}? Its first cells: {samples}",
    "choice": "  {number} {field}",
    "answer": "Number or field name; nothing to leave the column out: ",
    "no_such_field": "There is no field {field} here.",
    "used": "{columns}, as settled for lists with these headings (rmtool mappings)",
}
