"""English texts of exported books that are taken back."""

TEXTS = {
    "strange": "{file} holds {name}, which no export of rmtool holds; nothing was taken in. Import other lists singly.",
    "broken": "{file} is a damaged zip; nothing was taken in. Export the book anew: rmtool export",
    "too_large": "{file} unpacks to more than {megabytes} MB or to too many files, which no book does; it was refused.",
    "not_utf8": "{file} holds a list that isn't written in UTF-8, as an export is; nothing was taken in.",
    "broken_list": "{file}: {name} is damaged; nothing was taken in. Export the book anew: rmtool export",
    "ragged": "{file}: row {row} of {name} has more or fewer cells than headings; nothing was taken in.",
    "no_column": "{file}: the columns of {name} aren't those of an export ({column}); nothing was taken in.",
    "wrong": "{file}: row {row} of {name} says “{cell}” for {column}, which can't be; nothing was taken in.",
    "takes_no": "{file} is an exported book, which is taken in whole: {options} can't be used with it.",
    "unknown": "of a newer rmtool and not taken in: {names}",
    "also": "taken in besides: {rows}",
    "homeless": "{count:number} {count:row|rows} of people, visits and the like left out: their clients aren't there",
}
