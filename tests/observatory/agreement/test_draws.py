"""Agreement of draws: every draw is judged as if it were the only one, and counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.agreement.counting import AT_ONCE, agreement
from koinon.observatory.engine.agreement.drawing import Belief, Errors, belief, draws
from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.finding import Episodes, episodes
from koinon.observatory.engine.episodes.parameters import Parameters
from tests.observatory.engine.panels import PARAMETERS, Row, panel, tables


def basis(rows: list[Row], below: float = 0.02, above: float = 0.03) -> Basis:
    """A basis whose figures have an interval that is longer above than below."""
    laid = panel([row for row in rows if row["year"] >= 1900])
    return Basis(laid, np.maximum(laid.edi - below, 0), np.minimum(laid.edi + above, 1))


def counted_slowly(told: Basis, p: Parameters, errors: Errors, number: int, seed: int) -> dict[str, Any]:
    """Draw by draw, episode by episode, year by year."""
    _, *found = episodes(told.panel, p)
    shape = told.panel.edi.shape
    result: dict[str, Any] = {
        part: [np.zeros(shape, int), np.zeros(shape, int)] for part in ("within", "open")
    }
    for part in ("exists", "begins", "ends_alike"):
        result[part] = [np.zeros(len(one), int) for one in found]
    for n in range(1, number + 1):
        edi = draws(belief(told), errors, seed, [n])[0]
        _, *drawn = episodes(told.panel.with_index(edi), p)
        for kind in (0, 1):
            _one_draw({part: values[kind] for part, values in result.items()}, found[kind], drawn[kind])
    return result


def _one_draw(result: dict[str, Any], found: Episodes, drawn: Episodes) -> None:
    own = [n for n in range(len(drawn)) if drawn.counted[n]]
    for n in own:
        for year in range(drawn.start[n], drawn.end[n] + 1):
            result["within"][drawn.unit[n], year] += 1
            result["open"][drawn.unit[n], year] += bool(drawn.uncertain[n])
    for e in range(len(found)):
        if not found.counted[e]:
            continue
        same = [n for n in own if drawn.unit[n] == found.unit[e]]
        sharing = [n for n in same if drawn.start[n] <= found.end[e] and drawn.end[n] >= found.start[e]]
        result["exists"][e] += bool(sharing)
        result["begins"][e] += any(drawn.start[n] == found.start[e] for n in same)
        result["ends_alike"][e] += any(drawn.outcome[n] == found.outcome[e] for n in sharing)


@given(tables(), PARAMETERS, st.sampled_from(list(Errors)), st.integers(1, AT_ONCE + 3), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_many_draws_at_once_count_what_each_says_alone(
    rows: list[Row], p: Parameters, errors: Errors, number: int, seed: int
) -> None:
    if not any(row["year"] >= 1900 for row in rows):
        return
    told = basis(rows)
    fast = agreement(told, p, errors, number=number, seed=seed)
    slow = counted_slowly(told, p, errors, number, seed)
    for kind, held in enumerate(fast.held):
        for part, values in slow.items():
            assert np.array_equal(getattr(held, part), values[kind]), (kind, part)


def flat(units: int = 400, years: int = 40) -> Belief:
    """The same figure for ever, judged anew every year."""
    shape = (units, years)
    anew = np.ones(shape, dtype=np.bool_)
    return Belief(np.full(shape, 0.5), np.full(shape, 0.02), np.full(shape, 0.04), anew)


@pytest.mark.parametrize("errors", list(Errors))
def test_the_interval_holds_two_draws_of_three_and_keeps_its_longer_side(errors: Errors) -> None:
    made = draws(flat(), errors, 7, range(1, 41))[:, :, 0]
    below, above = np.mean((made >= 0.48) & (made <= 0.5)), np.mean((made > 0.5) & (made <= 0.54))
    assert below == pytest.approx(0.3413, abs=0.015) and above == pytest.approx(0.3413, abs=0.015)


def test_errors_hang_together_as_they_say() -> None:
    def together(errors: Errors, told: Belief) -> float:
        made = draws(told, errors, 3, range(1, 11)).reshape(-1, 40)
        return float(np.corrcoef(made[:, 10], made[:, 11])[0, 1])

    told = flat()
    assert together(Errors.COMMON, told) == pytest.approx(1)
    assert together(Errors.LASTING, told) == pytest.approx(0.95, abs=0.02)
    assert together(Errors.SEPARATE, told) == pytest.approx(0, abs=0.06)
    unmoved = Belief(told.middle, told.below, told.above, np.zeros_like(told.anew))
    assert together(Errors.LASTING, unmoved) == pytest.approx(1)


def test_a_draw_does_not_depend_on_the_others() -> None:
    told = flat(3, 5)
    many = draws(told, Errors.LASTING, 5, range(1, 9))
    assert np.array_equal(many[4], draws(told, Errors.LASTING, 5, [5])[0])
    assert not np.array_equal(many[4], draws(told, Errors.LASTING, 6, [5])[0])


def test_draws_stay_on_the_scale_and_what_has_no_interval_stands() -> None:
    edge = Belief(
        np.array([[0.01, 0.99, 0.5]]), np.full((1, 3), 0.2), np.full((1, 3), 0.2), np.ones((1, 3), bool)
    )
    made = draws(edge, Errors.SEPARATE, 1, range(1, 50))
    assert made.min() == 0 and made.max() == 1
    sure = Belief(edge.middle, np.zeros((1, 3)), np.zeros((1, 3)), edge.anew)
    assert (draws(sure, Errors.SEPARATE, 1, [1, 2]) == edge.middle).all()


def test_an_interval_beside_its_figure_is_refused() -> None:
    rows = [
        {"country_text_id": "AAA", "year": 1950 + n, "v2x_polyarchy": 0.5, "v2x_regime": 1, "codingend": 1960}
        | dict.fromkeys(("gapstart1", "gapend1", "gapstart2", "gapend2", "gapstart3", "gapend3"))
        | dict.fromkeys(("v2eltype_0", "v2eltype_4", "v2eltype_6", "v2elasmoff_ord"))
        for n in range(3)
    ]
    told = basis(rows, below=-0.1)
    with pytest.raises(Refused, match="The interval of AAA 1950"):
        agreement(told, Parameters(), Errors.COMMON, number=1, seed=1)
    with pytest.raises(Refused, match="ask for 1 to"):
        agreement(basis(rows), Parameters(), Errors.COMMON, number=0, seed=1)
