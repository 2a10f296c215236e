"""Ideal points: at the top of what they maximise, on the right side, and near those that are published."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.cohesion import ideal, reading, steps
from koinon.observatory.engine.cohesion.votes import NO, POSITIONS, YES, Rolls
from tests.observatory.cohesion import slow_cohesion as slow
from tests.observatory.cohesion.voting import RAW, SHARED, rolls

real = pytest.mark.skipif(not RAW.exists(), reason="../shared/data/un is not there")


def simulated(seed: int, sessions: int = 3, calls: int = 25, voters: int = 12) -> tuple[Rolls, np.ndarray]:
    """Votes of voters with known points that drift, some of them absent, one joining late."""
    chance = np.random.default_rng(seed)
    theta = np.cumsum(chance.normal(0, [[1]] + [[0.2]] * (sessions - 1), (sessions, voters)), axis=0)
    slope = chance.normal(0, 2, (sessions, calls, 1))
    lower = chance.normal(-0.5, 1, (sessions, calls, 1))
    lean = slope * theta[:, None] + chance.logistic(0, 1, (sessions, calls, voters))
    codes = np.where(lean < lower, NO, np.where(lean < lower + 1, 2, YES))
    codes[chance.random(codes.shape) < 0.1] = 8
    codes[0, :, 0] = 9
    flat = codes.reshape(-1, voters).astype(np.int8)
    numbers = np.arange(1, len(flat) + 1, dtype=np.int32)
    names = tuple("abcdefghijklmnopqrstuvwxyz"[:voters])
    return Rolls(flat, numbers, np.repeat(np.arange(1, sessions + 1, dtype=np.int32), calls), names), theta


def ends(theta: np.ndarray) -> tuple[list[str], list[str]]:
    order = theta.mean(axis=0)[1:].argsort() + 1
    return [chr(97 + int(order[-1]))], [chr(97 + int(order[0]))]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_points_follow_those_that_made_the_votes(seed: int) -> None:
    votes, theta = simulated(seed, calls=60)
    found = ideal.points(votes, *ends(theta))
    for n in range(3):
        there = ~np.isnan(found.points[n])
        assert np.corrcoef(found.points[n][there], theta[n][there])[0, 1] > 0.9
    assert np.isnan(found.points[0, 0]), "who was no member has no point"
    assert np.nanmean(found.points) == pytest.approx(0, abs=1e-9)
    assert np.nanstd(found.points) == pytest.approx(1)
    assert (found.errors[~np.isnan(found.errors)] > 0).all()


def test_no_step_away_from_the_points_is_more_probable() -> None:
    """The gradient of the obvious posterior vanishes where the rounds have ended."""
    votes, _ = simulated(5, sessions=2, calls=8, voters=6)
    prior = steps.Prior()
    table = votes.codes.tolist()
    there = np.stack([np.isin(votes.codes[block], POSITIONS).any(axis=0) for _, block in votes.blocks()])
    blocks = [ideal._block(c := votes.codes[b], np.isin(c, POSITIONS)) for _, b in votes.blocks()]
    at = ideal._start(blocks, there)
    held = [steps.start(block) for block in blocks]
    for _ in range(600):
        held = [
            steps.parameters(block, at[n, block.units], own, prior)
            for n, (block, own) in enumerate(zip(blocks, held, strict=True))
        ]
        at, _ = steps.points(blocks, held, at, there, prior)
    points = {(n + 1, v): float(at[n, v]) for n, v in np.argwhere(there).tolist()}
    divided = [n for n, row in enumerate(table) if len({code for code in row if code in POSITIONS}) > 1]
    flat = [(s, c, g) for own in held for s, c, g in zip(own.slope, own.lower, own.gap, strict=True)]
    calls = {n: tuple(map(float, one)) for n, one in zip(divided, flat, strict=True)}
    sessions = votes.sessions.tolist()
    told = (prior.walk, prior.slope, prior.lower, prior.gap)
    best = slow.log_posterior(table, sessions, points, calls, told)
    for key in points:
        for step in (-0.05, 0.05):
            moved = {**points, key: points[key] + step}
            assert slow.log_posterior(table, sessions, moved, calls, told) < best
    for number, one in calls.items():
        for part in range(3):
            for step in (-0.05, 0.05):
                moved_call = tuple(value + step * (n == part) for n, value in enumerate(one))
                assert slow.log_posterior(table, sessions, points, {**calls, number: moved_call}, told) < best


def test_the_ends_say_which_way_is_up() -> None:
    votes, theta = simulated(7)
    high, low = ends(theta)
    one, other = ideal.points(votes, high, low), ideal.points(votes, low, high)
    assert np.allclose(one.points, -other.points, equal_nan=True)
    n, m = votes.units.index(high[0]), votes.units.index(low[0])
    assert (one.points[:, n] > one.points[:, m]).all()


def test_voters_that_are_not_there_are_no_ends() -> None:
    with pytest.raises(Refused, match="None of zz votes in this file"):
        ideal.points(rolls(("YYN", "YNN")), ["zz"], ["a"])


def test_where_all_agree_nothing_is_learned() -> None:
    found = ideal.points(rolls(("YYY", "NNN")), ["a"], ["b"])
    assert found.divided == (0,)
    assert np.allclose(found.points, 0)


def test_without_votes_there_is_nothing_to_place() -> None:
    with pytest.raises(Refused, match="No vote was cast"):
        ideal.points(rolls(("--.",)), ["a"], ["b"])


def correlations(found: ideal.Points) -> dict[int, float]:
    """With the published points, by session."""
    published = pl.read_csv(
        SHARED / "un" / "unga_idealpoints_1946_2015.csv.gz", infer_schema_length=None, null_values="NaN"
    ).drop_nulls(["session", "ccode", "Idealpoint"])
    ours = pl.DataFrame(
        [
            {"session": float(session), "ccode": float(unit), "ours": float(value)}
            for session, row in zip(found.sessions, found.points, strict=True)
            for unit, value in zip(found.units, row, strict=True)
            if not np.isnan(value)
        ]
    )
    both = published.join(ours, on=["session", "ccode"]).group_by("session")
    told = both.agg(r=pl.corr("Idealpoint", "ours"), n=pl.len()).filter(pl.col("n") > 5)
    return {int(session): r for session, r in told.select("session", "r").iter_rows()}


@real
def test_points_of_ten_sessions_are_near_the_published_ones() -> None:
    every = reading.read([RAW]).rolls
    found = ideal.points(every.within(every.sessions > 60), ["2"], ["365"], rounds=25)
    told = correlations(found)
    assert len(told) == 10
    assert float(np.median(list(told.values()))) >= 0.95
    assert min(told.values()) > 0


@real
@pytest.mark.heavy
def test_points_of_all_sessions_are_near_the_published_ones() -> None:
    found = ideal.points(reading.read([RAW]).rolls, ["2"], ["365"])
    told = correlations(found)
    assert len(told) == 69  # the 19th has one roll call, and no published points
    assert float(np.median(list(told.values()))) >= 0.98
    assert min(told.values()) > 0.9
