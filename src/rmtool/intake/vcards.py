"""Address cards (vCard 2.1, 3.0, 4.0) → a sheet of persons, a row a card. Not: what persons mean to the book.

A card's organisation is the client, without its departments. Photos, addresses and the like are left out.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from rmtool.core.half_width import half_width
from rmtool.errors import InputError
from rmtool.intake.grid import Sheet, rows_of
from rmtool.intake.text_files import MAX_CELLS, MAX_ROWS, Text, encoding_named
from rmtool.intake.values import Cell

HEADINGS = ("client_name", "person", "title", "phone", "email", "note")
"""The columns of the sheet that cards become."""

_LONGEST_VALUE = 32_000
"""Characters of a value that are looked at: beyond it is a picture."""

_LINE = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;(?:[^:;\"]|\"[^\"]*\")*)*):(.*)", re.DOTALL | re.ASCII)
_PARAMETER = re.compile(r";((?:[^;\"]|\"[^\"]*\")*)")
_DIVIDED = re.compile(r"((?:[^\\;]|\\.)*)(?:;|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WANTED = frozenset({"BEGIN", "END", "FN", "N", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "NOTE", "KIND"})


class Property(NamedTuple):
    """One line of a card: its name, what is said about it (in upper case), and its value as written."""

    name: str
    about: frozenset[str]
    value: str


Card = dict[str, list[Property]]


def card_sheet(text: Text) -> Sheet:
    """The cards of a file as rows under HEADINGS. Raises InputError if none has a name."""
    rows = [row for card in _cards(text) if (row := _row(card))]
    if not rows:
        raise InputError("files.no_cards", file=text.file)
    return Sheet(None, rows_of(cast(list[list[Cell]], [list(HEADINGS), *rows])), ragged=True)


def _cards(text: Text) -> Iterator[Card]:
    """The cards, whatever stands inside one of them left out; a card without an end ends where the next begins."""
    card: Card | None = None
    inside = 0
    for said in _properties(text):
        word = said.value.strip().upper()
        if said.name == "BEGIN" and word == "VCARD":
            inside += card is not None
            card = {} if card is None else card
        elif said.name == "END" and word == "VCARD" and inside:
            inside -= 1
        elif said.name == "END" and word == "VCARD":
            if card:
                yield card
            card = None
        elif card is not None and not inside:
            card.setdefault(said.name, []).append(said)
    if card:
        yield card


def _properties(text: Text) -> Iterator[Property]:
    for line in _unfolded(text):
        found = _LINE.fullmatch(line[: 2 * _LONGEST_VALUE])
        if not found or (name := found[1].upper()) not in _WANTED:
            continue
        parameters = [parameter.strip() for parameter in _PARAMETER.findall(found[2])]
        about = frozenset(
            word.strip('" ')
            for parameter in parameters
            for word in parameter.upper().removeprefix("TYPE=").strip('"').split(",")
        )
        yield Property(name, about, _decoded(found[3], about, text.encoding))


def _unfolded(text: Text) -> Iterator[str]:
    """The lines, with what was folded put together: by a blank at the next line's start, or a `=` at this one's end.

    Raises InputError if there are more than a text file may have.
    """
    parts: list[str] = []
    quoted = False
    for number, line in enumerate(text.lines()):
        if number > MAX_ROWS:
            raise InputError("files.too_long", file=text.file, rows=MAX_ROWS, cells=MAX_CELLS)
        bare = line.rstrip("\r\n")
        if quoted and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
            parts.append(bare)
        elif parts and bare[:1] in (" ", "\t"):
            parts.append(bare[1:])
        else:
            yield "".join(parts)
            parts, quoted = [bare], "QUOTED-PRINTABLE" in bare[:200].upper()
    yield "".join(parts)


def _decoded(value: str, about: frozenset[str], text_encoding: str) -> str:
    """The value as it is meant: out of its transport, in its own charset where it names one."""
    charset = next((word.removeprefix("CHARSET=").strip('"') for word in about if word.startswith("CHARSET=")), "")
    if about & {"ENCODING=QUOTED-PRINTABLE", "QUOTED-PRINTABLE"}:
        packed = quopri.decodestring(value.encode("ascii", "ignore"))
    elif about & {"ENCODING=B", "ENCODING=BASE64", "BASE64", "B"}:
        try:
            packed = binascii.a2b_base64(value)
        except ValueError:
            return value
    elif charset and text_encoding != "utf-8":
        packed = value.encode(text_encoding, "replace")
    else:
        return value
    for each in (encoding_named(charset) or "utf-8", "utf-8", text_encoding, "gb18030"):
        try:
            return packed.decode(each)
        except ValueError:
            continue
    return value


def _row(card: Card) -> list[str] | None:
    """The card's cells under HEADINGS; None for a group of cards or a card without any name."""
    if any(said.value.strip().lower() in ("group", "location") for said in card.get("KIND", ())):
        return None
    name = next(filter(None, map(_said, card.get("FN", ()))), "") or _family_first(card)
    client = next((parts[0] for said in card.get("ORG", ()) if (parts := _parts(said.value)) and parts[0]), "")
    if not name and not client:
        return None
    title = next(filter(None, map(_said, [*card.get("TITLE", ()), *card.get("ROLE", ())])), "")
    phones = _ranked(card.get("TEL", ()), ("PREF", "CELL", "WORK"))
    emails = _ranked(card.get("EMAIL", ()), ("PREF", "WORK"))
    notes = [*map(_said, card.get("NOTE", ())), *phones[1:], *emails[1:]]
    return [client, name, title, *(found[0] if found else "" for found in (phones, emails)), "; ".join(notes)]


def _said(said: Property) -> str:
    """The value as text, its escapes undone."""
    return _clean(said.value)


def _clean(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _parts(value: str) -> list[str]:
    return [_clean(part) for part in _DIVIDED.findall(value)]


def _family_first(card: Card) -> str:
    """The name put together from its parts: Chinese ones without blanks, family name first."""
    parts = _parts(card["N"][0].value) if "N" in card else []
    family, given, middle = (*parts, "", "", "")[:3]
    if (family + given).isascii():
        return " ".join(filter(None, (given, middle, family)))
    return family + middle + given


def _ranked(found: "list[Property] | tuple[()]", order: tuple[str, ...]) -> list[str]:
    """Numbers or addresses, the preferred first, each once; fax and pager numbers don't count."""

    def rank(said: Property) -> int:
        about = {"PREF" if word.startswith("PREF") else word for word in said.about}
        return next((place for place, word in enumerate(order) if word in about), len(order))

    usable = [said for said in found if not said.about & {"FAX", "PAGER"}]
    values = (_clean(said.value) for said in sorted(usable, key=rank))
    bare = (half_width(re.sub(r"^(?:tel|mailto):", "", value, flags=re.IGNORECASE)) for value in values)
    return list(dict.fromkeys(filter(None, bare)))
