"""Days and months across: calendars of contacts with letters and comments, balances month by month."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import ClientRecord, ContactRecord
from rmtool.errors import InputError
from rmtool.intake.dates_across import When, days, when
from rmtool.intake.records import Reading, read_list
from rmtool.intake.stated_month import NOTHING, Stated

from .lists_kit import (
    CODES,
    TODAY,
    amounts,
    fields,
    open_document,
    options,
    packed,
    read,
    reasons,
    said,
    with_parts,
    workbook,
    write,
)

WAN = 1_000_000


def calendar(book: Any) -> None:
    """The Excel calendar that RMs keep: a month above, days below, letters in the cells, notes behind them."""
    sheet, merged = book.add_worksheet("走访"), book.add_format({"align": "center"})
    sheet.merge_range("A1:I1", "2026年走访日历", merged)
    sheet.merge_range("A2:A4", "客户名称", merged)
    sheet.merge_range("B2:B4", "分层", merged)
    sheet.merge_range("C2:D2", "10月", merged)
    sheet.merge_range("E2:G2", "11月", merged)
    sheet.write_row("C3", [30, 31, 1, 2, 3])
    sheet.write_row("C4", ["五", "六", "日", "一", "二"])
    sheet.write_row("A5", ["甲公司", "周走访", "M", "", "T/E", "TM", ""])
    sheet.write_row("A6", ["乙公司", "月走访", "", "面", "√", "", "电 问候理财到期"])
    sheet.write_row("A7", ["丙公司", "", "", "", "", "", ""])
    sheet.write_comment("C5", "张三:\n谈授信方案", {"author": "张三"})


def contacts(reading: Reading) -> list[tuple[Any, ...]]:
    """Client, day, code and note of each record."""
    records = [record for record in reading.records if isinstance(record, ContactRecord)]
    return [(record.client_no or record.client_name, record.on, record.code, record.note) for record in records]


def test_the_calendar_that_rms_keep_comes_in_whole(tmp_path: Path) -> None:
    reading = read(tmp_path, packed(calendar))
    assert contacts(reading) == [
        ("甲公司", date(2026, 10, 30), "M", "谈授信方案"),
        ("甲公司", date(2026, 11, 1), "T", None),
        ("甲公司", date(2026, 11, 1), "E", None),
        ("甲公司", date(2026, 11, 2), "T", None),
        ("甲公司", date(2026, 11, 2), "M", None),
        ("乙公司", date(2026, 10, 31), "M", None),
        ("乙公司", date(2026, 11, 3), "T", "问候理财到期"),
    ]
    assert (reading.kind, reading.rows) == ("contacts", 8)
    assert list(reasons(reading)) == [6] and "√ is no known code" in reasons(reading)[6]
    assert said(reading) == ["√ is no known code (1 cell); --map-code '√=T' would make it one"]


def test_of_a_row_set_aside_only_the_unread_cells_are_given_back(tmp_path: Path) -> None:
    reading = read(tmp_path, packed(calendar))
    (aside,) = reading.set_aside
    assert aside.cells == ("乙公司", "月走访", "", "", "√", "", "")
    lines = [",".join(reading.headings), ",".join(aside.cells)]
    mended = read(tmp_path, "\n".join(lines).replace("√", "M"))
    assert contacts(mended) == [("乙公司", date(2026, 11, 1), "M", None)]


def test_a_row_that_finds_no_client_is_given_back_with_its_notes(tmp_path: Path) -> None:
    reading = read(tmp_path, packed(calendar))
    assert reading.cells(5) == ("甲公司", "周走访", "M: 谈授信方案", "", "T/E", "TM", "")
    lines = [",".join(reading.headings), ",".join(reading.cells(5))]
    assert contacts(read(tmp_path, "\n".join(lines))) == contacts(reading)[:5]


def test_days_may_be_dates_or_written_in_many_ways(tmp_path: Path) -> None:
    def dated(book: Any) -> None:
        sheet = book.add_worksheet("日历")
        sheet.write_row("A1", ["客户编号", "客户"])
        for column in range(3):
            sheet.write_datetime(0, 2 + column, datetime(2026, 11, 2 + column), book.add_format({"num_format": "m/d"}))
        sheet.write_row("A2", ["001", "甲", "M", "", "t"])

    first, last = date(2026, 11, 2), date(2026, 11, 4)
    assert contacts(read(tmp_path, packed(dated))) == [("001", first, "M", None), ("001", last, "T", None)]
    for heads in ("11/2,11/3,11/4", "11月2日,11月3日,11月4日", "2026-11-02,2026-11-03,2026-11-04", "11.2,11.3,11.4"):
        assert contacts(read(tmp_path, f"客户编号,客户,{heads}\n001,甲,M,,t\n")) == [
            ("001", first, "M", None),
            ("001", last, "T", None),
        ]


def test_unknown_words_are_counted_and_mapped(tmp_path: Path) -> None:
    text = "客户,11/3,11/4,11/5\n甲,Web,Web,T\n乙,传真,Web,M\n"
    reading = read(tmp_path, text)
    assert [line.split(";")[0] for line in said(reading)] == [
        "Web is no known code (3 cells)",
        "传真 is no known code (1 cell)",
    ]
    assert len(reading.records) == 2 and list(reasons(reading)) == [2, 3]
    mapped = read(tmp_path, text, codes={**CODES, "web": "E", "传真": "T"})
    assert len(mapped.records) == 6 and not mapped.set_aside


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("TM", "TM"),
        ("T、E", "TE"),
        ("t e", "TE"),
        ("面电", "MT"),
        ("Mx2", "MM"),
        ("电话/面谈", "TM"),
        ("拜访", "M"),
        ("—", ""),
        ("T：报价", "T"),
        ("M（与李总）", "M"),
        ("T2", "TT"),
        ("2T", "TT"),
        ("电话2次", "TT"),
        ("M-谈续贷", "M"),
        ("T、M、下次带方案", "TM"),
        ("E-bank", None),
        ("MX", None),
        ("1", None),
        ("开会", None),
    ],
)
def test_what_stands_in_a_cell(tmp_path: Path, cell: str, codes: str | None) -> None:
    reading = read(tmp_path, f'客户,11/3,11/4\n甲,"{cell}",T\n')
    found = [code for _, on, code, _ in contacts(reading) if on.day == 3]
    assert ("".join(found), bool(reading.set_aside)) == (codes or "", codes is None)


def test_a_legend_below_the_calendar_is_no_client(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户,11/3,11/4,11/5\n甲,M,,T\n,,,\n图例：,T,电话,M\n说明：T=电话 M=面谈,,,\n")
    assert len(contacts(reading)) == 2 and not reading.set_aside


def test_days_of_no_month_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no_date_column"):
        read(tmp_path, "客户名称,1,2,3\n甲,M,T,\n")
    assert contacts(read(tmp_path, "客户名称,1,2,3\n甲,M,,\n", name="2026年11月.csv")) == [
        ("甲", date(2026, 11, 1), "M", None)
    ]


@pytest.mark.parametrize(
    ("title", "stem", "first"),
    [
        ("2025年12月-2026年1月走访日历", "走访", date(2025, 12, 30)),
        ("走访日历", "2025年12月", date(2025, 12, 30)),
        ("2026年12月走访日历", "走访", date(2026, 12, 30)),
        ("走访日历", "走访", date(2025, 12, 30)),
    ],
)
def test_a_calendar_over_new_year_s_day_is_of_the_years_that_title_or_file_state(
    tmp_path: Path, title: str, stem: str, first: date
) -> None:
    for heads in ("12/30,12/31,1/4", "12月,,1月\n,30,31,4"):
        found = read(tmp_path, f"{title},,,\n客户名称,{heads}\n甲,M,T,M\n", name=f"{stem}.csv")
        assert [on.year - first.year for _, on, _, _ in contacts(found)] == [0, 0, 1]
        assert contacts(found)[0][1] == first


def test_a_sheet_a_month_takes_its_month_from_the_sheet_and_its_year_from_the_file(tmp_path: Path) -> None:
    rows = [["客户名称", 1, 2, 3], ["甲", "M", "", "T"]]
    path = write(tmp_path, workbook({"10月": rows, "11月": rows}), "2025年走访日历.xlsx")
    found = [contacts(reading)[0][1] for reading in read_list(path, options())]
    assert found == [date(2025, 10, 1), date(2025, 11, 1)]


def test_the_same_day_numbers_below_the_next_month_s_title_are_another_calendar(tmp_path: Path) -> None:
    text = "2026年10月,,\n客户名称,1,2\n甲,M,\n,,\n2026年11月,,\n客户名称,1,2\n甲,,T\n"
    first, second = read_list(write(tmp_path, text), options())
    assert contacts(first) == [("甲", date(2026, 10, 1), "M", None)]
    assert contacts(second) == [("甲", date(2026, 11, 2), "T", None)]


def test_sums_beside_the_days_are_no_days(tmp_path: Path) -> None:
    text = "2026年,,,,\n客户名称,11月,,,\n,2,3,4,本月次数\n,一,二,三,\n甲,M,,T,2\n"
    assert contacts(read(tmp_path, text)) == [
        ("甲", date(2026, 11, 2), "M", None),
        ("甲", date(2026, 11, 4), "T", None),
    ]


MONTHS = "客户编号,客户名称,9月末,10月末,11月\n1,甲,5,6,7\n2,乙,,8,9\n"


def series(reading: Reading) -> list[Any]:
    return [record.series for record in reading.records if isinstance(record, ClientRecord)]


def test_balances_month_by_month_become_a_series(tmp_path: Path) -> None:
    reading = read(tmp_path, "2026年对公存款余额（单位：万元）,,,,\n" + MONTHS)
    september, october = date(2026, 9, 30), date(2026, 10, 31)
    assert series(reading) == [
        {september: {"deposit": 5 * WAN}, october: {"deposit": 6 * WAN}, TODAY: {"deposit": 7 * WAN}},
        {october: {"deposit": 8 * WAN}, TODAY: {"deposit": 9 * WAN}},
    ]
    assert (amounts(reading), reading.stated_date) == ([None, None], TODAY)
    assert reading.dates == {"9月末": september, "10月末": october, "11月": TODAY}
    assert reading.headings[2:4] == ("deposit(万元,2026-09-30)", "deposit(万元,2026-10-31)")


@pytest.mark.parametrize(
    "heads",
    [
        "存款余额,\n,9月末,10月末",
        "9月末存款余额,10月末存款余额",
        "2026-09-30存款余额,202610存款余额",
        "9月末余额,10月末余额",
    ],
)
def test_a_measure_may_stand_above_or_beside_the_month(tmp_path: Path, heads: str) -> None:
    reading = read(tmp_path, f"客户名称,{heads}\n甲,5,6\n")
    assert series(reading) == [{date(2026, 9, 30): {"deposit": 500}, date(2026, 10, 31): {"deposit": 600}}]


def test_months_of_no_measure_are_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, MONTHS)
    assert [question.heading for question in reading.questions] == ["9月末", "10月末", "11月"]
    assert (series(reading), fields(reading, "name")) == ([{}, {}], ["甲", "乙"])
    answered = read(tmp_path, MONTHS, columns={"9月末": "loan", "10月末": "loan", "11月": "ignore"})
    assert series(answered)[1] == {date(2026, 10, 31): {"loan": 800}}


def test_columns_of_one_day_and_one_measure_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two_columns"):
        read(tmp_path, "客户名称,9月末存款余额,2026-09-30存款余额\n甲,5,6\n")


def test_a_single_month_is_the_day_that_the_list_states(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户名称,9月末存款余额\n甲,5\n")
    assert (amounts(reading), series(reading), reading.stated_date) == ([500], [{}], date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "said_when"),
    [
        ("2026年11月/3/二", When(2026, 11, 3)),
        ("2026-11-03 00:00:00", When(2026, 11, 3)),
        ("Sep 2026", When(2026, 9, None)),
        ("9月末", When(None, 9, None)),
        ("202609", When(2026, 9, None)),
        ("3日", When(None, None, 3)),
        ("11.2(一)", When(None, 11, 2)),
        ("2026-11-03 Tue", When(2026, 11, 3)),
        ("11/3/上午", When(None, 11, 3)),
        ("46329", When(2026, 11, 3)),
        ("11月5日(周四)", When(None, 11, 5)),
        ("存款/9月", None),
        ("13月", None),
        ("编号", None),
        ("", None),
    ],
)
def test_what_day_or_month_a_heading_is(text: str, said_when: When | None) -> None:
    assert when(text) == said_when


@pytest.mark.parametrize(
    ("heads", "near", "found"),
    [
        (["10月", "11月", "12月", "1月"], NOTHING, [(2024, 10), (2024, 11), (2024, 12), (2025, 1)]),
        (["1月", "12月", "11月"], NOTHING, [(2025, 1), (2024, 12), (2024, 11)]),
        (["1月", "2月"], NOTHING, [(2025, 1), (2025, 2)]),
        (["11月", "12月"], NOTHING, [(2024, 11), (2024, 12)]),
        (["11月", "12月"], Stated(2023, None, None), [(2023, 11), (2023, 12)]),
        (["12月", "1月"], Stated(2025, 1, 12), [(2024, 12), (2025, 1)]),
        (["12月", "1月"], Stated(2024, 12, 12), [(2024, 12), (2025, 1)]),
        (["11月", "12月"], Stated(2025, 1, 1), [(2024, 11), (2024, 12)]),
        (["10月", "11月", "12月", "1月"], Stated(2024, None, None), [(2024, 10), (2024, 11), (2024, 12), (2025, 1)]),
        (["2022年12月", "1月"], NOTHING, [(2022, 12), (2023, 1)]),
    ],
)
def test_years_carry_on_from_column_to_column(heads: list[str], near: Stated, found: list[Any]) -> None:
    said_when = {index: each for index, text in enumerate(heads) if (each := when(text))}
    dated = days(said_when, set(said_when), near, date(2025, 5, 10))
    assert [(dated[index].year, dated[index].month) for index in range(len(heads))] == found


@given(st.lists(st.sampled_from(["1月", "12月", "31", "1", "2026-02", "2/30", "11/3", "9月末", "2025年"]), max_size=8))
def test_no_two_columns_need_to_make_sense(heads: list[str]) -> None:
    said_when = {index: each for index, text in enumerate(heads) if (each := when(text))}
    for near in (NOTHING, Stated(2026, 11, 11)):
        assert set(days(said_when, set(), near, TODAY)) <= set(said_when)


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str, note: str = "", times: int = 1) -> str:
    behind = f"<office:annotation><text:p>{note}</text:p><text:p>再约</text:p></office:annotation>" if note else ""
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    if not text:
        return f"<table:table-cell{repeated}/>"
    return f'<table:table-cell office:value-type="string"{repeated}>{behind}<text:p>{text}</text:p></table:table-cell>'


def test_an_open_documents_comments_and_hidden_rows_are_told(tmp_path: Path) -> None:
    rows = [
        ods_row(ods_cell("", times=5)),
        ods_row(ods_cell("客户名称"), *map(ods_cell, ("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"))),
        ods_row(ods_cell("华强"), ods_cell("", times=2), ods_cell("M", "谈授信"), ods_cell("T")),
        ods_row(ods_cell("康佳"), ods_cell("T"), attributes='table:visibility="collapse"'),
        ods_row(ods_cell("筛掉"), ods_cell("T"), attributes='table:visibility="filter" table:number-rows-repeated="2"'),
        ods_row(ods_cell("中兴"), ods_cell("E", "发方案")),
    ]
    reading = read(tmp_path, open_document("".join(rows)), name="calendar.ods")
    records = [record for record in reading.records if isinstance(record, ContactRecord)]
    assert [(r.client_name, r.on.day, r.code, r.note) for r in records] == [
        ("华强", 4, "M", "谈授信\n再约"),
        ("华强", 5, "T", None),
        ("中兴", 2, "E", "发方案\n再约"),
    ]
    assert "3 hidden rows left out; to read them, unhide them first" in said(reading)


def test_a_thread_of_comments_stands_for_its_plain_copy(tmp_path: Path) -> None:
    threads = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B2" id="{1}"><text>谈存款：</text></threadedComment>'
        '<threadedComment ref="B2" id="{2}" parentId="{1}"><text>已回复</text></threadedComment></ThreadedComments>'
    )

    def build(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["客户名称", "2026-11-02", "2026-11-03"])
        sheet.write_row(1, 0, ["华强", "M", "T"])
        sheet.write_comment(
            "B2", "[Threaded comment]\n\nYour version of Excel allows you to read it.\n\nComment: 谈存款："
        )
        sheet.write_comment("C2", "旧批注")

    link = (
        '<Relationship Id="rIdThread" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    data = with_parts(
        packed(build),
        {"xl/threadedComments/threadedComment1.xml": threads},
        {"xl/worksheets/_rels/sheet1.xml.rels": ("</Relationships>", link)},
    )
    records = read(tmp_path, data, name="a.xlsx").records
    assert [record.note for record in records] == ["谈存款：\n已回复", "旧批注"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "heading", ["2026Q3", "2026 q3", "2026-Q3", "2026年三季度", "2026年第3季度末", "2026年第三季度"]
)
def test_a_quarter_is_its_last_month(heading: str) -> None:
    assert when(heading) == When(2026, 9, None)


def test_balances_quarter_by_quarter_become_a_series(tmp_path: Path) -> None:
    rows = "客户名称,账期,存款余额\n华强,2026Q2,5\n华强,2026Q3,6\n"
    (long,) = read(tmp_path, rows, name="b.csv").records
    assert isinstance(long, ClientRecord)
    assert long.series == {date(2026, 6, 30): {"deposit": 500}, date(2026, 9, 30): {"deposit": 600}}
    (wide,) = read(tmp_path, "存款余额\n客户名称,2026Q2,2026Q3\n华强,5,6\n", name="c.csv").records
    assert isinstance(wide, ClientRecord) and wide.series == long.series
