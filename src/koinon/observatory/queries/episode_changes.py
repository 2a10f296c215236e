"""What changes when episodes are found with other parameters, or in exact decimals."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.observatory.queries.episodes import Found, Whole


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


def _shares(one: Found, other: Found) -> bool:
    a, b = one.story, other.story
    return (a.unit, a.kind) == (b.unit, b.kind) and a.start <= b.end and b.start <= a.end
