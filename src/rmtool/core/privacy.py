"""Which class each field is of — public, internal, confidential, never stored — and how it is masked. Not: the masks.

One table for the columns of the book and for the keys of records: a column that means something else than the key of
the same name stands as `table.column`, a key that does so inside a list as `list.key`. Who adds a field adds it here.
"""

from collections.abc import Iterator
from typing import NamedTuple

PUBLIC = "public"
INTERNAL = "internal"
CONFIDENTIAL = "confidential"
NEVER = "never stored"
CLASSES = (PUBLIC, INTERNAL, CONFIDENTIAL, NEVER)

AS_IT_IS = ""
NAME, PERSON, PHONE, EMAIL, CODE = "name", "person", "phone", "email", "code"
AMOUNT, SHARE, PLACE, ADDRESS, HIDDEN, SIBLING = "amount", "share", "place", "address", "hidden", "sibling"
MASKS = (AS_IT_IS, NAME, PERSON, PHONE, EMAIL, CODE, AMOUNT, SHARE, PLACE, ADDRESS, HIDDEN, SIBLING)
"""How a value is masked (core/masks.py); SIBLING: as the field that the record names under `field`."""


class Field(NamedTuple):
    """What a field is: its class, and how it is masked where it leaves for others."""

    klass: str
    mask: str = AS_IT_IS


_TABLE: tuple[tuple[Field, str], ...] = (
    # What says nothing of any client: the calendar, the rules, the record of commands, the tool itself
    (
        Field(PUBLIC),
        """
        id at date dates day days from to start end open close week weeks month months quarter year
        next_week holiday holidays
        working working_days leave busy provisional saved on_date grid max_visits max_week max_clients
        measure code cadence tiers tiers.id tiers.name overload called own_cadences cadences
        ok checks checks.name checks.found checks.mend found mend file sheet bytes head backup backups saved_on
        command undone redone field fields heading fingerprint remembered_on mappings columns ignored_columns batch
        batch_id created_batch sha256 imported_on as_of dry_run row set_aside_file section table lost kept
        short suits.rule say rest catalogued unknown_tiers products
        uid sequence time key setting.value currency format options path masked keep_until user batches
        files mask batch.source client_id contact_id
        job schedule argv line
        """,
    ),
    # How the bank works with its clients: who they are by number, what they are, when they were seen and will be
    (
        Field(INTERNAL),
        """
        client_no kind status industry district group chain tags rm entered founded hours website
        prefers call_hours act_on tier tier_reasons
        questions rivals bring promises script
        class moved_from state due due_on due_reason elapsed_days interval_days urgency reason reasons rule rung score
        held_by_hysteresis last_contact last_code last_on last days_late slips required available required_per_week
        available_per_week load visits_per_week clients counted top20_clients clients_for_80 classes contacts rows
        people notes title power balances holdings product holdings.kind term rate risk bank opened matures ended
        plan visits left_out carried_over moved offer fallback fixed prospect previous starts travel travel_minutes
        coverage matrix
        meetings minutes closed_visit next_on since follow_ups unlogged about calls occasions alerts alerts.what what on
        opened_on rival asked points value_points likelihood_points stated terms by likely silent_since silent_days
        stages by_class by_tier by_code by_weekday weekday cancelled unsaid ahead contacted contacts_per_step
        cards won released moved_on conversion days_now history
        prospects card grade graded_on likelihood likelihood_level value_level stage source read read_on next_review
        until away_until cells missed held last_from last_to last_held last_required
        attainment clients_contacted planned next_planned next_visits overdue_left_out settled due_by due_from early
        added added_clients added_holdings changed unchanged created_clients set_aside set_aside_rows vanished
        tier_moves duplicates likeness warnings changes steps complete summary other_no into merged_no dropped
        forgotten elsewhere tried first most least was was_date was_start figures number
        prospect_meetings visit_minutes met late days_since_met key_late card_steps
        untimed product_name product_kind suits campaign started_on closed_on wanted added_on contacts_then
        reached reached_on reached_by channel tag client_nos campaigns
        class_moves clients_before
        mix assets debts trend trend_of last_review days_held days_left reviews held_elsewhere motives
        card_event.kind plan.summary batch.summary batch.kind history.what
        """,
    ),
    (Field(INTERNAL, SHARE), "share value_share meeting_share cumulative top20_share contact_share last_share"),
    # The client itself: what would tell a stranger who it is, what it has and what was said
    (Field(CONFIDENTIAL, NAME), "name client.name other_name merged_name into_name names"),
    (Field(CONFIDENTIAL, PERSON), "person whom people.name person.name persons contact.person visit.person"),
    (Field(CONFIDENTIAL, PHONE), "phone"),
    (Field(CONFIDENTIAL, EMAIL), "email"),
    (Field(CONFIDENTIAL, CODE), "credit_code contract_no"),
    (
        Field(CONFIDENTIAL, AMOUNT),
        "amount change deposit deposit_avg loan aum revenue total value fen cover premium inside outside owed expected"
        " total_before",
    ),
    (Field(CONFIDENTIAL, PLACE), "lat lon"),
    (Field(CONFIDENTIAL, ADDRESS), "address"),
    (Field(CONFIDENTIAL, SIBLING), "before after"),
    (
        Field(CONFIDENTIAL, HIDDEN),
        """
        note next outcome why initials known_as aliases samples position left step
        referrer core_client motive because card_event.before card_event.after history.before history.after
        birthday purpose settle occasion.day occasions.what subject
        """,
    ),
    # What must not be on a terminal at all: no column or key may be called so, and no list's column is read
    (Field(NEVER, HIDDEN), "identity_number card_number password passport scan"),
)

FIELDS: dict[str, Field] = {name: field for field, names in _TABLE for name in names.split()}

KEYED_BY_DATA = frozenset({"cells", "columns", "rows", "contacts", "visits", "classes", "changes"})
"""Keys whose mappings are keyed by data (days, codes, headings …) rather than by fields."""


REPORTS = (
    *("report day", "report week", "report month", "report quarter"),
    *("report coverage", "report segment", "report workbook"),
)
RESULTS = (
    *REPORTS,
    *("report", "today", "due", "contacts", "plan-week", "plan-month", "plan-quarter", "plan-year"),
    *(
        "clients",
        "client",
        "groups",
        "campaigns",
        "occasions",
        "alerts",
        "prospects",
        "coverage",
        "suits",
        "tiers",
        "segment",
        "history",
    ),
)
"""What rules may ask to be masked where it is written to a file: reports by kind or all of them, and other results."""

FORMATS = ("html", "xlsx", "ics", "md", "txt", "csv", "json")
"""The formats of files for which rules may ask it; `txt` is plain text."""


def field(name: str, within: str = "") -> Field | None:
    """What the key or column `name` is in the list or table `within`; None if nobody has said."""
    return FIELDS.get(f"{within}.{name}") or FIELDS.get(name)


def listed() -> Iterator[tuple[str, Field]]:
    """Every field with its class, by class and mask, then as they stand in the table."""
    for each, names in _TABLE:
        for name in names.split():
            yield name, each
