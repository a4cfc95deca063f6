"""How long a workbook takes: the T/E/M calendar of 500 clients over 90 days, with 6,000 contacts, each with a note.

Usage: workbook.py [--runs N]. Prints ratios only: commands as multiples of `python -c pass`.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 23)
CLIENTS, CONTACTS, DAYS = 500, 6_000, 90
RMTOOL = [sys.executable, "-m", "rmtool"]
MATRIX = ["contacts", "--matrix", "--from", (TODAY - timedelta(days=DAYS - 1)).isoformat(), "--to", TODAY.isoformat()]


def main() -> None:
    """Print one line for each measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="rmtool-workbook-") as folder:
        work = Path(folder)
        environment = {**os.environ, "RMTOOL_TODAY": TODAY.isoformat(), "RMTOOL_HOME": str(work / "home")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment |= {"PYTHONPYCACHEPREFIX": str(work / "bytecode"), "RMTOOL_LANG": "zh"}
        prepare(work, environment)
        cases: dict[str, Sequence[str]] = {
            "pass": [sys.executable, "-c", "pass"],
            "calendar as a workbook": [*RMTOOL, *MATRIX, "-o", str(work / "calendar.xlsx")],
            "calendar as a page": [*RMTOOL, *MATRIX, "-o", str(work / "calendar.html")],
            "client list as a workbook": [*RMTOOL, "clients", "-o", str(work / "clients.xlsx")],
            "all lists in one": [*RMTOOL, "report", "workbook", "-o", str(work / "all.xlsx")],
        }
        taken: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(runs):
            for name, command in cases.items():
                start = time.perf_counter()
                run(command, environment)
                taken[name].append(time.perf_counter() - start)
        nothing = statistics.median(taken.pop("pass"))
        for name, times in taken.items():
            print(f"{name:40} {statistics.median(times) / nothing:6.1f} ×")


def prepare(work: Path, environment: Mapping[str, str]) -> None:
    """A home with the clients and their contacts, its rules compiled."""
    dice = random.Random(9000)
    numbers = [f"{number:06}" for number in range(CLIENTS)]
    clients = "".join(f"{n},深圳市第{n}贸易有限公司,南山区,{dice.randrange(10**5, 10**8)}\n" for n in numbers)
    (work / "clients.csv").write_text("客户编号,客户名称,所属区,日均存款\n" + clients, encoding="utf-8")
    rows = []
    for _ in range(CONTACTS):
        day = TODAY - timedelta(days=dice.randrange(DAYS))
        rows.append(f"{day},{dice.choice(numbers)},{dice.choice('TTEM')},谈了第{dice.randrange(10**6)}项\n")
    (work / "contacts.csv").write_text("日期,客户编号,方式,备注\n" + "".join(rows), encoding="utf-8")
    for file in ("clients.csv", "contacts.csv"):
        run([*RMTOOL, "import", str(work / file)], environment)
    run([*RMTOOL, "today"], environment)


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a command that must succeed."""
    ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr.decode())


if __name__ == "__main__":
    main()
