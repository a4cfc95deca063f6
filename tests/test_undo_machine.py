"""Commands, undo and redo at random leave the book as it was before each; and a fault in that is found."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from rmtool.store import connection, history

from .undo_machine import UndoMachine

QUIET: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture(autouse=True)
def _without_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here, and a run takes a tenth of the time."""
    others = (setting for setting in connection._SETTINGS if setting[0] != "synchronous")
    monkeypatch.setattr(connection, "_SETTINGS", (*others, ("synchronous", 0)))


def test_undo_and_redo_among_any_commands() -> None:
    run_state_machine_as_test(UndoMachine, settings=settings(max_examples=3, stateful_step_count=10, **QUIET))


def test_an_undo_that_forgets_what_was_empty_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: what was empty in a row before a change stays as it is after an undo."""
    values_of = history.values_of

    def forgetful(*arguments: Any) -> dict[str, Any]:
        return {c: v for c, v in values_of(*arguments).items() if v is not None or c.endswith("id")}

    monkeypatch.setattr(history, "values_of", forgetful)
    found = settings(max_examples=60, stateful_step_count=15, phases=[Phase.generate], derandomize=True, **QUIET)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(UndoMachine, settings=found)
