"""What the API takes and gives of answers, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import body
from koinon.register.api.shapes import PartyRef
from koinon.register.engine.following.answers import LONGEST
from koinon.register.engine.following.words import Position
from koinon.register.queries.asked import Which

SAID = {"position": "noted", "reasons": "Law 7 says otherwise."}
Note = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST["note"], strip_whitespace=True)]


class AnswerSaidIn(Schema):
    """What an answer says."""

    model_config = ConfigDict(extra="forbid")
    position: Position
    part: str = Field("", max_length=LONGEST["part"], description="Which part is accepted, if not all is.")
    reasons: str = Field(
        "", max_length=LONGEST["reasons"], description="Published; needed where it is noted or declined."
    )
    language: str = Field("en", max_length=8, description="Of part, reasons and change, ISO 639-1.")
    given_on: date | None = Field(None, description="The day on which it was given elsewhere before.")
    change: str = Field(
        "", max_length=LONGEST["change"], description="Why it replaces the published answer, if there is one."
    )


class DraftAnswerIn(AnswerSaidIn):
    """The answer to one thing that is asked; with `submit` it goes to the validator at once."""

    model_config = body(**SAID, submit=False)
    submit: bool = False


class WrittenAnswerIn(AnswerSaidIn):
    """One of several answers."""

    follow_up: int
    revision: int = Field(0, ge=0, description="Of the draft as you saw it; 0 where there was none.")


class AnswersIn(Schema):
    """Several answers, written all or none; with `submit` they go to the validator at once."""

    model_config = body(answers=[{"follow_up": 1, "revision": 0, **SAID}], submit=False)
    answers: list[WrittenAnswerIn] = Field(min_length=1, max_length=500)
    submit: bool = False


class SeenAnswerIn(Schema):
    """An answer as it was seen: of which follow-up, at which revision."""

    model_config = ConfigDict(extra="forbid")
    follow_up: int
    revision: int = Field(ge=1)


class SeenAnswersIn(Schema):
    """Several answers as they were seen."""

    model_config = body(seen=[{"follow_up": 1, "revision": 1}])
    seen: list[SeenAnswerIn] = Field(min_length=1, max_length=500)


class ReturnAnswersIn(Schema):
    """Several answers as they were seen, and what has to change."""

    model_config = body(seen=[{"follow_up": 1, "revision": 1}], note="Name the law.")
    seen: list[SeenAnswerIn] = Field(min_length=1, max_length=500)
    note: Note


class AnswersDoneOut(Schema):
    """How many answers a step was taken with."""

    answers: int


class AskedFilter(Schema):
    """By what the list of what is asked is narrowed."""

    which: Which = Field(Which.ALL, description="How it stands.")
    party: str = Field("", max_length=120, description="Key of a party.")
    document: str = Field("", max_length=120, description="Slug of a document.")
    theme: str = Field("", max_length=120, description="Key of a theme.")
    words: str = Field("", max_length=200, description="Words of the provision; all of them.")


class AnswerDraftOut(Schema):
    """An answer that is not published; it stays within the party."""

    state: str = Field(description="draft, submitted or returned.")
    position: Position
    part: str
    reasons: str
    language: str
    given_on: date | None
    change: str
    note: str = Field(description="What the validator wants changed.")
    revision: int


class AnswerVersionOut(Schema):
    """A published answer, or an earlier one that was replaced."""

    number: int
    position: Position
    part: str
    reasons: str
    language: str
    given_on: date | None = Field(description="The day on which it was given elsewhere before.")
    origin: str = Field(description="The format of the data set that it came with; empty: given here.")
    change: str = Field(description="Why it replaced the one before.")
    published_at: datetime
    replaced_at: datetime | None


class AskedOut(Schema):
    """One thing that is asked of one party, with its answer as it stands."""

    follow_up: int
    party: PartyRef
    document: str
    number: int
    label: str
    text: str
    language: str = Field(description="Of the text.")
    answer_on: date | None = Field(description="By when an answer is expected.")
    silent_from: datetime | None = Field(description="From when silence counts, while nothing is published.")
    ended: str = Field(description="Why it is not answered anew; empty while it runs.")
    draft: AnswerDraftOut | None
    versions: list[AnswerVersionOut] = Field(description="Published answers, newest first.")


class AskedPart(Part):
    """A part of what is asked."""

    items: list[AskedOut]


class PublicAnswerOut(AnswerVersionOut):
    """A published answer with where it belongs."""

    follow_up: int
    party: PartyRef
    document: str
    provision: int
    ended_on: date | None = Field(description="When the follow-up ended, if it did; the answer stays.")
    ended_because: str | None = Field(description="left, unnamed or struck.")


class PublicAnswerPart(Part):
    """A part of the published answers."""

    items: list[PublicAnswerOut]


class AnswerSheetRowOut(Schema):
    """One row of a sheet: where it is wrong, and why."""

    row: int
    columns: list[str]
    problems: list[str]


class AnswerSheetOut(Schema):
    """A sheet of answers that was brought back: what it would write now."""

    id: int
    file: str
    state: str = Field(description="ready or done.")
    rows: int
    unchanged: int
    written: int = Field(description="How many answers it would write, or wrote.")
    refused: list[AnswerSheetRowOut]


class ConfirmAnswersIn(Schema):
    """Whether the answers of a sheet go to the validator at once."""

    model_config = body(submit=False)
    submit: bool = False
