"""Groups, members and pairs from loaded roll calls: who belongs when, and what each figure rests on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.refusals import NotFound
from koinon.observatory.queries import cohesion, ideal_points, places, roll_calls, voting_groups, voting_pairs
from koinon.observatory.queries.cohesion import Asked
from koinon.observatory.queries.roll_calls import Held
from koinon.observatory.queries.voting_groups import Span, belonging
from tests.factories.observatory import release
from tests.observatory.cohesion import assembly

pytestmark = pytest.mark.django_db


def held(dataset: str = "") -> Held:
    return roll_calls.needed(roll_calls.held(dataset))


def test_without_roll_calls_the_sentence_says_how_they_come() -> None:
    assert roll_calls.held() is None
    with pytest.raises(NotFound, match="koinon observatory load unga-raw"):
        held()


def test_who_belongs_follows_the_day_of_the_roll_call() -> None:
    assembly.roll_calls()
    assembly.league()
    found = cohesion.cohesion(voting_groups.group("league"), held(), Asked())
    sizes = {row.year: (row.summary.fewest, row.summary.most) for row in found.sessions}
    assert sizes == {2031: (3, 3), 2032: (3, 3), 2033: (4, 4)}
    terms = {one.name: (one.first, one.last) for one in found.members}
    assert terms == dict.fromkeys(("Alder", "Birch", "Cedar"), (2031, 2033)) | {"Dogwood": (2033, 2033)}


def test_a_rating_is_that_of_the_year_in_which_the_session_opened() -> None:
    assembly.roll_calls()
    assembly.ratings()
    members = voting_groups.members(voting_groups.group("rated-free"), held())
    assert members.sum(axis=1).tolist() == [3, 3, 3, 3, 3, 3, 2, 2]
    free = cohesion.cohesion(voting_groups.group("rated-free"), held(), Asked(issue="hr"))
    assert free.whole.roll_calls == 4
    assert free.whole.agreement == pytest.approx((1 + 0.5 + 0.5 + 0.25) / 4)  # YYY, YYA, YYN, YN


def test_a_rating_of_years_without_figures_has_no_members() -> None:
    assembly.roll_calls()
    found = cohesion.cohesion(voting_groups.group("rated-free"), held(), Asked())
    assert (found.whole.roll_calls, found.sessions, found.members) == (0, (), ())


def test_the_year_without_a_rating_takes_the_next_one() -> None:
    release("fiw", "x", [{"place": "AAX", "year": 1982, "status": "F"}])
    codes = voting_groups._rated(voting_groups.group("rated-free"))
    assert list(codes(1981)) == ["AAX"] and list(codes(1980)) == []


def test_who_leaves_the_line_and_on_what() -> None:
    assembly.roll_calls()
    found = cohesion.cohesion(voting_groups.group("all-members"), held(), Asked())
    told = {
        one.name or one.code: (one.with_line, one.apart, one.opposed, one.absent) for one in found.members
    }
    # YYYYNN yes · YYANNN none · YYYAA- yes · YYNNN no · NNYYY yes · YYYYYY yes · YNNNN- no · Y-AN-- none
    assert told["Alder"] == (3, 0, 3, 0)
    assert told["Elm"] == (4, 1, 1, 1)
    assert told["6"] == (1, 0, 1, 3)
    assert found.lines == 6
    assert [row.call.number for row in found.divided] == [5, 4, 1, 7, 3]
    assert found.divided[0].opposed == 2


def test_a_roll_call_shows_every_position() -> None:
    assembly.roll_calls()
    found = cohesion.one_call(voting_groups.group("all-members"), held(), 3)
    assert {one.code: (one.vote, one.departs) for one in found.positions} == {
        "AAX": (1, ""), "BBX": (1, ""), "CCX": (1, ""),
        "DDX": (2, "apart"), "EEX": (2, "apart"), "unit:6": (8, ""),
    }  # fmt: skip
    assert found.counts == {1: 3, 2: 2, 3: 0, 8: 1}
    with pytest.raises(NotFound, match="no roll call of this number"):
        cohesion.one_call(voting_groups.group("all-members"), held(), 99)


def test_titles_come_from_the_dataset_that_has_them() -> None:
    assembly.roll_calls()
    assert held().calls[0].title == ""
    assembly.roll_calls("unvotes", absences=False)
    assert held().calls[0].title == "MATTER 1"
    assert held().absences and not held("unvotes").absences


def test_a_pair_is_told_in_three_ways() -> None:
    assembly.roll_calls()
    rows = voting_pairs.together(held(), places.country("AAX"), places.country("BBX"))
    assert [(row.year, row.same, row.half, row.opposed, row.missed) for row in rows] == [
        (2031, 3, 0, 0, 0), (2032, 3, 0, 0, 0), (2033, 0, 0, 1, 1),
    ]  # fmt: skip
    assert (rows[-1].agreement, rows[-1].strict, rows[-1].present) == (0, 0, 0)
    rows = voting_pairs.together(held(), places.country("CCX"), places.country("DDX"))
    assert (rows[0].agreement, rows[0].strict) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_neighbours_need_enough_roll_calls_in_common() -> None:
    assembly.roll_calls()
    assembly.league()
    found = voting_pairs.needed(held(), places.country("AAX"))
    assert (found.session, found.year) == (88, 2033)
    assert {one.name: one.both for one in found.others} == {"Birch": 1, "Cedar": 2, "Dogwood": 2, "Elm": 1}
    assert found.left_out == 0
    assert [(group.code, round(share, 3), n) for group, share, n in found.like] == [("league", 0.083, 3)]
    assert voting_pairs.near(held(), places.country("AAX"), 12) is None


def test_points_are_found_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ideal_points, "HIGHER", ("AAX",))
    monkeypatch.setattr(ideal_points, "LOWER", ("EEX",))
    assembly.roll_calls()
    alder = places.country("AAX")
    ideal_points.path(held()).unlink(missing_ok=True)
    assert ideal_points.of_place(held(), alder) is None
    assert [one.release for one in ideal_points.due()] == [held().release]
    ideal_points.find(held())
    assert ideal_points.due() == []
    points = ideal_points.of_place(held(), alder)
    elm = ideal_points.of_place(held(), places.country("EEX"))
    assert points and elm and [one.year for one in points] == [2031, 2032, 2033]
    assert all(one.point > other.point for one, other in zip(points, elm, strict=True))
    ideal_points.path(held()).unlink()


def test_an_unknown_group_is_told() -> None:
    with pytest.raises(NotFound, match="no group or region of this code"):
        voting_groups.group("nowhere")


DAYS = st.dates(date(2030, 1, 1), date(2034, 1, 1))


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("abcxyz"), st.none() | DAYS, st.none() | DAYS),
        max_size=8,
    ),
    DAYS,
)
def test_who_belongs_is_whoever_a_chain_of_memberships_leads_to(spans: list[Span], on: date) -> None:
    def holds(since: date | None, until: date | None) -> bool:
        return (since is None or since <= on) and (until is None or until > on)

    reached = np.zeros(6, dtype=bool)
    names = "abcxyz"
    for _ in names:  # as often as a chain can be long
        for group, member, since, until in spans:
            if holds(since, until) and (group == "a" or reached[names.index(group)]):
                reached[names.index(member)] = True
    found = belonging("a", spans, on)
    assert found == {name for name, there in zip(names, reached, strict=True) if there and name != "a"}
