"""`rmtool import` from the command line to the book: real lists, and small ones for each promise of the contract."""

import csv
import json
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmtool import cli
from rmtool.desk import Desk, bringing
from rmtool.desk.bringing import Bringing
from rmtool.errors import BookError
from rmtool.phrase import Phrase
from rmtool.show import set_aside
from rmtool.store.store import Store

DATA = Path(__file__).parents[2] / "shared" / "data"
TODAY = "2026-11-23"

real = pytest.mark.skipif(not DATA.is_dir(), reason="the real lists aren't at hand")


class Ran(NamedTuple):
    """How a run ended; `lists` are its JSON results."""

    code: int
    out: str
    err: str

    @property
    def lists(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)
        return found

    @property
    def only(self) -> dict[str, Any]:
        (found,) = self.lists
        return found


Run = Callable[..., Ran]
Lay = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `rmtool` in an empty home with `--format json` for import, unless `text`."""
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: SIM115, PTH123

    def start(*arguments: object, text: bool = False, today: str = TODAY, lang: str = "en") -> Ran:
        words = [str(argument) for argument in arguments]
        if not text and words[0] in ("import", "tiers", "clients", "prospects", "contacts", "undo"):
            words += ["-f", "json"]
        capfd.readouterr()
        code = cli.main(["--home", str(home), "--today", today, "--lang", lang, "-y", *words], {})
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return start


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Lays a CSV of the given lines."""

    def write(*lines: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_text("\n".join(lines) + "\n", encoding=encoding)
        return file

    return write


def counts(done: dict[str, Any]) -> tuple[int, ...]:
    """Rows, and of them added, changed, unchanged, set aside."""
    return tuple(done[key] for key in ("rows", "added", "changed", "unchanged", "set_aside"))


def content(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every fact in the book but the notes of imports; rows without their ids."""
    with sqlite3.connect(f"file:{home / 'book.db'}?mode=ro", uri=True) as book:
        found = {}
        for table in ("client", "balance", "contact", "card", "visit"):
            names = [row[1] for row in book.execute(f"PRAGMA table_info({table})")]
            kept = [n for n in names if n not in ("id", "client_id", "created_batch", "batch_id", "contact_id")]
            columns = ", ".join(f't."{name}"' for name in kept)
            whose = "" if table == "client" else ", (SELECT client_no FROM client c WHERE c.id = t.client_id)"
            found[table] = sorted(book.execute(f"SELECT {columns}{whose} FROM {table} t").fetchall(), key=repr)
    return found


def table(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


# --- the real lists -------------------------------------------------------------------------------------------------


@real
def test_one_rm_s_workbook_brings_its_clients_and_prospects(run: Run, home: Path) -> None:
    ran = run("import", DATA / "nanshan_book.xlsx")
    assert ran.code == 0
    clients, prospects = ran.lists
    assert (clients["sheet"], clients["kind"], prospects["sheet"], prospects["kind"]) == (
        "存量客户",
        "clients",
        "潜在客户",
        "prospects",
    )
    assert counts(clients) == (126, 126, 0, 0, 0)
    assert counts(prospects) == (80, 80, 0, 0, 0)
    assert clients["columns"]["客户编号"] == "client_no"
    assert clients["columns"]["存款余额(万元)"] == "deposit"
    assert clients["ignored_columns"] == ["企业性质", "注册资本(万元)", "网址"]
    assert clients["as_of"] == TODAY
    with Store(home) as store:
        book = store.book()
    konka = next(c for c in book.clients if c.client_no == "000016")
    assert (konka.name, konka.initials, konka.district, konka.rm) == (
        "康佳集团股份有限公司",
        "kjjtgfyxgs",
        "南山区",
        "南山一组",
    )
    assert [(b.measure, b.fen) for b in book.balances[konka.id]] == [("deposit", 565_8200_00)]
    assert book.clients[-1].client_no == "P0080"
    tiers = json.loads(run("tiers").out)
    assert [tier["clients"] for tier in tiers["tiers"]] == [5, 5, 32, 84]


@real
def test_a_real_workbook_twice_is_once_and_one_undo_takes_it_back(run: Run, home: Path) -> None:
    run("import", DATA / "nanshan_book.xlsx")
    before = content(home)
    again = run("import", DATA / "nanshan_book.xlsx", today="2027-01-04")
    assert again.code == 0
    assert [counts(done) for done in again.lists] == [(126, 0, 0, 126, 0), (80, 0, 0, 80, 0)]
    assert [done["batch"] for done in again.lists] == [1, 2]
    assert content(home) == before
    assert run("undo").code == 0
    assert all(rows == [] for rows in content(home).values())


@real
def test_a_whole_branch_comes_in_as_a_workbook_and_is_the_same_as_text(run: Run, home: Path) -> None:
    clients, prospects = run("import", DATA / "shenzhen_corporates.xlsx").lists
    assert (counts(clients), counts(prospects)) == ((309, 309, 0, 0, 0), (792, 792, 0, 0, 0))
    assert sum(fen >= 1000_0000_00 for _, _, fen, _ in content(home)["balance"]) == 233
    before = content(home)
    assert counts(run("import", DATA / "shenzhen_corporates_gbk.csv").only) == (309, 0, 0, 309, 0)
    assert content(home) == before


@real
def test_a_foreign_retail_book_sets_the_currency(run: Run, home: Path) -> None:
    done = run("import", DATA / "berka_clients.csv").only
    assert counts(done) == (1229, 1229, 0, 0, 0)
    assert {h: f for h, f in done["columns"].items() if f in ("client_no", "deposit", "deposit_avg", "loan")} == {
        "client_ref": "client_no",
        "current_balance_czk": "deposit",
        "average_balance_czk": "deposit_avg",
        "loan_czk": "loan",
    }
    with Store(home) as store:
        book = store.book()
    assert book.currency == "CZK"
    assert {c.kind for c in book.clients} == {"retail"}
    assert sum(b.fen < 0 for listed in book.balances.values() for b in listed if b.measure == "deposit") == 2


@real
def test_45_211_clients_and_their_calls(run: Run, home: Path, tmp_path: Path) -> None:
    clients = run("import", DATA / "bank_marketing_clients.csv").only
    assert counts(clients) == (45_211, 45_211, 0, 0, 0)
    assert clients["columns"]["average_yearly_balance_eur"] == "deposit_avg"
    log = tmp_path / "calls.csv"
    log.write_bytes((DATA / "bank_marketing_contacts.csv").read_bytes())
    first = run("import", log, "--as", "contacts")
    assert (first.code, counts(first.only)) == (1, (53_468, 32_191, 0, 0, 21_277))
    aside = Path(first.only["set_aside_file"])
    assert len(table(aside)) == 21_278
    before = content(home)
    again = run("import", log, "--as", "contacts")
    assert (again.code, counts(again.only)) == (1, (53_468, 0, 0, 32_191, 21_277))
    assert content(home) == before
    assert sum(fen < 0 for _, _, fen, _ in before["balance"]) == 3_766
    assert sum(fen == 0 for _, _, fen, _ in before["balance"]) == 3_514


@real
def test_a_log_to_the_second_makes_its_clients(run: Run, home: Path) -> None:
    file = DATA / "vast_contacts_tem.csv"
    refused = run("import", file, "--as", "contacts", "--strict")
    assert refused.code == 4
    ran = run("import", file, "--as", "contacts", "--create-clients")
    assert (ran.code, counts(ran.only)) == (0, (48_939, 48_939, 0, 0, 0))
    assert ran.only["created_clients"] == 2_149
    codes = [row[2] for row in content(home)["contact"]]
    assert [codes.count(code) for code in "TEM"] == [19_224, 27_366, 2_349]
    again = run("import", file, "--as", "contacts", "--create-clients")
    assert counts(again.only) == (48_939, 0, 0, 48_939, 0)


@real
def test_lists_that_state_little_come_in_too(run: Run) -> None:
    done = run("import", DATA / "shanghai_enterprises_geo.csv").only
    assert counts(done) == (84, 84, 0, 0, 0)


# --- what a list changes --------------------------------------------------------------------------------------------


def test_a_changed_list_updates_what_it_states(run: Run, lay: Lay, home: Path) -> None:
    run("import", lay("client_no,name,district,deposit", "1,Kaifa,Futian,100", "2,Optics,Luohu,200"))
    done = run(
        "import", lay("client_no,name,district,deposit", "1,Kaifa,,150", "2,Optics,Luohu,200"), today="2026-12-01"
    )
    assert counts(done.only) == (2, 0, 1, 1, 0)
    with Store(home) as store:
        book = store.book()
    assert book.clients[0].district == "Futian"
    assert [(str(b.on), b.fen) for b in book.balances[1]] == [(TODAY, 100_00), ("2026-12-01", 150_00)]
    assert [str(c.entered) for c in book.clients] == [TODAY, TODAY]


def test_the_date_of_the_amounts_is_the_one_given_else_stated_else_today(run: Run, lay: Lay, home: Path) -> None:
    file = lay("client_no,deposit", "1,100", name="list-20261031.csv")
    assert run("import", file, "--date", "2026-10-15").only["as_of"] == "2026-10-15"
    run("undo")
    assert run("import", file).only["as_of"] == "2026-10-31"
    assert (
        run("import", lay("client_no,deposit", "1,101", name="b.csv"), "--date", "2026-09-30").only["as_of"]
        == "2026-09-30"
    )
    assert run("import", lay("client_no,deposit", "1,102", name="c.csv")).only["as_of"] == TODAY
    with Store(home) as store:
        book = store.book()
    assert [str(b.on) for b in book.balances[1]] == ["2026-09-30", "2026-10-31", TODAY]
    assert str(book.clients[0].entered) == "2026-09-30"
    ahead = run("import", file, "--date", "2026-12-01")
    assert (ahead.code, "still to come" in ahead.err) == (2, True)


def test_moves_between_tiers_are_listed_with_both(run: Run, lay: Lay) -> None:
    first = run("import", lay("client_no,name,deposit", "1,Kaifa,1000万", "2,Optics,100万", "3,Yuhai,5"))
    assert first.only["tier_moves"] == []
    done = run("import", lay("client_no,name,deposit", "1,Kaifa,480万", "2,Optics,500万", "3,Yuhai,5", "4,New,5000万"))
    assert done.only["tier_moves"] == [
        {"client_no": "1", "name": "Kaifa", "from": "weekly", "to": "monthly"},
        {"client_no": "2", "name": "Optics", "from": "monthly", "to": "xun"},
    ]
    later = run("import", lay("client_no,name,deposit", "2,Optics,5", name="b.csv"), today="2026-12-01")
    assert [(move["client_no"], move["to"]) for move in later.only["tier_moves"]] == [("2", "long-tail")]
    text = run("import", lay("client_no,name,deposit", "1,Kaifa,1000万"), text=True).out
    assert "Kaifa" in text and "Weekly" in text and "Monthly" in text


def test_vanished_clients_are_named_and_left_alone(run: Run, lay: Lay) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,5", "2,Optics,6", "3,Yuhai,7"))
    done = run("import", lay("client_no,name,deposit", "1,Kaifa,5", name="b.csv"))
    assert done.only["vanished"] == [{"client_no": "2", "name": "Optics"}, {"client_no": "3", "name": "Yuhai"}]
    assert len(json.loads(run("clients").out)) == 3
    run("import", lay("client_no,name,deposit", "1,Kaifa,5", "2,Optics,6", name="c.csv"), "--complete")
    assert [c["client_no"] for c in json.loads(run("clients").out)] == ["1", "2"]


def test_a_client_whose_row_cannot_be_read_has_not_vanished(run: Run, lay: Lay) -> None:
    names = [f"{n},Firm {n},{n}" for n in range(1, 8)]
    run("import", lay("client_no,name,deposit", *names))
    done = run("import", lay("client_no,name,deposit", *names[:6], "7,Firm 7,???"), "--complete")
    assert (done.code, done.only["set_aside"], done.only["vanished"]) == (1, 1, [])


def test_a_won_prospect_keeps_its_history(run: Run, lay: Lay, home: Path) -> None:
    run("import", lay("name,value", "Yuhai Trading,2000万", name="prospects.csv"), "--as", "prospects")
    assert json.loads(run("prospects", "--all").out)[0]["client_no"] == "P0001"
    run("log-contact", "P0001", "M", "first talk")
    done = run("import", lay("client_no,name,deposit", "000777,Yuhai Trading,5000万"))
    assert counts(done.only) == (1, 0, 1, 0, 0)
    with Store(home) as store:
        (client,), (contact,) = store.book().clients, store.contacts()
    assert (client.id, client.client_no, client.status, contact.client_id) == (1, "000777", "active", 1)
    again = run("import", lay("name,value", "Yuhai Trading,2000万", "Other,1", name="prospects.csv"))
    assert counts(again.only) == (2, 1, 0, 1, 0)
    assert any("clients already" in w or "is a client already" in w for w in again.only["warnings"])


def test_the_same_bytes_change_nothing_whatever_was_done_since(run: Run, lay: Lay, home: Path) -> None:
    file = lay("client_no,name,district,deposit", "1,Kaifa,Futian,100")
    run("import", file)
    run("client-set", "1", "district=Luohu")
    before = content(home)
    again = run("import", file, today="2026-12-24")
    assert (again.code, counts(again.only)) == (0, (1, 0, 0, 1, 0))
    assert "imported on 2026-11-23" in again.only["warnings"][-1]
    assert content(home) == before
    assert counts(run("import", file, "--map", "district=ignore", "--map", "name=industry").only)[2] == 1


def test_after_an_undo_the_same_bytes_come_in_again(run: Run, lay: Lay) -> None:
    file = lay("client_no,name,deposit", "1,Kaifa,100")
    run("import", file)
    run("undo")
    assert counts(run("import", file).only) == (1, 1, 0, 0, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, lay: Lay, home: Path, tmp_path: Path) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,1000万"))
    before, files = (home / "book.db").read_bytes(), sorted(tmp_path.rglob("*"))
    changed = lay("client_no,name,deposit", "1,Kaifa,5", "2,Optics,6", "2,Optics,7", "3,A,1", "4,B,1", "5,C,1")
    tried = run("import", changed, "--dry-run")
    assert (home / "book.db").read_bytes() == before
    assert sorted(tmp_path.rglob("*")) == files
    done = run("import", changed)
    volatile = ("batch", "set_aside_file", "dry_run")
    assert {k: v for k, v in tried.only.items() if k not in volatile} == {
        k: v for k, v in done.only.items() if k not in volatile
    }
    assert (tried.code, done.code) == (1, 1)


# --- what is set aside ----------------------------------------------------------------------------------------------


def test_rows_set_aside_come_back_with_their_reasons_and_mended_they_go_in(run: Run, lay: Lay, home: Path) -> None:
    good = [f"{n},Firm {n},{n}" for n in range(1, 10)]
    file = lay(
        "client_no,name,deposit(万元),remark", *(f"{line},x" for line in good), "10,Firm 10,abc,x", "9,Firm 9,10,x"
    )
    ran = run("import", file)
    assert (ran.code, counts(ran.only)) == (1, (11, 9, 0, 0, 2))
    aside = Path(ran.only["set_aside_file"])
    assert aside == file.with_name("list.csv.set-aside.csv")
    assert aside.read_bytes().startswith(b"\xef\xbb\xbf")
    if os.name == "posix":
        assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    heading, broken, double = table(aside)
    assert heading == ["client_no", "name", "deposit(万元)", "remark", "reason"]
    assert broken == ["10", "Firm 10", "abc", "x", "row 11: deposit(万元): abc is no amount"]
    assert double[-1] == "row 12: the same client as row 10 (Firm 9), with other figures"
    aside.write_text(aside.read_text("utf-8-sig").replace("abc", "10").replace("9,Firm 9,10", "11,Firm 11,11"), "utf-8")
    mended = run("import", aside)
    assert (mended.code, counts(mended.only)) == (0, (2, 2, 0, 0, 0))
    mended_book = content(home)
    run("undo"), run("undo")
    run("import", lay("client_no,name,deposit(万元),remark", *(f"{n},Firm {n},{n},x" for n in range(1, 12))))
    assert content(home) == mended_book


def test_a_set_aside_file_that_fails_again_has_one_column_of_reasons(run: Run, lay: Lay) -> None:
    good = [f"{n},Firm {n},{n}" for n in range(1, 10)]
    aside = run("import", lay("client_no,name,deposit", *good, "1,Firm 1,99")).only["set_aside_file"]
    again = run("import", aside, lang="zh")
    assert counts(again.only) == (1, 0, 1, 0, 0)
    log = lay("日期,客户编号,方式", "2026-11-20,1,T", "2026-11-20,1,", name="log.csv")
    aside = run("import", log, "--as", "contacts").only["set_aside_file"]
    twice = run("import", aside, "--as", "contacts", lang="zh").only["set_aside_file"]
    assert table(Path(twice))[0] == ["日期", "客户编号", "方式", "原因"]


def workbook(file: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """Writes a workbook of these sheets."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(file) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return file


def firms(*more: Sequence[object]) -> list[Sequence[object]]:
    return [("客户编号", "客户名称", "存款余额"), *((str(n), f"公司{n}号", n) for n in range(9)), *more]


def test_rows_of_a_workbook_s_sheet_carry_its_name(run: Run, tmp_path: Path) -> None:
    done = run("import", workbook(tmp_path / "book.xlsx", 存量客户=firms(("3", "公司3号", 99)))).only
    assert done["set_aside_file"] == str(tmp_path / "book.xlsx.存量客户.set-aside.csv")


def test_a_file_that_fails_in_its_second_sheet_leaves_nothing_of_the_first(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = firms(("3", "公司3号", 99))
    file = workbook(tmp_path / "book.xlsx", 对公客户=double, 机构客户=double)

    def full(content: bytes, beside: Path, output: Path) -> None:
        if "机构客户" in output.name:
            raise BookError("show.not_written", file=output, why="full")
        write(content, beside, output)

    write = set_aside.write_beside
    monkeypatch.setattr(set_aside, "write_beside", full)
    assert run("import", file).code == 6
    assert not list(tmp_path.rglob("*set-aside*"))
    assert content(home)["client"] == []


def test_two_sheets_of_contacts_are_one_log(run: Run, lay: Lay, home: Path, tmp_path: Path) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,5"))
    october = [("日期", "客户编号", "方式"), ("2026-10-08", "1", "T"), ("2026-10-08", "1", "T")]
    november = [("日期", "客户编号", "方式"), ("2026-11-09", "1", "M"), ("2026-10-08", "1", "T")]
    file = workbook(tmp_path / "log.xlsx", 十月=october, 十一月=november)
    first, second = run("import", file).lists
    assert (counts(first), counts(second)) == ((2, 2, 0, 0, 0), (2, 2, 0, 0, 0))
    before = content(home)
    assert len(before["contact"]) == 4
    assert [counts(done) for done in run("import", file).lists] == [(2, 0, 0, 2, 0), (2, 0, 0, 2, 0)]
    assert content(home) == before


def test_rows_that_cannot_be_written_beside_their_file_go_to_exports(run: Run, lay: Lay, home: Path) -> None:
    file = lay("client_no,name,deposit", *(f"{n},Firm {n},{n}" for n in range(1, 10)), "1,Firm 1,99")
    file.with_name("list.csv.set-aside.csv").mkdir()
    done = run("import", file).only
    assert done["set_aside_file"] == str(home / "exports" / "list.csv.set-aside.csv")
    assert len(table(Path(done["set_aside_file"]))) == 2


def test_names_that_are_formulas_come_through_the_set_aside_file(run: Run, lay: Lay, home: Path) -> None:
    log = lay(
        "client_name,date,code",
        "=1+1,2026-11-20,T",
        "@x,2026-11-20,T",
        "-,2026-11-20,T",
        "-1.5,2026-11-20,T",
        name="log.csv",
    )
    aside = Path(run("import", log, "--as", "contacts").only["set_aside_file"])
    assert [line[0] for line in table(aside)] == ["client_name", "'=1+1", "'@x", "-", "-1.5"]
    run("import", aside, "--as", "contacts", "--create-clients")
    assert sorted(str(row[1]) for row in content(home)["client"]) == ["-1.5", "=1+1", "@x"]


def test_a_file_being_mended_is_not_written_over_by_the_same_import(run: Run, lay: Lay) -> None:
    file = lay("client_no,name,deposit", *(f"{n},Firm {n},{n}" for n in range(1, 10)), "1,Firm 1,99")
    aside = Path(run("import", file).only["set_aside_file"])
    aside.write_text("half mended", "utf-8")
    assert run("import", file).only["set_aside_file"] == str(aside)
    assert aside.read_text("utf-8") == "half mended"


def test_without_set_aside_rows_there_is_no_file(run: Run, lay: Lay, tmp_path: Path) -> None:
    done = run("import", lay("client_no,name,deposit", "1,Kaifa,5")).only
    assert done["set_aside_file"] is None
    assert not list(tmp_path.rglob("*set-aside*"))


def test_strict_refuses_the_file_and_names_the_rows(run: Run, lay: Lay, home: Path, tmp_path: Path) -> None:
    file = lay("client_no,name,deposit", *(f"{n},Firm {n},{n}" for n in range(1, 10)), "1,Firm 1,99")
    ran = run("import", file, "--strict")
    assert ran.code == 4
    assert "row 11: the same client as row 2" in ran.err
    assert content(home)["client"] == []
    assert not list(tmp_path.rglob("*set-aside*"))


# --- contact logs ---------------------------------------------------------------------------------------------------


def test_unknown_clients_are_set_aside_and_come_in_once_they_are_known(run: Run, lay: Lay) -> None:
    lines = ("2026-11-20,1,T", "2026-11-20,1,T", "2026-11-20,2,M", "2026-11-20,3,E")
    log = lay("date,client_no,code", *lines, name="log.csv")
    assert counts(run("import", log, "--as", "contacts").only) == (4, 0, 0, 0, 4)
    run("import", lay("client_no,name,deposit", "1,Kaifa,5"))
    assert counts(run("import", log, "--as", "contacts").only) == (4, 2, 0, 0, 2)
    run("client-add", "Optics", "client_no=2")
    assert counts(run("import", log, "--as", "contacts").only) == (4, 1, 0, 2, 1)
    assert counts(run("import", log, "--as", "contacts", "--create-clients").only) == (4, 1, 0, 3, 0)


def test_words_are_mapped_to_codes_and_columns_to_fields(run: Run, lay: Lay) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,5"))
    log = lay("wann,client_no,art", "2026-11-20,1,Besuch", "2026-11-20,1,Anruf", name="log.csv")
    options = ("--as", "contacts", "--map", "wann=date", "--map", "art=code")
    ran = run("import", log, *options, "--map-code", "Besuch=M")
    assert (ran.code, counts(ran.only)) == (1, (2, 1, 0, 0, 1))
    assert ran.only["columns"] == {"wann": "date", "client_no": "client_no", "art": "code"}
    wrong = run("import", log, *options, "--map-code", "Anruf=X")
    assert (wrong.code, wrong.out) == (2, "")
    assert run("import", log, "--map", "wann").code == 2
    assert run("import", log, "--map-code", "=T").code == 2


def test_a_contact_still_to_come_is_set_aside(run: Run, lay: Lay) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,5"))
    log = lay("date,client_no,code", "2026-11-23,1,T", "2026-11-24,1,T", name="log.csv")
    done = run("import", log, "--as", "contacts").only
    assert counts(done) == (2, 1, 0, 0, 1)
    assert table(Path(done["set_aside_file"]))[1][-1] == "row 3: 2026-11-24 is still to come"


# --- currency -------------------------------------------------------------------------------------------------------


def test_a_list_in_another_currency_needs_a_rate(run: Run, lay: Lay, home: Path) -> None:
    run("import", lay("client_no,name,deposit_eur", "1,Kaifa,100"))
    other = lay("client_no,name,deposit_usd", "2,Optics,100.01", name="b.csv")
    refused = run("import", other)
    assert (refused.code, refused.out) == (4, "")
    assert "--rate" in refused.err
    assert run("import", other, "--rate", "0.9").code == 0
    assert run("import", other, "--rate", "0").code == 2
    assert run("import", lay("client_no,name,deposit", "3,Yuhai,7", name="c.csv")).code == 0
    with Store(home) as store:
        book = store.book()
    assert book.currency == "EUR"
    assert [book.balances[c.id][0].fen for c in book.clients] == [100_00, 90_01, 7_00]


def test_a_book_that_holds_amounts_of_no_stated_currency_is_in_yuan(run: Run, lay: Lay) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,100"))
    assert run("import", lay("client_no,name,deposit_eur", "1,Kaifa,100", name="b.csv")).code == 4
    assert run("import", lay("client_no,name,deposit_cny", "1,Kaifa,101", name="c.csv")).code == 0


# --- several files, refusals, interruptions -------------------------------------------------------------------------


def test_a_refused_file_leaves_the_others_in(run: Run, lay: Lay, home: Path, tmp_path: Path) -> None:
    first = lay("client_no,name,deposit", "1,Kaifa,5", name="a.csv")
    last = lay("client_no,name,deposit", "2,Optics,6", name="c.csv")
    ran = run("import", first, tmp_path / "none.csv", last)
    assert ran.code == 4
    assert [Path(done["file"]).name for done in ran.lists] == ["a.csv", "c.csv"]
    assert "none.csv" in ran.err
    assert "1 of 3 files" in ran.err
    assert len(content(home)["client"]) == 2
    run("undo")
    assert len(content(home)["client"]) == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"a,b\n1,2\n", b"client_no,name\n"],
    ids=["empty", "picture", "another subject", "headings only"],
)
def test_a_useless_file_writes_nothing(run: Run, home: Path, tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(damage)
    ran = run("import", file)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("list.xlsx") or str(file) in ran.err
    assert not (home / "book.db").exists() or content(home)["client"] == []


def test_a_folder_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    ran = run("import", tmp_path)
    assert (ran.code, "folder" in ran.err) == (4, True)


def there(folder: Path) -> list[Path]:
    """Everything in the folder but the day's backup, which comes before anything is written."""
    return sorted(path for path in folder.rglob("*") if "backups" not in path.parts)


def test_an_interruption_leaves_the_book_and_the_folder_as_they_were(
    run: Run, lay: Lay, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", lay("client_no,name,deposit", "1,Kaifa,5"))
    before = (home / "book.db").read_bytes()
    file = lay("client_no,name,deposit", *(f"{n},Firm {n},{n}" for n in range(1, 10)), "1,Firm 1,99", name="b.csv")
    (tmp_path / "b.csv.set-aside.csv").write_text("an earlier one, being mended", encoding="utf-8")
    files = there(tmp_path)

    def interrupt(*arguments: Any) -> None:
        raise KeyboardInterrupt

    for where, what in ((set_aside, "_content"), (bringing, "write"), (Bringing, "_moves"), (Store, "rows")):
        with monkeypatch.context() as patch:
            patch.setattr(where, what, interrupt)
            assert run("import", file).code == 130
        assert (home / "book.db").read_bytes() == before
        assert there(tmp_path) == files
    assert (tmp_path / "b.csv.set-aside.csv").read_text(encoding="utf-8").startswith("an earlier one")


@contextmanager
def interrupted_when_done(desk: Desk, name: str, summary: Phrase, big: bool, reads_anew: bool) -> Iterator[Any]:
    """A command during which Ctrl-C is pressed just after the commit."""
    with writing(desk, name, summary, big, reads_anew) as held:
        yield held
    raise KeyboardInterrupt


writing = Desk.writing


def test_an_interruption_just_after_the_commit_loses_no_row_set_aside_and_what_was_done_is_told(
    run: Run, lay: Lay, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "writing", interrupted_when_done)
    file = lay("client_no,name,deposit", *(f"{n},Firm {n},{n}" for n in range(1, 10)), "1,Firm 1,99")
    ran = run("import", file)
    assert (ran.code, ran.only["added"], ran.only["set_aside"]) == (1, 9, 1)
    assert len(content(home)["client"]) == 9
    assert len(table(tmp_path / "list.csv.set-aside.csv")) == 2
    assert not list(tmp_path.glob(".rmtool-*"))


def test_an_interruption_just_after_the_commit_keeps_the_other_files_out(
    run: Run, lay: Lay, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "writing", interrupted_when_done)
    files = [lay("client_no,name", f"{n},Firm {n}", name=f"{n}.csv") for n in (1, 2, 3)]
    ran = run("import", *files)
    assert (ran.code, [done["added"] for done in ran.lists]) == (130, [1])
    assert len(content(home)["client"]) == 1


def test_the_text_says_what_was_understood(run: Run, lay: Lay) -> None:
    said = run("import", lay("客户编号,客户名称,存款余额(万元),网址", "1,康佳科技,537.01,x"), text=True, lang="zh").out
    assert said.splitlines()[1:] == [
        "共 1 行：新增 1，更新 0，未变 0，搁置 0。",
        f"金额：存款余额(万元) 作为 deposit（存款余额），单位万元，截至 {TODAY}。",
        "识别的列：客户编号 = client_no、客户名称 = name。",
        "未导入的列：网址。",
        "",
        "下一步：rmtool tiers · rmtool due · rmtool plan-week",
    ]


# --- properties -----------------------------------------------------------------------------------------------------

cells = st.tuples(
    st.sampled_from(("1", "2", "3", "")),
    st.sampled_from(("Kaifa Technology", "Optics Company", "王伟", "")),
    st.sampled_from(("100", "-5.5", "", "x")),
    st.sampled_from(("Futian", "")),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cells, min_size=1, max_size=6))
def test_what_goes_in_or_is_set_aside_is_the_whole_list(
    run: Run, home: Path, tmp_path: Path, rows: Sequence[tuple[str, ...]]
) -> None:
    for leftover in (*home.glob("*"), *tmp_path.glob("*.csv")):
        if leftover.is_file():
            leftover.unlink()
    file = tmp_path / "list.csv"
    file.write_text("\n".join(map(",".join, [("client_no", "name", "deposit", "district"), *rows])) + "\n", "utf-8")
    ran = run("import", file)
    if ran.code == 4:
        assert not (home / "book.db").exists() or content(home)["client"] == []
        return
    done = ran.only
    assert done["added"] + done["changed"] + done["unchanged"] + done["set_aside"] == done["rows"]
    assert len(content(home)["client"]) == done["added"]
    if done["set_aside"]:
        assert len(table(Path(done["set_aside_file"]))) == done["set_aside"] + 1
    before = content(home)
    run("import", file)
    assert content(home) == before


def test_who_vanished_is_known_after_the_files_last_client_list(run: Run, tmp_path: Path) -> None:
    from .intake.lists_kit import workbook

    head = ["客户编号", "客户名称", "存款余额"]
    sheets = {"南山": [head, [1, "甲", 5], [2, "乙", 6]], "福田": [head, [3, "丙", 5]]}
    (tmp_path / "first.xlsx").write_bytes(workbook({**sheets, "罗湖": [head, [4, "丁", 5]]}))
    assert [done["vanished"] for done in run("import", tmp_path / "first.xlsx", "--complete").lists] == [[], [], []]
    sheets["福田"] = [head, [6, "戊", 5]]
    (tmp_path / "second.xlsx").write_bytes(workbook(sheets))
    done = run("import", tmp_path / "second.xlsx", "--complete").lists
    assert [[client["client_no"] for client in each["vanished"]] for each in done] == [[], ["3", "4"]]


def test_balances_a_row_a_day_become_a_series_and_two_that_differ_come_back(run: Run, lay: Lay, home: Path) -> None:
    rows = ["1,华强,2026-09-30,5", "1,华强,2026-10-31,6", "2,南玻,2026-09-30,7", "2,南玻,2026-09-30,8"]
    file = lay("客户编号,客户名称,日期,存款余额", *rows)
    ran = run("import", file)
    assert (ran.code, counts(ran.only)) == (1, (4, 1, 0, 0, 2))
    assert [row[0] for row in table(file.with_name("list.csv.set-aside.csv"))[1:]] == ["2", "2"]
    with Store(home) as store:
        book = store.book()
    assert [(b.on.isoformat(), b.fen) for b in book.balances[book.clients[0].id]] == [
        ("2026-09-30", 500),
        ("2026-10-31", 600),
    ]
    assert counts(run("import", file).only) == (4, 0, 0, 2, 2)
