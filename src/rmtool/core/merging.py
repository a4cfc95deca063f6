"""Two clients that are one: what the one that stays takes over. Not: the rows that go with it (store)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from rmtool.core.arrivals import is_made
from rmtool.core.book import ACTIVE, Client

_OWN = frozenset({"id", "client_no", "name", "kind", "status", "initials", "entered", "tags"})
"""Fields that are not just filled in."""


class Merger(NamedTuple):
    """How `merged` goes into `kept`: the fields of `kept` that change, what `merged` was known as.

    `moved` and `dropped` count the rows by table; a row is dropped where `kept` has one of its own in its place.
    """

    kept: Client
    merged: Client
    fields: Mapping[str, Any]
    aliases: tuple[str, ...]
    moved: Mapping[str, int] = {}
    dropped: Mapping[str, int] = {}


def merger(kept: Client, merged: Client) -> Merger:
    """What `kept` takes over: what it doesn't say itself, all tags, the earlier entry; and it is active if either is.

    A number that rmtool made gives way to the bank's. Lists go on speaking of `merged` by its number, credit code or
    name, so these are kept as aliases.
    """
    fields: dict[str, Any] = {
        field: theirs
        for field, mine, theirs in zip(Client._fields, kept, merged, strict=True)
        if mine is None and theirs is not None and field not in _OWN
    }
    if is_made(kept.client_no) and not is_made(merged.client_no):
        fields["client_no"] = merged.client_no
    if more := tuple(tag for tag in merged.tags if tag not in kept.tags):
        fields["tags"] = (*kept.tags, *more)
    if merged.entered < kept.entered:
        fields["entered"] = merged.entered
    if merged.status == ACTIVE != kept.status:
        fields["status"] = ACTIVE
    after = kept._replace(**fields)
    known = (kept.client_no, merged.client_no, merged.credit_code, merged.name)
    own = {after.client_no, after.credit_code, after.name, None}
    return Merger(kept, merged, fields, tuple(dict.fromkeys(name for name in known if name and name not in own)))
