"""How one provision was followed up: every addressee, grouped by how it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from koinon.register.engine.following.silence import Standing
from koinon.register.engine.following.words import Position
from koinon.register.models import FollowUp, Provision
from koinon.register.queries import following
from koinon.register.queries.following_figures import BY_POSITION, Tally

_ORDER = (Standing.SILENT, *Position, Standing.EXPECTED, Standing.NOTHING, Standing.ENDED)
WHOLE = 8  # addressees up to which each is shown with all that it answered and all that is said of it
FIRST = 12  # of a group, shown at once; the others are folded away


@dataclass(frozen=True)
class Group:
    """Addressees that stand alike: a standing, or the position of an answer."""

    key: str
    first: list[FollowUp]
    rest: list[FollowUp]

    @property
    def count(self) -> int:
        return len(self.first) + len(self.rest)


@dataclass(frozen=True)
class Followed:
    """Every follow-up of a provision with its dates, by name; grouped, and counted."""

    rows: list[FollowUp]
    groups: list[Group]
    tally: Tally

    @property
    def whole(self) -> bool:
        """Whether they are few enough to be shown whole."""
        return len(self.rows) <= WHOLE


def of_provision(provision: Provision, now: datetime) -> Followed:
    """How a published provision was followed up, in two queries."""
    rows = list(following.dated(following.of_provision(provision)))
    grouped: dict[str, list[FollowUp]] = defaultdict(list)
    for row in rows:
        found = following.stands(row, now).standing
        grouped[row.position if found == Standing.ANSWERED else found].append(row)
    groups = [Group(key, grouped[key][:FIRST], grouped[key][FIRST:]) for key in _ORDER if grouped[key]]
    return Followed(rows, groups, _tally(rows, grouped, now))


def _tally(rows: list[FollowUp], grouped: dict[str, list[FollowUp]], now: datetime) -> Tally:
    running = [row for row in rows if row.ended_at is None]
    return Tally(
        silent=len(grouped[Standing.SILENT]),
        expected=len(grouped[Standing.EXPECTED]),
        nothing=len(grouped[Standing.NOTHING]),
        ended=len(grouped[Standing.ENDED]),
        came=sum(bool(row.position and row.answer_on) for row in running),
        overdue=sum(row.overdue_from is not None and row.overdue_from <= now for row in running),
        disputed=sum(row.disputed for row in running),
        **{name: len(grouped[position]) for name, position in BY_POSITION.items()},
    )
