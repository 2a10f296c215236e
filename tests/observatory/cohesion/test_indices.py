"""Indices, agreements and lines: as the tables of cases say, and as the obvious way says of any votes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.observatory.engine.cohesion import agreement, indices, ranks
from koinon.observatory.engine.cohesion.agreement import Absences
from koinon.observatory.engine.cohesion.indices import Tally
from koinon.observatory.engine.cohesion.votes import Codes
from tests.observatory.cohesion import slow_cohesion as slow
from tests.observatory.cohesion.voting import codes, spec, tables

NAMES = {"": 0, "yes": 1, "abstain": 2, "no": 3}


def tallied(case: dict[str, str]) -> Tally:
    columns = (case["yes"], case["abstain"], case["no"], case.get("absent", "0"), "0")
    return Tally(*(np.array([int(cell)], dtype=np.int32) for cell in columns))


def number(cell: str) -> float:
    return float(cell) if cell else float("nan")


@pytest.mark.parametrize("case", spec("indices"), ids=lambda case: case["case"])
def test_an_index_is_what_its_case_says(case: dict[str, str]) -> None:
    counted = tallied(case)
    assert indices.agreement_index(counted)[0] == pytest.approx(
        number(case["agreement"]), abs=1e-6, nan_ok=True
    )
    assert indices.rice(counted)[0] == pytest.approx(number(case["rice"]), abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("case", spec("agreements"), ids=lambda case: case["case"])
def test_an_agreement_is_what_its_case_says(case: dict[str, str]) -> None:
    table = codes(case["one"], case["other"]).T
    found = agreement.coincidence(
        agreement.pairs(table), float(case["abstention"]), Absences(case["absences"])
    )
    assert found[0, 1] == pytest.approx(number(case["agreement"]), abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("case", spec("lines"), ids=lambda case: case["case"])
def test_a_line_is_what_its_case_says(case: dict[str, str]) -> None:
    assert ranks.lines(tallied(case))[0] == NAMES[case["line"]]


def matrix(table: list[list[int]]) -> Codes:
    return np.array(table, dtype=np.int8)


@given(tables(), st.data())
def test_indices_are_those_of_the_obvious_way(table: list[list[int]], data: st.DataObject) -> None:
    member = st.lists(st.booleans(), min_size=len(table[0]), max_size=len(table[0]))
    members = [data.draw(member) for _ in table]
    least = data.draw(st.integers(1, 4))
    counted = indices.tally(matrix(table), np.array(members))
    agreements, rices = indices.agreement_index(counted, least), indices.rice(counted, least)
    lines = ranks.lines(counted)
    for n, (row, group) in enumerate(zip(table, members, strict=True)):
        told = slow.tally(row, group)
        yes, abstain, no = (told.get(code, 0) for code in slow.POSITIONS)
        assert same(agreements[n], slow.agreement(yes, abstain, no, least))
        assert same(rices[n], slow.rice(yes, no, least))
        assert lines[n] == slow.line(told)
        assert counted.absent[n] == told.get(8, 0)
        assert counted.unrecorded[n] == told.get(0, 0)
    gone = ranks.departures(matrix(table), np.array(members), lines)
    parts = {"with": gone.with_line, "apart": gone.apart, "opposed": gone.opposed}
    found = {(n, v, kind) for kind, part in parts.items() for n, v in np.argwhere(part).tolist()}
    assert found == set(slow.departures(table, members))
    assert np.array_equal(np.stack(gone.counts), np.stack([part.sum(axis=0) for part in parts.values()]))


@given(tables(), st.sampled_from((0.0, 0.5, 1.0)), st.sampled_from(Absences))
def test_agreements_are_those_of_the_obvious_way(
    table: list[list[int]], weight: float, absences: Absences
) -> None:
    found = agreement.coincidence(agreement.pairs(matrix(table)), weight, absences)
    for one in range(len(table[0])):
        for other in range(len(table[0])):
            told = slow.coincidence(
                table, one, other, Fraction(weight), absences_disagree=absences == Absences.DISAGREE
            )
            assert same(found[one, other], told)


def same(found: float, told: Fraction | None) -> bool:
    return bool(np.isnan(found)) if told is None else abs(found - float(told)) < 1e-9


@given(tables())
def test_a_group_of_two_agrees_as_its_pair_does(table: list[list[int]]) -> None:
    """Of two who take positions the index is 1 where they are the same and ¼ where they are not."""
    pair = agreement.pairs(matrix(table))
    members = np.zeros(len(table[0]), dtype=bool)
    members[:2] = True
    told = indices.agreement_index(indices.tally(matrix(table), members))
    assert np.count_nonzero(told == 1) == pair.same[0, 1]
    assert np.count_nonzero(told == 0.25) == pair.half[0, 1] + pair.opposed[0, 1]


def test_a_summary_counts_who_could_vote_and_who_was_absent() -> None:
    counted = indices.tally(codes("YYN-", "YA-.", "Y--.", "... "), np.ones(4, dtype=bool))
    told = indices.summary(counted)
    assert (told.roll_calls, told.counted, told.counted_rice) == (4, 2, 1)
    assert told.agreement == pytest.approx((0.5 + 0.25) / 2)
    assert told.rice == pytest.approx(1 / 3)
    assert (told.members, told.fewest, told.most) == (2.5, 0, 4)
    assert (told.absences, told.chances, told.unrecorded) == (4, 10, 1)


def test_a_summary_of_nothing_has_no_index() -> None:
    told = indices.summary(indices.tally(codes("YY")[:0], np.ones(2, dtype=bool)))
    assert (told.roll_calls, told.agreement, told.rice, told.members) == (0, None, None, 0.0)
