"""Alerts: what of clients wants a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmtool.phrase import phrase
from rmtool.show import rows
from rmtool.show.text import Column, Page, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmtool.core.alerts import Alert
    from rmtool.core.book import Client

FIELDS = ("id", "client_no", "name", "kind", "on", "what")


def alerts_page(found: Sequence[Alert]) -> Page:
    """What wants a look."""
    columns = [
        Column("on", phrase("alerts.on"), "date"),
        Column("name", phrase("alerts.client"), cut=True),
        Column("what", phrase("alerts.what"), cut=True),
        Column("id", phrase("alerts.id"), drop=1),
    ]
    table = [{"on": a.on, "name": a.client.name, "what": a.what, "id": a.ref} for a in found]
    clients = len({alert.client.id for alert in found})
    lead = phrase("alerts.lead", count=len(found), clients=clients) if found else phrase("alerts.none")
    closing = [phrase("alerts.next")] if found else []
    records = [rows.alert_record(alert) for alert in found]
    return Page(records, [lead], [Section("", columns, table)], closing, fields=FIELDS)


def settled_page(client: Client, found: Sequence[Alert]) -> Page:
    """The alerts that were marked as acted on."""
    said = [phrase("alerts.was_settled", name=client.name, what=alert.what) for alert in found]
    return Page([rows.alert_record(alert) for alert in found], said, fields=FIELDS)
