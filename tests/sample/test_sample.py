"""The sample book: repeatable, marked as fictional, and on any day in the proportions that show what the tool does."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmtool.core.periods import Calendar, Name
from rmtool.sample.balances import list_days
from rmtool.sample.cast import FIRMS, INSTITUTION, LEADS, RETAIL
from rmtool.sample.lists import sample

MONDAY = date(2026, 11, 23)
FESTIVAL = Name("国庆节", "National Day")
CALENDAR = Calendar(
    {date(2026, 10, n): FESTIVAL for n in (*range(1, 8), 10)}, frozenset({date(2026, 10, 10)}), frozenset({2026})
)
LANGUAGES = ("zh", "en")
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31)) | st.dates(date(2026, 9, 28), date(2026, 10, 12))

Rows = list[list[str]]


def rows_of(text: str) -> Rows:
    """The rows below title and headings."""
    return list(csv.reader(io.StringIO(text)))[2:]


def files(today: date, language: str = "en") -> dict[str, Rows]:
    return {name: rows_of(text) for name, text in sample(today, CALENDAR, language).files.items()}


def client_lists(found: dict[str, Rows]) -> list[tuple[date, Rows]]:
    return [(date.fromisoformat(name[-14:-4]), rows) for name, rows in found.items() if "clients-" in name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_day_gives_the_same_text(language: str) -> None:
    assert sample(MONDAY, CALENDAR, language) == sample(MONDAY, CALENDAR, language)


def test_both_languages_tell_the_same_story() -> None:
    english, chinese = files(MONDAY, "en"), files(MONDAY, "zh")
    assert list(english) == list(chinese)
    for name, rows in english.items():
        assert [len(row) for row in rows] == [len(row) for row in chinese[name]]
    amounts = [[row[8:] for row in rows] for name, rows in english.items() if "clients-" in name]
    assert amounts == [[row[8:] for row in rows] for name, rows in chinese.items() if "clients-" in name]


@pytest.mark.parametrize(("language", "mark", "title"), [("zh", "（示例）", "虚构"), ("en", " (sample)", "fictional")])
def test_every_file_and_every_name_says_that_it_is_made_up(language: str, mark: str, title: str) -> None:
    texts = sample(MONDAY, CALENDAR, language).files
    assert all(title in text.splitlines()[0] for text in texts.values())
    for name, text in texts.items():
        column = 0 if name == "prospects.csv" else 1
        assert {row[column][-len(mark) :] for row in rows_of(text)} == {mark}


def test_no_name_is_borne_twice_and_none_is_part_of_another() -> None:
    for language in LANGUAGES:
        names = [getattr(someone.name, language) for someone in (*FIRMS, *LEADS)]
        assert [n for n in names if sum(n in other for other in names) > 1] == []


def test_sixty_clients_of_every_kind_and_thirty_prospects() -> None:
    kinds = Counter(firm.kind for firm in FIRMS)
    assert (len(FIRMS), len(LEADS)) == (60, 30)
    assert kinds[RETAIL] >= 3 and kinds[INSTITUTION] >= 1
    newest = client_lists(files(MONDAY))[-1][1]
    assert len({row[0] for row in newest}) == 60


@given(DAYS)
def test_lists_are_of_a_year_of_month_ends_and_of_the_last_working_day(today: date) -> None:
    *ends, newest = list_days(today, CALENDAR)
    assert newest < today and CALENDAR.is_working(newest) and (today - newest).days <= 10
    assert all((end + timedelta(days=1)).day == 1 for end in ends)
    assert ends == sorted({end for end in ends if end < newest})
    assert len(ends) in (11, 12) and (today - ends[0]).days in range(334, 398)


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_contacts_were_held_on_working_days_of_the_year_before(today: date) -> None:
    *contacts, misdated = files(today)["contacts.csv"]
    days = [date.fromisoformat(row[0]) for row in contacts]
    assert days == sorted(days) and len(days) > 900
    assert all(CALENDAR.is_working(day) for day in days)
    assert days[-1] < today and (today - days[0]).days <= 400
    assert {row[2] for row in contacts} == {"T", "E", "M", "W"}
    with pytest.raises(ValueError, match="day"):
        date.fromisoformat(misdated[0])


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_a_handful_of_promises_is_open_and_none_is_long_past(today: date) -> None:
    contacts = files(today)["contacts.csv"][:-1]
    last = {row[1]: row[0] for row in contacts}
    promised = [row for row in contacts if row[5] and row[0] == last[row[1]]]
    assert 2 <= len(promised) <= 4
    assert all(row[6] >= today.isoformat() for row in promised)


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_a_fifth_of_the_clients_holds_three_quarters(today: date) -> None:
    for _, rows in client_lists(files(today)):
        amounts = sorted((int(row[8]) for row in rows), reverse=True)
        assert 0.70 < sum(amounts[: -(-len(amounts) // 5)]) / sum(amounts) < 0.80


def test_clients_join_during_the_year_and_none_leaves() -> None:
    listed = [{row[0] for row in rows} for _, rows in client_lists(files(MONDAY))]
    assert all(before <= after for before, after in pairwise(listed))
    assert len(listed[0]) == 57


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_nobody_was_contacted_before_becoming_a_client(today: date) -> None:
    found = files(today)
    since: dict[str, str] = {}
    for day, rows in client_lists(found):
        for row in rows:
            since.setdefault(row[1], day.isoformat())
    contacts = [row for row in found["contacts.csv"][:-1] if row[1] in since]
    assert all(row[0] >= since[row[1]] for row in contacts)
    assert len(since.keys() - {row[1] for row in contacts}) in range(1, 5)


def test_people_are_known_at_firms_and_one_decides_where_much_is_held() -> None:
    people = sample(MONDAY, CALENDAR, "en").people
    newest = client_lists(files(MONDAY))[-1][1]
    for number, _, kind, *_, amount, _, _ in newest:
        met = people[number]
        assert bool(met) == (kind != "retail")
        if met and int(amount) >= 1_000_000:
            assert [figure.decides for figure in met] == [True, False, False]
