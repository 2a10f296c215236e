"""What a file of rows gives: papers, the provisions in them, and the rows that cannot be taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Kind, Strength


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is left out: `row` as a spreadsheet counts it (the header is 1), and how to mend it."""

    row: int
    column: str
    problem: str
    mend: str
    value: str = ""

    def plain(self) -> dict[str, Any]:
        """The fault as JSON values."""
        return {
            "row": self.row,
            "column": self.column,
            "problem": str(self.problem),
            "mend": str(self.mend),
            "value": self.value[:200],
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """The document of some rows; `origin` is its identity in the data set, `slug` that of an existing one."""

    origin: str
    title: str
    kind: str
    issuers: tuple[str, ...] = ()
    issued_on: date | None = None
    language: str = "en"
    place: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One provision as a file has it. `stated` is what it says of themes and groups in its own words.

    `themes` and `groups` are our keys: those its own words lead to, then those the text itself names.
    """

    key: str
    origin: str
    row: int
    text: str
    kind: Kind
    strength: Strength
    label: str = ""
    section: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    deadline_text: str = ""
    deadline_due: date | None = None
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of all that the file says of it; the order of names and of rows does not count."""
        said = [
            self.text, self.kind, self.strength, self.label, self.section, sorted(self.issuers),
            sorted(self.addressees), self.deadline_text, str(self.deadline_due or ""), sorted(self.stated),
            _ordered(self.facts),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _ordered(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return sorted((_ordered(inner) for inner in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole file: `rows` were read, `skipped` of them hold nothing to take (blank, an example)."""

    format: str
    rows: int
    skipped: int
    papers: Mapping[str, Paper]
    items: tuple[Item, ...]
    faulty: tuple[Fault, ...]


EMPTY = sentence("This cell is empty.")
FILL = sentence("Fill it in, or take the row out.")


def empty(row: int, column: str) -> Fault:
    """The fault of a cell that must not be empty."""
    return Fault(row, column, EMPTY, FILL)
