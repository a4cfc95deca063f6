"""Changes to rules as typed, `week.visits_per_day=6`, put into the keys of a rules file. Not: what the keys mean."""

from typing import Any

from rmtool.errors import UsageError
from rmtool.intake.yaml_text import Items, Keys, read_keys, refuse


def change(keys: Keys, typed: str, file: str) -> None:
    """Puts one change into the keys of `file`: a path of keys with dots, a tier by its id, and a value as YAML.

    A single name that is no key of the first level is one of `week`: `visits_per_day=6`. Raises UsageError for what is
    no such text, RulesError for a value that is no YAML.
    """
    path, equals, value = typed.partition("=")
    names = [name.strip() for name in path.split(".")]
    if not equals or not all(names):
        raise UsageError("rules.change_form", text=typed)
    read, mistakes = read_keys(f"value: {value.strip()}", file)
    if mistakes:
        refuse(file, mistakes)
    if len(names) == 1 and names[0] not in keys:
        names.insert(0, "week")
    node: Any = keys
    for name in names[:-1]:
        node = _below(node, name)
    if not isinstance(node, Keys):
        raise UsageError("rules.change_leads_nowhere", text=typed)
    node[names[-1]] = read["value"]
    node.key_lines[names[-1]] = 1


def _below(node: Any, name: str) -> Any:
    """What stands under `name`, made where there is nothing yet; in a list, the entry with that id; None if neither."""
    if isinstance(node, Items):
        return next((item for item in node if isinstance(item, Keys) and item.get("id") == name), None)
    if not isinstance(node, Keys):
        return None
    if node.get(name) is None:
        node[name] = Keys(1)
        node.key_lines[name] = 1
    return node[name]
