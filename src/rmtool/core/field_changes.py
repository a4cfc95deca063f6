"""What a list changes, field by field: of each client in the book the value before and after. Not: who is new."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rmtool.core.arrivals import Change, FieldChange
from rmtool.core.book import Balance, Book, Card, Client, Contact, Holding, Person
from rmtool.core.holdings import AMOUNTS

_DERIVED = frozenset({"id", "initials", "client_id", "graded_on"})
"""Columns that follow from others."""


def field_changes(
    book: Book,
    contacts: Sequence[Contact],
    change: Change,
    people: Sequence[Person] = (),
    holdings: Sequence[Holding] = (),
) -> list[FieldChange]:
    """The values that `change` alters of clients, cards, contacts, people and holdings that the book has already.

    An amount counts as changed if it differs from the client's last one by that day. By client number, then field.
    """
    known = {client.id: client for client in book.clients}
    found = [
        *_of_clients(known, change.updated),
        *_of_balances(known, book, change),
        *_of_cards(known, book.cards, (*change.cards, *change.recarded)),
        *_of_contacts(known, contacts, change.completed),
        *_of_people(known, people, change.corrected_people),
        *_of_holdings(known, holdings, change.changed_holdings),
    ]
    return sorted(found, key=lambda c: (c.client.client_no, c.on or date.min, c.field))


def _of_clients(known: Mapping[int, Client], updated: Sequence[Client]) -> Iterator[FieldChange]:
    latest = {client.id: client for client in updated}
    for client_id, after in latest.items():
        yield from _differing(known[client_id], known[client_id], after)


def _differing(client: Client, before: Any, after: Any, on: date | None = None) -> Iterator[FieldChange]:
    if before == after:
        return
    for field, was, becomes in zip(after._fields, before, after, strict=True):
        if was != becomes and field not in _DERIVED:
            yield FieldChange(client, field, was, becomes, on, field == "value")


def _of_balances(known: Mapping[int, Client], book: Book, change: Change) -> Iterator[FieldChange]:
    for balance in (*change.balances, *change.corrected):
        client = known.get(balance.client_id)
        if client is None:
            continue
        before = _known_by(book.balances.get(client.id, ()), balance)
        if before != balance.fen:
            yield FieldChange(client, balance.measure, before, balance.fen, balance.on, is_amount=True)


def _known_by(held: Sequence[Balance], balance: Balance) -> int | None:
    """The client's last amount of the measure by the balance's day; `held` in date order."""
    return next((b.fen for b in reversed(held) if b.measure == balance.measure and b.on <= balance.on), None)


def _of_cards(known: Mapping[int, Client], held: Mapping[int, Card], cards: Sequence[Card]) -> Iterator[FieldChange]:
    for card in cards:
        client = known.get(card.client_id)
        if client is not None:
            nothing = Card._make([None] * len(Card._fields))
            yield from _differing(client, held.get(card.client_id, nothing), card)


def _of_contacts(
    known: Mapping[int, Client], held: Sequence[Contact], completed: Sequence[Contact]
) -> Iterator[FieldChange]:
    before = {contact.id: contact for contact in held} if completed else {}
    for contact in completed:
        yield from _differing(known[contact.client_id], before[contact.id], contact, contact.on)


def _of_people(
    known: Mapping[int, Client], held: Sequence[Person], corrected: Sequence[Person]
) -> Iterator[FieldChange]:
    before = {person.id: person for person in held} if corrected else {}
    for person in corrected:
        for change in _differing(known[person.client_id], before[person.id], person):
            yield change._replace(field=f"{person.name}: {change.field}")


def _of_holdings(
    known: Mapping[int, Client], held: Sequence[Holding], changed: Sequence[Holding]
) -> Iterator[FieldChange]:
    before = {holding.id: holding for holding in held} if changed else {}
    for holding in changed:
        was = before[holding.id]._replace(on=holding.on)  # a later day with nothing else is no change
        for change in _differing(known[holding.client_id], was, holding):
            name = "amount" if change.field == "fen" else change.field
            amount = change.field in AMOUNTS
            on = holding.on if amount else None
            yield change._replace(field=f"{holding.product}: {name}", on=on, is_amount=amount)
