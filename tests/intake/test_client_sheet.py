"""A client's sheet as YAML: what is written is read back as it was, whatever the facts hold."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.book import ACTIVE, PROSPECT, Card, Client, Note, Person
from rmtool.core.client_sheet import Changed, Facts, edited, sheet_of
from rmtool.intake.client_sheet import SheetText, sheet_text

TODAY = date(2026, 11, 23)

words = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=12).map(
    lambda t: " ".join(t.split())
)
names = words.filter(bool)
maybe = st.none() | names


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    status = draw(st.sampled_from((ACTIVE, PROSPECT)))
    tags = tuple(dict.fromkeys(t for t in draw(st.lists(names, max_size=2)) if not set(t) & set("，、；;,")))
    lat = draw(st.none() | st.floats(-90, 90).map(lambda x: float(f"{x:.12g}")))
    client = Client(
        *(1, draw(names), draw(names), draw(maybe), "corporate", status, draw(maybe), draw(maybe), draw(maybe)),
        *(lat, None, draw(maybe), None, tags, draw(maybe), draw(st.none() | st.dates(date(1900, 1, 1), TODAY))),
        *(date(2026, 1, 1), ""),
    )
    people = [Person(n, 1, draw(names), draw(maybe), draw(maybe), draw(maybe), None, draw(maybe)) for n in (3, 7)]
    notes = [Note(5, 1, draw(st.dates(date(2020, 1, 1), TODAY)), draw(names))]
    card = Card(1, 12_345, None, 0.25, None, "approach", draw(maybe), "A", TODAY, None)
    return Facts(client, people, notes, card if status == PROSPECT else None)


@given(facts())
def test_a_sheet_that_nobody_changed_changes_nothing(held: Facts) -> None:
    text = sheet_text(sheet_of(held), ("lead: # '",), "0123456789ab")
    read = SheetText(text.encode("utf-8"), "x.yaml")
    assert read.state == "0123456789ab"
    changes, mistakes = edited(held, read.sheet, TODAY)
    assert mistakes == []
    assert changes.is_nothing


@given(facts(), names)
def test_one_value_changed_is_one_field_changed(held: Facts, industry: str) -> None:
    sheet = dict(sheet_of(held))
    sheet["client"] = {**sheet["client"], "industry": industry}  # type: ignore[dict-item]
    text = sheet_text(sheet, (), "0123456789ab")
    changes, _ = edited(held, SheetText(text.encode("utf-8"), "x.yaml").sheet, TODAY)
    assert changes.client == ({} if industry == held.client.industry else {"industry": industry})
    assert (changes.people, changes.notes, changes.card) == (Changed(), Changed(), {})
