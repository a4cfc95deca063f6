"""How the largest lists are borne: 100,000 clients in 20 columns as .csv and .xlsx, and 1,000,000 contacts, twice.

Usage: large.py [--clients N]. Makes the lists, always the same, with ten contacts a client. Prints processor time as a
multiple of what sqlite3's own `.import` takes for the same file, or python-calamine for reading the same cells, with
start-up taken off; and the peak memory of the largest process. Needs the program sqlite3, XlsxWriter, and a system
that counts the memory of processes.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

TODAY = "2026-11-23"
RMTOOL = [sys.executable, "-m", "rmtool"]
KILOBYTES = 1 if sys.platform.startswith("linux") else 1024
"""In how many bytes the system counts memory: in kilobytes on Linux, in bytes elsewhere (as a divisor)."""

CALAMINE = """
import sys, python_calamine
book = python_calamine.load_workbook(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.stderr.buffer.write(code.stderr)
"""

CLIENT_HEADINGS = (
    "客户编号,客户名称,统一社会信用代码,客户类型,行业,所属区,地址,客户经理,联系电话,成立日期,存款余额,日均存款,贷款余额,"
    "开户网点,法定代表人,信用评级,注册资本,账户数,最近交易日,企业规模"
)
CONTACT_HEADINGS = "日期,时间,客户编号,方式,备注,联系人"
CHARACTERS = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
)
DISTRICTS = [f"{name}区" for name in ("南山", "福田", "罗湖", "宝安", "龙岗", "盐田", "龙华", "坪山")]
INDUSTRIES = ("软件和信息技术服务业", "批发业", "零售业", "专用设备制造业", "房地产业", "道路运输业", "餐饮业")
TRADES = ("科技", "贸易", "实业", "电子")
SUBJECTS = ("询问存款到期安排", "介绍现金管理产品", "回访贷款用途", "约下周面谈", "发送利率表", "讨论代发工资")
CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Used(NamedTuple):
    """What a command used: seconds of processor time, and the megabytes of its largest process."""

    seconds: float
    megabytes: float


def main() -> None:
    """Print a line for each list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, default=100_000)
    count = parser.parse_args().clients
    with tempfile.TemporaryDirectory(prefix="rmtool-large-") as folder:
        work = Path(folder)
        make_lists(work, count)
        for name, ratio, megabytes in measures(work):
            print(f"{name:58} {ratio:6.1f} × {megabytes:6.0f} MB")


def measures(work: Path) -> Iterator[tuple[str, float, float]]:
    """Every list with its ratio and its memory."""
    environment = {**os.environ, "RMTOOL_TODAY": TODAY, "RMTOOL_LANG": "en", "RMTOOL_HOME": str(work / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    clients, workbook, contacts = work / "clients.csv", work / "clients.xlsx", work / "contacts.csv"
    for home in ("home", "other", "home"):  # the first run in each compiles the rules
        bare = used([*RMTOOL, "--home", str(work / home), "tiers"], environment)
    shell = used(["sqlite3", ":memory:", ""], environment)

    def own(list_file: Path, home: str = "home") -> Used:
        return used([*RMTOOL, "--home", str(work / home), "import", str(list_file)], environment)

    def peer(list_file: Path) -> float:
        return used(sqlite_import(list_file, work), environment).seconds - shell.seconds

    imported = own(clients)
    yield "clients.csv / sqlite3 .import", (imported.seconds - bare.seconds) / peer(clients), imported.megabytes
    imported = own(workbook, "other")
    cells = used([sys.executable, "-c", CALAMINE, str(workbook)], environment).seconds
    nothing = used([sys.executable, "-c", "import python_calamine"], environment).seconds
    yield "clients.xlsx / its cells", (imported.seconds - bare.seconds) / (cells - nothing), imported.megabytes
    plain = peer(contacts)
    for turn in ("first", "second"):
        imported = own(contacts)
        yield (
            f"contacts.csv for the {turn} time / sqlite3 .import",
            (imported.seconds - bare.seconds) / plain,
            (imported.megabytes),
        )


def sqlite_import(list_file: Path, work: Path) -> list[str]:
    """The command that imports a list into a new file of SQLite's by its own shell."""
    book = work / "peer.db"
    book.unlink(missing_ok=True)
    return ["sqlite3", str(book), ".mode csv", f".import '{list_file}' list"]


def used(command: Sequence[str], environment: Mapping[str, str]) -> Used:
    """Run a command to its end. Raises RuntimeError if it fails."""
    done = subprocess.run([sys.executable, "-c", MEASURED, *command], env=environment, capture_output=True, check=True)
    code, seconds, memory = done.stdout.split()
    if int(code):
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace')}")
    return Used(float(seconds), int(memory) / 1024 / KILOBYTES)


def make_lists(folder: Path, count: int) -> None:
    """Writes the three lists."""
    import xlsxwriter

    dice = random.Random(7)
    clients = list(client_rows(dice, count))
    write_csv(folder / "clients.csv", CLIENT_HEADINGS, clients)
    book = xlsxwriter.Workbook(folder / "clients.xlsx")
    sheet = book.add_worksheet("客户")
    for number, row in enumerate((CLIENT_HEADINGS.split(","), *clients)):
        for column, cell in enumerate(row):
            if cell != "":
                (sheet.write_string if isinstance(cell, str) else sheet.write_number)(number, column, cell)
    book.close()
    write_csv(folder / "contacts.csv", CONTACT_HEADINGS, contact_rows(dice, 10 * count, count))


def write_csv(file: Path, headings: str, rows: Iterable[Sequence[str | float]]) -> None:
    """A list as a CSV."""
    with file.open("w", encoding="utf-8", newline="") as content:
        writer = csv.writer(content)
        writer.writerow(headings.split(","))
        writer.writerows(rows)


def client_rows(dice: random.Random, count: int) -> Iterator[list[str | float]]:
    """Firms with credit codes, addresses and three amounts; seven columns are of no use to rmtool."""
    managers = [word(dice, 2) for _ in range(60)]
    for number in range(1, count + 1):
        deposit, district = round(dice.lognormvariate(13, 2), 2), dice.choice(DISTRICTS)
        yield [
            f"{number:08d}",
            f"深圳市{word(dice, dice.choice((2, 3, 4)))}{dice.choice(TRADES)}有限公司",
            credit_code(dice),
            "对公",
            dice.choice(INDUSTRIES),
            district,
            f"{district}{word(dice, 2)}路{dice.randrange(1, 999)}号",
            dice.choice(managers),
            f"0755-{dice.randrange(20_000_000, 89_999_999)}",
            (date(1990, 1, 1) + timedelta(dice.randrange(12_000))).isoformat(),
            deposit,
            round(deposit * dice.random() * 1.3, 2),
            round(dice.lognormvariate(14, 2), 2) if dice.random() < 0.3 else "",
            f"{district}支行",
            word(dice, 3),
            dice.choice(("AAA", "AA", "A", "BBB")),
            dice.randrange(10, 90_000) * 10_000,
            dice.randrange(1, 9),
            (date(2026, 1, 1) + timedelta(dice.randrange(300))).isoformat(),
            dice.choice(("大型", "中型", "小型", "微型")),
        ]


def contact_rows(dice: random.Random, count: int, clients: int) -> Iterator[list[str]]:
    """Contacts of some five years, day by day, with any of the clients."""
    for number in range(count):
        yield [
            (date(2022, 1, 1) + timedelta(number * 1_700 // count)).isoformat(),
            f"{dice.randrange(9, 18):02d}:{dice.randrange(60):02d}",
            f"{dice.randrange(1, clients + 1):08d}",
            dice.choice(("电话", "邮件", "面谈", "微信")),
            f"{dice.choice(SUBJECTS)}{dice.randrange(500)}" if dice.random() < 0.6 else "",
            word(dice, 2) if dice.random() < 0.3 else "",
        ]


def word(dice: random.Random, length: int) -> str:
    """Some characters."""
    return "".join(dice.choices(CHARACTERS, k=length))


def credit_code(dice: random.Random) -> str:
    """A credit code with its check digit."""
    body = "91440300" + "".join(dice.choices(CREDIT_DIGITS, k=9))
    total = sum(CREDIT_DIGITS.index(digit) * pow(3, place, 31) for place, digit in enumerate(body))
    return body + CREDIT_DIGITS[-total % 31]


if __name__ == "__main__":
    main()
