"""A page of HTML read as a browser would: its elements, its text, and what is wrong with it."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

VOID = {"meta", "col", "br", "hr", "img", "input", "link", "base"}
WANTED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "footer",
        "section",
        "h1",
        "h2",
        "h3",
        "p",
        "b",
        "small",
    ),
    *("div", "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "ul", "li", "a", "pre", "span"),
    *("figure", "figcaption", "svg", "desc", "text", "rect", "line", "polyline", "circle"),
}
"""The elements that pages are made of; no script, no frame, nothing that fetches."""

Attributes = dict[str, str]


class Element(NamedTuple):
    """An element with the text in it; `path` are the elements around it, outermost first."""

    tag: str
    attributes: Attributes
    path: tuple[str, ...]
    text: list[str]

    @property
    def said(self) -> str:
        """Its text, with blanks as a browser shows them."""
        return " ".join("".join(self.text).split())


class Document(HTMLParser):
    """A page's elements in their order. Raises AssertionError where elements aren't nested well."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and remember it while it is open."""
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(e.tag for e in self._open), [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        opened = self._open.pop()
        assert opened.tag == tag, f"</{tag}> closes <{opened.tag}>"

    def handle_data(self, data: str) -> None:
        """Add to the text of every element around."""
        for element in self._open:
            element.text.append(data)

    def all(self, *tags: str) -> list[Element]:
        """The elements of these kinds."""
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str, within: str = "") -> Element:
        """The only element of a kind (within another)."""
        (found,) = [element for element in self.all(tag) if not within or within in element.path]
        return found


def read(text: str) -> Document:
    """The page, once nothing is wrong with it."""
    page = Document(text)
    found = list(faults(page))
    assert found == [], found
    return page


def faults(page: Document) -> Iterator[str]:
    """What would be unsafe, unreadable to a screen reader, or fetched."""
    yield from (f"<{e.tag}>" for e in page.elements if e.tag not in WANTED)
    for element in page.elements:
        for name, value in element.attributes.items():
            if name.startswith("on") or name in ("style", "src", "srcset", "xlink:href", "action", "srcdoc"):
                yield f"{element.tag} {name}"
            if name == "href" and not re.fullmatch(r"#[\w-]+", value):
                yield f"href {value}"
    names = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    if len(names) != len(set(names)):
        yield "an id twice"
    reached = [e.attributes["href"][1:] for e in page.all("a")]
    reached += [name for e in page.elements for name in e.attributes.get("aria-labelledby", "").split()]
    yield from (f"#{name} leads nowhere" for name in reached if name not in names)
    yield from _faults_of_head(page)
    yield from _faults_of_reading(page)


def _faults_of_head(page: Document) -> Iterator[str]:
    style = page.one("style")
    digest = base64.b64encode(hashlib.sha256("".join(style.text).encode()).digest()).decode()
    policies = [m.attributes["content"] for m in page.all("meta") if "http-equiv" in m.attributes]
    wanted = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    if policies != [wanted]:
        yield f"policy {policies}"
    if page.one("html").attributes.get("lang") not in ("en", "zh-CN"):
        yield "no language"
    if not page.one("title", "head").said:
        yield "no title"


def _faults_of_reading(page: Document) -> Iterator[str]:
    levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3")]
    if levels[:1] != [1] or levels.count(1) != 1 or any(b - a > 1 for a, b in pairwise(levels)):
        yield f"headings {levels}"
    for heading in page.all("h1", "h2", "h3", "caption", "figcaption"):
        if not heading.said:
            yield f"empty {heading.tag}"
    for cell in page.all("th"):
        if cell.attributes.get("scope") not in ("col", "row", "colgroup"):
            yield f"th {cell.said} of nothing"
        if "thead" in cell.path and not cell.said:
            yield "a column without a name: it needs a heading, or a text of its key in lang/*/columns.py"
    for image in page.all("svg"):
        if image.attributes.get("role") != "img" or len(image.attributes.get("aria-labelledby", "").split()) != 2:
            yield "a chart without words"
