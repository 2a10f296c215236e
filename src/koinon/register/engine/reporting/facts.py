"""What a report tells in figures: counts of the register as of a day, each with what it is a part of.

Nothing is averaged and nobody is ranked: levels of completion are counted side by side, tables stand in the
order of names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from koinon.register.engine.documents import Kind
from koinon.register.engine.following.words import Level, Position, Side

MOST = 300  # rows that a list of silences, of overdue dates or of disputes shows


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report covers: slugs of documents, keys of themes and of parties; empty means all."""

    documents: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over some follow-ups.

    `answered` = the sum of `by_position`; `expected` = `answered` + `silent` + `awaited`; all but
    `provisions` are parts of `follow_ups`.
    """

    provisions: int
    follow_ups: int
    by_position: dict[str, int]
    silent: int
    awaited: int  # an answer is expected, by a date that has not passed
    overdue: int  # a date of the deed or of a report has passed
    claimed: int  # at least one claim stands
    disputed: int

    @property
    def answered(self) -> int:
        """Follow-ups whose addressee has answered."""
        return sum(self.by_position.values())

    @property
    def expected(self) -> int:
        """Follow-ups to which an answer was given or is expected."""
        return self.answered + self.silent + self.awaited


@dataclass(frozen=True, slots=True)
class OfDocument:
    """A line of the annex by documents."""

    slug: str
    title: str
    language: str
    issued_on: date | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class OfParty:
    """A line of the annex by parties; `key` is empty for an addressee that the directory does not know."""

    key: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Place:
    """Which follow-up: its addressee's name, and where and how its provision stands."""

    follow_up: int
    party: str
    name: str
    slug: str
    title: str
    language: str
    number: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Late:
    """A date that has passed: `kind` is answer, report or due; `days` are of its own time zone."""

    place: Place
    kind: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that counts; `name` is empty under a pseudonym, and for an assessor who speaks for no party."""

    side: str
    name: str
    level: str
    as_of: date
    conclusion: bool
    pseudonymous: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A follow-up with the claims that stand on it, by number."""

    place: Place
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a report counts and lists as of the end of `day`."""

    day: date
    time_zone: str
    counts: Counts
    documents: int
    parties: int
    by_kind: dict[str, int]  # provisions
    claims: dict[str, dict[str, int]]  # side → level → claims, one of each claimant
    verifiable: int  # provisions that all who judged hold to be verifiable
    not_verifiable: int
    judged_both_ways: int
    by_document: tuple[OfDocument, ...]
    by_party: tuple[OfParty, ...]
    silences: tuple[Late, ...]
    overdue: tuple[Late, ...]
    disputes: tuple[Claimed, ...]
    examples: tuple[Claimed, ...] = ()  # good ones: those that may be chosen, then those that were
    invented: bool = False


def no_claims() -> dict[str, dict[str, int]]:
    """Nought for every level of every side."""
    return {side.value: {level.value: 0 for level in Level} for side in Side}


def as_data(facts: Facts) -> dict[str, Any]:
    """The facts as values for JSON."""
    found: dict[str, Any] = _plain(asdict(facts))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def from_data(data: dict[str, Any]) -> Facts:
    """The facts that `as_data` wrote."""
    lists = {
        "by_kind": {kind.value: data["by_kind"][kind.value] for kind in Kind},
        "claims": {
            side.value: {level.value: data["claims"][side.value][level.value] for level in Level}
            for side in Side
        },
        "by_document": tuple(
            OfDocument(**{**row, "issued_on": _day(row["issued_on"]), "counts": _counts(row["counts"])})
            for row in data["by_document"]
        ),
        "by_party": tuple(OfParty(**{**row, "counts": _counts(row["counts"])}) for row in data["by_party"]),
        "silences": tuple(map(_late, data["silences"])),
        "overdue": tuple(map(_late, data["overdue"])),
        "disputes": tuple(map(_claimed, data["disputes"])),
        "examples": tuple(map(_claimed, data["examples"])),
    }
    day = date.fromisoformat(data["day"])
    return Facts(**{**data, **lists, "day": day, "counts": _counts(data["counts"])})


def _counts(row: dict[str, Any]) -> Counts:
    """In the order of positions: a database keeps the names of an object in an order of its own."""
    given = row["by_position"]
    return Counts(**{**row, "by_position": {p.value: given[p.value] for p in Position}})


def _late(row: dict[str, Any]) -> Late:
    return Late(**{**row, "place": Place(**row["place"]), "due_on": date.fromisoformat(row["due_on"])})


def _claimed(row: dict[str, Any]) -> Claimed:
    said = tuple(Said(**{**claim, "as_of": date.fromisoformat(claim["as_of"])}) for claim in row["claims"])
    return Claimed(Place(**row["place"]), said)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A count under its name, with what it is a part of (by that figure's name), for tables and programs."""

    name: str
    count: int
    part_of: str = ""
    whole: int | None = None


def figures(facts: Facts) -> Iterator[Figure]:
    """Every count of a report, each after what it is a part of."""
    counts = facts.counts
    yield Figure("documents", facts.documents)
    yield Figure("provisions", counts.provisions)
    for kind, n in facts.by_kind.items():
        yield Figure(f"provisions.{kind}", n, "provisions", counts.provisions)
    for name in ("verifiable", "not_verifiable", "judged_both_ways"):
        yield Figure(f"provisions.{name}", getattr(facts, name), "provisions", counts.provisions)
    yield Figure("parties", facts.parties)
    yield Figure("follow_ups", counts.follow_ups)
    yield Figure("follow_ups.expected", counts.expected, "follow_ups", counts.follow_ups)
    yield Figure("follow_ups.answered", counts.answered, "follow_ups.expected", counts.expected)
    for position, n in counts.by_position.items():
        yield Figure(f"answers.{position}", n, "follow_ups.answered", counts.answered)
    for name in ("silent", "awaited"):
        yield Figure(f"follow_ups.{name}", getattr(counts, name), "follow_ups.expected", counts.expected)
    for name in ("overdue", "claimed", "disputed"):
        yield Figure(f"follow_ups.{name}", getattr(counts, name), "follow_ups", counts.follow_ups)
    claims = sum(sum(levels.values()) for levels in facts.claims.values())
    yield Figure("claims", claims)
    for side, levels in facts.claims.items():
        whole = sum(levels.values())
        yield Figure(f"claims.{side}", whole, "claims", claims)
        for level, n in levels.items():
            yield Figure(f"claims.{side}.{level}", n, f"claims.{side}", whole)
