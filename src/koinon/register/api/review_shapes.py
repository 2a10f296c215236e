"""What the API says and takes of peer reviews, field by field."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import Line, Reason, body
from koinon.register.engine.following.words import Position
from koinon.register.engine.reviewing.pool import MOST_EACH
from koinon.register.engine.reviewing.speaking import Order
from koinon.register.engine.reviewing.stages import State
from koinon.register.engine.reviewing.words import Owner, Paper, Stage

Key = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Distance = Annotated[str, StringConstraints(pattern=r"^[+-]?[0-9]{1,4}w?$")]
OUTCOME_STATE = "“adopted”, or “withdrawn”; empty while there is no outcome."


class CycleOut(Schema):
    """A cycle of peer reviews."""

    key: str
    title: str
    state: str = Field(description="preparing, fixed, drawn or closed.")
    parties: list[str] = Field(description="Keys of the parties under review.")
    reviewers: list[str] = Field(description="Keys of those who may review.")
    rules: dict[str, Any]
    calendar: dict[str, Any] = Field(description="Its `weekend` holds ISO weekdays: 1 Monday … 7 Sunday.")
    seed: str
    seed_source: str
    seed_on: date | None
    fixed_at: datetime | None
    drawn_at: datetime | None
    record: dict[str, Any] = Field(description="All that anyone needs to compute the draw again.")
    invented: bool
    revision: int


class CycleLine(Schema):
    """A cycle in a list."""

    key: str
    title: str
    state: str
    seed_on: date | None
    drawn_at: datetime | None
    invented: bool
    url: str


class CyclePart(Part):
    """A part of the list of cycles."""

    items: list[CycleLine]


class ReviewStageOut(Schema):
    """A stage of a review and how it stands today."""

    stage: Stage
    owner: Owner
    opens_on: date | None
    due_on: date | None = Field(description="None too where the outcome was withdrawn: no deadline runs.")
    state: State
    days_overdue: int
    done_at: datetime | None
    passed_at: datetime | None
    note: str
    moves: list[dict[str, str]] = Field(description="The dates before each move, with its reason.")


class PaperOut(Schema):
    """A paper of a review."""

    id: int
    kind: Paper
    title: str
    party: str | None
    language: str
    text: str
    file: str | None = Field(description="Address of its file, where it has one.")
    given_at: datetime
    replaced_at: datetime | None


class QuestionOut(Schema):
    """A question in advance, and its answer."""

    id: int
    party: str
    text: str
    language: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class SpeakerOut(Schema):
    """A party on the list of speakers."""

    place: int
    party: str
    state: str
    seconds: int
    began_at: datetime | None
    ended_at: datetime | None
    reason: str = Field(description="Why it was called out of its turn, where it was.")


class Recommender(Schema):
    """Who recommends."""

    name: str
    party: str


class RecommendationOut(Schema):
    """A recommendation, and what the party says to it."""

    number: int
    text: str
    language: str
    recommended_by: list[Recommender]
    themes: list[str]
    made_at: datetime
    withdrawn_at: datetime | None
    outcome_state: str = Field(description=OUTCOME_STATE)
    position: Position | None
    answered_at: datetime | None
    answer_on: date | None
    overdue: int = Field(description="Days without an answer after its date.")
    url: str = Field(description="Of the provision; without an outcome, its place on the page of the review.")


class ReviewLine(Schema):
    """A review in a list."""

    order: int
    party: str
    name: str
    begins: datetime | None
    minutes: int
    reviewers: list[str]
    recommendations: int = Field(description="Those that were not taken back.")
    answered: int
    outcome: str = Field(description="Slug of the outcome; empty while it is not adopted.")
    outcome_state: str = Field(description=OUTCOME_STATE)
    url: str


class ReviewOut(ReviewLine):
    """A review with everything in it."""

    cycle: str
    outcome_withdrawn: str = Field(description="Why its outcome was withdrawn, where it was.")
    list_opens: datetime | None
    list_closes: datetime | None
    list_record: dict[str, Any] = Field(
        description="How the order of speakers came about: anyone can compute it again."
    )
    stages: list[ReviewStageOut]
    papers: list[PaperOut]
    questions: list[QuestionOut]
    speakers: list[SpeakerOut]
    recommended: list[RecommendationOut]
    revision: int


class ConflictIn(Schema):
    """Parties of which none may review another, and why."""

    parties: list[Key] = Field(min_length=2, max_length=400)
    reason: Reason


class CycleIn(Schema):
    """A cycle as it is planned."""

    model_config = body(
        title="First cycle", parties=["harbour-council"], reviewers=["aldry", "berrin"], each=2,
        seed_source="The numbers of the harbour lottery", seed_on="2031-01-15", days=["2031-11-10"],
    )  # fmt: skip
    title: Line
    parties: list[Key] = Field(max_length=400)
    reviewers: list[Key] = Field([], max_length=400, description="Empty: the parties review each other.")
    each: int = Field(3, ge=1, le=MOST_EACH)
    mutual: bool = Field(False, description="Whether two parties may review each other.")
    balanced: bool = Field(True, description="Whether the numbers of reviews differ by one at most.")
    conflicts: list[ConflictIn] = Field([], max_length=1000)
    groups: dict[Line, list[Key]] = Field({}, description="Disjoint groups of parties by name.")
    most_of_a_group: int = Field(0, ge=0, le=MOST_EACH, description="0: any number.")
    seed_source: str = Field("", max_length=2000)
    seed_on: date | None = None
    days: list[date] = Field([], max_length=400)
    times: list[time] = Field([time(9), time(14, 30)], max_length=24)
    time_zone: str = Field("UTC", max_length=64)
    minutes: int = Field(210, ge=1, le=1440)
    weekend: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        [6, 7], max_length=6, description="ISO weekdays that are not worked: 1 Monday … 7 Sunday."
    )
    stages: dict[Stage, tuple[Distance, Distance]] = Field(
        {}, description="Opens and due, counted from the session: -84, +110, -10w (working days)."
    )
    speakers_minutes: int = Field(140, ge=1, le=1440)
    speaker_most: int = Field(180, ge=30, le=3600, description="Seconds.")
    order: Order = Order.ARRIVAL


class SeedIn(Schema):
    """The seed as its source announced it."""

    model_config = body(seed="4 8 15 16 23 42")
    seed: str = Field(max_length=200)


class ReviewReasonIn(Schema):
    """Why; everyone reads it."""

    model_config = body(reason="Elections at home.")
    reason: Reason


class NoteIn(Schema):
    """What was done."""

    model_config = body(note="Adopted by the plenary at Harbour.")
    note: str = Field("", max_length=2000)


class MoveIn(Schema):
    """The new dates of a stage, and why."""

    model_config = body(opens_on="2031-11-11", due_on="2032-03-01", reason="A new government.")
    opens_on: date
    due_on: date
    reason: Reason


class PaperIn(Schema):
    """A paper that is written here."""

    model_config = body(kind="self-report", title="Self-report", text="What we did.")
    kind: Paper
    title: Line
    language: str = Field("en", max_length=8)
    party: str = Field("", max_length=120, description="For a submission: key of whose it is.")
    text: str = Field(max_length=200_000)


class QuestionIn(Schema):
    """A question in advance."""

    model_config = body(party="aldry", text="When will the media act be reviewed?")
    party: Key
    text: str = Field(max_length=5_000)
    language: str = Field("en", max_length=8)


class AnswerIn(Schema):
    """The answer to a question."""

    model_config = body(text="Next spring.")
    text: str = Field(max_length=5_000)


class WindowIn(Schema):
    """From when until when the list of speakers is open."""

    model_config = body(opens="2031-11-03T09:00:00Z", closes="2031-11-09T18:00:00Z")
    opens: datetime
    closes: datetime


class ReviewPartyIn(Schema):
    """A party by its key."""

    model_config = body(party="aldry")
    party: Key


class CallIn(Schema):
    """Why a party speaks before whoever is next on the list; empty where it is next itself."""

    model_config = body(reason="Its minister has to leave.")
    reason: str = Field("", max_length=2000)


class SpeakerEndIn(Schema):
    """How a turn ended."""

    model_config = body(absent=True)
    absent: bool = False


class RecommendationIn(Schema):
    """A recommendation by one party or several."""

    model_config = body(parties=["aldry"], text="Publish who owns the media.")
    parties: list[Key] = Field(min_length=1, max_length=400)
    text: str = Field(max_length=5_000)
    language: str = Field("en", max_length=8)
    themes: list[Key] = Field([], max_length=50)


class ReviewOutcomeIn(Schema):
    """The document that the outcome becomes."""

    model_config = body(title="Outcome of the review", issued_on="2031-11-13", place="Harbour")
    title: Line
    issued_on: date
    place: str = Field("", max_length=200)
