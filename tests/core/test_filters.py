"""What a narrowed list keeps."""

import pytest

from rmtool.core.filters import EVERYBODY, Filter, passes

from .examples import client

SEEN = client(1, district="福田区", rm="Li Ming", tags=("重点", "bond"))


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (EVERYBODY, True),
        (Filter(tier="weekly"), True),
        (Filter(tier="xun"), False),
        (Filter(klass="A"), True),
        (Filter(klass="B"), False),
        (Filter(district="福田区"), True),
        (Filter(district="福田"), False),
        (Filter(rm="li ming"), True),
        (Filter(tag="Ｂond"), True),
        (Filter(tag="bon"), False),
        (Filter(tier="weekly", klass="A", district="福田区", rm="Li Ming", tag="重点"), True),
        (Filter(tier="weekly", klass="A", district="福田区", rm="Li Ming", tag="other"), False),
    ],
)
def test_a_client_passes_if_it_has_all_that_is_asked_for(wanted: Filter, kept: bool) -> None:
    assert passes(SEEN, "weekly", "A", wanted) is kept


def test_a_client_without_tier_class_or_district_passes_only_where_none_is_asked_for() -> None:
    bare = client(2)
    assert passes(bare, None, None, EVERYBODY)
    for wanted in (Filter(tier="weekly"), Filter(klass="C"), Filter(district="福田区"), Filter(rm="Li Ming")):
        assert not passes(bare, None, None, wanted)
