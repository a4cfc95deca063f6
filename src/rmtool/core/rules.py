"""Policy: tiers, cadences, the week, prospects, channels. Trusted once loaded; intake/rules_file.py finds the mistakes.

`from_compiled` builds Rules from the plain JSON that the rules file is compiled to. Shares stay exact: two integers.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rmtool.core.book import REVIEW_CODE
from rmtool.core.half_width import half_width
from rmtool.core.periods import PERIODS, Shift
from rmtool.core.periods import Name as Name

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_QUOTA = rf"(\d{{1,3}}) per ({'|'.join(PERIODS)})"
_INTERVAL = r"every (\d{1,4}) ?d(?:ays?)?"


class Share(NamedTuple):
    """The exact fraction `over` ÷ `under`."""

    over: int
    under: int


class Cadence(NamedTuple):
    """How often: `times` per calendar `period` (a quota), or every `days` days (an interval, `period` empty)."""

    times: int
    period: str
    days: int

    @property
    def is_quota(self) -> bool:
        """Whether this is a quota rather than an interval."""
        return bool(self.period)

    def __str__(self) -> str:
        return f"{self.times} per {self.period}" if self.period else f"every {self.days}d"


class Condition(NamedTuple):
    """One condition of a tier.

    `kind` is `all`, `any` or `not` (over `parts`), `amount` (balance `field` compared by `operator` with `fen`; field
    `amount` is the deciding measure), or `in` (attribute `field` is one of `values`).
    """

    kind: str
    parts: tuple["Condition", ...] = ()
    field: str = ""
    operator: str = ""
    fen: int = 0
    values: tuple[str, ...] = ()


class Tier(NamedTuple):
    """One tier. `cadence` maps codes (or `any`) to the cadences owed, in the order of the rules; `visit` in minutes."""

    id: str
    name: Name
    when: Condition
    cadence: Mapping[str, tuple[Cadence, ...]]
    visit: int | None
    weight: Share


class Channel(NamedTuple):
    """A code of the contact log, and the codes whose cadences such a contact counts for."""

    code: str
    name: Name
    counts_for: tuple[str, ...]


class Avoided(NamedTuple):
    """A half-day on which nobody is visited: weekday (0 = Monday) and hours."""

    weekday: int
    hours: Shift


class Travel(NamedTuple):
    """How long it takes between two places, in minutes (speed in km/h, `detour` × great circle)."""

    speed_kmh: float
    detour: float
    fixed: int
    same_district: int
    other_district: int
    unknown: int


class Branch(NamedTuple):
    """Where the day starts and ends."""

    lat: float | None
    lon: float | None
    district: str | None


class WeekRules(NamedTuple):
    """The working week. Lengths in minutes; `busy` are the calendar files and folders of what takes the RM's time."""

    shifts: tuple[Shift, ...]
    grid: int
    visit: int
    visits_per_day: int
    field_share: Share
    prospect_share: Share
    avoid: tuple[Avoided, ...]
    rest_days_after_trip: int
    frozen_days: int
    overload: str
    travel: Travel
    branch: Branch | None
    busy: tuple[str, ...] = ()


class IndustryHours(NamedTuple):
    """Firms whose industry or name holds `part` are seen within `hours` only."""

    part: str
    hours: tuple[Shift, ...]


class TriggerRule(NamedTuple):
    """By how much (in millionths) a trigger raises the likelihood, and for how many days."""

    up: int
    days: int


class Silence(NamedTuple):
    """Each `every` days without a contact lower the likelihood by `down` millionths, by `most` at most."""

    every: int
    down: int
    most: int


class FindRules(NamedTuple):
    """What makes a client of the book worth a card.

    Its deciding balance grew by the share `growth` within `within` days; of `peers` others of its kind and industry at
    least, the share `held_by` hold a product that it doesn't. `most` are proposed.
    """

    growth: Share
    within: int
    peers: int
    held_by: Share
    most: int


class ProspectRules(NamedTuple):
    """Prospect cards: levels of value (in fen) and likelihood, grades, how often a card is read, meetings sought.

    `release` says after how many days without a contact a card of a grade is proposed for release.
    """

    value_high: int
    value_medium: int
    likelihood_high: float
    likelihood_medium: float
    grades: Mapping[str, Mapping[str, str]]
    review: Mapping[str, Cadence]
    cadence: Mapping[str, Mapping[str, tuple[Cadence, ...]]]
    triggers: Mapping[str, TriggerRule] = {}
    silence: Silence | None = None
    release: Mapping[str, int] = {}
    find: FindRules = FindRules(Share(1, 5), 90, 3, Share(1, 2), 20)


class Festival(NamedTuple):
    """A day on which greetings are sent; `days` are its dates (ordinals), in order."""

    name: Name
    days: tuple[int, ...]


class PostLoan(NamedTuple):
    """When a loan is checked: `first` so many days after it is paid out, then every so many months.

    `short_every` months for loans of at most `short` months, `every` for longer ones. `codes` are the contacts that are
    a check.
    """

    first: int
    short: int
    short_every: int
    every: int
    codes: tuple[str, ...]


class OccasionRules(NamedTuple):
    """Occasions: how many `days` ahead they are shown, festivals, and what follows from holdings.

    `first_use`: days after the first use of a kind of product until a call; 0 for none. `post_loan` None: no checks.
    """

    days: int
    festivals: tuple[Festival, ...]
    first_use: int
    post_loan: PostLoan | None


class LargeMove(NamedTuple):
    """A large move within `over` days: by `amount` (fen), or by a `share` of what was there and `at_least` (fen)."""

    amount: int
    share: Share
    at_least: int
    over: int


class Falling(NamedTuple):
    """How many `times` in a row an amount falls, together by a `share`; days less than `apart` count once."""

    times: int
    share: Share
    apart: int


class Idle(NamedTuple):
    """A deposit of `amount` fen that for so many `days` moved by no more than a share, the `band`."""

    amount: int
    days: int
    band: Share


class AlertRules(NamedTuple):
    """What wants a look, None or nothing where a kind isn't asked for.

    `days`: how long a change is news. `classes` are those whose comings and goings are told. `lapsed`: how many
    intervals the last contact lies back.
    """

    days: int
    move: LargeMove | None
    falling: Falling | None
    idle: Idle | None
    classes: tuple[str, ...]
    lapsed: Share | None


class PrivacyRules(NamedTuple):
    """Which results are masked where they are written to a file in one of `formats` (both named as in core/privacy.py).

    `export_days` says for how many days what leaves is valid; 0: for good.
    """

    mask: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    export_days: int = 0


class MeetingLevel(NamedTuple):
    """A level of the people whom one meets: words of their titles, and the minutes that a talk lasts."""

    name: Name
    titles: tuple[str, ...]
    shortest: int
    longest: int


class MeetingRules(NamedTuple):
    """Whom to see and for how long: levels in the order in which they are seen; a first call lasts `first` at most."""

    first: int
    levels: tuple[MeetingLevel, ...]


class Rules(NamedTuple):
    """Everything that a rules file says.

    `keep` are the fields of `book.Client` that an import fills but never changes. `journal_days` says how many days the
    record of changes keeps rows as they were before a change; 0: as long as the book. `reviews` maps tiers to how often
    their clients' positions are reviewed.
    """

    measure: tuple[str, ...]
    tiers: tuple[Tier, ...]
    hysteresis: Share
    not_before: Share
    late: Share
    overdue: Share
    channels: Mapping[str, Channel]
    week: WeekRules
    calendar: str
    industries: tuple[IndustryHours, ...]
    class_a: Share
    class_b: Share
    prospects: ProspectRules
    keep: tuple[str, ...] = ()
    journal_days: int = 0
    occasions: OccasionRules = OccasionRules(14, (), 0, None)
    alerts: AlertRules = AlertRules(31, None, None, None, (), None)
    privacy: PrivacyRules = PrivacyRules()
    reviews: Mapping[str, tuple[Cadence, ...]] = {}
    meetings: MeetingRules = MeetingRules(20, ())

    def tier(self, tier_id: str) -> Tier:
        """The tier with this id; raises KeyError if there is none."""
        for tier in self.tiers:
            if tier.id == tier_id:
                return tier
        raise KeyError(tier_id)

    def visit_minutes(self, tier_id: str | None) -> int:
        """How long a regular visit takes: as the tier says, else as the week does (None: a client without a tier)."""
        return (self.tier(tier_id).visit if tier_id else None) or self.week.visit

    def counting_codes(self, cadence_code: str) -> frozenset[str]:
        """The codes of the contacts that count for cadences on `cadence_code`."""
        if cadence_code == REVIEW_CODE:
            return frozenset((REVIEW_CODE,))
        if cadence_code == "any":
            return frozenset(self.channels)
        return frozenset(c.code for c in self.channels.values() if cadence_code in c.counts_for)


def parse_cadence(text: str) -> Cadence:
    """The cadence that `1 per week` or `every 10d` states. Raises ValueError for anything else, and for none at all."""
    bare = " ".join(half_width(text).lower().split())
    if (found := re.fullmatch(_QUOTA, bare, re.ASCII)) and int(found[1]):
        return Cadence(int(found[1]), found[2], 0)
    if (found := re.fullmatch(_INTERVAL, bare, re.ASCII)) and int(found[1]):
        return Cadence(1, "", int(found[1]))
    raise ValueError(text)


def from_compiled(data: Mapping[str, Any]) -> Rules:
    """The rules of a compiled rules file (see `rules_file.compile_rules` for its shape)."""
    week, prospects = data["week"], data["prospects"]
    return Rules(
        measure=tuple(data["measure"]),
        tiers=tuple(_tier(t) for t in data["tiers"]),
        hysteresis=Share(*data["hysteresis"]),
        not_before=Share(*data["not_before"]),
        late=Share(*data["late"]),
        overdue=Share(*data["overdue"]),
        channels={c["code"]: Channel(c["code"], Name(*c["name"]), tuple(c["counts_for"])) for c in data["channels"]},
        week=WeekRules(
            shifts=_shifts(week["shifts"]),
            grid=week["grid"],
            visit=week["visit"],
            visits_per_day=week["visits_per_day"],
            field_share=Share(*week["field_share"]),
            prospect_share=Share(*week["prospect_share"]),
            avoid=tuple(Avoided(day, Shift(*hours)) for day, hours in week["avoid"]),
            rest_days_after_trip=week["rest_days_after_trip"],
            frozen_days=week["frozen_days"],
            overload=week["overload"],
            travel=Travel(*week["travel"]),
            branch=Branch(*week["branch"]) if week["branch"] else None,
            busy=tuple(week["busy"]),
        ),
        calendar=data["calendar"],
        industries=tuple(IndustryHours(part, _shifts(hours)) for part, hours in data["industries"]),
        class_a=Share(*data["classes"][0]),
        class_b=Share(*data["classes"][1]),
        prospects=ProspectRules(
            value_high=prospects["value"][0],
            value_medium=prospects["value"][1],
            likelihood_high=prospects["likelihood"][0],
            likelihood_medium=prospects["likelihood"][1],
            grades=prospects["grades"],
            review={grade: Cadence(*c) for grade, c in prospects["review"].items()},
            cadence={grade: _cadences(c) for grade, c in prospects["cadence"].items()},
            triggers={kind: TriggerRule(*rule) for kind, rule in prospects["triggers"].items()},
            silence=Silence(*prospects["silence"]) if prospects["silence"] else None,
            release=prospects["release"],
            find=_find(*prospects["find"]),
        ),
        occasions=_occasions(data["occasions"]),
        alerts=_alerts(data["alerts"]),
        meetings=_meetings(data["meetings"]),
        keep=tuple(data["keep"]),
        journal_days=data["journal_days"],
        privacy=PrivacyRules(tuple(data["privacy"][0]), tuple(data["privacy"][1]), data["privacy"][2]),
        reviews=_cadences(data["reviews"]),
    )


def _occasions(data: Mapping[str, Any]) -> OccasionRules:
    checks = data["post_loan"]
    return OccasionRules(
        data["days"],
        tuple(Festival(Name(*name), tuple(days)) for name, days in data["festivals"]),
        data["first_use"],
        PostLoan(checks[0], checks[1], checks[2], checks[3], tuple(checks[4])) if checks else None,
    )


def _alerts(data: Mapping[str, Any]) -> AlertRules:
    move, falling, idle, lapsed = (data[name] for name in ("move", "falling", "idle", "lapsed"))
    return AlertRules(
        data["days"],
        LargeMove(move[0], Share(*move[1]), move[2], move[3]) if move else None,
        Falling(falling[0], Share(*falling[1]), falling[2]) if falling else None,
        Idle(idle[0], idle[1], Share(*idle[2])) if idle else None,
        tuple(data["classes"]),
        Share(*lapsed) if lapsed else None,
    )


def _find(growth: Sequence[int], within: int, peers: int, held_by: Sequence[int], most: int) -> FindRules:
    return FindRules(Share(*growth), within, peers, Share(*held_by), most)


def _meetings(data: Sequence[Any]) -> MeetingRules:
    first, levels = data
    return MeetingRules(first, tuple(MeetingLevel(Name(*name), tuple(t), low, high) for name, t, low, high in levels))


def _tier(data: Mapping[str, Any]) -> Tier:
    return Tier(
        data["id"],
        Name(*data["name"]),
        condition_from(data["when"]),
        _cadences(data["cadence"]),
        data["visit"],
        Share(*data["weight"]),
    )


def _cadences(data: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, tuple[Cadence, ...]]:
    return {code: tuple(Cadence(*c) for c in listed) for code, listed in data.items()}


def _shifts(data: Sequence[Sequence[int]]) -> tuple[Shift, ...]:
    return tuple(Shift(*s) for s in data)


def condition_from(data: Mapping[str, Any]) -> Condition:
    """The condition that a compiled file holds."""
    return Condition(
        data["kind"],
        tuple(condition_from(p) for p in data.get("parts", ())),
        data.get("field", ""),
        data.get("operator", ""),
        data.get("fen", 0),
        tuple(data.get("values", ())),
    )
