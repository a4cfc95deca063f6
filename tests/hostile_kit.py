"""Texts that attack whoever reads them, and a book in which every text is one of them. Not: what must come of them."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from rmtool.core.formula_text import harmless

from .commands_kit import Tool

TEXTS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＋1+1", "－1+1", "＠x", "'=1+1", '=HYPERLINK("http://x","y")'),
    *("王[/]", "[bold]王", "[link=https://e]点[/link]", ":smile:", "a|b`c`", "**b** ~~s~~", "# head", 'q"q', "`code`"),
    *("{x} {0} %s %(x)s", "<script>alert(1)</script>", "<img src=x onerror=y>", "![x](javascript:y)", "&amp;&#60;b>"),
    *("[x](http://x)", "javascript:alert(1)", "http://x.example/ www.x.example", "<http://x.example>", "[x]: http://x"),
    *(
        "\x1b[31mred",
        "\x1b]0;t\x07",
        "\x1b]8;;http://e\x1b\\x",
        "\x1b]52;c;aGk=\x07",
        "bell\x07",
        "del\x7f",
        "back\x08",
    ),
    *("next\x85line", "csi\x9b31m", "osc\x9d0;t\x9c", "right\u202egpj", "iso\u2066x", "mark\u200f", "arabic\u061c"),
    *(
        "line\u2028x",
        "para\u2029x",
        "zero\u200bx",
        "joined\u200dx",
        "\u200b=1+1",
        "\ufeffmark",
        "soft\xadx",
        "nul\x00x",
    ),
    *("word\u2060x", "note\ufff9x", "tag\U000e0041", "marks" + "\u0301" * 300, "长" * 500, "👨‍👩‍👧‍👦🏳️‍🌈", "e\u0301"),
    *("a\r\nATTENDEE:mailto:x@y", "a\nEND:VEVENT\nBEGIN:VEVENT", "a\n\n| x | y |\n|---|---|", "𠀀㐀", "a\tb", "\\|x"),
)
"""What clients, people, notes and all else may be called."""

ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What acts on a terminal or hides; a line's end is how lines end."""

FLOOD = re.compile("[\u0300-\u036f]{5}")
FIRST = "0001"
"""The client that has something of every text."""

Row = Sequence[object]


def book(folder: Path) -> Tool:
    """A book in which every text is hostile, as an exported book brings them in unchanged; with a plan."""
    tool = Tool(folder / "home")
    with zipfile.ZipFile(folder / "book.zip", "w") as archive:
        for name, rows in _tables().items():
            text = io.StringIO()
            csv.writer(text).writerows([[harmless(str(cell)) for cell in row] for row in rows])
            archive.writestr(name, text.getvalue())
    tool.done("import", folder / "book.zip")
    (folder / "told.csv").write_text("编号,单位,钱\nX1,某公司,100万\n", "utf-8")
    tool.done("import", folder / "told.csv", "--map", "钱=deposit_avg")
    _plant(tool)
    tool.done("visit", FIRST, "--on", "2026-11-23", "--at", "15:00")
    tool.done("plan-week", "next")
    return tool


def _tables() -> dict[str, list[Row]]:
    """The files of an exported book: for each text a client, a prospect, and a fact of each kind of that and FIRST."""
    each = [(f"{bad}{n}" if n > 1 else FIRST, bad) for n, bad in enumerate(TEXTS, 1)]
    both = [(no, bad) for no, bad in each] + [(FIRST, bad) for _, bad in each[1:]]
    texts = ["district", "industry", "rm", "address", "group", "chain", "tag", "phone"]
    cards = ["source", "referrer", "core_client", "motive", "rival"]
    moved = ["client_no", "on_date", "kind", "before", "after", "why"]
    return {
        "clients.csv": [
            ["client_no", "name", "status", "entered", "birthday", "founded", *texts],
            *([no, f"{bad}{no}", "active", "2026-09-01", "11-26", "2006-11-27", *[bad] * 8] for no, bad in each),
        ],
        "prospects.csv": [
            ["client_no", "name", "status", "entered", "value", "likelihood", "stage", "grade", *cards],
            *(
                [f"P{no}", f"{bad}潜在{no}", "prospect", "2026-09-01", "20000000", "0.5", "talks", "A", *[bad] * 5]
                for no, bad in each
            ),
        ],
        "balances-20261001.csv": [["client_no", "deposit_avg"], *([no, "9000000"] for no, _ in each)],
        "balances-20261101.csv": [["client_no", "deposit_avg"], *([no, "12000000"] for no, _ in each)],
        "contacts.csv": [
            ["client_no", "date", "code", "note", "person", "outcome", "next", "next_on"],
            *([no, f"2026-11-{n % 20 + 1:02}", "M", *[bad] * 4, "2026-11-24"] for n, (no, bad) in enumerate(both)),
        ],
        "holdings.csv": [
            [
                "client_no",
                "product",
                "product_kind",
                "contract_no",
                "term",
                "risk",
                "bank",
                "amount",
                "matures",
                "as_of",
            ],
            *(
                [no, bad, bad, f"{bad}{n}", *[bad] * 3, "5", "2026-12-01", "2026-11-01"]
                for n, (no, bad) in _counted(both)
            ),
        ],
        "other/person.csv": [
            ["client_no", "name", "title", "power", "phone", "email", "note", "birthday"],
            *([no, *[bad] * 6, "11-28"] for no, bad in both),
        ],
        "other/note.csv": [["client_no", "on_date", "note"], *([no, "2026-11-02", bad] for no, bad in both)],
        "other/away.csv": [
            ["client_no", "start", "end", "why"],
            *([no, "2026-12-20", "2026-12-21", bad] for no, bad in both),
        ],
        "other/cadence.csv": [
            ["client_no", "code", "cadence", "why"],
            *([no, "M", "every 14d", bad] for no, bad in each[::4]),
        ],
        "other/visit.csv": [
            ["client_no", "week", "day", "start", "minutes", "status", "fixed", "person", "why"],
            *([no, "2026-11-23", "2026-11-26", "", "30", "planned", "day", bad, bad] for no, bad in each[::5]),
            *([no, "2026-11-30", "2026-12-01", "", "30", "planned", "day", bad, bad] for no, bad in each[2::5]),
        ],
        "other/occasion.csv": [
            ["client_no", "kind", "day", "person", "note"],
            *([no, "other", "2026-11-27", bad, bad] for no, bad in both),
        ],
        "other/settled.csv": [
            ["client_no", "kind", "subject", "about", "on_date", "why"],
            *([no, "occasion", bad, "2026-11-27", "2026-11-20", bad] for no, bad in both),
        ],
        "other/campaign.csv": [
            ["campaign", "started_on", "wanted"],
            *([bad, "2026-11-02", json.dumps({"tag": bad})] for _, bad in each),
        ],
        "other/campaign_member.csv": [
            ["client_no", "campaign", "added_on", "contacts_then"],
            *([no, bad, "2026-11-02", "0"] for no, bad in both),
        ],
        "other/review.csv": [
            ["client_no", "on_date", "note", "total", "outside", "owed", "position"],
            *(
                [no, f"2026-10-{n % 28 + 1:02}", bad, "5", "0", "0", json.dumps([[bad, bad, bad, 5]])]
                for n, (no, bad) in enumerate(both)
            ),
        ],
        "other/card_event.csv": [
            moved,
            *([f"P{no}", "2026-11-03", "trigger", "", "other", bad] for no, bad in each),
            *([f"P{each[0][0]}", "2026-11-03", "trigger", "", "other", bad] for _, bad in each),
        ],
        "other/alias.csv": [["client_no", "known_as"], *([no, f"{bad}旧名{n}"] for n, (no, bad) in _counted(both))],
    }


def _counted(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[int, tuple[str, str]]]:
    return enumerate(rows)


def _plant(tool: Tool) -> None:
    """Put the texts where only an import of a list with such headings, names and sources puts them."""
    with closing(sqlite3.connect(tool.book)) as connection, connection:
        columns = "sha256, kind, on_date, imported_on, rows, summary"
        for n, bad in enumerate(TEXTS):
            connection.execute(
                f"INSERT INTO batch (file, sheet, source, keep_until, {columns})"
                f" SELECT ?, ?, ?, '2026-11-01', sha256 || ?, kind, on_date, imported_on, rows, summary FROM batch"
                " ORDER BY id DESC LIMIT 1",
                (bad, bad, bad, n),
            )
            connection.execute(
                "INSERT INTO mapping (fingerprint, heading, field, remembered_on)"
                " SELECT fingerprint || ?, ?, field, remembered_on FROM mapping ORDER BY id LIMIT 1",
                (n, bad),
            )
            connection.execute("UPDATE client SET website = ? WHERE id = ?", (bad, n + 1))
