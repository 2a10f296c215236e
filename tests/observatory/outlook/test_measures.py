"""The measures beside slow references, scikit-learn's, and what they must be in plain cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from koinon.observatory.engine.outlook import measures, resampling
from tests.observatory.outlook import slow_measures

SAID = st.sampled_from([0.0, 0.02, 0.1, 0.3, 0.31, 0.8, 1.0])
ROWS = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), SAID), min_size=2, max_size=40)


@given(ROWS)
def test_as_the_slow_reference_and_as_scikit_learn(rows):
    came, said = (np.array(column) for column in zip(*rows, strict=True))
    assume(0 < came.sum() < len(came))

    for ours, slow, theirs in (
        (measures.auc, slow_measures.auc, roc_auc_score),
        (measures.average_precision, slow_measures.average_precision, average_precision_score),
        (measures.log_score, slow_measures.log_score, lambda c, p: log_loss(c, np.clip(p, 1e-6, 1 - 1e-6))),
    ):
        assert ours(came, said) == pytest.approx(slow(came.tolist(), said.tolist()), abs=1e-9)
        assert ours(came, said) == pytest.approx(theirs(came, said), abs=1e-9)
    assert measures.brier(came, said) == pytest.approx(brier_score_loss(came, said))


def test_calibration_is_that_logistic_regression():
    chance = np.random.default_rng(1)
    said = chance.uniform(0.02, 0.9, 4000)
    came = (chance.random(4000) < said).astype(float)
    slope, intercept = measures.calibration(came, said)
    odds = np.log(said / (1 - said))[:, None]
    theirs = LogisticRegression(C=np.inf, tol=1e-10).fit(odds, came)

    assert slope == pytest.approx(theirs.coef_[0, 0], abs=1e-3)
    assert intercept == pytest.approx(theirs.intercept_[0], abs=1e-3)
    assert slope == pytest.approx(1, abs=0.15)


def test_too_extreme_figures_have_a_slope_below_one():
    chance = np.random.default_rng(2)
    honest = chance.uniform(0.05, 0.6, 4000)
    came = (chance.random(4000) < honest).astype(float)
    odds = 2 * np.log(honest / (1 - honest))

    assert measures.calibration(came, 1 / (1 + np.exp(-odds)))[0] == pytest.approx(0.5, abs=0.1)


def test_skill_is_none_for_who_tells_the_base_rate_and_all_for_who_knows():
    came = np.array([0.0, 0, 0, 1, 0, 1])
    base = np.full(6, 1 / 3)

    assert measures.measures(came, base, base).skill == 0
    assert measures.measures(came, came, base).skill == 1
    assert measures.measures(came, 1 - came, base).skill < 0


@given(ROWS)
def test_every_forecast_stands_in_one_class(rows):
    came, said = (np.array(column) for column in zip(*rows, strict=True))
    found = measures.bins(came, said)

    assert sum(one.n for one in found) == len(came)
    assert sum(one.came for one in found) == came.sum()
    for one in found:
        assert 0 <= one.share_low <= one.share_high <= 1
        if one.n:
            assert one.share_low <= one.share <= one.share_high


@pytest.mark.parametrize(
    ("came", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (15, 214, 0.0429, 0.1123)]
)
def test_intervals_of_shares(came, n, low, high):
    """The figures of Wilson's formula, reckoned by hand."""
    assert measures.wilson(came, n) == pytest.approx((low, high), abs=2e-4)


def test_the_same_seed_gives_the_same_intervals_and_countries_are_drawn_whole():
    chance = np.random.default_rng(4)
    came = (chance.random(300) < 0.2).astype(float)
    good, bad = np.where(came == 1, 0.4, 0.15), np.full(300, 0.2)
    groups = np.repeat(np.arange(30), 10)
    first, again, other = (
        resampling.differences(came, good, bad, groups, seed=seed, draws=100) for seed in (1, 1, 2)
    )

    assert first == again != other
    assert first["brier"].high < 0 < first["ap"].low and first["auc"].better == 1
    alone = resampling.differences(came, good, good, groups, seed=1, draws=50)
    assert alone["ap"].value == alone["ap"].low == alone["ap"].high == 0


def test_rows_of_a_country_hang_together():
    """When each country's rows are alike, drawing countries tells more doubt than drawing rows."""
    chance = np.random.default_rng(6)
    groups = np.repeat(np.arange(40), 20)
    came = np.repeat((np.arange(40) % 4 == 0).astype(float), 20)
    said = np.clip(0.25 + 0.3 * (np.repeat(chance.random(40), 20) - 0.5), 0, 1)
    wide = resampling.intervals(came, said, groups, seed=1, draws=200)["brier"]
    narrow = resampling.intervals(came, said, np.arange(800), seed=1, draws=200)["brier"]

    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])
