"""Where standing bodies overlap, and what none of them covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Body:
    """A mechanism with the themes of its mandate and its members on one day, as keys."""

    key: str
    name: str
    themes: frozenset[str]
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One theme or member and the bodies that reach it, in the order of their names."""

    key: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies with themes and members in common."""

    one: Body
    other: Body
    themes: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Themes × bodies, members × bodies, and the pairs of bodies that meet in both.

    Lines keep the order of the keys that were asked for; a line without bodies is a gap.
    """

    themes: tuple[Line, ...]
    members: tuple[Line, ...]
    pairs: tuple[Pair, ...]

    @property
    def uncovered_themes(self) -> tuple[str, ...]:
        """The themes that none covers."""
        return tuple(line.key for line in self.themes if not line.bodies)

    @property
    def uncovered_members(self) -> tuple[str, ...]:
        """The parties that belong to none."""
        return tuple(line.key for line in self.members if not line.bodies)


def coverage(bodies: Iterable[Body], themes: Sequence[str], members: Sequence[str]) -> Coverage:
    """What of those themes and members each body reaches.

    Bodies overlap where they share a theme *and* a member: two that look after the same matter for
    different parties divide the work, they do not double it. A mandate without themes overlaps with none.
    """
    ordered = sorted(bodies, key=lambda body: (body.name, body.key))
    return Coverage(
        tuple(Line(key, tuple(body for body in ordered if key in body.themes)) for key in themes),
        tuple(Line(key, tuple(body for body in ordered if key in body.members)) for key in members),
        tuple(_pairs(ordered)),
    )


def _pairs(bodies: Sequence[Body]) -> Iterable[Pair]:
    for one, other in combinations(bodies, 2):
        themes, members = one.themes & other.themes, one.members & other.members
        if themes and members:
            yield Pair(one, other, tuple(sorted(themes)), tuple(sorted(members)))
