"""People at clients, notes and tags."""

TEXTS = {
    "did_add": "added {name} at {client}",
    "did_set": "changed {name} at {client}: {fields}",
    "did_remove": "took out {name} at {client}",
    "nameless": "Say who it is: the name comes after the client.",
    "taken": "{client} has a {name} already. Change that one with: rmtool person-set, or tell the two "
    "apart by the name.",
    "was_added": "Added {name} at {client}.",
    "was_set": "Changed {name} at {client}.",
    "was_removed": "Took out {name} at {client}. What was logged with them stays.",
    "did_note": "noted something about {client}",
    "did_unnote": "took out a note on {client}",
    "empty_note": "Say what to note, after the client.",
    "note_ahead": "{on:date} is still ahead. What is to be done by then is a next step: rmtool log-contact WHO CODE "
    "--next STEP --next-on DATE",
    "no_such_note": "There is no note {id}. A client's page names its notes: rmtool client WHO",
    "noted": "Noted about {client} (note {id}).",
    "unnoted": "Took out note {id} on {client}.",
    "did_tag": "tag {tags}",
    "did_untag": "tag {tags} taken away",
    "tagless": "Say the tag first: rmtool tag TAG WHO",
    "tag_whom": "Say who gets the tag “{tag}”: names after it, or a part of the book such as --district or --tier.",
    "tag_first": "The tag comes first, then whom it is for: rmtool tag TAG WHO. Here the tag was “{tag}”.",
    "tagged": "{count} {count:client|clients} tagged {tag}: {names}.",
    "untagged": "{count} {count:client|clients} no longer tagged {tag}: {names}.",
    "none_tagged": "Nothing to change: all of them stand so already.",
}
