"""A report: a document with its register, or a list of provisions, laid out once for DOCX and PDF.

Words that frame the report come from the façade in the reader's language; words of documents keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from koinon.kernel.lines import writable
from koinon.register.engine.edition import Block
from koinon.register.engine.exports.papers import right_to_left

MOST = 2_000  # provisions that a report may hold
_CODE = re.compile(r"[a-z]{2,3}")
_MARKDOWN = re.compile(r"^\s*#{1,6}\s+|\*\*")


@dataclass(frozen=True, slots=True)
class Words:
    """Some text and the language it is in; an empty code means that of the report."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known under a label, with an address where there is one."""

    label: str
    value: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A provision in full: its number in this report, its heading, its words, what is known of it."""

    number: int
    heading: Words
    text: Words
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the overview; its first cell is the number, and leads to the entry."""

    number: int
    cells: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of the text, whether they are of a provision, and the numbers of those they begin."""

    text: str
    marks: tuple[int, ...] = ()
    within: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text (level 0) or a heading."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says, in order. `at` is the moment whose state it tells."""

    title: Words
    language: str
    overline: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    overview: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    listed: str
    entries: tuple[Entry, ...]
    text_title: str
    text_language: str
    text: tuple[Paragraph, ...]
    footer: str
    author: str
    at: datetime


def paragraphs(blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
    """The blocks of an edition; a heading is at most one level deeper than the one before it."""
    found, last = [], 0
    for block in blocks:
        level = min(block.level, last + 1) if block.level else 0
        last = level or last
        runs = tuple(Run(shown(p.text), p.opens, bool(p.spans)) for p in block.pieces)
        if any(run.text.strip() for run in runs):
            found.append(Paragraph(level, runs))
    return tuple(found)


def shown(text: str) -> str:
    """Words for reading: white space folded, the hashes and double asterisks of Markdown taken away."""
    return re.sub(r"\s+", " ", _MARKDOWN.sub("", writable(text)))


def code(language: str) -> str:
    """A language as typst and Word take it: two or three letters."""
    primary = language.lower().partition("-")[0]
    return primary if _CODE.fullmatch(primary) else "und"


def as_data(report: Report) -> dict[str, Any]:
    """The report as values for JSON: every text with its language and direction, times as ISO 8601."""
    data = asdict(report)
    data.pop("at")
    data["day"] = [report.at.year, report.at.month, report.at.day]
    data["dir"] = _direction(report.language)
    data["text_dir"] = _direction(report.text_language)
    data["text_language"] = code(report.text_language or report.language)
    data["language"] = code(report.language)
    fixed: dict[str, Any] = _cleaned(data)
    return fixed


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        made = {name: _cleaned(inner) for name, inner in value.items()}
        if set(made) == {"text", "language"}:
            made["dir"] = _direction(made["language"]) if made["language"] else None
            made["language"] = code(made["language"]) if made["language"] else None
        return made
    if isinstance(value, (list, tuple)):
        return [_cleaned(inner) for inner in value]
    return writable(value) if isinstance(value, str) else value


def _direction(language: str) -> str:
    return "rtl" if right_to_left(language) else "ltr"


def characters(report: Report) -> set[str]:
    """Every character that the report shows."""
    found = set[str]()
    _collect(as_data(report), found)
    return found


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        found.update(value)
    elif isinstance(value, dict):
        for inner in value.values():
            _collect(inner, found)
    elif isinstance(value, Sequence):
        for inner in value:
            _collect(inner, found)
