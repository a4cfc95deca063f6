"""What a YAML file of ours may say: sections of known keys and readable values, and its mistakes with their lines.

Built on pydantic, which reports all mistakes of a file at once. Not: what keys there are (rules_language.py,
holiday_table.py), nor mistakes between several keys.
"""

from collections.abc import Callable, Iterable
from typing import Any, LiteralString, NoReturn, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from rmtool.core.half_width import half_width
from rmtool.intake.yaml_text import Items, Keys, Mistake, Text, shown
from rmtool.phrase import Phrase, phrase

Place = tuple[str | int, ...]
"""Where a value stands: keys and places in lists, from the top."""

_UNREAD_BALANCES = ("rules.bad_comparison", "rules.not_one_value", "rules.no_value")
"""What is wrong with the value of a key that was taken for a balance's name, and isn't one."""


class Section(BaseModel):
    """Keys that are known; each may be left out and is None then."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def key(description: str, alias: str | None = None) -> Any:
    """A key that may be left out. `description` is for editors (JSON Schema), in both languages."""
    return Field(default_factory=lambda: None, description=description, alias=alias)


def wrong(problem: LiteralString, **values: object) -> NoReturn:
    """Refuses a value: `problem` names the sentence that says why, `values` fill it (`key`, `place` are known)."""
    raise PydanticCustomError(problem, problem, values)


class Leaf:
    """Marks a type as one value read from its text by `read`, which calls `wrong` or returns what the text means.

    Full-width characters come to `read` as plain ones, unless `as_written`. `schema` is the value's JSON Schema.
    """

    def __init__(self, read: Callable[[str], Any], schema: dict[str, Any], as_written: bool = False) -> None:
        self._read = read
        self._schema = schema
        self._as_written = as_written

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self._schema)

    def _value(self, value: object) -> Any:
        if value is None:
            wrong("rules.no_value")
        if not isinstance(value, str):
            wrong("rules.not_one_value")
        bare = value.strip()
        if not bare:
            wrong("rules.no_value")
        return self._read(bare if self._as_written else half_width(bare))


class OneOrMore:
    """Marks a list that may also be written as its one value; an empty list only if `empty`."""

    def __init__(self, empty: bool = False) -> None:
        self._empty = empty

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}

    def _listed(self, value: object) -> object:
        if isinstance(value, list):
            if not value and not self._empty:
                wrong("rules.empty_list")
            return value
        return [value]


class Stands:
    """Marks keys that the word `word` may stand for (`any`, `none`), or what a plain text stands for."""

    def __init__(self, stands_for: Callable[[str], object], schema: dict[str, Any]) -> None:
        self._stands_for = stands_for
        self._schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._keys, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [dict(self._schema), handler(schema)]}

    def _keys(self, value: object) -> object:
        return self._stands_for(half_width(value).strip()) if isinstance(value, str) else value


def one_of(known: Iterable[str], other: dict[str, str] | None = None) -> Leaf:
    """One of the words `known`, in whatever case, or another word for one of them."""
    words = tuple(known)

    def read(text: str) -> str:
        word = (other or {}).get(text, text.lower())
        if word not in words:
            wrong("rules.not_in_list", value=shown(text), known=", ".join(words), guess=guess(word, words))
        return word

    return Leaf(read, {"enum": list(words)})


def guess(word: str, known: Iterable[str]) -> Phrase:
    """The words `did you mean …?`, if one of `known` is close to `word`."""
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return phrase("rules.did_you_mean", guess=close[0]) if close else phrase("rules.nothing")


def mistakes_in(model: type[Section], tree: Keys) -> tuple[list[Mistake], set[Place]]:
    """The mistakes of the file's single keys and values, and where they stand."""
    try:
        model.model_validate(tree)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        return [_mistake(model, tree, e) for e in errors], {_left_out(tree, e) for e in errors}
    return [], set()


def line_of(tree: Keys, path: Place) -> int:
    """The line of the value at `path`, or of what holds it as far as the file goes."""
    value: Any = tree
    line = tree.line
    for step in path:
        if isinstance(value, Keys) and step in value:
            line = value.key_lines.get(str(step), line)
            value = value[str(step)]
            if not isinstance(value, Text):
                continue
        elif isinstance(value, Items) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            break
        line = getattr(value, "line", line)
    return line


def without(tree: Any, paths: set[Place], at: Place = ()) -> Any:
    """A copy of the values but for the keys at `paths`; an item of a list there is a section without keys."""
    if isinstance(tree, Keys):
        copy = Keys(tree.line)
        copy.key_lines = tree.key_lines
        copy.update({k: without(v, paths, (*at, k)) for k, v in tree.items() if (*at, k) not in paths})
        return copy
    if isinstance(tree, Items):
        items = Items(tree.line)
        items.extend(Keys(tree.line) if (*at, n) in paths else without(v, paths, (*at, n)) for n, v in enumerate(tree))
        return items
    return tree


def place(tree: Keys, path: Place) -> Phrase:
    """How a sentence names the section at `path`."""
    if len(path) > 1 and path[0] in ("tiers", "products", "motives"):
        item = _at(tree, path[:2])
        name = item.get("id") if isinstance(item, Keys) else None
        key = {"tiers": "rules.in_tier", "products": "rules.in_product", "motives": "rules.in_motive"}[path[0]]
        where = phrase(key, id=name if isinstance(name, Text) else f"#{int(path[1]) + 1}")
        rest = _dotted(path[2:])
        return phrase("rules.in_section_of", place=where, section=rest) if rest else where
    return phrase("rules.in_section", section=_dotted(path)) if path else phrase("rules.at_top")


def _mistake(model: type[Section], tree: Keys, error: Any) -> Mistake:
    path, kind = _within(tree, error["loc"]), error["type"]
    # A mistake in a key (pydantic ends its place in `[key]`) is said of the section that holds the key.
    about = path[:-1] if error["loc"][-1] == "[key]" else path
    last = next((n for n in range(len(about) - 1, -1, -1) if isinstance(about[n], str)), 0)
    name = str(about[last]) if about else ""
    values = {"key": name, "place": place(tree, about[:last]), **error.get("ctx", {})}
    known = _known_keys(model, path[:last])
    if kind == "extra_forbidden" or (kind in _UNREAD_BALANCES and name not in known and "when" in path[:last]):
        line = _at(tree, path[:last]).key_lines[name]
        return Mistake(line, phrase("rules.unknown_key", **values, known=", ".join(known), guess=guess(name, known)))
    if kind in ("model_type", "dict_type", "list_type") and _at(tree, path) is None:
        kind = "rules.no_value"
    said = {"model_type": "rules.not_keys", "dict_type": "rules.not_keys", "list_type": "rules.not_a_list"}
    return Mistake(line_of(tree, path), phrase(said.get(kind, kind), **values))


def _left_out(tree: Keys, error: Any) -> Place:
    """What to leave out so that the rest can be read: a key, a whole `when`, or an item that should have had keys."""
    path = _within(tree, error["loc"])
    if "when" in path:
        return path[: path.index("when") + 1]
    while path and isinstance(path[-1], int) and error["type"] != "model_type":
        path = path[:-1]
    return path


def _within(tree: Keys, loc: Place) -> Place:
    """As much of pydantic's `loc` as the file has."""
    value: Any = tree
    path: list[str | int] = []
    for step in loc:
        if isinstance(value, Keys) and step in value:
            value = value[str(step)]
        elif isinstance(value, Items) and isinstance(step, int):
            value = value[step]
        else:
            break
        path.append(step)
    return tuple(path)


def _at(tree: Any, path: Place) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _dotted(path: Place) -> str:
    return ".".join(str(p) for p in path if isinstance(p, str))


def _known_keys(model: type[BaseModel], path: Place) -> list[str]:
    """The keys that the section at `path` knows."""
    section = model
    for step in path:
        fields = {f.alias or name: f for name, f in section.model_fields.items()}
        if step in fields:
            section = _section_in(fields[str(step)].annotation) or section
    return [f.alias or name for name, f in section.model_fields.items()]


def _section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section_in(part))), None)
