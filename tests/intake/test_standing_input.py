"""What is piped in: read once, under the name `-`."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmtool.errors import InputError
from rmtool.intake import sheets
from rmtool.intake.records import file_sha256, read_list

from .lists_kit import options, workbook, write


@pytest.fixture(autouse=True)
def nothing_piped_in_before() -> Iterator[None]:
    sheets.standing_input.cache_clear()
    yield
    sheets.standing_input.cache_clear()


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_what_is_piped_in_is_read_once_and_hashed_like_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook({"S": [["客户名称", "存款余额"], ["华强", 5]]})
    piped(monkeypatch, data)
    assert file_sha256(Path("-")) == file_sha256(write(tmp_path, data, "same.xlsx"))
    (reading,) = read_list(Path("-"), options())
    assert reading.records[0].amounts == {"deposit": 500}  # type: ignore[union-attr]


def test_nothing_piped_in_is_an_empty_file(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, b"")
    with pytest.raises(InputError) as caught:
        read_list(Path("-"), options())
    assert caught.value.message.key == "intake.empty_file"
    assert dict(caught.value.message.values)["file"] == "-"


def test_too_much_piped_in_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_BYTES", 10)
    piped(monkeypatch, b"name\n" + b"A\n" * 10)
    with pytest.raises(InputError, match="too_large"):
        sheets.read_sheets(Path("-"))
