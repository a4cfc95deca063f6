"""Web pages, XML and mail archives under a spreadsheet's name."""

import quopri
from datetime import datetime
from pathlib import Path

import pytest

from rmtool.errors import InputError
from rmtool.intake import apart
from rmtool.intake.grid import Sheet
from rmtool.intake.sheets import read_sheets

from .lists_kit import amounts, fields, read, said, write

PAGE = "<table><tr><td>客户号<td>客户名称<td>存款余额<tr><td>007<td>华强&amp;南玻<td>5</table>"
ROWS = [["客户号", "客户名称", "存款余额"], ["007", "华强&南玻", "5"]]
SPACES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def sheet(folder: Path, content: str | bytes) -> Sheet:
    (found,) = read_sheets(write(folder, content, "list.xls"))
    return found


def refusal(folder: Path, content: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        sheet(folder, content)
    return caught.value.message.key


def workbook(rows: str, after: str = "") -> str:
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {SPACES}>'
        f'<Worksheet ss:Name="客户"><Table>{rows}</Table>{after}</Worksheet></Workbook>'
    )


def cell(text: object, kind: str = "String", **attributes: object) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize(
    "content",
    [
        PAGE.encode(),
        b"\xef\xbb\xbf\r\n<HTML><BODY>" + PAGE.encode(),
        PAGE.encode("gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GB2312">' + PAGE).encode("gb18030"),
        ("<!-- x --><html>" + PAGE).encode("utf-16"),
        PAGE.replace("<td>", "</TD><TD>").replace("<tr>", "</TR>\n<TR>").encode(),
    ],
    ids=["bare", "byte order mark", "gb18030", "declared", "utf-16", "closed"],
)
def test_a_page_with_a_table_is_a_sheet(tmp_path: Path, content: bytes) -> None:
    assert sheet(tmp_path, content).rows == ROWS


def test_a_page_in_the_encoding_that_it_says(tmp_path: Path) -> None:
    page = "<html><head><meta charset=big5></head><table><tr><td>客戶名稱<td>餘額<tr><td>華強<td>5</table>"
    assert sheet(tmp_path, page.encode("big5")).rows[1] == ["華強", "5"]


def test_what_stands_beside_the_tables_is_a_row_and_what_is_not_shown_is_none(tmp_path: Path) -> None:
    page = (
        "<title>x</title><style>td {color: red}</style><script>if (1 < 2) { '<td>' }</script>"
        "<h2>客户存款表</h2><p>单位：万元</p>" + PAGE + "<div>制表人：张三</div>"
    )
    rows = sheet(tmp_path, page).rows
    assert [row[0] for row in rows] == ["客户存款表\n单位：万元", "客户号", "007", "制表人：张三"]
    assert amounts(read(tmp_path, page, name="list.xls")) == [5_000_000]


def test_cells_that_span_others_are_merged(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        "<table><tr><th rowspan=2>客户<br>名称<th colspan=2>存款<tr><th>时点<th>日均<tr><td>华强<td>5<td>6</table>",
    )
    assert found.rows == [["客户\n名称", "存款", ""], ["", "时点", "日均"], ["华强", "5", "6"]]
    assert found.merged == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_hidden_rows_and_exact_numbers_are_told(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        '<table><tr style="display: none"><td>a<td>b<tr><td x:num="1234567.89">1,234,568<td x:num="7">007</table>',
    )
    assert found.rows[1] == ["1234567.89", "007"]
    assert found.hidden_rows == {0}


def test_tables_within_tables_are_taken_apart(tmp_path: Path) -> None:
    assert sheet(tmp_path, f"<table><tr><td>{PAGE}</td></tr></table>").rows == [[""] * 3, *ROWS]


def test_a_page_without_a_table_is_refused_with_what_it_says(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="page_without_table") as caught:
        sheet(tmp_path, "<html><title>x</title><h1>登录已超时</h1><form><input></form></html>")
    assert dict(caught.value.message.values)["sample"] == "登录已超时"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("<table><tr><td colspan=99999999999999999999>a<td>b</table>", "files.too_wide"),
        ("<table>" + "<tr><td colspan=1999>a<td>b" * 7_000, "intake.far_apart"),
        (workbook(f'<Row ss:Index="99999999">{cell("a")}</Row>'), "intake.far_apart"),
        (workbook(f"<Row>{cell('a', Index=99_999)}</Row>"), "files.too_wide"),
        (workbook("<Row>").replace("</Table>", ""), "intake.broken_workbook"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + workbook("")[40:], "intake.bomb"),
    ],
    ids=["wide", "many", "far down", "far right", "broken", "entities"],
)
def test_what_would_do_harm_is_refused(tmp_path: Path, content: str, key: str) -> None:
    assert refusal(tmp_path, content) == key


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    assert refusal(tmp_path, PAGE) == "files.too_heavy"


def test_a_workbook_saved_as_xml_is_sheets(tmp_path: Path) -> None:
    head = "".join(map(cell, ("客户号", "客户名称", "成立日期", "存款余额(万元)")))
    rows = (
        f"<Row>{cell('客户表', MergeAcross=3)}</Row><Row ss:Index='3'>{head}</Row>"
        f"<Row>{cell('007')}{cell('华强')}{cell('1984-05-30T00:00:00.000', 'DateTime')}{cell('5.5', 'Number')}</Row>"
        f"<Row ss:Hidden='1'>{cell('008')}{cell('南玻')}{cell('6', 'Number', Index=4)}</Row>"
        f"<Row>{cell('009')}{cell('沙河')}{cell('#N/A', 'Error', Index=4)}</Row>"
    )
    found = sheet(tmp_path, workbook(rows))
    assert (found.name, found.merged, found.hidden_rows) == ("客户", ((0, 0, 0, 3),), {4})
    assert found.rows[1:4] == [
        [""] * 4,
        ["客户号", "客户名称", "成立日期", "存款余额(万元)"],
        ["007", "华强", datetime(1984, 5, 30), 5.5],
    ]
    reading = read(tmp_path, workbook(rows), name="list.xls")
    assert (fields(reading, "client_no"), amounts(reading)) == (["007", "009"], [5_500_000, None])
    assert any("hidden row" in warning for warning in said(reading))


def test_comments_and_hidden_sheets_of_a_workbook_saved_as_xml(tmp_path: Path) -> None:
    noted = '<Row><Cell><Data ss:Type="String">M</Data><Comment><Data>见了财务总监</Data></Comment></Cell></Row>'
    away = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions>"
    )
    found = sheet(tmp_path, workbook(noted, away))
    assert (found.rows, found.comments, found.visible) == ([["M"]], {(0, 0): "见了财务总监"}, False)


def test_a_page_saved_with_its_parts_is_read(tmp_path: Path) -> None:
    mail = (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        b"Content-Transfer-Encoding: quoted-printable\nContent-Type: text/html; charset=gb2312\n\n"
        + quopri.encodestring(PAGE.encode("gb18030"))
        + b"\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    assert sheet(tmp_path, mail).rows == ROWS
