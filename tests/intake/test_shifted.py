"""Amounts torn apart by their own comma are recognised and refuse the whole file; a comma in a name is not that."""

from pathlib import Path

import pytest

from rmtool.errors import InputError
from rmtool.intake.records import read_list

from .lists_kit import options


def read(tmp_path: Path, *lines: str) -> int:
    file = tmp_path / "list.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (reading,) = read_list(file, options())
    return len(reading.set_aside)


def torn(tmp_path: Path, *lines: str) -> list[tuple[object, ...]]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, *lines)
    assert caught.value.message.key == "intake.shifted"
    return [tuple(dict(place.values).values()) for place in caught.value.details]


HEAD = "client_no,name,deposit,district"


def test_decimal_commas_refuse_the_file_with_the_first_three_places(tmp_path: Path) -> None:
    rows = [f"{n},Firm {n},{n}00,{n}0,Nanshan" for n in range(1, 6)]
    assert torn(tmp_path, HEAD, *rows) == [(n + 1, "deposit", f"{n}00", f"{n}0") for n in (1, 2, 3)]


def test_thousands_commas_and_several_amounts_too(tmp_path: Path) -> None:
    head = "client_no,name,deposit,loan"
    assert torn(tmp_path, head, "1,A firm,1,234,567.50,8", "2,B firm,5,10,250", "3,C firm,5,6")[0] == (
        2,
        "deposit",
        "1",
        "234",
    )
    assert torn(tmp_path, head, "1,A firm,1234,56,100,00", "2,B firm,99,05,0,00")[1] == (3, "deposit", "99", "05")


def test_some_torn_rows_among_many_whole_ones_refuse_it_too(tmp_path: Path) -> None:
    whole = [f"{n},Firm {n},{n}00,Nanshan" for n in range(1, 21)]
    rows = [*whole, "21,Firm 21,5,50,Futian", "22,Firm 22,6,25,Futian"]
    assert len(torn(tmp_path, HEAD, *rows)) == 2


def test_a_single_one_and_a_comma_in_a_name_only_set_their_rows_aside(tmp_path: Path) -> None:
    whole = [f"{n},Firm {n},{n}00,Nanshan" for n in range(1, 21)]
    assert read(tmp_path, HEAD, *whole, "21,Firm 21,5,50,Futian") == 1
    assert read(tmp_path, HEAD, *whole, "21,Foo, Inc,5,Futian", "22,Bar, Inc,50,Futian") == 2
    assert read(tmp_path, "client_no,name,deposit,loan", *whole, "21,Foo, Inc,5,10", "22,Bar, Inc,5,10") >= 2


def test_quoted_amounts_are_whole(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD, '1,A firm,"1,234.50",Nanshan', '2,B firm,"5,000",Futian') == 0
