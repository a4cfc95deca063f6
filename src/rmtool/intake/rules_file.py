"""The rules file: YAML → compiled plain JSON → core/rules.py, every mistake at once with its line. Not: its keys
(rules_language.py), nor what is wrong between them (rules_checks.py).

The compiled form is kept, so that a run whose rules haven't changed imports neither yaml nor pydantic.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmtool.core.book import TRIGGERS
from rmtool.core.rules import Cadence, Condition, Rules, Share, from_compiled
from rmtool.errors import RulesError
from rmtool.intake.compiled import compiled
from rmtool.intake.condition_keys import condition_of, name_of, plain
from rmtool.intake.yaml_text import MAX_BYTES, Keys, Mistake, decoded, read_keys, refuse
from rmtool.phrase import phrase

if TYPE_CHECKING:
    from rmtool.intake import rules_language as language
    from rmtool.intake import rules_values as values

COMPILED_VERSION = 12
"""Counts the changes of the compiled form, and of how rules are compiled to it."""

OWN_NAMES = frozenset({("industries",), ("week", "branch"), ("prospects", "cadence"), ("reviews",)})
"""Sections whose keys are the file's own: one that is written replaces the shipped one; others are filled up by key."""


def shipped(name: str) -> Path:
    """The file `name` that comes with rmtool: in the installed package, or in the repository it runs from."""
    package = Path(__file__).parents[1]
    for folder in (package / "config", package.parents[1] / "config"):
        if (folder / name).is_file():
            return folder / name
    raise RulesError("rules.not_shipped", name=name)


def load_rules(path: Path | None, default: Path, cache: Path, changes: Sequence[str] = ()) -> Rules:
    """The rules of the file `path`, or those of `default`, which also fill in what the file leaves out.

    `changes` as typed are made on the way (see rules_changes); they are compiled anew every time. Raises RulesError
    with all mistakes of the file.
    """
    default_bytes = read_bytes(default)
    file, data = (default, default_bytes) if path is None else (path, read_bytes(path))

    def compile_file() -> dict[str, Any]:
        return compile_rules(decoded(data, str(file)), str(file), decoded(default_bytes, str(default)))

    if changes:
        named = ", ".join(changes)
        return from_compiled(
            compile_rules(decoded(data, str(file)), named, decoded(default_bytes, str(default)), changes)
        )
    return compiled("rules", COMPILED_VERSION, (data, default_bytes), cache, compile_file, from_compiled)


def read_bytes(file: Path) -> bytes:
    """The bytes of a rules file or holiday table. Raises RulesError if it is missing, can't be read or is too large."""
    try:
        if file.is_dir():
            raise RulesError("rules.is_folder", file=str(file))
        if file.exists() and not file.is_file():  # a pipe, at which one could wait for ever
            raise RulesError("rules.no_file", file=str(file))
        with file.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise RulesError("rules.no_file", file=str(file)) from None
    except OSError as error:
        raise RulesError("rules.unreadable", file=str(file), why=error.strerror or type(error).__name__) from None
    if len(data) > MAX_BYTES:
        raise RulesError("rules.too_large", file=str(file))
    return data


def compile_rules(text: str, file: str, default: str | None = None, changes: Sequence[str] = ()) -> dict[str, Any]:
    """The rules that `text` writes down, as plain JSON; raises RulesError naming every mistake with its line.

    `default` is the text of the rules that fill in what `text` leaves out (the shipped tiers.yaml if not given);
    `changes` are made to the two (see rules_changes). Shares
    are [over, under]; times and lengths minutes; amounts fen, the tiers' already scaled; names [zh, en]; shifts
    [opens, closes]; a cadence [times, period, 0] or [1, "", days]:

        measure: [balance …]
        tiers: [{id, name, when: condition, cadence: {code: [cadence …]}, visit: minutes or null, weight: share} …]
        hysteresis, not_before, late, overdue: share
        channels: [{code, name, counts_for: [code …]} …]
        week: {shifts, grid, visit, visits_per_day, field_share, prospect_share, avoid: [[weekday, shift] …],
               rest_days_after_trip, frozen_days, overload,
               travel: [speed_kmh, detour, fixed, same_district, other_district, unknown],
               branch: [lat, lon, district] or null, busy: [file or folder …]}
        calendar: "CN" or "none"
        industries: [[part, [shift …]] …]
        classes: [share of A, share of B]
        prospects: {value: [high, medium], likelihood: [high, medium] (numbers), grades: {value: {likelihood: grade}},
                    review: {grade: cadence}, cadence: {grade: {code: [cadence …]}},
                    triggers: {kind: [millionths, days]}, silence: [days, millionths, millionths],
                    release: {grade: days, or 0 for never}, find: [growth, days, peers, held_by, most]}
        occasions: {days, festivals: [[name, [day as a number …]] …], first_use: days or 0,
                    post_loan: [first, short, every_short, every, [code …]] or null}
        alerts: {days, move: [amount, share, at_least, over], falling: [times, share, apart],
                 idle: [amount, days, band], classes: [class …], lapsed: share}, null for what isn't told
        meetings: [minutes of a first call, [[name, [word …], shortest, longest] …]]
        keep: [field of a client …]
        journal_days: days, or 0 for as long as the book
        privacy: [[result …], [format …], days or 0]
        reviews: {tier: [cadence …]}

    A condition is {kind: "all" | "any" | "not", parts: [condition …]}, {kind: "amount", field, operator, fen}, or
    {kind: "in", field, values: [text …]}; "all" without parts is everybody.
    """
    from rmtool.intake.rules_checks import mistakes_between
    from rmtool.intake.rules_language import RulesKeys
    from rmtool.intake.structure import line_of, mistakes_in, without

    stated, mistakes = read_keys(text, file)
    own_reviews = "reviews" in stated or any(typed.startswith("reviews") for typed in changes)
    if changes:
        from rmtool.intake.rules_changes import change

        stated = _filled(stated, _default_keys(default))
        for typed in changes:
            change(stated, typed, file)
    single, places = mistakes_in(RulesKeys, stated)
    mistakes += single
    # What can't be read is left out, so that the rest can still be judged as a whole.
    rules = RulesKeys.model_validate(_filled(without(stated, places), _default_keys(default)))
    conditions = [condition_of(tier.when, rules.scale) if tier.when is not None else None for tier in rules.tiers]
    if "tiers" not in stated:
        mistakes.append(Mistake(stated.line, phrase("rules.no_tiers")))
    for where, what in mistakes_between(rules, conditions):
        if where[0] == "reviews" and not own_reviews:
            continue  # the shipped reviews are of the shipped tiers
        if not any(where[: len(known)] == known for known in places):
            mistakes.append(Mistake(line_of(stated, where), what))
    if mistakes:
        refuse(file, mistakes)
    compiled_rules: dict[str, Any] = json.loads(json.dumps(_compiled(rules, conditions)))
    return compiled_rules


def rules_schema() -> dict[str, Any]:
    """The language of the rules file as JSON Schema, for editors."""
    from rmtool.intake.rules_language import schema

    return schema()


def _default_keys(default: str | None) -> Keys:
    """The keys of the rules that fill in what a file leaves out."""
    from rmtool.intake.rules_language import RulesKeys
    from rmtool.intake.structure import mistakes_in

    file = shipped("tiers.yaml")
    keys, mistakes = read_keys(decoded(read_bytes(file), str(file)) if default is None else default, str(file))
    mistakes += mistakes_in(RulesKeys, keys)[0]
    if mistakes:
        refuse(str(file), mistakes)
    return keys


def _filled(stated: Keys, default: Mapping[str, Any], at: tuple[str, ...] = ()) -> Keys:
    """`stated` with what it leaves out from `default`, section by section."""
    for name, value in default.items():
        if stated.get(name) is None:
            stated[name] = value
        elif isinstance(value, Keys) and isinstance(stated[name], Keys) and (*at, name) not in OWN_NAMES:
            _filled(stated[name], value, (*at, name))
    return stated


def _compiled(rules: "language.RulesKeys", conditions: Sequence[Condition | None]) -> dict[str, Any]:
    return {
        "measure": rules.measure,
        "tiers": [_tier(tier, when) for tier, when in zip(rules.tiers, conditions, strict=True) if when is not None],
        "hysteresis": rules.hysteresis,
        "not_before": rules.not_before,
        "late": rules.states.late,
        "overdue": rules.states.overdue,
        "channels": [
            {"code": code, "name": name_of(c, code), "counts_for": c.counts_for if c.counts_for is not None else [code]}
            for code, c in rules.channels.items()
        ],
        "week": _week(rules.week),
        "calendar": rules.calendar,
        "industries": [[part, industry.hours] for part, industry in rules.industries.items()],
        "classes": [rules.classes.A, rules.classes.B],
        "prospects": _prospects(rules.prospects),
        "occasions": _occasions(rules.occasions),
        "alerts": _alerts(rules.alerts),
        "meetings": _meetings(rules.meetings),
        "keep": (rules.import_.keep or []) if rules.import_ else [],
        "reviews": _reviews(rules),
        "journal_days": (rules.journal.keep or 0) if rules.journal else 0,
        "privacy": _privacy(rules.privacy),
    }


def _tier(tier: "language.TierKeys", when: Condition) -> dict[str, Any]:
    return {
        "id": tier.id,
        "name": name_of(tier.name, tier.id),
        "when": plain(when),
        "cadence": _cadences(tier.cadence),
        "visit": tier.visit,
        "weight": tier.weight or Share(1, 1),
    }


def _cadences(cadences: "values.CadencesByCode | None") -> dict[str, list[Cadence]]:
    given = {code: [c for c in listed if c is not None] for code, listed in (cadences or {}).items()}
    return {code: listed for code, listed in given.items() if listed}


def _reviews(rules: "language.RulesKeys") -> dict[str, list[Cadence]]:
    tiers = {tier.id for tier in rules.tiers}
    return {tier: listed for tier, listed in _cadences(rules.reviews).items() if tier in tiers}


def _week(week: "language.WeekKeys") -> dict[str, Any]:
    travel, branch = week.travel, week.branch
    plain = ("grid", "visit", "visits_per_day", "field_share", "prospect_share", "avoid")
    ways = ("speed_kmh", "detour", "fixed", "same_district", "other_district", "unknown")
    return {
        "shifts": sorted(week.shifts),
        **{name: getattr(week, name) for name in (*plain, "rest_days_after_trip", "frozen_days", "overload")},
        "travel": [getattr(travel, name) for name in ways],
        "branch": [branch.lat, branch.lon, branch.district] if branch else None,
        "busy": week.busy or [],
    }


def _privacy(privacy: "language.PrivacyKeys | None") -> list[Any]:
    return [privacy.mask or [], privacy.formats or [], privacy.exports or 0] if privacy else [[], [], 0]


def _millionths(share: Share) -> int:
    return share.over * 1_000_000 // share.under


def _prospects(prospects: "language.ProspectKeys") -> dict[str, Any]:
    likelihood, levels = prospects.likelihood, ("high", "medium", "low")
    triggers, silence, find = prospects.triggers, prospects.silence, prospects.find
    return {
        "value": [prospects.value.high, prospects.value.medium],
        "likelihood": [share.over / share.under for share in (likelihood.high, likelihood.medium)],
        "grades": {v: {lk: getattr(getattr(prospects.grades, v), lk) for lk in levels} for v in levels},
        "review": {grade: getattr(prospects.review, grade) for grade in ("A", "B", "C")},
        "cadence": {grade: _cadences(cadences) for grade, cadences in prospects.cadence.items()},
        "triggers": {
            kind: [_millionths(rule.up), rule.days] for kind in TRIGGERS for rule in (getattr(triggers, kind),)
        },
        "silence": [silence.every, _millionths(silence.down), _millionths(silence.most)],
        "release": {grade: days for grade in ("A", "B", "C") if (days := getattr(prospects.release, grade))},
        "find": [find.growth, find.within, find.peers, find.held_by, find.most],
    }


FESTIVAL_YEARS = (2000, 2100)
"""The years in which festivals are worked out when the rules are compiled: no run needs the moon's calendar then."""


def _occasions(occasions: "language.OccasionKeys") -> dict[str, Any]:
    from rmtool.core.annual import days_in_years

    checks = occasions.post_loan
    plain = ("first", "short", "every_short", "every", "by")
    return {
        "days": occasions.days,
        "festivals": [
            [name_of(festival.name, ""), [day.toordinal() for day in days_in_years(festival.day, *FESTIVAL_YEARS)]]
            for festival in occasions.festivals or []
        ],
        "first_use": occasions.first_use,
        "post_loan": [getattr(checks, name) for name in plain] if checks.first else None,
    }


def _alerts(alerts: "language.AlertKeys") -> dict[str, Any]:
    shapes = {"move": ("amount", "share", "at_least", "over"), "falling": ("times", "share", "apart")}
    shapes["idle"] = ("amount", "days", "band")
    kinds = {name: [getattr(getattr(alerts, name), field) for field in shape] for name, shape in shapes.items()}
    return {
        "days": alerts.days,
        **{name: None if None in values else values for name, values in kinds.items()},
        "classes": alerts.classes or [],
        "lapsed": alerts.lapsed if alerts.lapsed.over else None,
    }


def _meetings(meetings: "language.MeetingKeys") -> list[Any]:
    levels = meetings.levels or []
    return [meetings.first, [[name_of(lv.name, ""), lv.titles, lv.shortest, lv.longest] for lv in levels]]
