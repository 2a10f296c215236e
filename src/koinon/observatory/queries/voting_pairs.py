"""How often two countries stood together, and who stands nearest to one of them and farthest from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.cohesion import agreement
from koinon.observatory.engine.cohesion.agreement import Absences, Pairs
from koinon.observatory.engine.cohesion.votes import OPENED, Floats
from koinon.observatory.queries import places, standing
from koinon.observatory.queries.roll_calls import Held
from koinon.people.models import Membership, Place

ENOUGH = 0.5  # of a session's roll calls at which both must have taken a position, to be told as near or far
NEIGHBOURS = 5


@dataclass(frozen=True)
class Together:
    """Two countries in one session; shares from 0 to 1, None where there is nothing to compare.

    `agreement` counts an abstention against a yes or no as half, `strict` as none, `present` an absence
    of one of them as not agreeing.
    """

    session: int
    year: int
    roll_calls: int
    same: int
    half: int
    opposed: int
    missed: int
    agreement: float | None
    strict: float | None
    present: float | None

    @property
    def both(self) -> int:
        """At how many roll calls both took a position."""
        return self.same + self.half + self.opposed


@dataclass(frozen=True)
class Neighbour:
    """Another country, with how often it stood together with the one that is asked about."""

    place: Place
    name: str
    agreement: float
    both: int


@dataclass(frozen=True)
class Near:
    """Everyone beside one country in a session; `others` by agreement, the nearest first.

    `left_out`: with so many it had too few roll calls in common to say. `like`: the mean agreement with the
    other members of each of its groups.
    """

    place: Place
    session: int
    year: int
    roll_calls: int
    others: tuple[Neighbour, ...]
    left_out: int
    like: tuple[tuple[Place, float, int], ...]

    @property
    def nearest(self) -> Sequence[Neighbour]:
        """The few that stood with it most often."""
        return self.others[:NEIGHBOURS]

    @property
    def farthest(self) -> Sequence[Neighbour]:
        """The few that did least often, the least often first."""
        return self.others[::-1][:NEIGHBOURS]


def together(held: Held, one: Place, other: Place) -> list[Together]:
    """Two countries through all sessions in which both are members."""
    found = []
    for session in held.sessions:
        columns = held.column(one.code, session), held.column(other.code, session)
        if columns[0] is None or columns[1] is None:
            continue
        found.append(_together(held, session, columns[0], columns[1]))
    return [row for row in found if row.both or row.missed]


def _together(held: Held, session: int, one: int, other: int) -> Together:
    codes = held.rolls.codes[held.rolls.sessions == session][:, [one, other]]
    counted = agreement.pairs(codes)
    same, half, opposed, missed = (
        int(part[0, 1]) for part in (counted.same, counted.half, counted.opposed, counted.missed)
    )
    shares = (
        agreement.coincidence(counted),
        agreement.coincidence(counted, 0.0),
        agreement.coincidence(counted, absences=Absences.DISAGREE),
    )
    told = (_number(share) for share in shares)
    return Together(session, OPENED + session, len(codes), same, half, opposed, missed, *told)


def _number(share: Floats) -> float | None:
    return None if np.isnan(share[0, 1]) else float(share[0, 1])


def near(held: Held, place: Place, session: int | None = None) -> Near | None:
    """Who stood how near to a country in a session, its last where none is named; None: it never voted."""
    own = [s for s in held.sessions if held.column(place.code, s) is not None]
    own = [s for s in own if session in (None, s)]
    for number in reversed(own):
        column = held.column(place.code, number)
        assert column is not None
        counted = agreement.pairs(held.rolls.codes[held.rolls.sessions == number])
        if counted.both[column, column]:
            return _near(held, place, number, column, counted)
    return None


def needed(held: Held, place: Place, session: int | None = None) -> Near:
    """Who stood how near to a country, or the sentence that says that it did not vote."""
    found = near(held, place, session)
    if found is None:
        raise NotFound(
            "observatory.no_votes",
            "No votes of {place} are in these roll calls.",
            place=standing.named(place),
        )
    return found


def _near(held: Held, place: Place, session: int, column: int, counted: Pairs) -> Near:
    shares = agreement.coincidence(counted)[column]
    both = counted.both[column]
    calls = int((held.rolls.sessions == session).sum())
    codes = held.places[held.sessions.index(session)]
    there = [n for n in range(len(codes)) if codes[n] and n != column and both[n]]
    enough = [n for n in there if both[n] >= ENOUGH * calls]
    known = places.named(str(codes[n]) for n in enough)
    others = [
        Neighbour(known[codes[n]], standing.named(known[codes[n]]), float(shares[n]), int(both[n]))
        for n in enough
        if codes[n] in known
    ]
    others.sort(key=lambda one: (-one.agreement, one.name.casefold()))
    by_code = {one.place.code: one.agreement for one in others}
    return Near(
        place,
        session,
        OPENED + session,
        calls,
        tuple(others),
        len(there) - len(enough),
        tuple(_like(place, date(OPENED + session, 12, 31), by_code)),
    )


def _like(place: Place, on: date, shares: dict[str, float]) -> list[tuple[Place, float, int]]:
    """The groups to which a country itself belonged on a day, with its mean agreement with their members."""
    mine = Membership.objects.filter(member=place, group__kind=Place.Kind.GROUP).select_related("group")
    groups = {
        m.group for m in mine if (m.since is None or m.since <= on) and (m.until is None or on < m.until)
    }
    rows = Membership.objects.filter(group__in=groups).values_list(
        "group_id", "member__code", "since", "until"
    )
    members: dict[int, list[float]] = {}
    for group, code, since, until in rows:
        holds = (since is None or since <= on) and (until is None or on < until)
        if holds and code in shares:
            members.setdefault(group, []).append(shares[code])
    found = [
        (group, float(np.mean(members[group.pk])), len(members[group.pk]))
        for group in groups
        if group.pk in members
    ]
    return sorted(found, key=lambda row: standing.named(row[0]).casefold())
