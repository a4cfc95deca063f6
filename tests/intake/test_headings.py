"""Headings → fields: names in both languages, units, currencies, dates; ranks; the kind of list."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.errors import InputError, UsageError
from rmtool.intake.columns import assign, recognise_kind
from rmtool.intake.headings import (
    CLIENTS,
    CONTACTS,
    PROSPECTS,
    column_letters,
    is_never_stored,
    known_claims,
    read_headings,
    wanted,
)
from rmtool.intake.marks import Mark, stated_date
from rmtool.intake.tables import find_head
from rmtool.intake.vocabulary import vocabulary

PLAIN = wanted({}, ("deposit_avg", "deposit"))


def fields(*texts: str, kind: str = CLIENTS, wants: Any = PLAIN) -> dict[str, str]:
    """Which heading each field goes by."""
    headings = read_headings(texts, wants)
    columns = assign(headings, kind, wants, "list.csv").columns
    return {field: headings[index].label for field, index in columns.items()}


def mark(text: str) -> Mark:
    return read_headings([text], PLAIN)[0].mark


CONTRACT = [
    "client_no",
    "name",
    "credit_code",
    "kind",
    "industry",
    "district",
    "address",
    "lat",
    "lon",
    "group",
    "chain",
    "tag",
    "rm",
    "deposit",
    "deposit_avg",
    "loan",
    "aum",
    "revenue",
    "founded",
]
CHINESE = {
    "客户编号": "client_no",
    "客户名称": "name",
    "统一社会信用代码": "credit_code",
    "行业": "industry",
    "所属区": "district",
    "地址": "address",
    "纬度": "lat",
    "经度": "lon",
    "集团": "group",
    "标签": "tag",
    "客户经理": "rm",
    "存款余额": "deposit",
    "日均存款": "deposit_avg",
    "贷款余额": "loan",
}


def test_the_names_of_the_contract_head_their_columns() -> None:
    assert fields(*CONTRACT) == {name: name for name in CONTRACT}
    assert fields(*CHINESE) == {field: text for text, field in CHINESE.items()}


def test_the_contract_names_of_contact_logs_head_their_columns() -> None:
    names = ["client_no", "name", "date", "time", "code", "note", "person", "outcome", "minutes"]
    assert fields(*names, kind=CONTACTS) == {name: name for name in names}
    chinese = {"日期": "date", "时间": "time", "方式": "code", "备注": "note", "联系人": "person", "客户名称": "name"}
    assert fields(*chinese, kind=CONTACTS) == {field: text for text, field in chinese.items()}


@pytest.mark.parametrize(
    "text",
    [
        "客户名称",
        " 客户 名称 ",
        "*客户名称",
        "客户名称：",
        "客户名称（必填）",
        "客户名称\n(全称)",
        "Client Name",
        "CLIENT_NAME",
    ],
)
def test_headings_are_known_whatever_stands_around_them(text: str) -> None:
    assert fields(text) == {"name": " ".join(text.split())}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("存款余额(万元)", Mark(unit=10_000)),
        ("存款余额（亿元）", Mark(unit=100_000_000)),
        ("存款余额[元]", Mark(unit=1)),
        ("存款余额万元", Mark(unit=10_000)),
        ("存款余额_万元", Mark(unit=10_000)),
        ("存款余额（单位：万元）", Mark(unit=10_000)),
        ("存款余额(人民币万元)", Mark(unit=10_000, currency="CNY")),
        ("存款余额(万美元)", Mark(unit=10_000, currency="USD")),
        ("美元存款余额", Mark(currency="USD")),
        ("deposit_eur", Mark(currency="EUR")),
        ("deposit (USD mn)", Mark(unit=1_000_000, currency="USD")),
        ("loan_czk", Mark(currency="CZK")),
        ("2026-10-31存款余额（万元）", Mark(unit=10_000, on=date(2026, 10, 31))),
        ("存款余额20261031", Mark(on=date(2026, 10, 31))),
        ("截至2026年10月31日存款余额", Mark(on=date(2026, 10, 31))),
        ("2026年10月末存款余额", Mark(on=date(2026, 10, 31))),
        ("存款余额(万元,CNY,2026-09-30)", Mark(unit=10_000, currency="CNY", on=date(2026, 9, 30))),
        ("duration_s", Mark(seconds=1)),
        ("通话时长(分钟)", Mark(seconds=60)),
        ("可能性(%)", Mark(per_cent=True)),
        ("存款余额(不含保证金)", Mark()),
    ],
)
def test_units_currencies_and_dates_are_taken_off_the_heading(text: str, said: Mark) -> None:
    (heading,) = read_headings([text], PLAIN)
    assert heading.claims and heading.mark == said


@pytest.mark.parametrize(
    "text", ["注册资本(万元)", "融资阶段", "余额口径", "坐标来源", "网址", "上市日期", "housing_loan", "card"]
)
def test_headings_that_only_resemble_one_of_ours_are_left_alone(text: str) -> None:
    assert fields("客户名称", text) == {"name": "客户名称"}


def test_of_several_columns_the_better_name_counts() -> None:
    assert fields("client_id", "client_ref") == {"client_no": "client_ref"}
    assert fields("注册地址", "地址", "客户名称") == {"address": "地址", "name": "客户名称"}
    assert fields("min_balance_czk", "average_balance_czk", "current_balance_czk", "client_id") == {
        "client_no": "client_id",
        "deposit": "current_balance_czk",
        "deposit_avg": "average_balance_czk",
    }


@pytest.mark.parametrize(
    ("first", "second"), [("客户名称", "name"), ("存款余额", "deposit"), ("客户编号", "客户号"), ("余额", "余额")]
)
def test_two_columns_of_equal_right_are_refused_with_both_names(first: str, second: str) -> None:
    with pytest.raises(InputError) as caught:
        fields(first, second)
    said = dict(caught.value.message.values)
    assert caught.value.message.key == "intake.two_columns"
    assert (said["first"], said["second"]) == (first, second if second != first else "余额 (2)")


def test_a_mapping_settles_what_is_open_and_outranks_what_is_known() -> None:
    assert fields("余额", "余额", wants=wanted({"余额 (2)": "deposit"}, ())) == {"deposit": "余额 (2)"}
    assert fields("客户名称", "name", wants=wanted({"name": "ignore"}, ())) == {"name": "客户名称"}
    assert fields("存款余额", "X", wants=wanted({"x": "日均存款"}, ())) == {"deposit": "存款余额", "deposit_avg": "X"}
    assert fields("Wealth (EUR)", wants=wanted({"wealth (eur)": "wealth"}, ("wealth",))) == {"wealth": "Wealth (EUR)"}


def test_a_mapping_to_nothing_that_there_is_is_refused() -> None:
    with pytest.raises(UsageError, match="no_such_field"):
        wanted({"x": "shoe_size"}, ())
    with pytest.raises(UsageError, match="mapped_twice"):
        wanted({"x": "name", "y": "客户名称"}, ())
    with pytest.raises(UsageError, match="never_stored_mapped"):
        wanted({"身份证号": "client_no"}, ())


def test_a_measure_that_the_rules_name_heads_a_column() -> None:
    assert fields("wealth_eur", wants=wanted({}, ("wealth",))) == {"wealth": "wealth_eur"}


def test_the_only_amount_of_a_list_becomes_the_deposit() -> None:
    headings = read_headings(["客户名称", "注册资本(万元)", "活期账户余额(万元)"], PLAIN)
    assert assign(headings, CLIENTS, PLAIN, "f")[:2] == ({"name": 0, "deposit": 2}, {"deposit"})
    assert fields("客户名称", "理财余额", "活期账户余额") == {"name": "客户名称"}
    assert fields("客户名称", "贷款余额", "活期账户余额") == {"name": "客户名称", "loan": "贷款余额"}


@pytest.mark.parametrize(
    "text",
    ["身份证号", "证件号码", "银行卡号", "护照号", "登录密码", "ID card no.", "passport", "PIN", "客户编号(身份证号)"],
)
def test_identity_and_card_numbers_are_never_stored(text: str) -> None:
    assert is_never_stored(text)
    assert fields("客户名称", text) == {"name": "客户名称"}


def test_the_headings_may_stand_below_a_title() -> None:
    rows = [
        ["某支行客户名单", "", ""],
        ["单位：万元；币种：美元", "", "截至2026年10月31日"],
        ["", "", ""],
        ["客户编号", "客户名称", "存款余额"],
        ["000001", "客户", "5"],
    ]
    head = find_head(rows, PLAIN)
    assert head is not None
    assert (head.row, head.title) == (3, Mark(10_000, "USD", date(2026, 10, 31)))


def test_a_sheet_without_names_and_numbers_is_no_list() -> None:
    assert find_head([["来源与口径说明"], ["客户: 深圳市南山区"]], PLAIN) is None
    assert find_head([["日期", "金额"], ["2026-01-01", "5"]], PLAIN) is None
    assert find_head([[str(n)] for n in range(30)] + [["客户名称"]], PLAIN) is None


@pytest.mark.parametrize(
    ("texts", "sheet", "file", "kind"),
    [
        (["客户名称"], "存量客户", "x", CLIENTS),
        (["客户名称"], "潜在客户", "x", PROSPECTS),
        (["客户名称"], "Sheet1", "prospects", PROSPECTS),
        (["客户名称"], None, "x", CLIENTS),
        (["客户名称", "预计金额", "可能性"], None, "x", PROSPECTS),
        (["客户名称", "存款余额", "可能性"], None, "x", CLIENTS),
        (["client_id", "code", "contact_time"], None, "x", CONTACTS),
        (["client_id", "code", "date", "deposit"], None, "x", CLIENTS),
        (["客户名称", "日期", "备注"], "走访记录", "x", CONTACTS),
        (["客户名称"], "走访名单", "x", CLIENTS),
        (["客户名称", "姓名"], "联系人", "x", "persons"),
    ],
)
def test_the_kind_of_list_is_told_by_names_and_headings(
    texts: list[str], sheet: str | None, file: str, kind: str
) -> None:
    assert recognise_kind(read_headings(texts, PLAIN), (sheet, file), PLAIN) == kind


def test_a_column_of_times_with_dates_is_the_date_where_there_is_no_other() -> None:
    assert fields("client_id", "code", "contact_time", kind=CONTACTS)["date"] == "contact_time"
    both = fields("client_id", "code", "contact_date", "contact_time", kind=CONTACTS)
    assert (both["date"], both["time"]) == ("contact_date", "contact_time")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截至2026-10-31", date(2026, 10, 31)),
        ("客户名单20261031", date(2026, 10, 31)),
        ("2026.9.30 台账", date(2026, 9, 30)),
        ("2026年2月", date(2026, 2, 28)),
        ("2026年2月30日", None),
        ("2019-2025", None),
        ("13820261031", None),
        ("202610", None),
        ("存量客户", None),
    ],
)
def test_the_day_that_a_list_states(text: str, day: date | None) -> None:
    assert stated_date(text) == day


def test_letters_of_columns() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_every_field_of_every_kind_has_names() -> None:
    words = vocabulary()
    named = {claim.field for claims in words.claims.values() for claim in claims}
    assert frozenset().union(*words.fields.values()) | words.measures == named


@given(
    st.lists(
        st.one_of(st.text(max_size=15), st.sampled_from(["余额", "余额 (2)", "客户名称", "日期", "(万元)", "2026-1"])),
        max_size=6,
    )
)
def test_whatever_stands_in_a_heading_every_column_serves_one_field_at_most(texts: list[str]) -> None:
    for kind in (CLIENTS, PROSPECTS, CONTACTS):
        headings = read_headings(texts, PLAIN)
        try:
            columns = assign(headings, kind, PLAIN, "f").columns
        except InputError:
            continue
        assert len(set(columns.values())) == len(columns)
        assert len({heading.label for heading in headings}) == len(headings)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "上年日均存款",
            "年初存款余额",
            "存款余额(年初)",
            "存款余额较年初增减",
            "比上年末增加",
            "上年同期存款余额",
            "存款目标",
        ),
        *(
            "存款日均(上年)",
            "存款/日均余额/上年",
            "新增存款",
            "存款完成率",
            "last year deposits",
            "deposit growth",
            "存款占比",
        ),
    ],
)
def test_amounts_of_another_time_or_sort_are_no_measures(heading: str) -> None:
    claims, _ = known_claims(heading, PLAIN.measures)
    assert not {claim.field for claim in claims} & PLAIN.measures


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("存款/日均余额/本年", "deposit_avg"),
        ("存款日均(本年)", "deposit_avg"),
        ("月均存款", "deposit_avg"),
        ("YTD avg deposits", "deposit_avg"),
        ("对公存款时点", "deposit"),
        ("贷款余额合计", "loan"),
        ("存款/时点余额/本外币合计", "deposit"),
    ],
)
def test_that_an_amount_is_the_present_or_the_whole_one_may_be_said_besides(heading: str, field: str) -> None:
    assert known_claims(heading, PLAIN.measures)[0][0].field == field


def test_the_whole_comes_before_its_parts_and_this_year_before_the_last() -> None:
    paths = ["客户名称", "存款/时点余额/本币", "存款/时点余额/本外币合计", "存款/日均余额/上年", "存款/日均余额/本年"]
    assert fields(*paths) == {
        "name": "客户名称",
        "deposit": "存款/时点余额/本外币合计",
        "deposit_avg": "存款/日均余额/本年",
    }


@pytest.mark.parametrize("heading", ["理财余额", "房贷余额", "信用卡透支余额", "他行存款", "可用余额"])
def test_the_only_amount_is_no_deposit_where_its_heading_says_otherwise(heading: str) -> None:
    assert fields("客户名称", heading) == {"name": "客户名称"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("较年初新增存款", None),
        ("年初存款余额", None),
        ("Deposit growth balance", None),
        ("当日余额", "deposit"),
        ("QTD Average Deposits", "deposit_avg"),
        ("本季日均存款", "deposit_avg"),
        ("Avg Deposits (CNY '000)", "deposit_avg"),
        ("Loans Outstanding", "loan"),
        ("存款餘額", "deposit"),
        ("客戶名稱", "name"),
    ],
)
def test_what_only_sounds_like_a_balance_is_none_and_an_average_is_one(heading: str, field: str | None) -> None:
    claims, _ = known_claims(heading, vocabulary().measures)
    assert (claims[0].field if claims else None) == field
