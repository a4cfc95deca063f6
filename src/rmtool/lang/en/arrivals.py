"""English texts of imports: what a list changed, why a row was set aside, what to do next."""

TEXTS = {
    # what was done
    "did_import": "imported {file}",
    "did_import_until": "imported {file} from {source}, to be kept until {until:date}",
    "did_import_from": "imported {file} from {source}",
    "reading": "Reading {file}",
    "matching": "Matching {rows:number} rows with the book",
    "writing": "Writing {rows:number} rows",
    "password": "Password of {file}: ",
    "dry_run": "Dry run: nothing was written.",
    "title": "{file}: {kind}",
    "sheet_title": "{file}, sheet {sheet}: {kind}",
    "kind_clients": "client list",
    "kind_prospects": "list of prospects",
    "kind_contacts": "contact log",
    "kind_persons": "list of people at clients",
    "kind_holdings": "list of products held",
    "counts": "{rows:number} {rows:row|rows}: {added:number} new, {changed:number} changed, {unchanged:number} "
    "unchanged, {set_aside:number} set aside.",
    "amount": "Amounts: {heading} became {field}, {unit}, as of {on:date}.",
    "unit_1": "in single units",
    "unit_1000": "in thousands",
    "unit_10000": "in ten thousands",
    "unit_1000000": "in millions",
    "unit_10000000": "in ten millions",
    "unit_100000000": "in hundred millions",
    "unit_1000000000": "in thousand millions",
    "columns": "Understood: {columns}.",
    "columns_run": "{first} to {last} ({count} columns) = {field}",
    "column": "{heading} = {field}",
    "ignored": "Not taken in: {columns}.",
    "vanished": "{count:number} {count:client|clients} of earlier lists {count:isn't|aren't} in this one: {names}.",
    "warning": "Note: {warning}.",
    "set_aside_in": "{count:number} {count:row|rows} set aside with the reasons, in {file}. Mend "
    "{count:it|them} there and import that file.",
    "set_aside_stays": "The book is written, but the rows set aside stay in {file}: {place} can't be replaced.",
    "set_aside_kept": "The rows set aside earlier are kept in {file}.",
    "moves": "{count:number} {count:client changes|clients change} tier",
    "would_add": "{count:number} new {count:client|clients}",
    "would_change": "{count:number} {count:change|changes}",
    "would_set_aside": "{count:number} {count:row|rows} set aside",
    "rest": "… and {more:number} more; all of them with -f json",
    "field": "field",
    "field_on": "{field} {on:date}",
    "before": "before",
    "after": "after",
    "row": "row",
    "money": "{amount:money}",
    "names": "{names}",
    "and_more": "{names} and {more:number} more",
    "refused": "{refused} of {files} files could not be used; the others were taken in.",
    "next_clients": "Next: rmtool tiers · rmtool due · rmtool plan-week",
    "next_prospects": "Next: rmtool prospects",
    "next_contacts": "Next: rmtool due · rmtool contacts --matrix",
    "next_persons": "Next: rmtool client NAME",
    "next_holdings": "Next: rmtool client NAME",
    "next_dry_run": "To take it in: the same command without --dry-run.",
    # why a row is set aside
    "reason": "reason",
    "row_reasons": "row {row}: {reasons}",
    "several_bear_the_name": "{count} clients are called {name} ({numbers}); give the client number",
    "two_clients": "credit code {code} is {by_code}'s, but client number {number} is {by_number}'s",
    "number_of_another": "number {number} is {by_number}'s, but {name} is another client; mend the one that is wrong",
    "another_code": "client number {number} is {name}'s, whose credit code is {code}",
    "same_client": "the same client as row {row} ({name}), with other figures",
    "in_the_future": "{on:date} is still to come",
    "unknown_client": "no client {who} in the book; to make such clients: --create-clients",
    "unknown_client_like": "no client {who} in the book; did you mean {names}? To make such clients: --create-clients",
    # notes
    "already_imported": "these bytes were imported on {on:date} (no. {batch}), so nothing changes; to take them in "
    "anew: rmtool undo first",
    "repeated": "{count} {count:row repeats|rows repeat} another one word for word: {names}",
    "already_client": "{count} {count:prospect is a client|prospects are clients} already and {count:stays|stay} so: "
    "{names}",
    "released": "{count} {count:prospect was|prospects were} released and {count:stays|stay} so: {names}",
    "renumbered": "{count} {count:client was|clients were} recognised by the name alone and {count:gets|get} the "
    "list's number: {names}",
    "won": "{count} {count:prospect becomes a client|prospects become clients}: {names}",
    "asleep": "{count} {count:client is|clients are} dormant from now on, since the list is complete: {names}",
    "awake": "{count} dormant {count:client is|clients are} in the list again and active: {names}",
    "resting": "{count} {count:client of the list is|clients of the list are} dormant or lost in the book and "
    "{count:stays|stay} so: {names}. To change that: rmtool client-set WHO status=active",
    "kept": "{count:number} {count:client keeps|clients keep} what the book says in fields that the rules protect: "
    "{names}",
    "older": "{count:number} {count:client keeps|clients keep} what a list of a later day says; this one only fills "
    "what was open: {names}",
    "merged": "{count:number} {count:row speaks of a client|rows speak of clients} merged into others: {names}",
    "double_credit_code": "{name} ({client_no}) has the credit code of {other} ({other_no}); if they are one: "
    "rmtool merge {other_no} {client_no}",
    "double_name": "{name} ({client_no}) and {other} ({other_no}) may be one client; if so: "
    "rmtool merge {other_no} {client_no}",
    "double_similar": "{name} ({client_no}) and {other} ({other_no}) have similar names; if they are one: "
    "rmtool merge {other_no} {client_no}",
    "more_doubles": "{more:number} more {more:pair|pairs} of clients may be one (duplicates, with -f json)",
    "nearly_there": "{count:number} new {count:contact differs|contacts differ} from one in the book only in time, "
    "person or note, the first in row {row}. If {count:it is|they are} the same, corrected since: rmtool "
    "contact-remove ID takes the old one out (rmtool contacts -f json gives its id)",
    "created": "{count:number} {count:client was|clients were} made: {names}",
    "rate_not_needed": "the list is in {currency}, the book's own currency; --rate was not used",
    # refusals
    "other_currency": "{file} is in {currency}, the book in {held}. Say what one {currency} is in {held}: --rate R.",
    "strict": "{file}: {count:number} {count:row|rows} would be set aside, so nothing was written (--strict).",
    "map_form": "“{text}” isn't of the form 'HEADING=field'. Example: --map 'Kontostand=deposit'.",
    "map_code_form": "“{text}” isn't of the form 'WORD=CODE'. Example: --map-code 'visit=M'.",
    "decimal_form": "“{text}” can't stand before the cents: --decimal takes , or a point.",
    "date_order_form": "“{text}” is no order of dates; --date-order takes {orders}.",
    "rate_form": "“{text}” is no rate. Give what one unit of the list's currency is in the book's: --rate 7.85.",
    "date_ahead": "{on:date} is still to come; a list is of today or earlier.",
    "kept_already": "{until:date} is over already: what this list brings couldn't be kept for a day. Give a day "
    "ahead with --keep-until.",
}
