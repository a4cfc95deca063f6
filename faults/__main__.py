"""Runs the sweeps and their controls: `python -m faults [--short | --part SHARE] [--jobs N] [--write] [NAME …]`.

Exit code 1 if a sweep found a flaw, or a control none. `--write` puts the table into docs/reliability.md.
"""

import argparse
import signal
import sys
import time
from pathlib import Path

from faults import page
from faults.bench import Bench, new_folder
from faults.sweep import Outcome, Skipped, Sweep
from faults.table import SWEEPS

_SHOWN = 8
"""Flaws of one sweep that are shown."""


def main() -> int:
    """Run what was asked for; returns the exit code."""
    asked = _arguments()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # heard by what is run even where we run in the background
    chosen = [sweep for sweep in SWEEPS if (not asked.names or sweep.name in asked.names)]
    results: dict[str, tuple[Outcome | str, dict[str, int]]] = {}
    good = True
    with new_folder() as folder:
        bench = Bench(Path(folder), asked.jobs)
        for sweep in chosen:
            part = sweep.short if asked.short else asked.part
            if part:
                good &= _run(bench, sweep, part, asked.controls and not asked.short, results)
                if asked.write:
                    page.write(SWEEPS, results)
    return int(not good)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*(s.name for s in SWEEPS), []])
    parser.add_argument("--short", action="store_true", help="what runs for every change")
    parser.add_argument("--part", type=float, default=1.0, help="how much of each sweep: 1.0 is all")
    parser.add_argument("--jobs", type=int, default=1, help="how many commands at a time")
    parser.add_argument("--no-controls", dest="controls", action="store_false", help="leave the controls out")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    return parser.parse_args()


def _run(
    bench: Bench,
    sweep: Sweep,
    part: float,
    with_controls: bool,
    results: dict[str, tuple[Outcome | str, dict[str, int]]],
) -> bool:
    started = time.monotonic()
    try:
        outcome = sweep.run(bench, part)
    except Skipped as why:
        results[sweep.name] = (str(why), {})
        _say(f"{sweep.name}: SKIPPED: {why}")
        return True
    _say(f"{sweep.name}: tried {outcome.tried}, flaws {len(outcome.flaws)} ({time.monotonic() - started:.0f} s)")
    _say(*(f"  {flaw[:600]}" for flaw in outcome.flaws[:_SHOWN]), *(f"  SKIPPED: {why}" for why in outcome.skipped))
    found = {}
    for control in sweep.controls if with_controls else ():
        found[control] = len(sweep.run(bench.breaking(control), sweep.part).flaws)
        _say(f"  control {control}: {found[control]} flaws" + ("" if found[control] else ", though there must be some"))
    results[sweep.name] = (outcome, found)
    return not outcome.flaws and all(found.values())


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
