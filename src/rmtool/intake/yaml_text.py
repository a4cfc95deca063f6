"""YAML text → plain values that know their lines, or what is wrong with the YAML. Not: what any key means.

Every single value stays the text that was written (`Text`), so that `0.1` can be read exactly, `no` is a word and
`09:00` a time. There are no anchors, aliases or tags, and depth and size are bounded: nothing in a file can grow.
"""

import re
from typing import Any, NamedTuple, NoReturn

from rmtool.errors import RulesError
from rmtool.phrase import Phrase, phrase

MAX_BYTES = 1_000_000
_MAX_VALUES = 5_000
"""Far more keys and values than a file needs, and few enough that even all of them mistaken are told in a moment."""

_MAX_DEPTH = 20
_MOST_SHOWN = 50
_LONGEST_SHOWN = 60
NULLS = ("", "~", "null", "Null", "NULL")
"""What stands for nothing where it isn't quoted."""


class Text(str):
    """One value as written, and its line."""

    __slots__ = ("line",)
    line: int


class Keys(dict[str, Any]):
    """Keys with values; `line` where they begin, `key_lines` where each key stands. A key without a value has None."""

    __slots__ = ("key_lines", "line")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}


class Items(list[Any]):
    """A list of values, and the line where it begins."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Mistake(NamedTuple):
    """Something to mend, and its line (from 1)."""

    line: int
    what: Phrase


def decoded(data: bytes, file: str) -> str:
    """The text of a file's bytes, a byte-order mark left out. Raises RulesError if it is too large or isn't UTF-8."""
    if len(data) > MAX_BYTES:
        raise RulesError("rules.too_large", file=file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RulesError("rules.not_utf8", file=file, line=line) from None


def shown(text: str) -> str:
    """`text` from a file as a sentence can hold it."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def refuse(file: str, mistakes: list[Mistake]) -> NoReturn:
    """Raises RulesError with all `mistakes` in the order of their lines."""
    in_order = sorted(mistakes, key=lambda m: m.line)
    details = [phrase("rules.at_line", line=m.line, what=m.what) for m in in_order[:_MOST_SHOWN]]
    if len(in_order) > _MOST_SHOWN:
        details.append(phrase("rules.more_mistakes", count=len(in_order) - _MOST_SHOWN))
    raise RulesError("rules.mistakes", file=file, count=len(in_order), details=tuple(details))


def read_keys(text: str, file: str) -> tuple[Keys, list[Mistake]]:
    """The keys that a YAML text holds, and the mistakes around which it could be read (doubled keys, aliases, tags).

    Raises RulesError where it can't be read at all, or holds no keys.
    """
    import yaml

    if len(text) > MAX_BYTES:
        raise RulesError("rules.too_large", file=file)
    tree = _Tree()
    try:
        for count, event in enumerate(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))):
            if count > _MAX_VALUES:
                raise RulesError("rules.too_large", file=file)
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        refuse(file, _syntax_mistakes(error, text.splitlines()))
    except (yaml.YAMLError, ValueError, RecursionError):
        refuse(file, [_odd_character(text)])
    except _UnreadableError as unreadable:
        refuse(file, [unreadable.mistake])
    if tree.root is None:
        raise RulesError("rules.empty", file=file)
    if not isinstance(tree.root, Keys):
        refuse(file, [Mistake(tree.root.line, phrase("rules.no_keys"))])
    return tree.root, tree.mistakes


class _UnreadableError(Exception):
    """A mistake after which nothing more can be said about the file."""

    def __init__(self, line: int, what: Phrase) -> None:
        super().__init__(what.key)
        self.mistake = Mistake(line, what)


class _Tree:
    """Builds the values from YAML's events, without recursion."""

    def __init__(self) -> None:
        self.root: Any = None
        self.mistakes: list[Mistake] = []
        self._open: list[Keys | Items] = []
        self._keys: list[Text | None] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind, line = type(event).__name__, event.start_mark.line + 1
        if getattr(event, "anchor", None):
            self.mistakes.append(Mistake(line, phrase("rules.alias", name=shown(event.anchor))))
        if getattr(event, "tag", None):
            self.mistakes.append(
                Mistake(line, phrase("rules.tag", tag=shown(event.tag.replace("tag:yaml.org,2002:", "!!"))))
            )
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise _UnreadableError(line, phrase("rules.two_documents"))
        elif kind == "ScalarEvent":
            self._add(self._value(event, line), line)
        elif kind == "AliasEvent":
            self._add(None, line)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._begin(Keys(line) if kind == "MappingStartEvent" else Items(line), line)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._keys.pop()

    def _value(self, event: Any, line: int) -> Text | None:
        if not event.style and event.value in NULLS and not self._awaits_key():
            return None
        text = Text(event.value)
        text.line = line
        return text

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Keys) and self._keys[-1] is None

    def _begin(self, container: Keys | Items, line: int) -> None:
        if self._awaits_key():
            raise _UnreadableError(line, phrase("rules.odd_key"))
        if len(self._open) == _MAX_DEPTH:
            raise _UnreadableError(line, phrase("rules.too_deep", depth=_MAX_DEPTH))
        self._add(container, line)
        self._open.append(container)
        self._keys.append(None)

    def _add(self, value: Any, line: int) -> None:
        if not self._open:
            self.root = value
            return
        container = self._open[-1]
        if isinstance(container, Items):
            container.append(value)
        elif self._keys[-1] is None:
            self._keys[-1] = self._new_key(container, value, line)
        else:
            key, self._keys[-1] = self._keys[-1], None
            container.setdefault(str(key), value)

    def _new_key(self, container: Keys, key: Text | None, line: int) -> Text:
        if key is None:
            raise _UnreadableError(line, phrase("rules.odd_key"))
        if key in container:
            first = container.key_lines[key]
            self.mistakes.append(Mistake(line, phrase("rules.doubled_key", key=shown(key), first=first)))
        else:
            container.key_lines[str(key)] = line
        return key


def _syntax_mistakes(error: Any, lines: list[str]) -> list[Mistake]:
    """What a banker can do about YAML's complaint: its commonest causes first."""
    at, since = (mark.line + 1 if mark else 0 for mark in (error.problem_mark, error.context_mark))
    at, since = min(at or since, len(lines)), since or at
    tabs = [n for n, line in enumerate(lines, 1) if re.match(r" *\t", line)]
    if tabs and re.search(r"tab|cannot start|expected", error.problem or ""):
        return [Mistake(n, phrase("rules.tab")) for n in tabs]
    wide = [n for n, line in enumerate(lines[:at], 1) if re.match(r"[\s-]*[^\s:#'\"{\[]+：(?!.*: )", line)]
    if wide:
        return [Mistake(n, phrase("rules.wide_colon")) for n in wide]
    line = lines[at - 1] if lines else ""
    if re.search(r"(?:[:,\[{]|^\s*-)\s*[>＞]", line):
        return [Mistake(at, phrase("rules.unquoted_comparison"))]
    context, problem = error.context or "", error.problem or ""
    if "quoted scalar" in context:
        return [Mistake(since, phrase("rules.open_quote"))]
    if "flow" in context:
        return [Mistake(since, phrase("rules.open_bracket", until=at))]
    if "cannot start" in problem:
        return [Mistake(at, phrase("rules.odd_start", character=line[error.problem_mark.column :][:1]))]
    if "mapping values" in problem:
        return [Mistake(at, phrase("rules.colon_in_value"))]
    if "expected key" in problem or "'-' indicator" in problem:
        return [Mistake(at, phrase("rules.indentation"))]
    if "expected ':'" in problem:
        return [Mistake(since, phrase("rules.no_colon"))]
    return [Mistake(at, phrase("rules.not_yaml", problem=problem or context))]


def _odd_character(text: str) -> Mistake:
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if not found:
        return Mistake(1, phrase("rules.not_yaml", problem="?"))
    line = text.count("\n", 0, found.start()) + 1
    return Mistake(line, phrase("rules.odd_character", code=f"U+{ord(found[0]):04X}"))
