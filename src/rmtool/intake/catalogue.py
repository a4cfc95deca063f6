"""The catalogue of products: YAML → compiled plain JSON → core/products.py, every mistake at once with its line.

Compiled and kept like the rules. Not: its keys (catalogue_language.py), nor what is wrong between them
(catalogue_checks.py).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmtool.core.products import Catalogue, catalogue_from
from rmtool.core.rules import Condition
from rmtool.intake.compiled import compiled
from rmtool.intake.condition_keys import condition_of, name_of, plain
from rmtool.intake.rules_file import read_bytes
from rmtool.intake.yaml_text import Mistake, decoded, read_keys, refuse

if TYPE_CHECKING:
    from rmtool.intake.catalogue_language import ProductKeys

COMPILED_VERSION = 1
"""Counts the changes of the compiled form, and of how catalogues are compiled to it."""


def load_catalogue(file: Path, cache: Path) -> Catalogue:
    """The catalogue of a file. Raises RulesError with all its mistakes."""
    data = read_bytes(file)
    return compiled(
        "products",
        COMPILED_VERSION,
        (data,),
        cache,
        lambda: compile_catalogue(decoded(data, str(file)), str(file)),
        catalogue_from,
    )


def compile_catalogue(text: str, file: str) -> dict[str, Any]:
    """The catalogue that `text` writes down, as plain JSON; raises RulesError naming every mistake with its line.

        products: [{id, name, short, kind, aliases: [text …], rest: bool, balances: [measure …],
                    suits: [{when: condition, say: name or null} …]} …]
        motives: [{id, name, tags: [text …]} …]

    Names are [zh, en]; conditions as `rules_file.compile_rules` writes them.
    """
    from rmtool.intake.catalogue_checks import mistakes_between
    from rmtool.intake.catalogue_language import CatalogueKeys
    from rmtool.intake.structure import line_of, mistakes_in, without

    stated, mistakes = read_keys(text, file)
    single, places = mistakes_in(CatalogueKeys, stated)
    mistakes += single
    # What can't be read is left out, so that the rest can still be judged as a whole.
    catalogue = CatalogueKeys.model_validate(without(stated, places))
    conditions = [
        [condition_of(suit.when) if suit.when is not None else None for suit in product.suits or ()]
        for product in catalogue.products or ()
    ]
    for where, what in mistakes_between(catalogue, conditions):
        if not any(where[: len(known)] == known for known in places):
            mistakes.append(Mistake(line_of(stated, where), what))
    if mistakes:
        refuse(file, mistakes)
    written = {
        "products": [_product(p, whens) for p, whens in zip(catalogue.products, conditions, strict=True)],
        "motives": [{"id": m.id, "name": name_of(m.name, m.id), "tags": m.tags or []} for m in catalogue.motives or ()],
    }
    made: dict[str, Any] = json.loads(json.dumps(written))
    return made


def catalogue_schema() -> dict[str, Any]:
    """The language of the catalogue as JSON Schema, for editors."""
    from rmtool.intake.catalogue_language import schema

    return schema()


def _product(product: "ProductKeys", whens: Sequence[Condition | None]) -> dict[str, Any]:
    name = name_of(product.name, product.id)
    short = name_of(product.short, "") if product.short else [name[0][:2], name[1][:4].rstrip()]
    suits = [
        {"when": plain(when), "say": name_of(suit.say, "") if suit.say else None}
        for suit, when in zip(product.suits or (), whens, strict=True)
        if when is not None
    ]
    return {
        "id": product.id,
        "name": name,
        "short": short,
        "kind": product.kind,
        "aliases": product.aliases or [],
        "rest": product.rest == "yes",
        "balances": product.balances or [],
        "suits": suits,
    }
