"""A client edited as a whole."""

TEXTS = {
    "lead": "{name} ({client_no}). Change what you like, save and close; close without a change to leave all "
    "as it is.\n"
    "A person or note whose lines you delete goes; one without an id is new. kind: corporate, institution, retail;\n"
    "status: active, dormant, lost; power: decides, influences, none; tags with commas. Amounts: rmtool client-set.",
    "encrypted": "The book is encrypted, and a text in an editor isn't. Change single facts with client-set, "
    "person-set and note, or let the text lie in the clear while it is edited: --plain",
    "did_edit": "edited {name} as a whole",
    "edited": "Changed {name}.",
    "unchanged": "Nothing was changed about {name}.",
    "unknown_part": "there is no part “{part}”: write client, people, notes, or card for a prospect",
    "unknown_field": "there is no field “{field}” here; there are {fields}",
    "unknown_id": "no id {id}, or it stands there twice: leave the ids as they are, and new entries without one",
    "no_fields": "here belong fields, each as “name: value”",
    "no_value": "{field} takes one value",
    "doubled_name": "two people would be called {name}: tell them apart by the name",
    "unreadable": "{file} can't be read, and nothing was changed.",
    "mistakes": "{file}: {count} {count:thing|things} to mend, and nothing was changed.",
    "changed_meanwhile": "{name} was changed by another command since this was opened, so {file} wasn't taken "
    "in. Look at "
    "what changed with rmtool history, mend the file, and delete its line “# […]” to take it in all the same.",
    "client_gone": "{name} isn't in the book any more, so nothing was changed.",
    "lies_there": "An earlier edit lies in {file} still. Take it in with --from, or delete it.",
    "kept": "What you typed is kept in {file}. Mend it and take it in with: rmtool edit {client_no} --from FILE",
    "again": "Open the editor again?",
    "not_taken": "Nothing was changed about {name}.",
    "no_editor": "The editor {editor} can't be started. {why}",
    "editor_failed": "The editor {editor} ended with an error ({code}), so nothing was changed.",
    "editor_unnamed": "No editor is known here. Name one in EDITOR, or give a file with --from.",
}
