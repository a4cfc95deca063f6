"""Lists of people at clients: who is new, who is known with something else, whose client nobody knows."""

from datetime import date

from rmtool.core.arrivals import PERSONS, Ground, PersonRecord, Place, Terms, ground_after
from rmtool.core.book import Book, Client, Person
from rmtool.core.person_arrivals import person_change

TODAY = date(2026, 11, 23)
BLANK = (None,) * 5


def client(number: int, name: str) -> Client:
    fields = dict.fromkeys(Client._fields) | {"id": number, "client_no": f"{number:03d}", "name": name}
    fields |= {"kind": "corporate", "status": "active", "tags": (), "entered": TODAY, "initials": ""}
    return Client(**fields)  # type: ignore[arg-type]


KNOWN = Person(4, 1, "李总", "总经理", None, None, None, "爱喝茶")
GROUND = Ground(Book([client(1, "华强"), client(2, "南玻"), client(3, "南玻")], {}, {}), people=[KNOWN], next_person=5)
TERMS = Terms(PERSONS, TODAY, TODAY, str, lambda *facts: "C")


def row(at: int, name: str, number: str | None = None, called: str | None = None, **stated: str) -> PersonRecord:
    blank = dict.fromkeys(("title", "power", "phone", "email", "note"))
    return PersonRecord(Place(None, at), number, called, None, name, **(blank | stated))  # type: ignore[arg-type]


def test_people_are_known_by_client_and_name_and_a_blank_never_erases() -> None:
    rows = [row(2, "李总", "001", phone="138"), row(3, "王工", called="华强", title="工程师"), row(4, "李总", "002")]
    change = person_change(GROUND, rows, TERMS)
    assert change.corrected_people == [KNOWN._replace(phone="138")]
    assert change.people == [
        Person(5, 1, "王工", "工程师", None, None, None, None),
        Person(6, 2, "李总", *BLANK),
    ]
    assert (change.tally, change.writes) == ((2, 1, 0), True)


def test_the_same_list_twice_changes_nothing() -> None:
    rows = [row(2, "李总", "001", phone="138"), row(3, "王工", "001"), row(4, "王工", "001")]
    first = person_change(GROUND, rows, TERMS)
    assert first.tally == (1, 1, 1)
    again = person_change(ground_after(GROUND, first), rows, TERMS)
    assert (again.tally, again.writes) == ((0, 0, 3), False)


def test_a_person_of_an_unknown_or_doubtful_client_is_set_aside() -> None:
    change = person_change(GROUND, [row(2, "王", called="南玻"), row(3, "王", "009")], TERMS)
    assert [(aside.place.row, aside.reason.key) for aside in change.set_aside] == [
        (2, "arrivals.several_bear_the_name"),
        (3, "arrivals.unknown_client"),
    ]
    assert not change.writes
