"""Whom the RM meets at each firm of the sample. Not: the firms (cast.py), the meetings (diary.py)."""

from typing import NamedTuple

from rmtool.core.periods import Name
from rmtool.sample.cast import DECIDER, GIVEN_NAMES, RETAIL, SURNAMES, TITLES, Firm
from rmtool.sample.dice import Dice

SMALLEST = 100
"""The average deposit, in units of 10,000 yuan, from which a firm has somebody who decides beside the treasurer."""


class Figure(NamedTuple):
    """Somebody at a firm; `decides` says whether they do."""

    name: Name
    title: Name
    decides: bool


def people_at(firm: Firm, dice: Dice) -> list[Figure]:
    """The people at a client, who decides first; nobody at a private client, who is met in person."""
    if firm.kind == RETAIL:
        return []
    titles = TITLES[1:] if firm.amount >= SMALLEST else TITLES[-1:]
    return [Figure(made_up_name(dice), title, title == DECIDER) for title in titles]


def made_up_name(dice: Dice) -> Name:
    """A person's name: a surname and a given name."""
    surname, given = dice.pick(SURNAMES), dice.pick(GIVEN_NAMES)
    return Name(surname.zh + given.zh, f"{surname.en} {given.en}")
