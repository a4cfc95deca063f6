"""The language of the catalogue of products: its keys, and what each holds. Not: how values are read (rules_values.py).

Descriptions are for editors that complete a catalogue by its JSON Schema, so they stand here in both languages.
"""

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict

from rmtool.intake.rules_language import ATTRIBUTES, AboutClients, Names
from rmtool.intake.rules_values import GRADES, TEXT, Label, Labels, Measure, TierId, Version, everybody
from rmtool.intake.structure import OneOrMore, Section, Stands, key, one_of

CLASSES = GRADES
"""The 80/20 classes go by the same letters as grades."""


class SuitedKeys(AboutClients):
    """The clients whom a product suits."""

    named: ClassVar[tuple[str, ...]] = (*ATTRIBUTES, "tier", "class_", "motive", "holds")

    tier: Labels = key("分层代号 / tier")
    class_: "Annotated[list[Annotated[str, one_of(CLASSES, {c: c for c in CLASSES})]], OneOrMore()]" = key(
        "80/20 分类 / 80/20 class", alias="class"
    )
    motive: Labels = key("客户动机 / what the client is after")
    holds: Labels = key("已在本行持有的产品或产品类型 / a product or kind of product that it holds here")
    any_of: "Annotated[list[Suited], OneOrMore()]" = key("满足其中一条即可 / one of these is enough")
    not_: "Suited" = key("不满足下列条件 / none of these hold", alias="not")


Suited = Annotated[SuitedKeys, Stands(everybody, {"const": "any"})]
NamesOrText = Annotated[Names, Stands(lambda text: {"zh": text, "en": text}, TEXT)]


class SuitKeys(Section):
    """One rule by which a product suits a client."""

    when: Suited = key("适合哪些客户；any 为全部 / whom it suits; any: everybody")
    say: NamesOrText = key("约谈时说的一句话 / the sentence for the talk")


class ProductKeys(Section):
    """One product."""

    model_config = ConfigDict(json_schema_extra={"required": ["id", "kind"]})

    id: TierId = key("产品代号 / the product's short name, for commands")
    name: NamesOrText = key("显示名称 / the name shown")
    short: NamesOrText = key("简称，用于覆盖表的列 / its name in the columns of the coverage sheet")
    kind: Label = key("产品类型，如 deposit / kind of product, such as deposit")
    aliases: Annotated[list[Label], OneOrMore(empty=True)] = key("名单里的叫法 / how banks' lists word it")
    rest: Annotated[str, one_of(("yes", "no"), {"true": "yes", "false": "no", "是": "yes", "否": "no"})] = key(
        "yes：同类产品里对不上名称的都算它 / yes: takes whatever of its kind no other product is named by"
    )
    balances: Annotated[list[Measure], OneOrMore(empty=True)] = key(
        "哪些余额超出同类持有明细的部分算它 / balances of which it is what they show beyond the holdings of the kind"
    )
    suits: Annotated[list[SuitKeys], OneOrMore(empty=True)] = key("适合哪些客户 / whom it suits")


class MotiveKeys(Section):
    """What a client may be after."""

    model_config = ConfigDict(json_schema_extra={"required": ["id"]})

    id: TierId = key("动机代号 / the motive's short name")
    name: NamesOrText = key("显示名称 / the name shown")
    tags: Annotated[list[Label], OneOrMore(empty=True)] = key("表示这一动机的客户标签 / tags of clients that say it")


class CatalogueKeys(Section):
    """A catalogue of products."""

    model_config = ConfigDict(json_schema_extra={"required": ["products"]}, title="rmtool products")

    version: Version = key("语言版本，1 / version of this language, 1")
    motives: Annotated[list[MotiveKeys], OneOrMore(empty=True)] = key("客户动机 / what clients may be after")
    products: list[ProductKeys] = key("产品，按约谈时的先后 / products, in the order in which they are talked about")


def schema() -> dict[str, Any]:
    """The language as JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **CatalogueKeys.model_json_schema(by_alias=True),
    }
