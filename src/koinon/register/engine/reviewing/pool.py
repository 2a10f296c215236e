"""Who is reviewed, who may review, and under which rules: what is fixed in the open before the lot falls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

USUAL_EACH = 3  # the UPR's troika
MOST_EACH = 9


@dataclass(frozen=True, slots=True)
class Conflict:
    """Parties of which none may review another, and why."""

    parties: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Pool:
    """The parties under review, the reviewers, and the rules of the draw. Everything goes by party keys.

    `each`: reviewers of a party. `mutual`: whether two parties may review each other in this cycle.
    `balanced`: whether the numbers of reviews that reviewers have differ by one at most. `groups`: disjoint
    groups by name, of which `most_of_a_group` (0: any number) may review the same party.
    """

    parties: tuple[str, ...]
    reviewers: tuple[str, ...]
    each: int = USUAL_EACH
    mutual: bool = False
    balanced: bool = True
    conflicts: tuple[Conflict, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    most_of_a_group: int = 0

    def __post_init__(self) -> None:
        """Order must not matter: everything that is a set stands sorted and once."""
        object.__setattr__(self, "parties", tuple(sorted(set(self.parties))))
        object.__setattr__(self, "reviewers", tuple(sorted(set(self.reviewers))))
        ranked = sorted(set(self.conflicts), key=lambda c: (sorted(c.parties), c.reason))
        object.__setattr__(self, "conflicts", tuple(ranked))
        object.__setattr__(self, "_barred", _barred(self.conflicts))
        object.__setattr__(self, "_group", {k: name for name, keys in self.groups.items() for k in keys})

    def may(self, reviewer: str, party: str) -> bool:
        """Whether no conflict bars the reviewer from the party, and it is another."""
        barred: Mapping[str, frozenset[str]] = self._barred  # type: ignore[attr-defined]
        return reviewer != party and reviewer not in barred.get(party, ())

    def reasons(self, reviewer: str, party: str) -> list[str]:
        """The reasons of the conflicts that bar a reviewer from a party."""
        return [c.reason for c in self.conflicts if {reviewer, party} <= c.parties]

    def group(self, reviewer: str) -> str:
        """The group of a reviewer of which only so many may review the same party; "" where none counts."""
        found: Mapping[str, str] = self._group  # type: ignore[attr-defined]
        return found.get(reviewer, "") if self.most_of_a_group else ""

    @property
    def loads(self) -> tuple[int, int]:
        """How many reviews everyone has at least, and how many reviewers have one more."""
        total = len(self.parties) * self.each
        if not self.balanced:
            return len(self.parties), 0
        return divmod(total, len(self.reviewers))

    def plain(self) -> dict[str, Any]:
        """The pool as values for JSON, the same for the same pool."""
        return {
            "parties": list(self.parties),
            "reviewers": list(self.reviewers),
            "each": self.each,
            "mutual": self.mutual,
            "balanced": self.balanced,
            "conflicts": [{"parties": sorted(c.parties), "reason": c.reason} for c in self.conflicts],
            "groups": {name: sorted(self.groups[name]) for name in sorted(self.groups)},
            "most_of_a_group": self.most_of_a_group,
        }


def _barred(conflicts: Iterable[Conflict]) -> dict[str, frozenset[str]]:
    """Whom each party may not be reviewed by."""
    found: dict[str, set[str]] = {}
    for conflict in conflicts:
        for party in conflict.parties:
            found.setdefault(party, set()).update(conflict.parties)
    return {party: frozenset(others) for party, others in found.items()}


def pool_of(plain: Mapping[str, Any]) -> Pool:
    """The pool that `Pool.plain` wrote down."""
    return Pool(
        parties=tuple(map(str, plain["parties"])),
        reviewers=tuple(map(str, plain["reviewers"])),
        each=int(plain["each"]),
        mutual=bool(plain["mutual"]),
        balanced=bool(plain["balanced"]),
        conflicts=tuple(Conflict(frozenset(c["parties"]), str(c["reason"])) for c in plain["conflicts"]),
        groups={str(name): frozenset(keys) for name, keys in plain["groups"].items()},
        most_of_a_group=int(plain["most_of_a_group"]),
    )


def digest(fixed: Mapping[str, Any]) -> str:
    """SHA-256, hexadecimal, of values as JSON in UTF-8: keys sorted, no spaces, letters as they are."""
    text = json.dumps(fixed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
