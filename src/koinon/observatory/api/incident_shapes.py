"""What the API takes and gives about incidents, what lies ahead, and approaches."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from koinon.observatory.engine.incidents.days import Exact
from koinon.observatory.engine.incidents.kinds import Group
from koinon.people.api.lists import Paging, Part
from koinon.people.api.shapes import Line, Reason, body

ExactDay = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{1,2}(-\d{1,2})?)?$")]
ADDRESS = "^(https?://\\S+)?$"
_SOURCE = {"name": "Harbour Gazette", "address": "https://gazette.example/1", "published_on": "2021-05-05"}
_TOLD: dict[str, Any] = {
    "place": "KEN", "kind": "assembly-ban", "on": "2021-05", "title": "Assemblies forbidden in the capital",
    "sources": [_SOURCE],
}  # fmt: skip


class IncidentState(StrEnum):
    """How an incident stands."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    REFUTED = "refuted"
    STRUCK = "struck"


class WeighedState(StrEnum):
    """How an incident may be said to stand."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    REFUTED = "refuted"


class IncidentSourceOut(Schema):
    """A source as it is kept."""

    name: str
    address: str
    published_on: str = Field(description="ISO day, empty where it is not known.")


class IncidentSourceIn(Schema):
    """Where something can be checked."""

    name: Line
    address: str = Field("", max_length=2000, pattern=ADDRESS)
    published_on: date | None = None


class IncidentOut(Schema):
    """An incident."""

    key: str
    place: str = Field(description="Code of the country or territory.")
    place_name: str
    kind: str
    group: str = Field(description="Group of the kind: disruption, restriction-legal, …")
    on: date = Field(description="The first day on which it may have been.")
    exact: Exact
    ends: date | None = Field(description="The last day of what lasted.")
    title: str
    account: str
    language: str
    sources: list[IncidentSourceOut]
    state: IncidentState
    reasons: str
    behalf: str = Field(description="Key of the party that told of it; empty: the secretariat.")
    dataset: str = Field(description="Key of the dataset that it came from.")
    version: str
    row: str
    invented: bool
    revision: int
    url: str


class IncidentPart(Part):
    """A part of the incidents."""

    items: list[IncidentOut]


class IncidentChangeOut(Schema):
    """A fact that an act changed."""

    what: str
    before: str
    after: str


class IncidentStepOut(Schema):
    """An act upon an incident, and the words that stood before it."""

    entry: int = Field(description="Number of the ledger's entry.")
    at: datetime
    changes: list[IncidentChangeOut]
    reworded: list[str]
    why: str
    title_before: str
    account_before: str
    withheld: bool = Field(description="Whether the words before are withheld, as they endanger someone.")


class IncidentHistoryOut(IncidentOut):
    """An incident with its history."""

    history: list[IncidentStepOut]


class IncidentIn(Schema):
    """What is told of an incident. No name of anyone who may be in danger."""

    model_config = body(**_TOLD)
    place: str = Field(max_length=40, description="Code of the country or territory.")
    kind: str = Field(max_length=60)
    on: ExactDay = Field(description="As exact as it is known: 2031-05-04, 2031-05 or 2031.")
    ends: date | None = None
    title: Line
    account: str = Field("", max_length=20_000)
    language: str = Field("", max_length=12)
    sources: list[IncidentSourceIn] = Field(min_length=1, max_length=20)


class NewIncidentIn(IncidentIn):
    """An incident to tell of."""

    model_config = body(**_TOLD)
    behalf: str = Field(
        "", max_length=120, description="Key of the party that tells of it; empty: all of us."
    )
    invented: bool = False
    anyway: bool = Field(False, description="Although one of its kind stands within a week of it there.")


class IncidentBatchIn(Schema):
    """Incidents to be taken in together: all of them, or none."""

    model_config = body(items=[_TOLD])
    items: list[IncidentIn] = Field(min_length=1, max_length=2000)
    behalf: str = Field("", max_length=120)
    invented: bool = False
    anyway: bool = Field(False, description="Although some of their kind stand within a week of them.")


class IncidentBatchOut(Schema):
    """The keys of the incidents that were made, in the order in which they came."""

    keys: list[str]


class IncidentCorrectionIn(IncidentIn):
    """What is told of an incident from now on, and why."""

    model_config = body(**_TOLD, why="The order was given in May, not in June.")
    why: Reason
    withhold: bool = Field(False, description="Show the words that stood before to nobody any more.")


class IncidentStateIn(Schema):
    """How an incident stands, and what was looked at."""

    model_config = body(state="verified", reasons="The order stands in the official gazette.")
    state: WeighedState
    reasons: Reason


class IncidentStrikeIn(Schema):
    """Why an incident should never have stood."""

    model_config = body(reasons="It was told twice.")
    reasons: Reason
    withhold: bool = Field(False, description="Show its words to nobody any more.")


class IncidentEventsIn(Schema):
    """How the events of a dataset are taken in."""

    model_config = body(anyway=False)
    anyway: bool = Field(False, description="Also those of which another source tells within a week.")


class IncidentEventsOut(Schema):
    """What became of a dataset's rows."""

    dataset: str
    version: str
    new: int
    known: int
    alike: int
    others: int


class IncidentKindOut(Schema):
    """A kind of incidents, in the language that was asked for."""

    key: str
    group: Group
    title: str
    definition: str
    counts: str
    excludes: str
    source: str
    codes: dict[str, list[str]] = Field(description="Codes of datasets that mean it.")


class IncidentFilter(Paging):
    """Which incidents are wanted."""

    place: str = Field("", max_length=40)
    region: str = Field("", max_length=40, description="Code of a region or group.")
    kind: str = Field("", max_length=60, description="Key of a kind.")
    group: Group | Literal[""] = ""
    state: IncidentState | Literal["", "all"] = Field("", description="Empty: all but struck and refuted.")
    since: str = Field("", max_length=10, description="A day, a month or a year.")
    until: str = Field("", max_length=10, description="A day, a month or a year.")


class FlashpointKind(StrEnum):
    """What kind of thing lies ahead."""

    ELECTION = "election"
    REFERENDUM = "referendum"
    SUNSET = "sunset"
    BILL = "bill"
    RULING = "ruling"
    APPOINTMENT = "appointment"
    OTHER = "other"


class FlashpointOut(Schema):
    """Something that lies ahead."""

    id: int | None = Field(description="Null for what another capability keeps.")
    place: str
    place_name: str
    kind: FlashpointKind
    on: date
    exact: Exact
    title: str
    why: str
    source: str
    address: str
    process: str
    invented: bool
    revision: int
    url: str


class FlashpointPart(Part):
    """A part of what lies ahead."""

    items: list[FlashpointOut]


class FlashpointIn(Schema):
    """What is said of something that lies ahead."""

    model_config = body(
        place="KEN", kind="election", on="2099-05", title="General election", source="Electoral commission"
    )
    place: str = Field(max_length=40, description="Code of the country or territory.")
    kind: FlashpointKind
    on: ExactDay
    title: Line
    why: str = Field("", max_length=5000)
    source: Line
    address: str = Field("", max_length=2000, pattern=ADDRESS)
    process: str = Field("", max_length=120, pattern=r"^[-a-zA-Z0-9_]*$")
    invented: bool = False


class FlashpointFilter(Paging):
    """Which of what lies ahead is wanted."""

    place: str = Field("", max_length=40)
    region: str = Field("", max_length=40)
    kind: FlashpointKind | Literal[""] = ""
    until: date | None = None


class ApproachKind(StrEnum):
    """A line that is not compromised, or an opening for dialogue."""

    LINE = "line"
    OPENING = "opening"


class ApproachOut(Schema):
    """A line or an opening towards a country."""

    key: UUID
    place: str
    place_name: str
    kind: ApproachKind
    text: str
    language: str
    sources: list[IncidentSourceOut]
    since: date
    until: date | None = Field(description="The first day on which it holds no more.")
    restricted: bool
    invented: bool
    changed_at: datetime
    revision: int
    url: str


class ApproachPart(Part):
    """A part of the lines and openings."""

    items: list[ApproachOut]


class ApproachIn(Schema):
    """What is said towards a country."""

    model_config = body(kind="line", text="No visit while prisoners of conscience are held.",
                        since="2021-05-04", sources=[_SOURCE])  # fmt: skip
    kind: ApproachKind
    text: str = Field(min_length=1, max_length=10_000)
    language: str = Field("", max_length=12)
    since: date
    sources: list[IncidentSourceIn] = Field(min_length=1, max_length=20)


class NewApproachIn(ApproachIn):
    """A line or an opening to begin with."""

    model_config = body(place="KEN", kind="line", text="No visit while prisoners of conscience are held.",
                        since="2021-05-04", sources=[_SOURCE])  # fmt: skip
    place: str = Field(max_length=40, description="Code of the country or territory.")
    restricted: bool = True
    invented: bool = False


class ApproachEndIn(Schema):
    """Until when a line or an opening held."""

    model_config = body(until="2031-05-04")
    until: date


class ApproachFilter(Paging):
    """Which lines and openings are wanted."""

    place: str = Field("", max_length=40)
    kind: ApproachKind | Literal[""] = ""
