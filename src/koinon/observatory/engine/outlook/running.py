"""Walking a member through the standpoints: each fold apart, so that a run cut off goes on where it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from koinon.observatory.engine.outlook.folds import Fold, check, overlapping, walk_forward
from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.members import Given, Member
from koinon.observatory.engine.outlook.panel import Panel

Keep = Callable[[str, int, Callable[[], Floats]], Floats]
FEWEST = 10  # times that it must have come in the learning rows before anything is foretold


def at_once(_member: str, _standpoint: int, compute: Callable[[], Floats]) -> Floats:
    """Keep nothing: what a library user wants."""
    return compute()


def forecasts(
    panel: Panel,
    given: Given,
    outcome: str,
    member: Member,
    standpoints: Sequence[int],
    *,
    seed: int,
    leaky: bool = False,
    keep: Keep = at_once,
) -> Floats:
    """What a member would have said at each standpoint, shape (rows,); NaN for rows of other years.

    `leaky` follows the published tests, for comparison; otherwise the folds are checked for leaks.
    `keep(member, standpoint, compute)` returns kept forecasts of a fold, or computes and keeps them.
    """
    said = np.full(len(panel.at), np.nan)
    for fold in folds(panel, standpoints, leaky=leaky):
        name = f"{member.name}, {'leaky' if leaky else 'embargo'}, {outcome}"
        said[fold.foretell] = keep(name, fold.at, _of_fold(fold, panel, given, outcome, member, seed))
    return said


def folds(panel: Panel, standpoints: Iterable[int], *, leaky: bool = False) -> list[Fold]:
    """The folds of a test; refused where an honest one would learn from what was still open."""
    if leaky:
        return list(overlapping(panel.at, standpoints))
    found = list(walk_forward(panel.at, panel.closes, standpoints))
    check(found, panel.at, panel.closes)
    return found


def _of_fold(
    fold: Fold, panel: Panel, given: Given, outcome: str, member: Member, seed: int
) -> Callable[[], Floats]:
    came = panel.came[outcome]
    learn = fold.learn[~np.isnan(came[fold.learn])]

    def compute() -> Floats:
        if came[learn].sum() < FEWEST or (came[learn] == 0).sum() < FEWEST:
            return np.full(len(fold.foretell), np.nan)
        return member.foretold(given, came, learn, fold.foretell, seed)

    return compute
