"""Alerts listed and marked as acted on. Not: what wants a look (core/alerts)."""

from rmtool.core.alerts import KINDS, SETTLED_AS, Alert, alerts
from rmtool.core.book import Client
from rmtool.desk import Desk
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.errors import UsageError
from rmtool.phrase import phrase

_WORDS = {
    "分层": "tier",
    "临近降层": "near",
    "大额变动": "move",
    "连续下降": "falling",
    "类别": "class",
    "久未联系": "lapsed",
    "闲置": "idle",
}


def open_alerts(desk: Desk, wanted: Filter = EVERYBODY, kind: str | None = None) -> list[Alert]:
    """What wants a look and wasn't acted on. Raises UsageError for a tier, class or kind that there isn't."""
    keeps = narrowed(desk, wanted)
    only = None if kind is None else kind_of(kind)
    found = alerts(desk.book, desk.rules, desk.today, desk.standings, desk.dues, desk.store.settled())
    return [alert for alert in found if only in (None, alert.kind) and keeps(alert.client)]


def kind_of(word: str) -> str:
    """The kind that somebody typed, in either language. Raises UsageError."""
    bare = word.strip().casefold()
    kind = _WORDS.get(bare, bare)
    if kind not in KINDS:
        raise UsageError("alerts.no_such_kind", kind=word, kinds=KINDS)
    return kind


def settle_alerts(desk: Desk, ref: str, kind: str | None, why: str | None) -> tuple[Client, list[Alert]]:
    """Marks alerts as acted on: that of an id (`C0012:move`), or all of a client (of one kind).

    Raises UsageError if there is none.
    """
    who, colon, named = ref.rpartition(":")
    client = desk.client(who if colon else ref)
    wanted = named if colon else kind
    found = [alert for alert in open_alerts(desk, kind=wanted) if alert.client == client]
    if not found:
        raise UsageError("alerts.nothing_to_settle", name=client.name)
    with desk.writing("alert-done", phrase("alerts.did_settle", name=client.name)) as writing:
        for alert in found:
            mark = {"kind": SETTLED_AS, "subject": alert.kind, "about": alert.on, "on": desk.today, "why": why}
            writing.settle({"client_id": client.id, **mark})
    return client, found
