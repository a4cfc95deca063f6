"""What a page made for a browser or for paper says beside its result."""

TEXTS = {
    "untitled": "Result",
    "table": "Table",
    "as_of": "As of {day:long_day}. Client data: keep it within the bank.",
    "figures": "Figures: {figures}",
    "notes": "Notes ({count})",
    "of_clients": "share of clients",
    "of_total": "share of the whole",
    "too_large": "A page of {rows:number} rows and {columns} columns is more than a browser can show. "
    "Narrow the list, or take it as a file for a spreadsheet: -f csv",
}
