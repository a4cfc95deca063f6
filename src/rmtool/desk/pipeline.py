"""The funnel of all prospects, and those still to be found in the book. Not: single cards (prospects.py)."""

from rmtool.core.funnel import Funnel, funnel
from rmtool.core.potential import Potential, potential
from rmtool.core.standing import segment
from rmtool.desk import Desk
from rmtool.desk.narrowing import Filter, narrowed


def prospect_funnel(desk: Desk, wanted: Filter) -> Funnel:
    """The funnel of the cards that a filter lets through."""
    return funnel(desk.book, desk.rules.prospects, desk.today, narrowed(desk, wanted))


def found_prospects(desk: Desk, wanted: Filter) -> list[Potential]:
    """The clients of the book with potential that a filter lets through; as many as the rules say."""
    keeps = narrowed(desk, wanted)
    view = segment(desk.book, desk.rules, desk.today)
    found = potential(desk.book, desk.rules, desk.standings, view, desk.store.holdings(), desk.today)
    return [each for each in found if keeps(each.client)][: desk.rules.prospects.find.most]
