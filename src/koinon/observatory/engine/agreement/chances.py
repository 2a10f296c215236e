"""The share of draws that lie beyond a threshold, without drawing: what one year's figure and interval say.

How errors hang together over years does not matter for one year: it is the same under every assumption.
"""

from __future__ import annotations

from math import erf, isnan, sqrt


def at_least(threshold: float, figure: float, low: float, high: float, *, strictly: bool = False) -> float:
    """The share of draws of an index from 0 to 1 that are at least `threshold`, or `strictly` above it.

    The distribution is that of `drawing.draws`: two halves of a normal one, set to the ends where it leaves
    the scale. Without an interval (NaN) the figure stands.
    """
    if threshold <= 0:
        beyond = threshold < 0 or not strictly
        if beyond:
            return 1.0
    if threshold > 1 or (threshold == 1 and strictly):
        return 0.0
    side = (figure - low) if threshold <= figure else (high - figure)
    if isnan(side) or side == 0:
        return float(figure > threshold if strictly else figure >= threshold)
    return (1 + erf((figure - threshold) / side / sqrt(2))) / 2
