"""What changes when episodes are found with other parameters, or in exact decimals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from koinon.observatory.queries import episode_lists
from koinon.observatory.queries.episodes import Found, Whole, whole

HINGING = ("found_in", "instead_of", *episode_lists.COLUMNS)


@dataclass(frozen=True)
class Changes:
    """From one set of episodes to another: those that are gone, those that came, and pairs that changed.

    A pair is an episode of the same place and direction that shares a year with the other and differs in its
    years or its outcome.
    """

    gone: tuple[Found, ...]
    came: tuple[Found, ...]
    changed: tuple[tuple[Found, Found], ...]
    same: int

    @property
    def number(self) -> int:
        """How many are not the same."""
        return len(self.gone) + len(self.came) + len(self.changed)


def changes(before: Whole, after: Whole) -> Changes:
    """What is different in the second."""
    old = {(row.story.kind, row.identity, row.story.outcome): row for row in before.rows}
    new = {(row.story.kind, row.identity, row.story.outcome): row for row in after.rows}
    gone = [row for key, row in old.items() if key not in new]
    came = [row for key, row in new.items() if key not in old]
    pairs = []
    for one in gone:
        other = next((row for row in came if _shares(one, row)), None)
        if other is not None:
            pairs.append((one, other))
            came.remove(other)
    left = {id(one) for one, _ in pairs}
    return Changes(
        gone=tuple(one for one in gone if id(one) not in left),
        came=tuple(came),
        changed=tuple(pairs),
        same=len(old.keys() & new.keys()),
    )


def hinging(of: Whole) -> Changes:
    """What hinges on floating point: from binary fractions to exact decimals, with the same thresholds."""
    return changes(*(whole(of.release, of.parameters, exact=exact) for exact in (False, True)))


def hinging_records(of: Whole) -> Iterator[dict[str, Any]]:
    """The same row by row: an episode that differs stands there as both find it."""
    found = hinging(of)
    alone = [("binary", None, row) for row in found.gone] + [("exact", None, row) for row in found.came]
    pairs = [told for old, new in found.changed for told in (("binary", new, old), ("exact", old, new))]
    for arithmetic, other, row in alone + pairs:
        instead = {"found_in": arithmetic, "instead_of": other.identity if other else None}
        yield instead | episode_lists.record(of, row)


def _shares(one: Found, other: Found) -> bool:
    a, b = one.story, other.story
    return (a.unit, a.kind) == (b.unit, b.kind) and a.start <= b.end and b.start <= a.end
