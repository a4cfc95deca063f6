"""Address cards → rows of persons: three versions, Chinese names, charsets, folds, and cards that are broken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.errors import InputError
from rmtool.intake.sheets import read_sheets
from rmtool.intake.text_files import Text
from rmtool.intake.vcards import HEADINGS, card_sheet

from .lists_kit import write


def persons(content: str | bytes) -> list[list[str]]:
    data = content.encode() if isinstance(content, str) else content
    sheet = card_sheet(Text(data, "utf-8", "list.vcf"))
    assert sheet.rows[0] == list(HEADINGS)
    return [[str(cell) for cell in row] for row in sheet.rows[1:]]


def card(*lines: str, end: str = "\r\n") -> str:
    return end.join(["BEGIN:VCARD", *lines, "END:VCARD", ""])


def quoted(text: str, charset: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode(charset))


def test_a_card_of_version_3_fills_every_column() -> None:
    content = card(
        "VERSION:3.0",
        "N:李;明;;;",
        "FN:李明",
        r"ORG:深圳华强集团\, 有限公司;财务部",
        "TITLE:财务总监",
        "TEL;TYPE=WORK:0755-83210000",
        "TEL;TYPE=CELL:13812345678",
        "EMAIL;TYPE=INTERNET:li.ming@example.com",
        r"NOTE:周三下午在\n喜欢茶",
    )
    assert persons(content) == [
        [
            "深圳华强集团, 有限公司",
            "李明",
            "财务总监",
            "13812345678",
            "li.ming@example.com",
            "周三下午在\n喜欢茶; 0755-83210000",
        ]
    ]


def test_version_4_writes_numbers_as_addresses_and_ranks_them() -> None:
    content = card(
        "VERSION:4.0",
        "FN:Anna Schmidt",
        'TEL;VALUE=uri;TYPE="voice,work":tel:+49-69-1234',
        'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+49-69-5678',
        "TEL;TYPE=fax:+49-69-9999",
        "item1.EMAIL:mailto:anna@example.com",
        "item1.ORG:Deutsche Beispiel AG",
    )
    assert persons(content) == [
        ["Deutsche Beispiel AG", "Anna Schmidt", "", "+49-69-5678", "anna@example.com", "+49-69-1234"]
    ]


@pytest.mark.parametrize("charset", ["GBK", "UTF-8", "BIG5"])
def test_version_2_names_its_charset_line_by_line(charset: str) -> None:
    name, client = quoted("張三" if charset == "BIG5" else "张三", charset), quoted("平安科技有限公司", "GBK")
    content = card(
        "VERSION:2.1",
        f"N;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{name[:3]}=",
        f"{name[3:]};;;;",
        f"ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:{client};",
        "TEL;CELL;VOICE:１３８１２３４５６７８",
    )
    (person,) = persons(content)
    assert person[:4] == ["平安科技有限公司", "張三" if charset == "BIG5" else "张三", "", "13812345678"]


def test_raw_bytes_in_the_files_own_encoding(tmp_path: Path) -> None:
    content = card("VERSION:2.1", "N;CHARSET=GBK:王;小明", "ORG:深圳市南山区科技公司").encode("gbk")
    (sheet,) = read_sheets(write(tmp_path, content, "list.vcf"))
    assert sheet.rows[1][:2] == ["深圳市南山区科技公司", "王小明"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_folded_lines_are_put_together(end: str) -> None:
    content = card("FN:李", " 明", "PHOTO;ENCODING=b:AAAA", " BBBB", "\tCCCC", "ORG:华强", end=end)
    assert persons(content) == [["华强", "李明", "", "", "", ""]]


def test_names_from_parts_stand_as_people_say_them() -> None:
    content = card("N:王;小明") + card("N:Smith;John;Q.;Mr.;")
    assert [person[1] for person in persons(content)] == ["王小明", "John Q. Smith"]


def test_groups_cards_within_cards_and_nameless_ones_are_left_out() -> None:
    content = (
        card("KIND:group", "FN:团队")
        + card("FN:李明", card("FN:秘书").strip(), "TEL:1")
        + card("TEL:2")
        + "BEGIN:VCARD\nFN:没有结尾"
    )
    assert [person[1] for person in persons(content)] == ["李明", "没有结尾"]


def test_a_file_without_any_named_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_sheets(write(tmp_path, card("TEL:1"), "list.csv"))
    assert caught.value.message.key == "files.no_cards"


LINES = st.sampled_from(
    [
        "BEGIN:VCARD",
        "END:VCARD",
        "FN:a",
        "N;CHARSET=x:b;c",
        " d",
        "TEL;",
        "ORG;ENCODING=B:%%",
        "EMAIL;QUOTED-PRINTABLE:=",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=12))
def test_whatever_a_card_holds_it_is_read_or_refused(lines: list[str]) -> None:
    try:
        sheet = card_sheet(Text("\n".join(lines).encode("utf-8", "replace"), "utf-8", "x"))
    except InputError:
        return
    assert all(len(row) == len(HEADINGS) for row in sheet.rows)
