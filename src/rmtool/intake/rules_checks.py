"""Mistakes between keys of a rules file: unreachable tiers, codes that aren't channels, thresholds out of order.

Not: the reading of single values (rules_language.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from rmtool.core.book import ANY_CODE
from rmtool.core.periods import Shift, clock
from rmtool.core.rules import Cadence, Condition, Share
from rmtool.intake.conditions import balances_in, implies, impossible, matches_everybody
from rmtool.intake.rules_language import ATTRIBUTES, BALANCES, RulesKeys, TierKeys
from rmtool.intake.structure import Place, guess
from rmtool.phrase import Phrase, phrase

Found = Iterator[tuple[Place, Phrase]]
"""Mistakes, each with the place of its value."""


def mistakes_between(rules: RulesKeys, conditions: Sequence[Condition | None]) -> Found:
    """What is wrong between the keys of a rule set. `conditions`: its tiers', None where one can't be judged."""
    yield from _tier_names(rules.tiers)
    yield from _reach(rules.tiers, conditions)
    yield from _measures(rules, conditions)
    yield from _codes(rules)
    yield from _week(rules)
    yield from _orders(rules)
    yield from _occasions(rules)
    yield from _reviews(rules)
    yield from _meetings(rules)


def _tier_names(tiers: Sequence[TierKeys]) -> Found:
    if not tiers:
        yield ("tiers",), phrase("rules.no_tiers")
    seen: dict[str, int] = {}
    for n, tier in enumerate(tiers):
        if tier.id is None:
            yield ("tiers", n, "id"), phrase("rules.no_id", number=n + 1)
        elif tier.id.lower() in seen:
            yield ("tiers", n, "id"), phrase("rules.doubled_id", id=tier.id, number=seen[tier.id.lower()] + 1)
        else:
            seen[tier.id.lower()] = n
        if tier.when is None:
            yield ("tiers", n, "when"), phrase("rules.no_when", id=_called(tiers, n))


def _reach(tiers: Sequence[TierKeys], conditions: Sequence[Condition | None]) -> Found:
    """Tiers that no client can be in, and whether the last takes everybody who is left."""
    for n, condition in enumerate(conditions):
        if condition is None:
            continue
        where = ("tiers", n, "when")
        earlier = next((k for k, c in enumerate(conditions[:n]) if c is not None and implies(condition, c)), None)
        if impossible(condition):
            yield where, phrase("rules.impossible", id=_called(tiers, n))
        elif earlier is not None and matches_everybody(conditions[earlier]):
            yield where, phrase("rules.after_everybody", id=_called(tiers, n), earlier=_called(tiers, earlier))
        elif earlier is not None:
            yield where, phrase("rules.unreachable", id=_called(tiers, n), earlier=_called(tiers, earlier))
    if conditions and (last := conditions[-1]) is not None and not matches_everybody(last):
        yield ("tiers", len(tiers) - 1, "when"), phrase("rules.no_rest", id=_called(tiers, len(tiers) - 1))


def _measures(rules: RulesKeys, conditions: Sequence[Condition | None]) -> Found:
    """Balances whose names are a slip of the pen away from one that is known."""
    for n, measure in enumerate(rules.measure):
        if measure in ("amount", *ATTRIBUTES):
            yield ("measure", n), phrase("rules.not_a_balance", name=measure)
        elif meant := slip_of(measure):
            yield ("measure", n), phrase("rules.slip", name=measure, meant=meant)
        elif measure in rules.measure[:n]:
            yield ("measure", n), phrase("rules.twice", name=measure, key="measure")
    for n, condition in enumerate(conditions):
        for name in sorted(balances_in(condition) if condition else ()):
            if name not in rules.measure and (meant := slip_of(name)):
                yield ("tiers", n, "when"), phrase("rules.slip", name=name, meant=meant)


def _codes(rules: RulesKeys) -> Found:
    seen: dict[str, str] = {}
    for code, channel in rules.channels.items():
        if code.lower() == ANY_CODE:
            yield ("channels", code), phrase("rules.code_any")
        if code.lower() in seen:
            yield ("channels", code), phrase("rules.codes_alike", code=code, other=seen[code.lower()])
        seen.setdefault(code.lower(), code)
        for n, counted in enumerate(channel.counts_for or ()):
            yield from _code(rules, counted, ("channels", code, "counts_for", n))
    for n, tier in enumerate(rules.tiers):
        yield from _cadence_codes(rules, tier.cadence, ("tiers", n, "cadence"))
    for grade, cadences in rules.prospects.cadence.items():
        yield from _cadence_codes(rules, cadences, ("prospects", "cadence", grade))


def _reviews(rules: RulesKeys) -> Found:
    known = [tier.id for tier in rules.tiers if tier.id]
    for tier, listed in (rules.reviews or {}).items():
        if tier not in known:
            said = {"known": ", ".join(known), "guess": guess(tier, known)}
            yield ("reviews", tier), phrase("rules.no_such_tier", id=tier, **said)
        if len(listed) > 1 and None in listed:
            yield ("reviews", tier), phrase("rules.none_and_more", code=tier)


def _occasions(rules: RulesKeys) -> Found:
    for n, festival in enumerate(rules.occasions.festivals or ()):
        if festival.day is None or festival.name is None:
            yield ("occasions", "festivals", n), phrase("rules.half_a_festival")
    for n, code in enumerate(rules.occasions.post_loan.by or ()):
        yield from _code(rules, code, ("occasions", "post_loan", "by", n))


def _meetings(rules: RulesKeys) -> Found:
    for n, level in enumerate(rules.meetings.levels or ()):
        where = ("meetings", "levels", n)
        if not (level.name and level.titles and level.shortest and level.longest):
            yield where, phrase("rules.half_a_level")
        elif level.shortest > level.longest:
            yield (*where, "shortest"), phrase("rules.level_backwards", shortest=level.shortest, longest=level.longest)


def _cadence_codes(rules: RulesKeys, cadences: Mapping[str, list[Cadence | None]] | None, where: Place) -> Found:
    for code, listed in (cadences or {}).items():
        yield from _code(rules, code, (*where, code))
        if len(listed) > 1 and None in listed:
            yield (*where, code), phrase("rules.none_and_more", code=code)


def _code(rules: RulesKeys, code: str, where: Place) -> Found:
    if code != ANY_CODE and code not in rules.channels:
        known = [*rules.channels, ANY_CODE]
        yield where, phrase("rules.not_a_code", code=code, known=", ".join(known), guess=guess(code, known))


def _week(rules: RulesKeys) -> Found:
    week = rules.week
    longest = max(s.closes - s.opens for s in week.shifts)
    yield from _overlaps(week.shifts, ("week", "shifts"))
    if week.visit > longest:
        yield ("week", "visit"), phrase("rules.visit_too_long", minutes=week.visit, longest=longest)
    for n, tier in enumerate(rules.tiers):
        if tier.visit and tier.visit > longest:
            yield ("tiers", n, "visit"), phrase("rules.visit_too_long", minutes=tier.visit, longest=longest)
    branch = week.branch
    if branch and (branch.lat is None) != (branch.lon is None):
        yield ("week", "branch", "lat" if branch.lat is None else "lon"), phrase("rules.half_a_place")
    elif branch and branch.lat is None and branch.district is None:
        yield ("week", "branch"), phrase("rules.no_place")
    for part, industry in rules.industries.items():
        if industry.hours is None:
            yield ("industries", part), phrase("rules.no_hours", part=part)
        else:
            yield from _overlaps(industry.hours, ("industries", part, "hours"))


def _overlaps(hours: Sequence[Shift], where: Place) -> Found:
    in_order = sorted((shift, n) for n, shift in enumerate(hours))
    for (earlier, _), (later, n) in pairwise(in_order):
        if later.opens < earlier.closes:
            yield (*where, n), phrase("rules.overlap", later=_hours(later), earlier=_hours(earlier))


def _orders(rules: RulesKeys) -> Found:
    """Thresholds that only make sense one above the other."""
    states, classes, prospects = rules.states, rules.classes, rules.prospects
    value, likelihood = prospects.value, prospects.likelihood
    thresholds: list[tuple[Place, str, Share, Share, bool]] = [
        (("states", "late"), "not_before", rules.not_before, states.late, True),
        (("states", "overdue"), "late", states.late, states.overdue, True),
        (("classes", "B"), "A", classes.A, classes.B, False),
        (("prospects", "likelihood", "high"), "medium", likelihood.medium, likelihood.high, False),
    ]
    for where, lower, low, high, may_be_equal in thresholds:
        if Fraction(*low) > Fraction(*high) or (low == high and not may_be_equal):
            said = {"low": f"{low.over / low.under:g}", "high": f"{high.over / high.under:g}"}
            yield where, phrase("rules.out_of_order", key=where[-1], lower=lower, **said)
    if value.medium >= value.high:
        amounts = {"low": phrase("rules.amount", fen=value.medium), "high": phrase("rules.amount", fen=value.high)}
        yield ("prospects", "value", "high"), phrase("rules.out_of_order", key="high", lower="medium", **amounts)


def _called(tiers: Sequence[TierKeys], n: int) -> str:
    return tiers[n].id or f"#{n + 1}"


def _hours(shift: Shift) -> str:
    return f"{clock(shift.opens)}-{clock(shift.closes)}"


def slip_of(name: str) -> str | None:
    """The known balance that `name` is one letter away from (one missing, doubled, wrong, or two swapped)."""
    return next((known for known in BALANCES if name not in BALANCES and _one_letter_away(name, known)), None)


def _one_letter_away(name: str, known: str) -> bool:
    shorter, longer = sorted((name, known), key=len)
    if len(longer) - len(shorter) == 1:
        return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
    if len(longer) != len(shorter):
        return False
    wrong = [n for n, (a, b) in enumerate(zip(name, known, strict=True)) if a != b]
    swapped = (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and name[wrong[0]] + name[wrong[1]] == known[wrong[1]] + known[wrong[0]]
    )
    return len(wrong) == 1 or swapped
