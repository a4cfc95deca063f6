"""Writes the fixture of the newest schema, `schemas/version-N.sql`: a book that the commands made, with its history.

Usage, from the repository: `python -m tests.store.lay_schema`. A schema that was released keeps its fixture for ever: a
book of it must always be brought up to date (test_migrations.py).
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.command_lines import LISTS, READY, TOLD, WRITING

from rmtool.store.migrations import FACTS, VERSION

SCHEMAS = Path(__file__).parent / "schemas"

MORE = {
    "first.csv": "client_no,name,deposit_cny\n30,首家公司,100万\n",
    "people.csv": "客户编号,客户名称,联系人,职务,决策权\n30,首家公司,王经理,财务总监,高\n",
    "held.csv": "客户编号,客户名称,产品名称,金额,到期日\n30,首家公司,定期存款,100万,2027-01-05\n",
    "asked.csv": "编号,单位,钱钱\n31,次家公司,200万\n",
}
"""Lists for what the other commands leave empty."""


def lay(home: Path) -> None:
    """Make a book in `home` with every command that changes facts; what one version doesn't know is left out."""
    folder = home.parent
    for name, text in {"told.csv": TOLD, **LISTS, **MORE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    day = READY[-1][1]
    lines = [
        (("import", "first.csv"), day),
        *READY,
        *(((command, *line), day) for command, listed in WRITING.items() for line in listed),
    ]
    lines += [(("import", "people.csv", "held.csv"), day), (("import", "asked.csv", "--map", "钱钱=deposit_avg"), day)]
    lines.append((("log-contact", "30", "T"), day))
    for line, today in [*lines, (("undo", "-y"), day), (("undo", "-y"), day), (("redo", "-y"), day)]:
        environment = {**os.environ, "RMTOOL_HOME": str(home), "RMTOOL_TODAY": today, "RMTOOL_LANG": "en"}
        command = [sys.executable, "-m", "rmtool", *line, "-y"]
        ran = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
        print(ran.returncode, *line, ran.stderr if ran.returncode > 1 else "")


def dump(book: Path) -> str:
    """The book as SQL, without the order in which SQLite happens to keep its tables."""
    with closing(sqlite3.connect(book)) as connection:
        for table in FACTS:
            if not connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
                print(f"no row in {table}")
        return "\n".join(connection.iterdump()) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        lay(Path(name) / "home")
        text = dump(Path(name) / "home" / "book.db")
    (SCHEMAS / f"version-{VERSION}.sql").write_text(text, encoding="utf-8", newline="\n")
