"""Nothing is learnt from a window that is still open; who tries is caught."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.outlook import folds, running
from koinon.observatory.engine.outlook.folds import Fold
from koinon.observatory.engine.outlook.measures import auc
from koinon.observatory.engine.outlook.members import Given, Logit
from koinon.observatory.engine.outlook.panel import Panel, Past
from tests.observatory.outlook.invented import given_of, panel

YEARS = st.lists(st.integers(1990, 2010), min_size=1, max_size=60)


@given(YEARS)
def test_only_rows_whose_window_has_closed_are_learnt_from(years):
    at = np.array(years)
    for fold in folds.walk_forward(at, at + 2, range(1990, 2011)):
        assert set(fold.learn) == {i for i, year in enumerate(years) if year + 2 <= fold.at}
        assert set(fold.foretell) == {i for i, year in enumerate(years) if year == fold.at}
        folds.check([fold], at, at + 2)


def test_the_split_of_the_published_tests_is_caught():
    at = np.repeat(np.arange(2000, 2006), 3)
    leaky = list(folds.overlapping(at, [2004]))

    assert at[leaky[0].learn].max() == 2003  # its window reaches into 2005, a year after the standpoint
    with pytest.raises(Refused) as caught:
        folds.check(leaky, at, at + 2)
    assert caught.value.code == "observatory.outlook.leak"
    assert "2004" in str(caught.value) and "2005" in str(caught.value)


@pytest.mark.parametrize("late", [2003, 2004, 2005])
def test_a_single_open_row_is_caught(late):
    at = np.array([2000, 2001, 2002, late, 2004])
    with pytest.raises(Refused):
        folds.check([Fold(2004, np.array([0, 1, 2, 3]), np.array([4]))], at, at + 2)


def test_rows_foretold_from_elsewhere_or_learnt_from_are_caught():
    at, closes = np.array([2000, 2004, 2005]), np.array([2002, 2003, 2007])
    with pytest.raises(Refused) as same:
        folds.check([Fold(2004, np.array([0, 1]), np.array([1]))], at, closes)
    with pytest.raises(Refused) as other:
        folds.check([Fold(2004, np.array([0]), np.array([2]))], at, closes)
    assert (same.value.code, other.value.code) == (
        "observatory.outlook.same_rows", "observatory.outlook.standpoint",
    )  # fmt: skip


def test_a_planted_leak_pays_under_the_leaky_split_alone():
    """A mark that repeats last year's row of the same country: its open window tells half of this one's.

    What a row would tell the next is its outcome, known only once its window closed. The leaky split learns
    from such rows; the member that remembers them gains there, and gains nothing with the embargo.
    """
    found = panel(states=120)
    drawn = given_of(found)
    standpoints = range(1995, 2010)
    remembers = Remembers(found)

    def known(leaky: bool) -> float:
        said = running.forecasts(found, drawn, "adverse", remembers, standpoints, seed=1, leaky=leaky)
        return auc(*_tested(found, said))

    assert known(leaky=True) > 0.65
    assert abs(known(leaky=False) - 0.5) < 0.04


class Remembers:
    """Says of a country what the newest row that it learnt from says: all skill it has is overlap."""

    name = "remembers"

    def __init__(self, found: Panel) -> None:
        self.found = found

    def foretold(self, given: Given, came: np.ndarray, learn: np.ndarray, foretell: np.ndarray, seed: int):
        last = {}
        for row in learn[np.argsort(given.at[learn])]:
            last[self.found.place[row]] = came[row]
        return np.array([last.get(self.found.place[row], 0.5) for row in foretell])


def _tested(found: Panel, said: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = ~np.isnan(said)
    return found.came["adverse"][rows], said[rows]


def test_a_real_signal_is_found_with_the_embargo():
    found = panel()
    member = Logit("plain", lambda given: given.every, strength=1.0)
    said = running.forecasts(found, given_of(found), "adverse", member, range(2000, 2010), seed=1)

    assert auc(*_tested(found, said)) > 0.65


def test_figures_of_later_years_change_no_forecast():
    """Whatever happens after a standpoint, what was said there stays."""
    found = panel()
    member = Logit("plain", lambda given: given.every, strength=1.0)
    before = running.forecasts(found, given_of(found), "adverse", member, [2000], seed=1)
    later = found.at > 2000
    changed = Panel(
        found.place, found.code, found.at,
        {name: np.where(later, 99.0, values) for name, values in found.figures.items()},
        {"adverse": np.where(found.closes > 2000, 1 - found.came["adverse"], found.came["adverse"])},
    )  # fmt: skip
    after = running.forecasts(changed, given_of(changed), "adverse", member, [2000], seed=1)

    np.testing.assert_array_equal(before, after)


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(2000, 2008)), unique=True, min_size=1),
    st.integers(-2, 4),
)
def test_the_past_is_that_of_the_same_place(rows, span):
    place, at = (np.array(column) for column in zip(*rows, strict=True))
    values = np.arange(len(rows), dtype=float)
    found = Past(place, at).back(values, span)
    where = dict(zip(rows, values, strict=True))

    for (unit, year), value in zip(rows, found, strict=True):
        np.testing.assert_equal(value, where.get((unit, year - span), np.nan))
