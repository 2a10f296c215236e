"""What the reader takes and gives: a text with layout marks in, a reading with provisions out.

Offsets are indices into `Extract.text` (Unicode code points).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of speech act a provision is."""

    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"
    PRINCIPLE = "principle"
    FINDING = "finding"


class Strength(StrEnum):
    """How strongly the governing verb binds."""

    BINDING = "binding"
    INTENTION = "intention"
    RECOMMENDATION = "recommendation"
    OPTIONAL = "optional"


class Role(StrEnum):
    """What the layout of the source says of a stretch of text (a hint, not a verdict)."""

    HEADING = "heading"
    ITEM = "item"
    FOOTNOTE = "footnote"
    TABLE_ROW = "table_row"
    BOLD = "bold"
    APART = "apart"  # navigation, asides, running headers: around the document, not of it


@dataclass(frozen=True, slots=True)
class Mark:
    """A layout hint on `text[start:end]`; `level` is the heading or list depth, from 1."""

    start: int
    end: int
    role: Role
    level: int = 0


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of one file, as the reader sees it.

    `pages` holds the offset at which each page begins (empty where the format has no pages);
    `title` and `language` are the file's own metadata where it has any.
    """

    name: str
    format: str
    text: str
    marks: tuple[Mark, ...] = ()
    pages: tuple[int, ...] = ()
    title: str | None = None
    language: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is to perform the provision: short name, the words of the text, the party if known."""

    name: str
    mention: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The verbatim words, and the dates they fix, if any: from (inclusive) and due."""

    text: str
    start: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """One separately actionable item; `text` is verbatim with white space folded."""

    label: str
    section: tuple[str, ...]
    kind: Kind
    strength: Strength
    issuer: str
    addressees: tuple[Addressee, ...]
    deadline: Deadline | None
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    text: str
    start: int
    end: int
    page: int | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine proposes from a document."""

    file: str
    title: str
    issuers: tuple[str, ...]
    date: date | None
    place: str | None
    language: str
    provisions: tuple[Provision, ...]
