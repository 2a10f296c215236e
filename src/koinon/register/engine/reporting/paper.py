"""A report as it is given out: blocks in order, laid out once for HTML, PDF and DOCX.

The paper holds no moment of its making: its day is the day it tells of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from koinon.register.engine.reporting.prose import Items, Text


@dataclass(frozen=True, slots=True)
class Words:
    """Some text, the language it is in (empty: the paper's), and where it leads on the web."""

    text: str
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 2 for sections, 3 within them. `key` names it for links."""

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before reading on."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a caption; the first cell heads its row, cells from column `numbers_from` are numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers_from: int


def shares(table: Table) -> list[int]:
    """How much room each column of words takes beside the others: more where there is more to read."""
    cells = [[len(row[n].text) for row in table.rows] for n in range(len(table.columns))]
    longest = [max([len(name), *found]) for name, found in zip(table.columns, cells, strict=True)]
    return [max(10, min(n, 40)) for n in longest[: table.numbers_from]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart with what it says in a sentence; its figures stand in the table that follows it."""

    title: str
    summary: str
    wide: str  # SVG, as is the next
    narrow: str  # for small screens
    series: tuple[str, ...] = ()


Block = Heading | Text | Items | Note | Table | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything a report says, in order."""

    title: str
    subtitle: str
    language: str
    author: str
    day: date
    about: tuple[tuple[str, str], ...]  # label and value: as of, what it covers
    contents: str  # what the list of contents is called
    blocks: tuple[Block, ...]
    footer: str

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The sections."""
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.level == 2)


def characters(paper: Paper) -> set[str]:
    """Every character that the paper shows."""
    return set("".join(_texts(paper)))


def _texts(paper: Paper) -> Iterator[str]:
    yield from (paper.title, paper.subtitle, paper.author, paper.footer, paper.contents)
    for label, value in paper.about:
        yield label + value
    for block in paper.blocks:
        match block:
            case Heading() | Note():
                yield block.text
            case Text():
                yield from (span.text for span in block.line)
            case Items():
                yield from (span.text for line in block.lines for span in line)
            case Table():
                yield block.caption
                yield from block.columns
                yield from (cell.text for row in block.rows for cell in row)
            case Picture():
                yield block.title + block.summary + "".join(block.series)
