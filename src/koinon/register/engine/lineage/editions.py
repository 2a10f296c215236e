"""Two editions of a document compared: which provision became which, what was dropped, what is new.

The best assignment of one to one over all scores (Kuhn, 1955; Jonker and Volgenant, 1987, in scipy); what a
person confirmed stands whatever it scores, what a person rejected is not matched.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from koinon.register.engine.lineage.likeness import Collection

SAME = 0.28  # from which score on two provisions are taken for editions of one
NEAREST = 20  # of the earlier edition, that are weighed for each of the later
NEVER, ALWAYS = -1.0, 10.0


@dataclass(frozen=True, slots=True)
class Matched:
    """A provision of the earlier edition and the one it became: places in the collection; the score."""

    earlier: int
    later: int
    score: float
    confirmed: bool


def matched(
    collection: Collection,
    earlier: list[int],
    later: list[int],
    *,
    confirmed: Several[tuple[int, int]] = (),
    rejected: Several[tuple[int, int]] = (),
) -> list[Matched]:
    """One to one, in the order of the later edition; pairs below SAME are not matched.

    The collection holds both editions alone.
    """
    if not earlier or not later:
        return []
    row_of = {one: at for at, one in enumerate(earlier)}
    column_of = {other: at for at, other in enumerate(later)}
    scores = np.zeros((len(earlier), len(later)))
    for other, best in zip(later, collection.likely(later, most=NEAREST), strict=True):
        for likely in best:
            found = likely.earlier if likely.later == other else likely.later
            if found in row_of:
                scores[row_of[found], column_of[other]] = likely.score
    weighed = np.where(scores >= SAME, scores, 0.0)
    for pairs, weight in ((rejected, NEVER), (confirmed, ALWAYS)):
        for one, other in pairs:
            if one in row_of and other in column_of:
                weighed[row_of[one], column_of[other]] = weight
    made = [
        Matched(earlier[a], later[b], float(scores[a, b]), weighed[a, b] == ALWAYS)
        for a, b in zip(*linear_sum_assignment(weighed, maximize=True), strict=True)
        if weighed[a, b] > 0
    ]
    return sorted(made, key=lambda one: column_of[one.later])
