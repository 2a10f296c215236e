"""What leaves the register, as plain values: a document with its provisions, ready for any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Named:
    """A party, theme or group by its name; `key` and `url` are empty when the register does not know it."""

    name: str
    key: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A provision; offsets are code points of its document's text, dates end the deadline inclusively."""

    number: int
    label: str
    section: tuple[str, ...]
    kind: str
    strength: str
    issuers: tuple[Named, ...]
    addressees: tuple[Named, ...]
    deadline: str
    deadline_from: date | None
    deadline_due: date | None
    themes: tuple[Named, ...]
    groups: tuple[Named, ...]
    text: str
    start: int
    end: int
    page: int | None
    revision: int
    changed_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A published document. `headings` are (start, end, level) in `text`."""

    slug: str
    title: str
    kind: str
    issuers: tuple[Named, ...]
    issued_on: date | None
    place: str
    language: str
    invented: bool
    url: str
    source_name: str
    source_digest: str
    published_at: datetime
    revision: int
    text: str
    headings: tuple[tuple[int, int, int], ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A document in a further language: its title there and the wordings that exist, by provision number.

    `standing` is "authoritative", "human" or "machine".
    """

    language: str
    title: str
    standing: str
    made_by: str
    made_on: date | None
    wordings: dict[int, str]


def right_to_left(language: str) -> bool:
    """Whether the language of that code is written from right to left."""
    return language.partition("-")[0].lower() in _RIGHT_TO_LEFT


def by_name(names: Sequence[Named]) -> str:
    """The names as one line, parted by semicolons."""
    return "; ".join(named.name for named in names)
