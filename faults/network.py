"""No command opens a connection to anywhere. Not: what an operating system does by itself."""

from collections.abc import Iterator

from tests.command_lines import READING, WRITING, Line

from faults import calls
from faults.bench import Bench
from faults.sweep import Outcome, each, some

_CALLS = ("socket", "connect", "bind", "sendto", "sendmsg")
_MORE: tuple[Line, ...] = (("undo", "-y"), ("forget", "3", "-y"), ("restore", "copy.db", "-y"), ("demo",), ("--help",))


def sockets(bench: Bench, part: float) -> Outcome:
    """Every command line that the tests know, watched for calls of the network."""
    calls.needs_strace()
    lines = [(command, *line) for table in (READING, WRITING) for command, listed in table.items() for line in listed]
    tried, flaws = each(bench, some([*_MORE, *lines], part), lambda line: _one(bench, line))
    return Outcome(tried, flaws)


def _one(bench: Bench, line: Line) -> Iterator[str]:
    place = bench.fresh()
    found = calls.all_told(bench, place, line, _CALLS)
    yield from (f"{' '.join(line)}: {call.name} {call.said[:200]}" for call in found)
