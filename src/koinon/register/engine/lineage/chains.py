"""The same ask over the years: provisions joined by confirmed restatements, and how each was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


def chains(pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """The provisions that restatements join, directly or through others; each chain once."""
    root: dict[int, int] = {}

    def of(key: int) -> int:
        root.setdefault(key, key)
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for one, other in pairs:
        a, b = of(one), of(other)
        root[max(a, b)] = min(a, b)
    found: dict[int, set[int]] = {}
    for key in root:
        found.setdefault(of(key), set()).add(key)
    return [frozenset(found[key]) for key in sorted(found)]


class Standing(StrEnum):
    """How a provision of a chain was answered by those it asks."""

    ACCEPTED = "accepted"  # by all, wholly
    DECLINED = "declined"  # by all
    NOTED = "noted"  # by all
    MIXED = "mixed"  # answers differ, or only some answered
    SILENT = "silent"  # nobody answered, and a date has passed
    OPEN = "open"  # nobody answered, no date has passed
    UNASKED = "unasked"  # nobody is known to be asked


@dataclass(frozen=True, slots=True)
class Link:
    """A provision of a chain: `day` of its document; counts of those asked by position, "" those without."""

    key: int
    day: date | None
    positions: Mapping[str, int] = field(default_factory=dict)
    silent: int = 0

    @property
    def asked(self) -> int:
        """How many are asked."""
        return sum(self.positions.values())

    @property
    def answered(self) -> int:
        """How many of them answered."""
        return self.asked - self.positions.get("", 0)

    @property
    def standing(self) -> Standing:
        """How it was answered."""
        if not self.asked:
            return Standing.UNASKED
        if not self.answered:
            return Standing.SILENT if self.silent else Standing.OPEN
        for position in (Standing.ACCEPTED, Standing.NOTED, Standing.DECLINED):
            if self.positions.get(position, 0) == self.asked:
                return position
        return Standing.MIXED


@dataclass(frozen=True, slots=True)
class Chain:
    """The same ask, from the earliest to the latest."""

    links: tuple[Link, ...]

    @classmethod
    def of(cls, links: Iterable[Link]) -> Chain:
        """In the order of their days; those without one last."""
        return cls(tuple(sorted(links, key=lambda link: (link.day is None, link.day or date.max, link.key))))

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which it was asked, each once."""
        return tuple(sorted({link.day.year for link in self.links if link.day}))

    @property
    def never_answered(self) -> bool:
        """Whether it was asked of someone, and nobody ever answered."""
        return any(link.asked for link in self.links) and not any(link.answered for link in self.links)

    @property
    def never_accepted(self) -> bool:
        """Whether answers were given, none of them accepting, not even in part."""
        answered = any(link.answered for link in self.links)
        taken = any(link.positions.get(p) for link in self.links for p in ("accepted", "accepted-in-part"))
        return answered and not taken

    @property
    def unanswered_since(self) -> date | None:
        """The day since which the ask stands with nobody ever having answered."""
        return self.links[0].day if self.never_answered else None
