"""Tags given to clients and taken away: they make the groups that campaigns go to. Not: a client's other fields."""

from collections.abc import Sequence

from rmtool.core.book import LOST, Client
from rmtool.core.field_values import read_tags
from rmtool.desk import Desk
from rmtool.desk.narrowing import EVERYBODY, Filter, narrowed
from rmtool.errors import ClientError, UsageError
from rmtool.phrase import Phrase, phrase


def meant(desk: Desk, tag: str, who: Sequence[str], wanted: Filter) -> list[Client]:
    """The clients that are named, each once, or without names those that `wanted` narrows the book to.

    Raises UsageError if neither says whom, ClientError for a name that isn't one client's.
    """
    if who:
        try:
            return list(dict.fromkeys(desk.client(name) for name in who))
        except ClientError as error:
            error.details = (*error.details, phrase("people.tag_first", tag=tag))
            raise
    if wanted == EVERYBODY:
        raise UsageError("people.tag_whom", tag=tag)
    keeps = narrowed(desk, wanted)
    return [client for client in desk.book.clients if client.status != LOST and keeps(client)]


def tag(desk: Desk, text: str, clients: Sequence[Client]) -> list[Client]:
    """Gives clients a tag, or several; returns those that hadn't it. Raises UsageError for a tag that says nothing."""
    new = _tags(text)
    wanted = {client.id: tuple(dict.fromkeys((*client.tags, *new))) for client in clients}
    return _set(desk, clients, wanted, phrase("people.did_tag", tags=new))


def untag(desk: Desk, text: str, clients: Sequence[Client]) -> list[Client]:
    """Takes a tag, or several, from clients; returns those that had it."""
    gone = _tags(text)
    wanted = {client.id: tuple(tag for tag in client.tags if tag not in gone) for client in clients}
    return _set(desk, clients, wanted, phrase("people.did_untag", tags=gone))


def _tags(text: str) -> tuple[str, ...]:
    tags = read_tags(text)
    if not tags:
        raise UsageError("people.tagless")
    return tags


def _set(desk: Desk, clients: Sequence[Client], wanted: dict[int, tuple[str, ...]], said: Phrase) -> list[Client]:
    changed = [client for client in clients if client.tags != wanted[client.id]]
    if changed:
        with desk.writing("tag", said) as writing:
            for client in changed:
                writing.set_client(client.id, {"tags": wanted[client.id]})
    return [client._replace(tags=wanted[client.id]) for client in changed]
