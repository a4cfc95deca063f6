"""The table of docs/reliability.md: what every sweep tried and found. Not: the words around it, which stand there."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from faults.sweep import Outcome, Sweep

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
_HEAD = "| sweep | promise | what is done | tried | flaws | broken on purpose, and flaws then |\n" + "|---" * 6 + "|\n"
_TABLE = re.compile(re.escape(_HEAD) + r"((?:\|.*\n)*)")

Results = Mapping[str, tuple[Outcome | str, Mapping[str, int]]]
"""By a sweep's name what came of it, or why it was skipped; and how many flaws it found with each control."""


def rows(text: str) -> dict[str, str]:
    """The rows of the table in the page's text, by the names of the sweeps."""
    found = _TABLE.search(text)
    return {line.split("|")[1].strip(): line for line in found[1].splitlines()} if found else {}


def write(sweeps: Sequence[Sweep], results: Results) -> None:
    """Put what came of sweeps into the page; a sweep that wasn't run keeps its row."""
    text = PAGE.read_text("utf-8")
    before = rows(text)
    new = {s.name: _row(s, *results[s.name]) if s.name in results else before.get(s.name) for s in sweeps}
    lines = "".join(f"{line}\n" for line in new.values() if line)
    PAGE.write_text(_TABLE.sub(lambda _: _HEAD + lines, text), encoding="utf-8", newline="\n")


def _row(sweep: Sweep, outcome: Outcome | str, controls: Mapping[str, int]) -> str:
    broken = ", ".join(f"{name} {count}" for name, count in controls.items())
    if isinstance(outcome, str):
        cells = [f"{sweep.what} — skipped: {outcome}", "", "", ""]
    else:
        what = f"{sweep.what} ({outcome.told})" if outcome.told else sweep.what
        skipped = "".join(f" — skipped: {why}" for why in outcome.skipped)
        cells = [what + skipped, f"{outcome.tried:,}", str(len(outcome.flaws)), broken]
    return "| " + " | ".join([sweep.name, sweep.promise, *cells]) + " |"
