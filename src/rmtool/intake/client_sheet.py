"""A client's sheet as YAML that somebody edits, and back. Not: what the edit changes (core/client_sheet)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rmtool.core.client_sheet import Entry, Mistake, Sheet
from rmtool.errors import RulesError, UsageError
from rmtool.intake.yaml_text import NULLS, Items, Keys, decoded, read_keys
from rmtool.phrase import Phrase, phrase

_STATE = re.compile(r"(?m)^# \[([0-9a-f]{12})\] *\r?$")
_BLANK = re.compile(r"(?m)^( *(?:- )?\w+:) (?:''|\[\])$")


def sheet_text(sheet: Sheet, lead: Sequence[str], state: str) -> str:
    """The sheet as YAML, below the lines of `lead` and the `state` of the book that it was made from."""
    import yaml

    class Plain(yaml.SafeDumper):
        """Sets the entries of a list in, below its key."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, "'" if value in NULLS else None)

    Plain.add_representer(str, text)
    Plain.yaml_implicit_resolvers = {}  # dates and numbers are written as they are typed: all values are text
    head = "".join(f"# {line}\n" for line in lead)
    body = yaml.dump(_plain(sheet), Dumper=Plain, allow_unicode=True, sort_keys=False, width=1_000_000)
    return f"{head}# [{state}]\n\n" + _BLANK.sub(r"\1", body)


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {
        part: dict(entries) if isinstance(entries, Mapping) else [dict(entry) for entry in entries]
        for part, entries in sheet.items()
    }


class SheetText:
    """A sheet as it was edited: what it says, from which `state` of the book, and on which line each part stands."""

    def __init__(self, data: bytes, file: str) -> None:
        """Reads the YAML. Raises UsageError with all that can't be read in it, each with its line."""
        try:
            text = decoded(data, file)
            found = _STATE.search(text)
            self.state = found[1] if found else None
            self._keys, mistakes = read_keys(text, file)
        except RulesError as error:
            raise UsageError("sheet.unreadable", file=file, details=error.details or (error.message,)) from None
        self.file = file
        odd = [(mistake.line, mistake.what) for mistake in mistakes]
        self.sheet = {part: self._entries(value, odd) for part, value in self._keys.items()}
        self._refuse_if(odd)

    def _entries(self, value: Any, odd: list[tuple[int, Phrase]]) -> Entry | list[Entry]:
        if isinstance(value, Items):
            return [self._entry(one, odd) for one in value]
        return [] if value is None else self._entry(value, odd)

    def _entry(self, value: Any, odd: list[tuple[int, Phrase]]) -> Entry:
        if not isinstance(value, Keys):
            odd.append((getattr(value, "line", 1), phrase("sheet.no_fields")))
            return {}
        return dict(_texts(value, odd))

    def refuse(self, mistakes: Sequence[Mistake]) -> None:
        """Raises UsageError with the mistakes that were found in what the sheet says, if there are any."""
        self._refuse_if([(self._line(mistake), mistake.what) for mistake in mistakes])

    def _refuse_if(self, odd: Sequence[tuple[int, Phrase]]) -> None:
        if odd:
            lines = tuple(phrase("rules.at_line", line=line, what=what) for line, what in sorted(odd, key=_by_line))
            raise UsageError("sheet.mistakes", file=self.file, count=len(odd), details=lines)

    def _line(self, mistake: Mistake) -> int:
        line = self._keys.key_lines[mistake.part]
        entries = self._keys[mistake.part]
        one = entries[mistake.entry] if mistake.entry is not None and isinstance(entries, Items) else entries
        if not isinstance(one, Keys) or (mistake.entry is None and mistake.field is None):
            return line
        return one.key_lines.get(mistake.field, one.line) if mistake.field else one.line


def _texts(keys: Keys, odd: list[tuple[int, Phrase]]) -> Iterator[tuple[str, str]]:
    for name, value in keys.items():
        if value is None:
            yield name, ""
        elif isinstance(value, str):
            yield name, " ".join(value.split())
        elif isinstance(value, Items) and all(isinstance(each, str) for each in value):
            yield name, "、".join(value)
        else:
            odd.append((keys.key_lines[name], phrase("sheet.no_value", field=name)))


def _by_line(one: tuple[int, Phrase]) -> int:
    return one[0]
