"""`rmtool export` writes a zip that `rmtool import` takes back whole, the same book in one command."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .commands_kit import Tool

ODD = ("-", "=1+1", "'quoted", "暂无", 'a,b\n"c"', " NULL", "1.2亿", "0012", "\u202eabc")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A book with something in every table."""
    folder = tmp_path_factory.mktemp("exported")
    tool = Tool(folder / "home")
    clients, cards = folder / "clients.csv", folder / "cards.csv"
    clients.write_text(
        "client_no,name,deposit,loan,district,rm,credit_code\n"
        "0001,康佳电子有限公司,1000.05,-3,南山区,李,91440300192180687H\n0002,华强,5,0,,,\n0003,合计贸易,7,,,,\n",
        encoding="utf-8",
    )
    cards.write_text("name,value,likelihood\n海川,20000000,0.5\n远洋,高,低\n晨光,5,0.1\n", encoding="utf-8")
    tool.done("import", clients, "--date", "2026-10-31", today="2026-11-02")
    clients.write_text(clients.read_text(encoding="utf-8").replace("-3", "-4"), encoding="utf-8")
    tool.done("import", clients, "--date", "2026-11-20")
    tool.done("import", cards, "--as", "prospects")
    for number, note in enumerate(ODD):
        tool.done("log-contact", "0001", "TEM"[number % 3], note, "--on", f"2026-11-{number + 10}", "--at", "09:30")
    held = folder / "held.csv"
    held.write_text(
        "client_no,product,product_kind,contract_no,amount,opened,matures,term,rate,risk,bank,cover,premium,ended\n"
        "0001,=大额存单,存款,007,100.05,2026-01-01,2027-01-01,1年,2.35%,R2,,,,\n0001,活期,存款,,5,,,,,,,,,\n"
        "0001,活期,存款,,5,,,,,,,,,\n0002,年金险,年金,P1,,2020-02-29,,,,,平安保险,1000,10.5,2026-06-30\n",
        encoding="utf-8",
    )
    tool.done("import", held, "--date", "2026-10-31")
    tool.done("log-contact", "0001", "T", ODD[0], "--on", "2026-11-10", "--at", "09:30", "-y")
    tool.done(
        "client-set",
        "0002",
        "status=lost",
        "tags=重点,a",
        "founded=2001-02-03",
        "lat=22.123456789",
        "hours=周二 9点-11点",
    )
    tool.done("client-set", "0003", "status=dormant")
    tool.done("client-away", "0001", "--until", "2026-11-30", "--why", "trip")
    tool.done("leave", "--from", "2026-12-24", "--until", "2026-12-31")
    tool.done("client-cadence", "0001", "M: every 14d", "--why", "x")
    tool.done("visit", "0002", "--on", "2026-11-26", "--at", "10:00", "--why", "y")
    tool.done("prospect-won", "晨光")
    tool.done("prospect-release", "远洋", "--why", "gone")
    tool.done("client-add", "康佳", "deposit=9")
    tool.done("merge", "0001", "康佳", "-y")
    tool.done("plan-week")
    return tool


@pytest.fixture
def tool(ready: Tool, tmp_path: Path) -> Tool:
    return ready.copy(tmp_path / "home")


def exported(tool: Tool, folder: Path) -> tuple[Path, dict[str, bytes]]:
    """The export and its files but the notes of imports."""
    folder.mkdir(exist_ok=True)
    file = folder / "book.zip"
    tool.done("export", file)
    with zipfile.ZipFile(file) as archive:
        return file, {name: archive.read(name) for name in archive.namelist() if name != "other/batch.csv"}


def test_an_empty_home_becomes_the_same_book(tool: Tool, tmp_path: Path) -> None:
    file, before = exported(tool, tmp_path / "a")
    other = Tool(tmp_path / "other")
    done = other.json("import", file)
    assert exported(other, tmp_path / "b")[1] == before
    assert {each["set_aside"] for each in done} == {0}
    assert [d["sheet"] for d in done][:2] == ["clients.csv", "prospects.csv"]
    assert all(not each["vanished"] and not each["tier_moves"] for each in done)
    for command in ("due", "clients", "prospects", "tiers"):
        assert other.json(command) == tool.json(command)


def test_it_is_one_command_and_undo_empties_the_book_again(tool: Tool, tmp_path: Path) -> None:
    file, _ = exported(tool, tmp_path / "a")
    other = Tool(tmp_path / "other")
    other.done("import", file)
    assert len(other.json("history")) == 1
    after = other.facts()
    other.done("undo", "-y")
    assert not any(other.facts().values())
    other.done("redo", "-y")
    assert other.facts() == after


def test_taken_back_into_the_book_that_it_came_from_it_changes_nothing(tool: Tool, tmp_path: Path) -> None:
    file, before = exported(tool, tmp_path / "a")
    dry = tool.json("import", file, "--dry-run")
    tool.done("import", file)
    assert exported(tool, tmp_path / "b")[1] == before
    facts = tool.facts()
    assert all((each["added"], each["changed"], each["changes"]) == (0, 0, []) for each in dry)
    assert all((each["added"], each["changed"]) == (0, 0) for each in tool.json("import", file))
    assert tool.facts() == facts


def test_what_was_removed_meanwhile_comes_back(tool: Tool, tmp_path: Path) -> None:
    file, before = exported(tool, tmp_path / "a")
    tool.done("contact-remove", "1")
    tool.done("client-cadence", "0001", "M: tier")
    tool.done("client-set", "0001", "district=福田区")
    tool.done("import", file)
    assert exported(tool, tmp_path / "b")[1] == before


def test_a_dry_run_writes_nothing(tool: Tool, tmp_path: Path) -> None:
    file, _ = exported(tool, tmp_path / "a")
    other = Tool(tmp_path / "other")
    other.done("clients")
    state = other.state()
    done = other.json("import", file, "--dry-run")
    assert sum(each["added"] for each in done) > 10
    assert other.state() == state


def refused(tool: Tool, file: Path) -> str:
    """Why an import is refused that leaves the book as it was; its backup may be made meanwhile."""
    before = tool.facts()
    ran = tool("import", file)
    assert (ran.code, tool.facts()) == (4, before)
    return ran.err


def test_a_book_in_another_currency_needs_a_rate(tmp_path: Path) -> None:
    euro, yuan = Tool(tmp_path / "euro"), Tool(tmp_path / "yuan")
    listed = tmp_path / "list.csv"
    listed.write_text("client_no,name,deposit_eur\n1,Optics,10.50\n", encoding="utf-8")
    euro.done("import", listed)
    yuan.done("client-add", "Kaifa", "deposit=5")
    file, before = exported(euro, tmp_path / "a")
    assert "EUR" in refused(yuan, file)
    yuan.done("import", file, "--rate", "8")
    assert yuan.json("client", "Optics")["balances"][0]["amount"] == 84
    back = Tool(tmp_path / "back")
    back.done("import", file)
    assert exported(back, tmp_path / "b")[1] == before
    assert "CNY" in refused(back, exported(yuan, tmp_path / "c")[0])


Spoil = Callable[[dict[str, bytes]], dict[str, bytes]]


def replaced(name: str, old: str, new: str) -> Spoil:
    return lambda files: {**files, name: files[name].decode("utf-8").replace(old, new).encode("utf-8")}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda files: {**files, "../../evil.csv": b"x"}, "evil"),
        (lambda files: {**files, "/etc/cron.csv": b"x"}, "cron"),
        (lambda files: {**files, "notes.txt": b"x"}, "notes.txt"),
        (lambda files: {**files, "balances-20261399.csv": b"client_no,name\r\n"}, "20261399"),
        (lambda files: {**files, "clients.csv": "客户".encode("gbk")}, "UTF-8"),
        (lambda files: {**files, "clients.csv": b"name\r\nx\r\n"}, "client_no"),
        (lambda files: {**files, "clients.csv": files["clients.csv"] + b"1,2\r\n"}, "row"),
        (replaced("other/visit.csv", "2026-11-26", "2026-11-36"), "2026-11-36"),
        (replaced("other/cadence.csv", "every 14d", "every now"), "every now"),
        (replaced("other/plan.csv", "{", "["), "summary"),
        (replaced("contacts.csv", "09:30", "25:30"), "25:30"),
        (replaced("balances-20261120.csv", "1000.05", "1e9"), "1e9"),
        (replaced("prospects.csv", "0.5", "nan"), "nan"),
        (replaced("clients.csv", "lost", "gone"), "gone"),
        (replaced("holdings.csv", "0.0235", "2.35"), "2.35"),
        (replaced("holdings.csv", "'=大额存单", ""), "product"),
    ],
)
def test_a_zip_that_no_export_wrote_is_refused_whole(tool: Tool, tmp_path: Path, spoil: Spoil, said: str) -> None:
    _, files = exported(tool, tmp_path / "a")
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in spoil(files).items():
            archive.writestr(name, content)
    other = Tool(tmp_path / "other")
    other.done("clients")
    assert said in other.refused(4, "import", bad)


def test_a_bomb_and_a_lying_zip_are_refused(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rmtool.intake import exported as module

    monkeypatch.setattr(module, "MAX_INFLATED", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("clients.csv", b"0" * 5_000_000)
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(packed.getvalue())
    assert "unpacks" in tool.refused(4, "import", bomb)
    lying = packed.getvalue().replace(struct.pack("<L", 5_000_000), struct.pack("<L", 500))
    bomb.write_bytes(lying)
    tool.refused(4, "import", bomb)
    bomb.write_bytes(packed.getvalue()[:-30])
    tool.refused(4, "import", bomb)


def test_options_for_banks_lists_do_not_fit(tool: Tool, tmp_path: Path) -> None:
    file, _ = exported(tool, tmp_path / "a")
    assert "--as, --date" in tool.refused(2, "import", file, "--as", "clients", "--date", "2026-11-20")
