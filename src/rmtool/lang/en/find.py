"""Which client is meant."""

TEXTS = {
    "ambiguous": "{count} clients go by “{who}”; say more of the name, or give the number:",
    "unknown": "No client goes by “{who}”. Look for it with: rmtool clients --find PART",
    "candidate": "  {client_no}  {name}",
    "more": "  … and {count} more",
    "no_person": "Nobody at {client}, or more than one, goes by “{who}”. Give the whole name:",
    "person": "  {name}  {title}",
}
