"""How often a rule was right: its alerts by what became of them. Nothing is divided: counts stand alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """Alerts of a rule: raised in all, still open, closed, and of these by outcome."""

    raised: int = 0
    open: int = 0
    closed: int = 0
    false: int = 0
    revised: int = 0
    watched: int = 0
    convened: int = 0


def record(outcomes: Iterable[str]) -> Record:
    """The record of some alerts, one outcome each, "" for one that is open."""
    counted = Counter(outcomes)
    raised, open_ = sum(counted.values()), counted.pop("", 0)
    return Record(raised, open_, raised - open_, **{name: counted[name] for name in
                                                    ("false", "revised", "watched", "convened")})  # fmt: skip
