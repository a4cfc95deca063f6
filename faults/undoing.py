"""Any commands, undo and redo at random, against what the book was before each. Not: the machine (tests/).

Run as a program it is the machine in a process of its own: `python -m faults.undoing EXAMPLES STEPS [BROKEN]`.
"""

import os
import subprocess
import sys

from faults.bench import ROOT, Bench
from faults.sweep import Outcome

_EXAMPLES, _STEPS = 500, 50
_SAID = 1500


def at_random(bench: Bench, part: float) -> Outcome:
    """The machine, as often as is wanted; where hypothesis finds a flaw, it says the commands that led there."""
    examples = max(round(_EXAMPLES * part), 1)
    command = [sys.executable, "-m", "faults.undoing", str(examples), str(_STEPS), *filter(None, [bench.broken])]
    place = bench.fresh()
    environment = {**bench.environment(place), "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    ran = subprocess.run(command, cwd=place.folder, env=environment, capture_output=True, text=True, check=False)
    bench.drop(place)
    flaws = [ran.stderr[-_SAID:]] if ran.returncode else []
    return Outcome(examples, flaws, f"{_STEPS} commands each")


def main(arguments: list[str]) -> None:
    """Run the machine; ends with an exception where it finds a flaw."""
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test
    from tests.undo_machine import UndoMachine

    from faults.broken import BROKEN

    examples, steps, *broken = arguments
    for name in ("no-sync", *broken):  # nobody cuts the power here, and it is ten times as quick
        BROKEN[name]()
    how = settings(
        max_examples=int(examples),
        stateful_step_count=int(steps),
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(UndoMachine, settings=how)


if __name__ == "__main__":
    main(sys.argv[1:])
