"""Into which classes the figures of an indicator fall on a map, and how a figure is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from koinon.observatory.models import Indicator
from koinon.ui.charts import Class, number_text

MOST = 5  # classes of a map


@dataclass(frozen=True)
class Classed:
    """Classes from the lowest to the highest figure, and what leads a figure to the key of its class."""

    classes: tuple[Class, ...]
    of: Callable[[float], str]


def ends(indicator: Indicator) -> tuple[float, float] | None:
    """The lower and the upper end of an indicator's scale, where it has both."""
    if indicator.worse is None or indicator.better is None:
        return None
    return min(indicator.worse, indicator.better), max(indicator.worse, indicator.better)


def decimals(indicator: Indicator) -> int:
    """With how many decimals a figure is written: none where it is counted, more where the scale is short."""
    if indicator.scale != Indicator.Scale.INTERVAL:
        return 0
    span = ends(indicator)
    return 2 if span is None or span[1] - span[0] < 10 else 1


def classed(indicator: Indicator, values: Sequence[float]) -> Classed:
    """Each value by itself where there are few of them, else five parts of the scale of equal width."""
    distinct = sorted(set(values))
    whole = all(value.is_integer() for value in distinct)
    if whole and len(distinct) <= MOST:
        return _each(distinct)
    low, high = ends(indicator) or (distinct[0], distinct[-1])
    if whole and high - low < 2 * MOST + 1:
        return _pairs(int(low), int(high))
    step = (high - low) / MOST
    places = decimals(indicator) if step < 1 else min(decimals(indicator), 1)
    edges = [round(low + step * n, 9) for n in range(MOST + 1)]
    labels = [f"{number_text(a, places=places)}–{number_text(b, places=places)}" for a, b in pairwise(edges)]

    def of(value: float) -> str:
        return str(min(MOST - 1, max(0, sum(value >= edge for edge in edges[1:]))))

    return Classed(_tones(labels), of)


def _each(distinct: Sequence[float]) -> Classed:
    keys = {value: str(number) for number, value in enumerate(distinct)}
    return Classed(_tones([number_text(value) for value in distinct]), lambda value: keys[value])


def _pairs(low: int, high: int) -> Classed:
    """Whole numbers of a short scale, so many to a class that five are enough: 1–2, 3–4, 5–6, 7."""
    size = -(-(high - low + 1) // MOST)
    starts = range(low, high + 1, size)
    labels = [str(a) if min(a + size - 1, high) == a else f"{a}–{min(a + size - 1, high)}" for a in starts]
    return Classed(_tones(labels), lambda value: str(min(len(labels) - 1, int(value - low) // size)))


def _tones(labels: Sequence[str]) -> tuple[Class, ...]:
    """Tones spread from the lightest to the darkest."""
    count = len(labels)
    steps = [1 + round(n * (MOST - 1) / (count - 1)) if count > 1 else MOST for n in range(count)]
    return tuple(
        Class(str(n), label, f"step-{step}")
        for n, (label, step) in enumerate(zip(labels, steps, strict=True))
    )
