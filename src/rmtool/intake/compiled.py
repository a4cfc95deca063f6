"""What a file was compiled to, kept as JSON so that the next run needs neither yaml nor pydantic.

Disposable: whatever is wrong with it, the file is compiled again. Not: what is compiled, or how.
"""

import binascii
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rmtool import half_made

T = TypeVar("T")

KEPT = 8
"""How many compiled files of a kind stay; the oldest go."""


def compiled(
    kind: str,
    version: int,
    sources: Sequence[bytes],
    cache: Path,
    compile_sources: Callable[[], dict[str, Any]],
    build: Callable[[dict[str, Any]], T],
) -> T:
    """What `build` makes of `compile_sources()`, or of its result from an earlier run with the same sources.

    `version` counts the changes of the compiled form. What `compile_sources` raises passes through; the cache's own
    troubles (a folder that can't be written, a damaged file) don't show.
    """
    joined = b"\0".join(sources)
    file = cache / f"{kind}-{binascii.crc32(joined):08x}-{version}.json"
    try:
        kept = json.loads(file.read_bytes())
        # The whole sources are compared, not only their check sum, and a check sum guards what was made of them.
        if kept["sources"] == joined.decode("utf-8") and kept["check"] == _check(kept["compiled"]):
            return build(kept["compiled"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    made = compile_sources()
    _keep(file, kind, {"check": _check(made), "sources": joined.decode("utf-8"), "compiled": made})
    return build(made)


def _check(made: object) -> int:
    return binascii.crc32(json.dumps(made, sort_keys=True).encode("utf-8"))


def _keep(file: Path, kind: str, content: dict[str, Any]) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half_made.sweep(file.parent)
        beside = half_made.half_made(file.parent)
        try:
            with os.fdopen(half_made.create(beside), "w", encoding="utf-8", newline="\n") as out:
                json.dump(content, out, ensure_ascii=False)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        by_age = sorted(file.parent.glob(f"{kind}-*.json"), key=lambda f: (f != file, -f.stat().st_mtime, f.name))
        for old in by_age[KEPT:]:
            old.unlink()
    except OSError:
        return
