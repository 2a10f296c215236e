"""How near a verdict is to changing: which criteria would have to change, and by how much of their unit.

Costs of several criteria add up where all must change; the cheapest is taken where one is enough. A
criterion whose distance is not told, or that is not known, can only be weighed by its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from koinon.observatory.engine.standing.logic import Combination, Truth
from koinon.observatory.engine.standing.standings import Joint, Step


@dataclass(frozen=True)
class Way:
    """A way to another verdict: what must change, how many of these are untold, and the steps of the rest."""

    changes: tuple[Step, ...]
    untold: int
    cost: float

    @property
    def told(self) -> bool:
        """Whether the distance of everything that must change is known."""
        return not self.untold


NOTHING = Way((), 0, 0.0)


def nearest(joint: Joint) -> Way:
    """The cheapest way to the opposite verdict. Of a verdict that cannot be decided: what would decide it."""
    if joint.truth is Truth.UNKNOWN:
        open_ones = tuple({one.criterion.key: one for one in _open(joint)}.values())
        return Way(open_ones, len(open_ones), 0.0)
    return way(joint, Truth.NO if joint.truth is Truth.YES else Truth.YES)


def way(node: Joint | Step, to: Truth) -> Way:
    """The cheapest way to make a criterion or a term true or false for certain."""
    if node.truth is to:
        return NOTHING
    if isinstance(node, Step):
        if node.truth is Truth.UNKNOWN or node.distance is None:
            return Way((node,), 1, 0.0)
        return Way((node,), 0, node.distance / node.criterion.near.step)
    none = node.term.how is Combination.NONE
    inner = to if not none else (Truth.NO if to is Truth.YES else Truth.YES)
    every = (node.term.how is Combination.ALL) == (inner is Truth.YES)
    ways = [way(part, inner) for part in node.parts]
    return _together(ways) if every else min(ways, key=lambda one: (one.untold, one.cost))


def _together(ways: Sequence[Way]) -> Way:
    return reduce(
        lambda a, b: Way(
            a.changes + tuple(one for one in b.changes if one not in a.changes),
            a.untold + b.untold,
            a.cost + b.cost,
        ),
        ways,
        NOTHING,
    )


def _open(node: Joint | Step) -> list[Step]:
    """The criteria that are not known, below terms that are not known for their sake."""
    if isinstance(node, Step):
        return [node] if node.truth is Truth.UNKNOWN else []
    if node.truth is not Truth.UNKNOWN:
        return []
    return [one for part in node.parts for one in _open(part)]
