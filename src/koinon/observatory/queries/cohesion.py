"""How alike a group votes: by session, by issue, and who leaves its line on what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.cohesion import indices, ranks
from koinon.observatory.engine.cohesion.indices import Summary, Tally
from koinon.observatory.engine.cohesion.reading import ISSUES
from koinon.observatory.engine.cohesion.votes import (
    ABSENT,
    NON_MEMBER,
    NOT_RECORDED,
    OPENED,
    POSITIONS,
    Bools,
    Codes,
)
from koinon.observatory.queries import places, roll_calls, standing, voting_groups
from koinon.observatory.queries.roll_calls import Call, Held
from koinon.observatory.queries.voting_groups import Group
from koinon.people.models import Place

DIVIDING = 20  # so many roll calls are shown on which most left the line


@dataclass(frozen=True)
class Asked:
    """What is asked: an issue ("" for every one), and the first and last session (None where open)."""

    issue: str = ""
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Row:
    """One session, or one issue, with what it came to. `year` is that in which the session opened."""

    key: str
    summary: Summary
    year: int | None = None


@dataclass(frozen=True)
class Member:
    """One who belonged to the group at any of the roll calls, and how often it was with its line."""

    code: str
    name: str
    place: Place | None
    with_line: int
    apart: int
    opposed: int
    absent: int
    first: int
    last: int

    @property
    def lined(self) -> int:
        """At how many roll calls with a line it took a position."""
        return self.with_line + self.apart + self.opposed

    @property
    def left(self) -> int:
        """At how many of these it took another."""
        return self.apart + self.opposed


@dataclass(frozen=True)
class Divided:
    """A roll call on which members left the line: how many stood apart, and how many against it."""

    call: Call
    line: int
    with_line: int
    apart: int
    opposed: int


@dataclass(frozen=True)
class Cohesion:
    """A group over the roll calls that were asked for."""

    group: Group
    held: Held
    asked: Asked
    whole: Summary
    sessions: tuple[Row, ...]
    issues: tuple[Row, ...]
    members: tuple[Member, ...]
    divided: tuple[Divided, ...]
    lines: int


@dataclass(frozen=True)
class Laid:
    """A group's votes: the codes and the membership of the roll calls that were asked for."""

    kept: Bools
    codes: Codes
    members: Bools
    tally: Tally


def laid(of: Group, held: Held, asked: Asked) -> Laid:
    """The votes of a group, at the roll calls at which it had members in the Assembly."""
    belonging = voting_groups.members(of, held) & (held.rolls.codes != NON_MEMBER)
    kept = held.kept(asked.issue, asked.first, asked.last) & belonging.any(axis=1)
    codes, members = held.rolls.codes[kept], belonging[kept]
    return Laid(kept, codes, members, indices.tally(codes, members))


def by_session(of: Group, held: Held, asked: Asked) -> list[Row]:
    """A group session by session."""
    return _sessions(laid(of, held, asked), held)


def cohesion(of: Group, held: Held, asked: Asked) -> Cohesion:
    """Everything that is told of a group."""
    found = laid(of, held, asked)
    line = ranks.lines(found.tally)
    gone = ranks.departures(found.codes, found.members, line)
    return Cohesion(
        of,
        held,
        asked,
        indices.summary(found.tally),
        tuple(_sessions(found, held)),
        tuple(_issues(found, held)),
        tuple(_members(found, gone, held)),
        tuple(_divided(found, gone, line, held)),
        int(np.count_nonzero(line)),
    )


def _sessions(found: Laid, held: Held) -> list[Row]:
    own = held.rolls.sessions[found.kept]
    rows = []
    for session in np.unique(own).tolist():
        told = indices.summary(found.tally.within(own == session))
        if told.chances or told.unrecorded:
            rows.append(Row(str(session), told, OPENED + session))
    return rows


def _issues(found: Laid, held: Held) -> list[Row]:
    calls = [call for call, kept in zip(held.calls, found.kept.tolist(), strict=True) if kept]
    rows = []
    for issue in ISSUES:
        own = np.array([issue in call.issues for call in calls], dtype=np.bool_)
        if own.any():
            rows.append(Row(issue, indices.summary(found.tally.within(own))))
    none = np.array([not call.issues for call in calls], dtype=np.bool_)
    return [*rows, Row("none", indices.summary(found.tally.within(none)))] if none.any() else rows


def _members(found: Laid, gone: ranks.Departures, held: Held) -> list[Member]:
    """Those who belonged, by name; a place that several units stand for over time is one member."""
    at, years = held.at[found.kept], held.years[found.kept]
    by_code: dict[str, list[tuple[int, int]]] = {}
    inside = np.stack([found.members[at == n].any(axis=0) for n in range(len(held.sessions))])
    for session, unit in np.argwhere(inside).tolist():
        code = str(held.places[session, unit]) or f"unit:{held.rolls.units[unit]}"
        by_code.setdefault(code, []).append((session, unit))
    known = places.named(by_code)
    rows = [
        _member(code, cells, found, gone, at, years, known.get(code), held) for code, cells in by_code.items()
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.code))


def _member(
    code: str,
    cells: list[tuple[int, int]],
    found: Laid,
    gone: ranks.Departures,
    at: np.ndarray[tuple[int, ...], np.dtype[np.intp]],
    years: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    place: Place | None,
    held: Held,
) -> Member:
    counts = np.zeros(4, dtype=int)
    seen: list[int] = []
    for unit in {unit for _, unit in cells}:
        own = found.members[:, unit] & np.isin(at, [session for session, u in cells if u == unit])
        parts = (gone.with_line, gone.apart, gone.opposed, found.codes == ABSENT)
        counts += [int((part[:, unit] & own).sum()) for part in parts]
        seen += [int(years[own].min()), int(years[own].max())]
    unit_name = held.unit_names.get(held.rolls.units[cells[0][1]], held.rolls.units[cells[0][1]])
    name = standing.named(place) if place else unit_name
    with_line, apart, opposed, absent = counts.tolist()
    return Member(code, name, place, with_line, apart, opposed, absent, min(seen), max(seen))


def _divided(found: Laid, gone: ranks.Departures, line: Codes, held: Held) -> list[Divided]:
    """The roll calls on which most left the line, those with the most against it first."""
    rows = np.flatnonzero(found.kept)
    with_line, apart, opposed = (part.sum(axis=1) for part in (gone.with_line, gone.apart, gone.opposed))
    order = np.lexsort((-rows, -apart, -opposed))
    told = [n for n in order.tolist() if apart[n] + opposed[n]][:DIVIDING]
    return [
        Divided(held.calls[rows[n]], int(line[n]), int(with_line[n]), int(apart[n]), int(opposed[n]))
        for n in told
    ]


@dataclass(frozen=True)
class Position:
    """What one member did at a roll call; `departs`: "", "apart" or "opposed"."""

    code: str
    name: str
    place: Place | None
    vote: int
    departs: str


@dataclass(frozen=True)
class OneCall:
    """A group at one roll call. `agreement` and `rice` are None where too few took a position."""

    group: Group
    held: Held
    call: Call
    summary: Summary
    counts: dict[int, int]
    line: int
    positions: tuple[Position, ...]


def one_call(of: Group, held: Held, number: int) -> OneCall:
    """How each member of a group voted at a roll call."""
    row, call = roll_calls.call(held, number)
    codes = held.rolls.codes[row : row + 1]
    members = voting_groups.members(of, held)[row : row + 1] & (codes != NON_MEMBER)
    tally = indices.tally(codes, members)
    line = ranks.lines(tally)
    gone = ranks.departures(codes, members, line)
    session = held.sessions.index(call.session)
    units = np.flatnonzero(members[0] & (codes[0] != NOT_RECORDED)).tolist()
    known = places.named(str(held.places[session, unit]) for unit in units)
    found = []
    for unit in units:
        code = str(held.places[session, unit])
        place = known.get(code)
        own = held.rolls.units[unit]
        name = standing.named(place) if place else held.unit_names.get(own, own)
        departs = "opposed" if gone.opposed[0, unit] else "apart" if gone.apart[0, unit] else ""
        found.append(Position(code or f"unit:{own}", name, place, int(codes[0, unit]), departs))
    votes = [one.vote for one in found]
    return OneCall(
        of,
        held,
        call,
        indices.summary(tally),
        {code: votes.count(code) for code in (*POSITIONS, ABSENT)},
        int(line[0]),
        tuple(sorted(found, key=lambda one: one.name.casefold())),
    )
