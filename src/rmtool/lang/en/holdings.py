"""English texts of what clients hold."""

TEXTS = {
    "title": "Holdings",
    "product": "product",
    "kind": "kind",
    "contract_no": "number",
    "amount": "amount",
    "opened": "opened",
    "matures": "matures",
    "rate": "rate",
    "risk": "risk",
    "bank": "bank",
    "as_of": "as of",
    "rate_said": "{per_cent:g} %",
    "more_ended": "{count:number} no longer held: with -f json",
    "would_add": "{count:number} new {count:holding|holdings}",
    "would_end": "{count:number} {count:holding|holdings} no longer held",
    "kind_deposit": "deposit",
    "kind_loan": "loan",
    "kind_wealth": "wealth product",
    "kind_fund": "fund",
    "kind_insurance": "insurance",
    "kind_acceptance": "acceptance",
    "kind_guarantee": "guarantee",
    "kind_letter_of_credit": "letter of credit",
    "kind_cash_management": "cash management",
    "kind_payroll": "payroll",
    "kind_bond": "bond",
    "kind_trust": "trust",
    "kind_gold": "gold",
    "matures_first": "{column}: {count:number} {count:maturity lies|maturities lie} before the opening and "
    "{count:is|are} left out, the first in row {row}",
    "card_numbers": "{column}: {count:number} card or identity {count:number|numbers} not stored, the first in row "
    "{row}",
    "told_product": "no column names the product: {product} was taken for all rows; if one does: "
    "--map 'HEADING=product'",
    "repeated": "{count:number} {count:row repeats|rows repeat} another one word for word, its number too, and "
    "{count:counts|count} once",
    "ended": "{count:number} {count:holding isn't|holdings aren't} in this complete list and {count:counts|count} as "
    "ended from its day on",
    "did_add": "noted {product} of {name}",
    "did_set": "corrected {product} of {name}",
    "did_remove": "took out {product} of {name}",
    "added": "{name} holds {product} (holding {id}).",
    "was_set": "{name}, {product}: {fields}.",
    "removed": "{product} of {name} is taken out. If it only ended: rmtool undo, then holding-set ID ended=DATE",
    "unknown_product": "No product of the catalogue is called “{product}” (rmtool products lists them). If the name is "
    "right, say its kind: product_kind=wealth",
    "unknown_near": "No product of the catalogue is called “{product}”; do you mean “{near}”? If the name is right, "
    "say its kind: product_kind=wealth",
    "matures_before": "It can't mature on {matures:date}, before its opening on {opened:date}. Correct one of the two.",
    "ended_before": "It can't have ended on {ended:date}, before its opening on {opened:date}. Correct one of the two.",
    "no_such": "There is no holding {id}. `rmtool client WHO` shows the numbers of what a client holds.",
    "id": "id",
    "cover": "cover",
    "premium": "premium",
    "term": "term",
}
