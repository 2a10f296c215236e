"""How alike members vote: groups, roll calls, countries, pairs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.observatory.engine.cohesion.votes import OPENED
from koinon.observatory.queries import cohesion as queries
from koinon.observatory.queries import cohesion_records as records
from koinon.observatory.queries import ideal_points, places, roll_calls, voting_groups, voting_pairs
from koinon.observatory.queries.roll_calls import Held
from koinon.people.api.operations import get

TAG = "cohesion"


class Issue(StrEnum):
    """An issue of roll calls, by the keys of the published files."""

    PALESTINE = "me"
    NUCLEAR = "nu"
    ARMS = "di"
    RIGHTS = "hr"
    COLONIALISM = "co"
    ECONOMY = "ec"


class VotesDataset(StrEnum):
    """A dataset of roll calls: with absences, or without."""

    RAW = "unga-raw"
    UNVOTES = "unvotes"


class SummaryOut(Schema):
    """A group over several roll calls, with its denominators."""

    agreement: float | None = Field(description="Agreement index (Hix, Noury, Roland), 0 to 1; a mean.")
    rice: float | None = Field(description="Rice’s index, 0 to 1; a mean.")
    roll_calls: int
    counted: int = Field(description="Roll calls at which the agreement index exists.")
    counted_rice: int
    members: float = Field(description="How many could vote, a mean over the roll calls.")
    fewest: int
    most: int
    absences: int
    chances: int = Field(description="Votes that could have been cast, as far as recorded.")
    unrecorded: int = Field(description="Votes that the source does not tell.")


class CohesionRowOut(SummaryOut):
    """A session (its number) or an issue (its key)."""

    key: str
    year: int | None = Field(description="The year in which the session opened.")


class GroupOut(Schema):
    """A group whose votes are told."""

    key: str
    name: str
    kind: str = Field(description="all, rated, place or rule-set.")


class VoterOut(Schema):
    """A member, and how often it was with the group’s line, apart from it, against it, absent."""

    code: str
    name: str
    lined: int
    with_line: int
    apart: int
    opposed: int
    absent: int
    first: int
    last: int


class RollCallOut(Schema):
    """A roll call."""

    roll_call: int
    session: int
    day: date | None
    symbol: str
    title: str
    description: str
    issues: list[str]


class DividedOut(RollCallOut):
    """A roll call on which members left the line."""

    line: str
    with_line: int
    apart: int
    opposed: int


class CohesionOut(Schema):
    """Everything that is told of a group."""

    group: GroupOut
    release: str
    issue: str | None
    whole: SummaryOut
    sessions: list[CohesionRowOut]
    issues: list[CohesionRowOut]
    lines: int = Field(description="Roll calls at which the group had a line.")
    members: list[VoterOut]
    divided: list[DividedOut]


class PositionOut(Schema):
    """What a member did; `departs` is apart, opposed or empty."""

    code: str
    name: str
    vote: str
    departs: str


class GroupRollCallOut(RollCallOut):
    """A roll call with the positions of a group’s members."""

    group: GroupOut
    release: str
    line: str
    summary: SummaryOut
    positions: list[PositionOut]


class TogetherOut(Schema):
    """Two countries in a session."""

    session: int
    year: int
    roll_calls: int
    both: int
    same: int
    half: int = Field(description="One abstained, the other did not.")
    opposed: int
    missed: int = Field(description="One took a position, the other was absent.")
    agreement: float | None = Field(description="An abstention counts half, an absence is left out.")
    strict: float | None = Field(description="An abstention counts as no agreement.")
    present: float | None = Field(description="An absence counts as no agreement.")


class PairOut(Schema):
    """Two countries over time."""

    one: str
    other: str
    release: str
    sessions: list[TogetherOut]


class NeighbourOut(Schema):
    """Another country in a session."""

    code: str
    name: str
    agreement: float
    both: int


class NearOut(Schema):
    """Everyone beside a country in a session, the nearest first."""

    place: str
    session: int
    year: int
    release: str
    roll_calls: int
    left_out: int = Field(description="Countries with too few roll calls in common.")
    others: list[NeighbourOut]


class IdealPointOut(Schema):
    """Where a country stands in a session."""

    session: int
    year: int
    point: float
    error: float = Field(description="Standard error, given the roll calls’ own figures.")
    published: float | None


class IdealPointsOut(Schema):
    """The points of a country; `computed` is false until the job has found them."""

    place: str
    release: str
    computed: bool
    sessions: list[IdealPointOut]


class DatasetIn(Schema):
    """From which dataset; the first that is loaded unless named."""

    dataset: VotesDataset | None = None


class VotesIn(DatasetIn):
    """Which roll calls; years are those in which sessions opened."""

    issue: Issue | None = None
    since: int | None = Field(None, ge=OPENED, le=2145)
    until: int | None = Field(None, ge=OPENED, le=2145)


class SessionIn(DatasetIn):
    """Which session, by the year in which it opened; the last unless named."""

    year: int | None = Field(None, ge=OPENED, le=2145)


def _held(asked: DatasetIn) -> Held:
    return roll_calls.needed(roll_calls.held(asked.dataset.value if asked.dataset else ""))


@get("/cohesion", list[GroupOut], "cohesion_groups", tag=TAG)
def cohesion_groups(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups whose votes are told."""
    keys = [key for _heading, rows in voting_groups.choices() for key, _name in rows]
    return [records.group_record(voting_groups.group(key)) for key in keys]


@get("/cohesion/groups/{group}", CohesionOut, "cohesion_group", tag=TAG)
def cohesion_group(request: HttpRequest, group: str, asked: Query[VotesIn]) -> dict[str, Any]:
    """A group by session and by issue, its members, and where they left its line."""
    of = queries.Asked(
        asked.issue.value if asked.issue else "",
        asked.since - OPENED if asked.since else None,
        asked.until - OPENED if asked.until else None,
    )
    return records.whole_record(queries.cohesion(voting_groups.group(group), _held(asked), of))


@get("/cohesion/groups/{group}/{roll_call}", GroupRollCallOut, "cohesion_call", tag=TAG)
def cohesion_call(
    request: HttpRequest, group: str, roll_call: int, asked: Query[DatasetIn]
) -> dict[str, Any]:
    """How each member of a group voted at a roll call."""
    return records.one_call_record(queries.one_call(voting_groups.group(group), _held(asked), roll_call))


@get("/cohesion/countries/{code}", NearOut, "cohesion_country", tag=TAG)
def cohesion_country(request: HttpRequest, code: str, asked: Query[SessionIn]) -> dict[str, Any]:
    """Everyone beside a country in a session."""
    held = _held(asked)
    session = asked.year - OPENED if asked.year else None
    return records.near_record(voting_pairs.needed(held, places.country(code), session), held.release)


@get("/cohesion/countries/{code}/ideal-points", IdealPointsOut, "cohesion_ideal_points", tag=TAG)
def cohesion_ideal_points(request: HttpRequest, code: str, asked: Query[DatasetIn]) -> dict[str, Any]:
    """Where a country stands on one dimension."""
    held, place = _held(asked), places.country(code)
    found = ideal_points.of_place(held, place)
    return {
        "place": place.code,
        "release": records.told(held.release),
        "computed": found is not None,
        "sessions": [records.point_record(one) for one in found or []],
    }


@get("/cohesion/countries/{code}/{other}", PairOut, "cohesion_pair", tag=TAG)
def cohesion_pair(request: HttpRequest, code: str, other: str, asked: Query[DatasetIn]) -> dict[str, Any]:
    """Two countries over time."""
    held, pair = _held(asked), (places.country(code), places.country(other))
    rows = voting_pairs.together(held, *pair)
    return {
        "one": pair[0].code,
        "other": pair[1].code,
        "release": records.told(held.release),
        "sessions": [records.together_record(row) for row in rows],
    }
