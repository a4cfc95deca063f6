"""A small book laid down fact by fact, and every report of it in every format: what tests/golden holds.

`make golden` writes those files anew; the figures in test_golden.py were worked out by hand.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .commands_kit import Tool

GOLDEN = Path(__file__).parent / "golden"
FRIDAY = "2026-11-27"
KINDS = ("day", "week", "month", "quarter", "coverage", "segment")
FORMATS = ("plain", "md", "html", "csv", "json")
LANGUAGES = ("en", "zh")

CLIENTS = (
    ("1", "华强电子", "1200万"),
    ("2", "凯发科技", "1100万"),
    ("3", "远洋物流", "600万"),
    ("4", "南山光学", "300万"),
    ("5", "海川科技", "150万"),
    ("6", "国信物业", "80万"),
    ("7", "江月设计", "20万"),
)
"""Two of the weekly tier, one of every xun, two of the monthly, two of the long tail; in the book since 1 September."""

CONTACTS = (
    ("4", "M", "2026-10-20", "看了新生产线"),
    ("5", "M", "2026-11-04", "谈代发工资", "--next", "送开户清单", "--next-on", "2026-11-18"),
    ("6", "T", "2026-11-09", "暂无需求"),
    ("2", "M", "2026-11-12", "见财务总监"),
    ("3", "M", "2026-11-12", "谈票据贴现", "--next", "报贴现利率", "--next-on", "2026-11-20"),
    ("1", "M", "2026-11-19", "新厂房立项"),
    ("3", "T", "2026-11-24", "已报利率"),
    ("1", "M", "2026-11-25", "新厂房贷款", "--next", "发协定存款方案", "--next-on", "2026-12-02"),
    ("P1", "M", "2026-11-26", "初次拜访"),
)


def lay_down(home: Path) -> Tool:
    """The book as it stands on Friday 27 November 2026."""
    tool = Tool(home)
    for number, name, deposit in CLIENTS:
        facts = (f"client_no={number}", f"deposit_avg={deposit}", "rm=李明", "district=南山区")
        tool.done("client-add", name, *facts, today="2026-09-01")
    tool.done("prospect-add", "新港资本", "client_no=P1", "value=2000万", "likelihood=0.5", today="2026-11-02")
    for number, day, at in (("1", "2026-11-25", "10:00"), ("2", "2026-11-26", "14:00"), ("3", FRIDAY, "15:00")):
        tool.done("visit", number, "--on", day, "--at", at)
    for number, code, day, note, *more in CONTACTS:
        tool.done("log-contact", number, code, note, "--on", day, *more, today=day)
    tool.done("visit", "2", "--missed", "--why", "客户临时出差", today=FRIDAY)
    tool.done("prospect-set", "P1", "stage=talks", today=FRIDAY)
    for number, day, at in (("1", "2026-12-01", "10:00"), ("4", "2026-12-02", "14:00")):
        tool.done("visit", number, "--on", day, "--at", at, today=FRIDAY)
    return tool


def outputs(tool: Tool, kind: str, lang: str, **environment: str) -> str:
    """One report in every format, each below a line that names it; of pages all but their style."""
    parts = []
    for form in FORMATS:
        text = tool.done("report", kind, "-f", form, today=FRIDAY, lang=lang, **environment)
        if form == "html":
            text = re.sub("<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
            text = re.sub(r"sha256-[\w+/=]+", "sha256-", text)
        parts.append(f"#### {form}\n{text}")
    return "".join(parts)


def kept() -> Iterator[tuple[str, str, Path]]:
    """Every report and language, with the file that holds it."""
    for kind in KINDS:
        for lang in LANGUAGES:
            yield kind, lang, GOLDEN / f"{kind}.{lang}.txt"


def main() -> None:
    """Write every file anew."""
    with tempfile.TemporaryDirectory() as folder:
        tool = lay_down(Path(folder) / "home")
        for kind, lang, file in kept():
            file.write_text(outputs(tool, kind, lang), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
