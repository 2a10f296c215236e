"""Where mechanisms overlap: the engine against a slow reading of the same rule."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.periods import holds, meet
from koinon.register.engine.coverage import Body, coverage

KEYS = st.sampled_from(["a", "b", "c", "d"])
BODIES = st.lists(
    st.builds(
        Body, key=st.uuids().map(str), name=KEYS, themes=st.frozensets(KEYS), members=st.frozensets(KEYS)
    ),
    max_size=5,
    unique_by=lambda body: body.key,
)


@given(BODIES)
def test_a_line_names_each_body_that_reaches_it_and_no_other(bodies: list[Body]) -> None:
    found = coverage(bodies, ["a", "b", "z"], ["c", "z"])
    for line in found.themes:
        assert {body.key for body in line.bodies} == {b.key for b in bodies if line.key in b.themes}
    for line in found.members:
        assert {body.key for body in line.bodies} == {b.key for b in bodies if line.key in b.members}
    assert "z" in found.uncovered_themes and "z" in found.uncovered_members


@given(BODIES)
def test_two_overlap_where_they_share_a_theme_and_a_member(bodies: list[Body]) -> None:
    told = {
        frozenset((p.one.key, p.other.key)): (set(p.themes), set(p.members))
        for p in coverage(bodies, [], []).pairs
    }
    for one in bodies:
        for other in bodies:
            both = frozenset((one.key, other.key))
            if one is other:
                continue
            shared = (one.themes & other.themes, one.members & other.members)
            assert (both in told) == all(shared)
            if both in told:
                assert told[both] == (set(shared[0]), set(shared[1]))


DAYS = st.none() | st.dates(date(2030, 1, 1), date(2030, 1, 12))


def _days(since: date | None, until: date | None) -> set[date]:
    every = [date(2029, 12, 1) + timedelta(n) for n in range(100)]
    return {day for day in every if (since is None or day >= since) and (until is None or day < until)}


@given(DAYS, DAYS, DAYS, DAYS)
def test_spans_meet_where_they_share_a_day(
    a: date | None, b: date | None, c: date | None, d: date | None
) -> None:
    one, other = _days(a, b), _days(c, d)
    if one and other:  # a span that ends before it begins is refused elsewhere
        assert meet((a, b), (c, d)) == bool(one & other)
    assert all(holds((a, b), day) for day in one)
