"""What the API takes and gives about translations and files of rows, field by field."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from koinon.people.api.lists import Part
from koinon.people.api.shapes import body

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Words = Annotated[str, StringConstraints(max_length=50_000)]


class TranslationStanding(StrEnum):
    """How far a wording can be relied on."""

    AUTHORITATIVE = "authoritative"
    HUMAN = "human"
    MACHINE = "machine"


class OfferedOut(Schema):
    """A further language in which a document can be read."""

    language: str
    title: str
    standing: TranslationStanding
    made_by: str
    made_on: date | None
    done: int = Field(description="How many provisions it renders.")
    all: int = Field(description="How many provisions stand in the document.")


class WordingOut(Schema):
    """A provision in the language of a translation."""

    number: int
    text: str
    standing: TranslationStanding
    made_by: str
    earlier: bool = Field(description="It renders an earlier wording of the provision.")


class TranslationOut(OfferedOut):
    """A translation with every wording that it has; the rest is shown in the document's own language."""

    wordings: list[WordingOut]


class ProposedOut(Schema):
    """What the machine proposes as a wording."""

    text: str
    confidence: float
    why: Any = None


class BesideOut(Schema):
    """A provision beside its translation."""

    number: int
    revision: int = Field(description="Of the provision whose words these are.")
    text: str
    state: str = Field(description="confirmed, earlier, proposed or missing.")
    wording: WordingOut | None
    proposed: ProposedOut | None


class DeskTranslationOut(Schema):
    """A translation as those see it who keep it."""

    language: str
    title: str
    standing: TranslationStanding
    made_by: str
    made_on: date | None
    revision: int
    provisions: list[BesideOut]


class TranslationIn(Schema):
    """What is said of a translation."""

    model_config = body(title="Résultat du Port", standing="human", made_by="Léa Mar", made_on="2031-06-01")
    title: str = Field("", max_length=500, description="The document's title in that language.")
    standing: TranslationStanding
    made_by: str = Field("", max_length=300, description="The translator, service or program, in words.")
    made_on: date | None = None


class WordingIn(Schema):
    """One wording, upon the words that its translator had before them."""

    model_config = body(
        text="Nous protégerons les lanceurs d’alerte.", revision=1, before="", standing="human", made_by="Léa"
    )
    text: Words
    revision: int = Field(ge=1, description="Of the provision that it renders.")
    before: Words = Field("", description="The wording that it replaces, as it was seen; empty for none.")
    standing: TranslationStanding = TranslationStanding.HUMAN
    made_by: str = Field("", max_length=300)


class ConfirmedIn(Schema):
    """One of the wordings to confirm."""

    model_config = ConfigDict(extra="forbid")
    number: int = Field(ge=1, le=2**31 - 1)
    text: Words
    revision: int = Field(ge=1)
    before: Words = ""


class ConfirmationIn(Schema):
    """Wordings to confirm together, with the standing that the translation has."""

    model_config = body(
        wordings=[{"number": 1, "text": "Nous protégerons les lanceurs d’alerte.", "revision": 1}]
    )
    wordings: list[ConfirmedIn] = Field(min_length=1, max_length=5000)


class ConfirmedOut(Schema):
    """Which wordings were written."""

    numbers: list[int]


class IntakeOut(Schema):
    """A file of rows: first its preview, then, once confirmed, what became of it."""

    id: int
    format: str
    file: str
    state: str = Field(description="reading, ready, taking, done or failed.")
    rows: int
    new: int
    changed: int
    unchanged: int
    faulty: int
    problem: str
    brought_at: datetime
    finished: datetime | None


class FaultOut(Schema):
    """A row that is left out."""

    row: int | None
    column: str
    value: str = ""
    problem: str
    mend: str


class IntakeWithFaultsOut(IntakeOut):
    """A file of rows with those that are left out, at most 500 of them."""

    faults: list[FaultOut]


class IntakePart(Part):
    """A part of the files of rows."""

    items: list[IntakeOut]


class RowOut(Schema):
    """A row of a sheet that would change something, or that cannot be taken."""

    row: int
    document: str
    number: str
    columns: list[str] = Field(description="Columns that change, or that are wrong.")
    problems: list[str]


class SheetOut(Schema):
    """A sheet that was edited and brought back: what it would change now."""

    id: int
    file: str
    state: str = Field(description="ready or done.")
    rows: int
    unchanged: int
    changed: list[RowOut]
    refused: list[RowOut]
