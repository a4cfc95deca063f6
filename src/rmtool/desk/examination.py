"""What doctor looks at: the file, the rules, the calendar, the clients, the plan. Not: how the file is looked at."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from rmtool.core.book import ACTIVE, PROSPECT, VISIT_CODE
from rmtool.core.due import Owed, owed
from rmtool.core.places import Places, doubts_said
from rmtool.core.planner import solve
from rmtool.core.rules import Rules
from rmtool.core.standing import listed_clients
from rmtool.core.thin_week import thin_week
from rmtool.core.week import default_week, week_task
from rmtool.desk import Desk
from rmtool.desk.clouds import clouds_of
from rmtool.desk.keys import key_files
from rmtool.desk.planning import How, plan_week, week_facts
from rmtool.desk.purging import past_files
from rmtool.errors import BookError, InputError, RulesError, UsageError
from rmtool.phrase import phrase
from rmtool.store.batches import expired
from rmtool.store.checks import Check, check, restore_newest
from rmtool.store.connection import key_of
from rmtool.store.disclosures import FILE, HEAD, broken, cut_off, disclosures
from rmtool.store.encrypting import plain_backups
from rmtool.store.reading import Batch

_MANY = 1000
"""Clients beyond which a part of the book says whether a week fills."""

_NAMED = 5
"""How many files a check names."""

_ENOUGH = 40
"""How many clients that part has."""


def examine(desk: Desk) -> list[Check]:
    """Everything that doctor looks at: the file, the rules, the calendar, the clients and the week's plan."""
    checks = [*_file(desk), *_leaving(desk)]
    try:
        rules = desk.rules
    except RulesError as error:
        found = phrase("keeping.rules_bad", what=error.message, details=error.details)
        return [*checks, Check("rules", False, found, phrase("keeping.mend_rules"))]
    checks.append(Check("rules", True, phrase("keeping.rules_good", count=len(rules.tiers))))
    checks.append(_holidays(desk))
    try:
        owed_here = _owed_by_tier(desk, rules)
        return [*checks, _without_cadence(desk, rules, owed_here), _places(desk, rules), _plan(desk, owed_here)]
    except BookError as error:
        if error.message.key not in _UNUSABLE:
            raise
        return checks


_UNUSABLE = {
    "store.damaged": "keeping.book_damaged",
    "store.empty_file": "keeping.book_empty",
    "store.strangers": "store.schema_bad",
}
"""Why a book can't be opened at all, and what is found then."""


def _file(desk: Desk) -> list[Check]:
    """What there is to say of the book's file; of one that can't be opened only that."""
    try:
        return [*check(desk.store, desk.today), _encryption(desk)]
    except BookError as error:
        if error.message.key not in _UNUSABLE:
            raise
        found = phrase(_UNUSABLE[error.message.key], **dict(error.message.values))
        return [Check("integrity", False, found, restore_newest(desk.session.home))]


def _encryption(desk: Desk) -> Check:
    """Whether the book is encrypted, where its key comes from, and what takes the good of it away."""
    key = key_of(desk.store.connection)
    if key is None:
        return Check("encryption", True, phrase("keys.check_plain"))
    home = desk.session.home
    if plain := plain_backups(home):
        found = phrase("keys.check_plain_backups", files=tuple(path.name for path in plain))
        return Check("encryption", False, found, phrase("keys.mend_plain_backups"))
    beside = [file for file in key_files(desk.session) if file.absolute().is_relative_to(home.absolute())]
    if beside:
        found = phrase("keys.check_key_beside", file=beside[0])
        return Check("encryption", False, found, phrase("keys.mend_key_beside"))
    return Check("encryption", True, phrase("keys.check_encrypted", key=key.source))


def _leaving(desk: Desk) -> list[Check]:
    """Whether the book lies where it is copied elsewhere, what is past its time, and the record of what left."""
    home = desk.session.home
    clouds = clouds_of(home)
    if clouds:
        cloud = Check(
            "cloud", False, phrase("privacy.in_cloud", names=clouds), phrase("privacy.mend_cloud", folder=home)
        )
    else:
        cloud = Check("cloud", True, phrase("privacy.not_in_cloud"))
    return [cloud, _past(desk), _record(home)]


def _past(desk: Desk) -> Check:
    files = past_files(desk)
    lists = _expired(desk)
    found = [
        phrase(key, count=len(names), files=names[:_NAMED])
        for key, names in (
            ("privacy.past_lists", tuple(batch.file for batch in lists)),
            ("privacy.past_files", tuple(file.name for file in files)),
        )
        if names
    ]
    if found:
        return Check("past", False, phrase("privacy.both", said=tuple(found)), phrase("privacy.mend_purge"))
    return Check("past", True, phrase("privacy.no_past"))


def _expired(desk: Desk) -> list[Batch]:
    """The lists past their time; none of a book that can't be read, of which the file's checks tell."""
    try:
        return expired(desk.store, desk.today)
    except BookError:
        return []


def _record(home: Path) -> Check:
    odd = broken(home)
    if odd:
        told = phrase("privacy.log_broken", count=len(odd), file=home / FILE, line=odd[0])
        return Check("disclosures", False, told, phrase("privacy.mend_log"))
    if cut_off(home):
        told = phrase("privacy.log_cut", file=home / FILE, head=HEAD)
        return Check("disclosures", False, told, phrase("privacy.mend_log"))
    return Check("disclosures", True, phrase("privacy.log_sound", count=len(disclosures(home))))


def _holidays(desk: Desk) -> Check:
    end = desk.today.replace(month=12, day=31)
    missing = [day.year for day in (desk.today, end) if desk.calendar.is_provisional(day)]
    known = max(desk.calendar.years, default=None)
    if missing:
        found = phrase("keeping.holidays_missing", year=missing[0], known=known)
        return Check(
            "holidays", False, found, phrase("keeping.mend_holidays", file=desk.session.home / "holidays.yaml")
        )
    return Check("holidays", True, phrase("keeping.holidays_known", known=known))


def _without_cadence(desk: Desk, rules: Rules, owed_here: Mapping[str, Owed]) -> Check:
    """Clients to whom the rules owe nothing: that may be meant, so it is told and not complained of."""
    by_tier = {tier: bool(cadences) for tier, cadences in owed_here.items()}
    count = 0
    for client in listed_clients(desk.book, desk.today):
        tier, own = desk.standings[client.id].tier, desk.book.cadences.get(client.id, ())
        count += not (owed(client, tier, None, own, rules, desk.today) if own else by_tier[tier])
    return Check(
        "cadences", True, phrase("keeping.without_cadence" if count else "keeping.all_have_cadence", count=count)
    )


def _owed_by_tier(desk: Desk, rules: Rules) -> Mapping[str, Owed]:
    """What clients without a cadence of their own are owed: the same in all of a tier."""
    one = {desk.standings[client.id].tier: client for client in listed_clients(desk.book, desk.today)}
    return {tier: owed(client, tier, None, (), rules, desk.today) for tier, client in one.items()}


def _places(desk: Desk, rules: Rules) -> Check:
    """Coordinates that can't be right, and points that are a district's centre."""
    places = Places(desk.book.clients, rules.week.branch)
    doubts = [doubt for client in desk.book.clients if (doubt := places.doubt(client))]
    if doubts:
        return Check("places", False, doubts_said(doubts), phrase("places.mend"))
    known = [client for client in desk.book.clients if client.lat is not None]
    shared = sum(1 for client in known if places.is_shared(client))
    return Check("places", True, phrase("places.known" if known else "places.none", count=len(known), shared=shared))


def _plan(desk: Desk, owed_here: Mapping[str, Owed]) -> Check:
    """How many visits the week's plan holds, and why not more; or why it can't be made."""
    monday = default_week(desk.calendar, desk.today)
    if len(desk.book.clients) > _MANY and (quick := _plan_of_many(desk, monday, owed_here)):
        return quick
    try:
        planned = plan_week(desk, monday, How(), save=False)
    except (InputError, UsageError) as error:
        found = phrase("keeping.no_plan", what=error.message, details=error.details)
        return Check("plan", False, found, phrase("keeping.mend_plan"))
    plan = planned.plan
    told = {"count": len(plan.visits), "most": plan.task.problem.max_week, "week": monday}
    thin = thin_week(week_facts(desk, desk.book, monday), plan)
    if not thin.reasons:
        return Check("plan", True, phrase("keeping.plan", **told))
    mend = "keeping.mend_plan" if desk.book.clients else "keeping.mend_import"
    found = phrase("keeping.plan_thin", **told, reasons=thin.reasons)
    return Check("plan", not thin.wants_look, found, phrase(mend) if thin.wants_look else None)


def _plan_of_many(desk: Desk, monday: date, owed_here: Mapping[str, Owed]) -> Check | None:
    """The same for a large book, if a part of those who may have visits says it; nobody else claims one."""
    book = desk.book
    meetings = {tier for tier, cadences in owed_here.items() if any(code == VISIT_CODE for code, _ in cadences)}
    late = monday - timedelta(days=7)
    seen = {visit.client_id for visit in book.visits if visit.week >= late}
    some = [
        client
        for client in listed_clients(book, desk.today, (ACTIVE, PROSPECT))
        if client.status == PROSPECT
        or client.id in seen
        or client.id in book.cadences
        or desk.standings[client.id].tier in meetings
    ][:_ENOUGH]
    ids = {client.id for client in some}
    part = book._replace(clients=some, visits=[visit for visit in book.visits if visit.client_id in ids])
    task = week_task(week_facts(desk, part, monday))
    if any(solve(task.problem, "low").places):
        return Check("plan", True, phrase("keeping.plan_fills", week=monday))
    if not some and task.dates:
        return Check("plan", True, phrase("keeping.plan_nobody", week=monday))
    return None
