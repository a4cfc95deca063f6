"""Lists → records: what goes in, what is set aside and why, what refuses the file; on made-up and on real lists."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.core.arrivals import ClientRecord, ContactRecord, PersonRecord, Place
from rmtool.errors import InputError, RmtoolError, UsageError
from rmtool.intake.records import Reading, file_sha256, read_list
from rmtool.lang import say

from .lists_kit import DATA, amounts, fields, needs_data, options, read, reasons, said, workbook, write

TEN = "".join(f"{n:06d},公司{n},{n}\n" for n in range(1, 11))
"""Ten good rows."""


def refusal(folder: Path, content: str | bytes, kind: str | None = None, **changed: Any) -> RmtoolError:
    with pytest.raises(RmtoolError) as caught:
        read_list(write(folder, content), options(kind, **changed))
    for detail in (caught.value.message, *caught.value.details):
        assert say(detail)
    return caught.value


def test_a_list_becomes_typed_records_with_their_places(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "客户编号,客户名称,统一社会信用代码,客户类型,标签,纬度,经度,成立日期,存款余额(万元),贷款余额(万元),网址\n"
        "000006,深圳振业 ,91440300618831041G,对公,上市;代发,22.5,113.9,1989/5/25,537.01,—,www.x.cn\n"
        "\n"
        "000012,南玻,,,,,,,,10,\n",
    )
    assert reading.records == [
        ClientRecord(
            Place(None, 2),
            {
                "client_no": "000006",
                "name": "深圳振业",
                "credit_code": "91440300618831041G",
                "kind": "corporate",
                "tags": ("上市", "代发"),
                "lat": 22.5,
                "lon": 113.9,
                "founded": date(1989, 5, 25),
            },
            {"deposit": 537_010_000},
        ),
        ClientRecord(Place(None, 4), {"client_no": "000012", "name": "南玻"}, {"loan": 10_000_000}),
    ]
    assert (reading.kind, reading.rows, reading.set_aside, reading.warnings) == ("clients", 2, [], [])
    assert reading.columns["存款余额(万元)"] == "deposit" and reading.units["存款余额(万元)"] == 10_000
    assert reading.ignored_columns == ("网址",)


def test_with_numbers_only_no_name_is_stated(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "client_ref,deposit\nBK1,5\n").records
    assert record.fields == {"client_no": "BK1"}


def test_without_any_number_the_names_stand_alone(tmp_path: Path) -> None:
    assert fields(read(tmp_path, "企业名称,存款余额\n华强,5\n"), "name") == ["华强"]


def test_rows_are_set_aside_for_identity_and_for_amounts_that_the_rules_need(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "客户编号,客户名称,存款余额,贷款余额,成立日期\n" + TEN.replace("\n", ",,\n") * 2 + ",,7,,\n"
        "9.14403E+17,华强,8,,\n000013,南玻,约500万,,\n000014,沙河,#REF!,坏,\n000015,康佳,3,坏,2026-06-31\n",
    )
    assert reasons(reading) == {
        22: "neither a name nor a number of the client",
        23: "客户编号: 9.14403E+17 has lost digits in the spreadsheet; export the column as text",
        24: "存款余额: 约500万 is no amount",
        25: "存款余额: #REF! is no amount",
    }
    assert all(aside.damaged for aside in reading.set_aside)
    assert reading.set_aside[2].cells == ("000013", "南玻", "约500万", "", "")
    assert said(reading) == [
        "成立日期: 1 value can't be read and is left out, the first in row 26: 2026-06-31",
        "贷款余额: 2 values can't be read and are left out, the first in row 25: 坏",
    ]
    assert reading.records[-1] == ClientRecord(
        Place(None, 26), {"client_no": "000015", "name": "康佳"}, {"deposit": 300}
    )
    assert reading.rows == len(reading.records) + len(reading.set_aside) == 25


def test_an_amount_that_the_rules_do_not_need_is_only_missing(tmp_path: Path) -> None:
    text = "客户名称,存款余额\n华强,坏\n南玻,5\n"
    assert not read(tmp_path, text, measures_needed=("loan",)).set_aside
    assert refusal(tmp_path, text).message.key == "intake.too_damaged"


@pytest.mark.parametrize(("bad", "refused"), [(2, False), (3, True)])
def test_more_than_a_fifth_of_damaged_rows_refuses_the_file(tmp_path: Path, bad: int, refused: bool) -> None:
    text = "客户编号,客户名称,存款余额\n" + TEN.replace(",3\n", ",3\n" + "x,y,坏\n" * bad, 1)
    text = text.replace("000010,公司10,10\n", "") if bad == 2 else text
    if refused:
        error = refusal(tmp_path, text)
        assert (error.exit_code, error.message.key) == (4, "intake.too_damaged")
        assert say(error.details[0]) == "row 5: 存款余额: 坏 is no amount"
    else:
        assert len(read(tmp_path, text).set_aside) == bad


def test_exactly_a_fifth_of_damaged_rows_goes_in(tmp_path: Path) -> None:
    assert len(read(tmp_path, "name,deposit\nA,1\nB,1\nC,1\nD,1\nE,x\n").set_aside) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("日期,金额\n2026-01-01,5\n", "no_identity"),
        ("客户名称,存款余额\n", "no_rows"),
        ("客户名称,存款余额\n,\n \n", "no_rows"),
        ("客户名称,name\nA,B\n", "two_columns"),
        ("客户名称,存款余额(美元),贷款余额(欧元)\nA,1,2\n", "two_currencies"),
    ],
)
def test_a_useless_file_is_refused(tmp_path: Path, text: str, key: str) -> None:
    error = refusal(tmp_path, text)
    assert (error.exit_code, error.message.key) == (4, f"intake.{key}")


def test_options_that_cannot_be_are_refused(tmp_path: Path) -> None:
    text = "客户名称,存款余额\n华强,5\n"
    assert isinstance(refusal(tmp_path, text, "shoes"), UsageError)
    assert refusal(tmp_path, text, "holdings").message.key == "intake.no_product_column"
    assert refusal(tmp_path, text, "persons").message.key == "intake.no_person_column"
    assert isinstance(refusal(tmp_path, text, columns={"客户名称": "shoe"}), UsageError)
    assert refusal(tmp_path, text, columns={"名字": "name"}).message.key == "intake.no_such_heading"
    assert refusal(tmp_path, text, sheet="S").message.key == "intake.no_sheets"
    book = workbook({"A": [["客户名称"], ["华强"]]})
    assert refusal(tmp_path, book, sheet="B").message.key == "intake.no_such_sheet"


def test_an_amount_without_a_known_name_becomes_the_deposit_and_it_is_said(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户名称,注册资本(万元),余额(万元)\n华强,9,5\n")
    assert amounts(reading) == [5_000_000]
    assert said(reading) == [
        "余额(万元) was taken for deposit (deposits at a day); if it is something else: --map '余额(万元)=FIELD'"
    ]
    assert "rules go by" in said(read(tmp_path, "客户名称,贷款余额\n华强,5\n"))[0]
    assert "no column of amounts" in said(read(tmp_path, "客户名称,注册资本\n华强,5\n"))[0]


def test_a_mapping_names_what_nobody_could_guess(tmp_path: Path) -> None:
    reading = read(tmp_path, "X1,X2\n华强,5\n", columns={"x1": "name", "X2": "deposit_avg"})
    assert (fields(reading, "name"), amounts(reading, "deposit_avg")) == (["华强"], [500])
    idle = read(tmp_path, "客户名称,存款余额,把握度\n华强,5,高\n", columns={"把握度": "likelihood"})
    assert "把握度 can't be likelihood: a list of clients holds no such thing" in said(idle)


def test_titles_totals_notes_and_repeated_headings_are_no_rows(tmp_path: Path) -> None:
    text = (
        "某支行存款客户,,\n单位：万元,币种：人民币,截至2026年9月30日\n\n序号,客户名称,存款余额\n"
        '1,华强,"1,234.5"\n2,南玻,暂无\n,小 计,999\n序号,客户名称,存款余额\n3,合计咨询公司,5\n,合计,1004\n'
        "注：含保证金,,\n制表人：张三,复核：李四,\n"
    )
    reading = read(tmp_path, text, name="名单20261031.csv")
    assert fields(reading, "name") == ["华强", "南玻", "合计咨询公司"]
    assert amounts(reading) == [1_234_500_000, None, 5_000_000]
    assert [record.place.row for record in reading.records] == [5, 6, 9]
    assert (reading.rows, reading.stated_date, reading.currency) == (3, date(2026, 9, 30), "CNY")
    assert said(reading) == [
        "1 row that only repeats the headings left out",
        "2 rows of totals left out",
        "2 rows of notes below the list left out",
    ]
    assert reading.headings == ("序号", "客户名称", "存款余额(万元,CNY,2026-09-30)")


def test_a_client_called_total_is_one_if_it_has_a_number(tmp_path: Path) -> None:
    assert fields(read(tmp_path, "客户编号,客户名称,存款余额\n1,Total,5\n2,B,6\n"), "name") == ["Total", "B"]
    assert fields(read(tmp_path, "客户名称,行业,存款余额\nTotal,能源,5\nTotal,,6\n"), "name") == ["Total"]


@pytest.mark.parametrize(
    ("name", "heading", "stated"),
    [
        ("list.csv", "存款余额(2026-10-31)", date(2026, 10, 31)),
        ("客户20261030.csv", "存款余额2026-10-31", date(2026, 10, 31)),
        ("客户20261030.csv", "存款余额", date(2026, 10, 30)),
        ("客户2026年10月.csv", "存款余额", date(2026, 10, 31)),
        ("客户20261231.csv", "存款余额", None),
        ("list.csv", "存款余额", None),
    ],
)
def test_a_list_says_of_which_day_it_is(tmp_path: Path, name: str, heading: str, stated: date | None) -> None:
    assert read(tmp_path, f"客户名称,{heading}\n华强,5\n", name=name).stated_date == stated


def test_a_row_with_too_many_cells_is_damaged_and_one_with_too_few_is_padded(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户编号,客户名称,存款余额\n" + TEN + "000011,华强,电子,5\n000012,南玻\n")
    assert "perhaps a name holds a comma" in reasons(reading)[12]
    assert reading.set_aside[0].cells == ("000011", "华强", "电子,5")
    assert said(reading) == [
        "1 row has fewer cells than headings, the first is row 13; what is missing counts as blank"
    ]


def test_identity_and_card_numbers_are_not_stored(tmp_path: Path) -> None:
    identity = "11010519491231002X"
    named = read(
        tmp_path,
        "客户名称,身份证号,存款余额\n" + "".join(f"公司{n},{identity},{n}\n" for n in range(9)) + f"坏,{identity},x\n",
    )
    assert named.ignored_columns == ("身份证号",) and said(named) == ["never stored: 身份证号"]
    assert named.set_aside[0].cells == ("坏", "", "x")
    shaped = read(tmp_path, f"客户编号,客户名称,存款余额\n{identity},张三,1\n{identity},李四,2\n3,王五,3\n")
    assert fields(shaped, "client_no") == [None, None, None]
    single = read(tmp_path, f"客户编号,客户名称,存款余额\n{identity},张三,1\n2,李四,2\n3,王五,3\n")
    assert fields(single, "client_no") == [None, "2", "3"]
    assert all(identity not in repr(reading) for reading in (named, shaped, single))
    assert refusal(tmp_path, f"客户编号,存款余额\n{identity},1\n").message.key == "intake.only_identity_numbers"


def test_wrong_credit_codes_are_missing_and_damaged_ones_bring_advice(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "客户名称,统一社会信用代码,存款余额\nA,9144030061883104XX,1\nB,9.144E+17,1\nC,91440300618831041g,1\n"
    )
    assert fields(reading, "credit_code") == [None, None, "91440300618831041G"]
    assert len(said(reading)) == 2 and "export the column as text" in said(reading)[0]


def test_private_persons_are_retail_by_their_headings(tmp_path: Path) -> None:
    assert fields(read(tmp_path, "client_ref,age,marital,deposit\n1,58,x,5\n"), "kind") == ["retail"]
    assert fields(read(tmp_path, "client_ref,age,deposit\n1,58,5\n"), "kind") == [None]


def test_currencies_stand_in_headings_and_cells(tmp_path: Path) -> None:
    reading = read(tmp_path, "客户名称,存款余额(万美元),贷款余额\nA,1,USD 2\nB,¥3,4\nC,1,欧元5\n", measures_needed=())
    assert (reading.currency, amounts(reading, "loan")) == ("USD", [200, 400, None])


def test_prospects_have_cards(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "客户名称,预计金额(万元),可能性,阶段,来源,等级\n华强,500,60,洽谈,老客户介绍,A\n南玻,高,1,签约,,b级\n沙河,坏,低,?,,D\n",
        name="潜在客户.csv",
    )
    assert [record.card for record in reading.records if isinstance(record, ClientRecord)] == [
        {"value": 500_000_000, "likelihood": 0.6, "stage": "talks", "source": "老客户介绍", "grade": "A"},
        {"value_level": "high", "likelihood": 0.01, "stage": "signed", "grade": "B"},
        {"likelihood_level": "low"},
    ]
    assert (reading.kind, reading.set_aside, len(said(reading))) == ("prospects", [], 2)


LOG = "日期,时间,客户名称,方式,备注,联系人,时长,下一步,下次日期\n"


def test_a_contact_log_becomes_contacts(tmp_path: Path) -> None:
    reading = read(
        tmp_path, LOG + "2026年11月22日,9:30,华强,电话,问候,李总,30,报价,2026-12-01\n20261122,,南玻,拜访,,,,,\n"
    )
    assert reading.records == [
        ContactRecord(
            Place(None, 2),
            None,
            "华强",
            date(2026, 11, 22),
            "09:30",
            "T",
            "李总",
            "问候",
            None,
            30,
            "报价",
            date(2026, 12, 1),
        ),
        ContactRecord(Place(None, 3), None, "南玻", date(2026, 11, 22), None, "M", None, None, None, None, None, None),
    ]
    assert (reading.kind, reading.stated_date) == ("contacts", None)


def test_contacts_without_code_client_or_day_are_set_aside_and_never_refuse_the_log(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        LOG + "2026-11-22,,华强,,,,,,\n2026-11-22,,华强,传真,,,,,\n2026-06-31,,华强,M,,,,,\n"
        ",,华强,M,,,,,\n2026-11-22,,,M,,,,,\n"
        "2026-11-22,25:00,华强,M,,,x,,坏\n",
    )
    assert reasons(reading) == {
        2: "方式: no code",
        3: "方式: 传真 is no known code; --map-code '传真=T' would make it one",
        4: "日期: 2026-06-31 is no date",
        5: "日期: no date",
        6: "no client",
    }
    assert [aside.damaged for aside in reading.set_aside] == [False, False, True, True, True]
    assert len(reading.records) == 1 and len(said(reading)) == 4
    assert "传真 is no known code (1 cell); --map-code '传真=T' would make it one" in said(reading)


def test_words_for_codes_are_the_rules_and_the_users(tmp_path: Path) -> None:
    text = LOG + "2026-11-22,,华强,传真,,,,,\n2026-11-22,,华强,Face to Face,,,,,\n2026-11-22,,华强,微信,,,,,\n"
    reading = read(tmp_path, text, codes={"t": "T", "m": "M", "传真": "T"})
    assert [record.code for record in reading.records if isinstance(record, ContactRecord)] == ["T", "M"]
    assert list(reasons(reading)) == [4]


def test_contacts_to_come_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path, LOG + "2026-11-24,,华强,M,,,,,\n")
    assert said(reading) == ["1 contact lies in the future, the first in row 2"]
    assert len(reading.records) == 1


@pytest.mark.parametrize(("moment", "at"), [("2015-05-11 15:11:48", "15:11:48"), ("2015-05-11 00:00:00", None)])
def test_times_come_with_the_dates_unless_all_are_midnight(tmp_path: Path, moment: str, at: str | None) -> None:
    (record,) = read(tmp_path, f"client_id,code,contact_time\n7,M,{moment}\n").records
    assert isinstance(record, ContactRecord)
    assert (record.client_no, record.on, record.at) == ("7", date(2015, 5, 11), at)


@pytest.mark.parametrize(("heads", "key"), [("客户名称,方式", "no_date_column"), ("客户名称,日期", "no_code_column")])
def test_a_log_needs_days_and_codes(tmp_path: Path, heads: str, key: str) -> None:
    assert refusal(tmp_path, f"{heads}\n华强,M\n", "contacts").message.key == f"intake.{key}"


def test_a_workbook_brings_in_clients_and_prospects(tmp_path: Path) -> None:
    book = workbook(
        {
            "存量客户": [
                ["客户编号", "客户名称", "存款余额(万元)", "成立日期"],
                ["000006", "振业", 537.01, date(1989, 5, 25)],
            ],
            "潜在客户": [["客户名称", "来源"], ["华强", "介绍"]],
            "联系记录": [["客户名称", "日期", "方式"], ["振业", datetime(2026, 11, 20, 9, 30), "M"]],
            "说明": [["来源与口径"]],
            "旧": [["客户名称"], ["过时"]],
            "空表": [],
        },
        hidden=["旧"],
    )
    readings = read_list(write(tmp_path, book, "台账.xlsx"), options())
    assert [(r.sheet, r.kind, r.rows) for r in readings] == [
        ("存量客户", "clients", 1),
        ("潜在客户", "prospects", 1),
        ("联系记录", "contacts", 1),
    ]
    assert readings[0].records[0].place == Place("存量客户", 2)
    assert amounts(readings[0]) == [537_010_000]
    assert isinstance(readings[2].records[0], ContactRecord) and readings[2].records[0].at == "09:30"
    assert said(readings[0]) == ["hidden sheet left out: 旧; to read one: --sheet NAME", "no list, left out: 说明"]
    (chosen,) = read_list(write(tmp_path, book, "台账.xlsx"), options(sheet="旧"))
    assert fields(chosen, "name") == ["过时"]
    (alone,) = read_list(write(tmp_path, book, "台账.xlsx"), options("prospects"))
    assert (alone.sheet, len(said(alone))) == ("潜在客户", 4)


def test_people_at_clients_are_read(tmp_path: Path) -> None:
    people = (
        "客户名称,姓名,职务,决策权,电话,邮箱\n甲公司,李总,财务总监,是,13800138000,a@b.cn\n,王,,,,\n甲公司,,经理,,,\n"
    )
    reading = read(tmp_path, people)
    assert (reading.kind, list(reasons(reading).values())) == ("persons", ["no client", "nobody's name"])
    assert reading.records == [
        PersonRecord(Place(None, 2), None, "甲公司", None, "李总", "财务总监", "decides", "13800138000", "a@b.cn", None)
    ]


def test_a_directory_of_firms_with_somebody_to_call_is_a_client_list(tmp_path: Path) -> None:
    heads = "企业名称,行业,地址,联系人,职务,联系电话\n"
    reading = read(tmp_path, heads + "华强,制造业,科技园1号,钱二,财务总监,13800138000\n", name="企业名录.csv")
    assert (reading.kind, fields(reading, "industry")) == ("clients", ["制造业"])


def test_cells_right_of_the_headings_are_named(tmp_path: Path) -> None:
    book = workbook({"客户": [["客户名称", "存款余额"], ["华强", 5, "", "随手记"]]})
    assert read(tmp_path, book).ignored_columns == ("(D)",)


def test_set_aside_rows_mended_read_as_if_they_had_been_right(tmp_path: Path) -> None:
    """The set-aside headings carry what the title said, so the rows can come back as a list of their own."""
    title = "单位：万元,,截至2026年9月30日\n"
    broken = read(tmp_path, title + "客户编号,客户名称,存款余额\n" + TEN + "11,华强,五百\n")
    right = read(tmp_path, title + "客户编号,客户名称,存款余额\n" + TEN + "11,华强,500\n")
    (aside,) = broken.set_aside
    lines = [",".join(f'"{cell}"' for cell in row) for row in (broken.headings, aside.cells)]
    again = read(tmp_path, "\n".join(lines).replace("五百", "500"))
    assert again.records[0]._replace(place=Place(None, 0)) == right.records[-1]._replace(place=Place(None, 0))
    assert again.stated_date == right.stated_date == date(2026, 9, 30)


def test_the_hash_is_the_files(tmp_path: Path) -> None:
    path = write(tmp_path, "abc")
    assert file_sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(InputError):
        file_sha256(tmp_path / "no.csv")


NUMBERS = st.sampled_from(["", "-", "000001", "1", "9.14403E+17", "#REF!"])
NAMES = st.sampled_from(["", "暂无", "华强", "南玻", "合计", "=1+1"])
DEPOSITS = st.sampled_from(["", "—", "0", "5", "1,586.48 万元", "(3)", "约5", "1e99", "合计"])


@given(st.lists(st.tuples(NUMBERS, NAMES, DEPOSITS), min_size=1, max_size=12))
def test_every_row_goes_in_or_is_set_aside_or_is_no_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    lines = ["客户编号,客户名称,存款余额", *(",".join(f'"{cell}"' for cell in row) for row in rows), *["1,华强,5"] * 60]
    path.write_text("\n".join(lines), encoding="utf-8")
    (reading,) = read_list(path, options())
    seen = sorted([r.place.row for r in reading.records] + [a.place.row for a in reading.set_aside])
    assert len(seen) == len(set(seen)) == reading.rows
    for line, (number, name, deposit) in enumerate(rows, 2):
        identified = number in ("000001", "1") or (name in ("华强", "南玻", "=1+1") and number in ("", "-"))
        totalled = name == "合计" or (name in ("", "暂无") and deposit == "合计")
        total = totalled and number in ("", "-")
        broken = deposit in ("约5", "1e99", "合计")
        kept = line in {record.place.row for record in reading.records}
        blank = not (number + name + deposit)
        assert kept == (identified and not broken)
        assert (line in seen) == (not total and not blank)


CELL = st.one_of(
    st.text(max_size=8), st.sampled_from(["客户名称", "日期", "方式", "存款余额", "合计", "M", "2026-01-01", '"'])
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=8), st.sampled_from([None, "clients", "prospects", "contacts"]))
def test_whatever_the_cells_hold_the_list_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], kind: str | None
) -> None:
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    path.write_bytes(
        "\n".join(",".join(row) for row in [["客户名称", "日期", "方式"], *rows]).encode("utf-8", "ignore")
    )
    check_every_list(path, kind)


def check_every_list(path: Path, kind: str | None) -> list[Reading]:
    """The lists of a file, each of whose rows is accounted for; none if the file is refused."""
    try:
        readings = read_list(path, options(kind))
    except RmtoolError as error:
        assert say(error.message) and all(map(say, error.details))
        return []
    for reading in readings:
        assert reading.rows == len(reading.records) + len(reading.set_aside) > 0
        assert all(len(aside.cells) == len(reading.headings) for aside in reading.set_aside)
        assert said(reading) == said(reading) and reasons(reading).keys() == {a.place.row for a in reading.set_aside}
    return readings


@needs_data
@pytest.mark.parametrize("kind", [None, "clients", "contacts"])
def test_wounded_spreadsheets_are_read_or_refused(kind: str | None) -> None:
    files = sorted((DATA / "spreadsheets").iterdir())
    read_well = [path.name for path in files if check_every_list(path, kind)]
    assert len(files) > 40 and (kind == "contacts" or "frictionless_blank-rows.csv" in read_well)


@needs_data
@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("nanshan_book.xlsx", {"clients": 126, "prospects": 80}),
        ("shenzhen_corporates.xlsx", {"clients": 309, "prospects": 792}),
        ("shenzhen_corporates_gbk.csv", {"clients": 309}),
        ("berka_clients.csv", {"clients": 1229}),
        ("bank_marketing_clients.csv", {"clients": 45211}),
        ("shanghai_enterprises_geo.csv", {"clients": 84}),
    ],
)
def test_real_lists_load_without_an_option(file: str, kinds: dict[str, int]) -> None:
    readings = read_list(DATA / file, options())
    assert {reading.kind: len(reading.records) for reading in readings} == kinds
    assert not any(reading.set_aside for reading in readings)


@needs_data
def test_the_nanshan_book() -> None:
    clients, prospects = read_list(DATA / "nanshan_book.xlsx", options())
    assert clients.ignored_columns == ("企业性质", "注册资本(万元)", "网址")
    fen = [amount or 0 for amount in amounts(clients)]
    wan = 1_000_000
    assert [
        sum(low * wan <= f < high * wan for f in fen) for low, high in ((1000, 10**9), (500, 1000), (100, 500))
    ] == [5, 5, 32]
    assert clients.records[0].place == Place("存量客户", 2)
    assert all(len(number) == 6 for number in fields(clients, "client_no"))
    assert None not in fields(clients, "credit_code")
    assert prospects.columns["来源"] == "source" and fields(prospects, "client_no") == [None] * 80
    assert said(clients) == ["no list, left out: 说明"]


@needs_data
def test_the_same_list_as_workbook_and_as_gb18030_text_reads_the_same() -> None:
    book = read_list(DATA / "shenzhen_corporates.xlsx", options())[0]
    (text,) = read_list(DATA / "shenzhen_corporates_gbk.csv", options())
    same = [
        record._replace(place=Place(None, record.place.row))
        for record in book.records
        if isinstance(record, ClientRecord)
    ]
    assert same == text.records


@needs_data
def test_the_berka_clients() -> None:
    (reading,) = read_list(DATA / "berka_clients.csv", options())
    assert reading.columns == {
        "client_ref": "client_no",
        "birth_date": "birthday",
        "district": "district",
        "current_balance_czk": "deposit",
        "average_balance_czk": "deposit_avg",
        "loan_czk": "loan",
    }
    assert (reading.currency, fields(reading, "kind")[:1]) == ("CZK", ["retail"])
    assert sum((amount or 0) < 0 for amount in amounts(reading)) == 2


@needs_data
def test_the_bank_marketing_clients_hold_averages() -> None:
    (reading,) = read_list(DATA / "bank_marketing_clients.csv", options())
    found = [amount for amount in amounts(reading, "deposit_avg") if amount is not None]
    assert (len(found), sum(a < 0 for a in found), sum(a == 0 for a in found)) == (45211, 3766, 3514)
    assert reading.currency == "EUR"


@needs_data
def test_the_bank_marketing_contacts() -> None:
    (reading,) = read_list(DATA / "bank_marketing_contacts.csv", options("contacts"))
    assert (reading.rows, len(reading.records), len(reading.set_aside)) == (53468, 32191, 21277)
    assert {(aside.damaged, say(aside.reasons[0])) for aside in reading.set_aside} == {(False, "code: no code")}
    first = reading.records[0]
    assert isinstance(first, ContactRecord) and (first.code, first.minutes, first.at) == ("T", 5, None)


@needs_data
@pytest.mark.parametrize("kind", ["contacts", None])
def test_the_vast_contacts(kind: str | None) -> None:
    (reading,) = read_list(DATA / "vast_contacts_tem.csv", options(kind))
    codes = [record.code for record in reading.records if isinstance(record, ContactRecord)]
    assert [codes.count(code) for code in "TEM"] == [19224, 27366, 2349]
    assert reading.columns == {"client_id": "client_no", "code": "code", "contact_time": "date"}
    first = reading.records[0]
    assert isinstance(first, ContactRecord) and first.at == "15:11:48"
