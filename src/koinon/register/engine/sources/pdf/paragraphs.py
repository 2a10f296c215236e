"""Rows to text: where paragraphs part, what is a heading, and how text runs on over columns and pages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from koinon.register.engine.documents import Role
from koinon.register.engine.sources.composing import Composer, Line
from koinon.register.engine.sources.pdf.rows import Row

_ENDED = re.compile(r"[.:;!?…。»”\")\]]\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_SENTENCE = re.compile(r"[.;,]\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_LARGER = 1.12
_LONGEST_HEADING = 220
_USUAL = 1.25  # of the type size from line to line, where nothing tells
_COLUMN = 40.0  # points by which lines of one column may begin apart
_WIDER = 1.28  # of the usual distance between lines


@dataclass(frozen=True, slots=True)
class Habits:
    """How the document is set: body size, usual line distance in sizes, the classes of headings."""

    size: float
    leading: float
    heads: tuple[tuple[float, bool], ...]
    bold_tells: bool

    @classmethod
    def of(cls, pages: Sequence[Sequence[Row]], size: float) -> Habits:
        """Learn the habits from all rows."""
        distances: Counter[float] = Counter()
        letters = bold = 0
        for rows in pages:
            for row in rows:
                if row.size < _LARGER * size:
                    letters += len(row.text)
                    bold += len(row.text) if row.all_bold else 0
            for (before, after), edge in zip(itertools.pairwise(rows), _edges(rows), strict=False):
                distance = (before.bottom - after.bottom) / before.size
                wrapped = _reaches(before, edge) and not before.table and not after.table
                if wrapped and 0.9 < distance < 2.6 and abs(before.size - after.size) < 0.6:
                    distances[round(distance * 20) / 20] += 1
        # Only lines that fill their column are sure to go on in the next; of two distances the closer.
        common = [d for d, n in distances.most_common(4) if n * 3 >= distances.most_common(1)[0][1]]
        leading = min(common, default=_USUAL)
        tells = bold * 2 < letters
        classes = {_class(row) for rows in pages for row in rows if _headlike(row, size, tells=tells)}
        return cls(size, leading, tuple(sorted(classes, reverse=True)), tells)

    def level(self, row: Row) -> int:
        """The heading level of a row that looks like one, from 1 to 6; 0 if it does not."""
        if not _headlike(row, self.size, tells=self.bold_tells):
            return 0
        return min(6, self.heads.index(_class(row)) + 1)


@dataclass(frozen=True, slots=True)
class _Step:
    """A row on its way into the text: its page, and whether a paragraph ends before it."""

    row: Row
    page: int
    parted: bool


def compose(composer: Composer, pages: Sequence[Sequence[Row]], habits: Habits) -> str | None:
    """Write the body of all pages; returns the words of the foremost heading of the first page."""
    held: list[Row] = []
    title: tuple[int, str] | None = None
    steps = _steps(pages, habits)
    for at, step in enumerate(steps):
        after = steps[at + 1] if at + 1 < len(steps) else None
        parted = step.parted
        if held and (parted or not _together(held[-1], step.row) or len(composer.pages) <= step.page):
            title = _head(composer, held, habits, title)
            held, parted = [], True
        if not held:
            composer.part("\n\n" if parted else "\n")
        while len(composer.pages) <= step.page:
            composer.pages.append(composer.length)
        if held or _stands_alone(step, after, habits):
            held.append(step.row)
        else:
            _line(composer, step.row)
    if held:
        title = _head(composer, held, habits, title)
    composer.pages.extend([composer.length] * (len(pages) - len(composer.pages)))
    return title[1] if title else None


def _steps(pages: Sequence[Sequence[Row]], habits: Habits) -> list[_Step]:
    """All rows of the document, with the places where paragraphs part."""
    steps: list[_Step] = []
    before: tuple[Row, float] | None = None
    for number, rows in enumerate(pages):
        for at, (row, edge) in enumerate(zip(rows, _edges(rows), strict=True)):
            parted = before is None or _parted(before[0], row, habits, before[1], turned=at == 0)
            steps.append(_Step(row, number, parted))
            before = row, edge
    return steps


def _line(composer: Composer, row: Row) -> None:
    roles = [(Role.TABLE_ROW, 0)] if row.table else []
    composer.put(Line(row.text, tuple(row.bold)), roles=roles, gap="")


def _head(
    composer: Composer, held: list[Row], habits: Habits, title: tuple[int, str] | None
) -> tuple[int, str] | None:
    """Write a heading of one or several lines as one block; the foremost of the first page so far."""
    text, bold = "", []
    for row in held:
        text += "\n" if text else ""
        bold += [(len(text) + start, len(text) + end) for start, end in row.bold]
        text += row.text
    level = habits.level(held[0])
    composer.put(Line(text, tuple(bold)), roles=[(Role.HEADING, level)], gap="")
    if len(composer.pages) == 1 and (title is None or level < title[0]):
        return level, " ".join(text.split())
    return title


def _class(row: Row) -> tuple[float, bool]:
    return round(row.size * 2) / 2, row.all_bold


def _headlike(row: Row, body: float, *, tells: bool) -> bool:
    """Whether size or weight set a row apart as a heading may be."""
    if row.table or len(row.text) > _LONGEST_HEADING or not any(c.isalpha() for c in row.text):
        return False
    if row.size >= _LARGER * body:
        return True
    return tells and row.all_bold and row.size >= 0.95 * body and not _SENTENCE.search(row.text)


def _stands_alone(step: _Step, after: _Step | None, habits: Habits) -> bool:
    """Whether a head-like row is no part of a paragraph around it."""
    if not step.parted or not habits.level(step.row):
        return False
    if after is None or after.parted or step.row.size >= _LARGER * habits.size:
        return True
    return not _together(step.row, after.row) or bool(habits.level(after.row))


def _together(before: Row, after: Row) -> bool:
    """Whether two head-like rows are lines of one heading."""
    return abs(before.size - after.size) < 0.6 and before.all_bold == after.all_bold


def _edges(rows: Sequence[Row]) -> list[float]:
    """For every row the right edge of the column it stands in."""
    rights: dict[int, float] = {}
    for row in rows:
        if not row.table:
            at = round(row.left / _COLUMN)
            rights[at] = max(rights.get(at, 0.0), row.right)
    return [max((rights[at] for at in _around(row) if at in rights), default=row.right) for row in rows]


def _around(row: Row) -> range:
    at = round(row.left / _COLUMN)
    return range(at - 1, at + 2)


def _reaches(row: Row, edge: float) -> bool:
    """Whether a row fills its column, so that the next word would hardly have fitted."""
    return row.right > edge - 0.12 * (edge - row.left) and edge - row.left > 12 * row.size


def _parted(before: Row, row: Row, habits: Habits, edge: float, *, turned: bool) -> bool:
    """Whether a paragraph ends between two rows; `edge` is the right edge of the first one's column."""
    if before.table or row.table:
        return not (before.table and row.table)
    if abs(before.size - row.size) > 0.08 * habits.size + 0.3:
        return True
    if before.all_bold != row.all_bold and not (row.bold and row.bold[0][0] == 0):
        return habits.bold_tells and len(before.text) < _LONGEST_HEADING
    ended = bool(_ENDED.search(before.text))
    if turned or row.bottom >= before.bottom:  # next page or next column
        if row.item:
            return ended or not _reaches(before, edge)
        return ended and not row.text[:1].islower() and not _reaches(before, edge)
    distance = (before.bottom - row.bottom) / max(before.size, 1.0)
    if distance > _WIDER * habits.leading and distance - habits.leading > 0.25:
        return True
    indented = row.left - before.left
    if not ended or abs(indented) < 0.8 * row.size or row.item:
        return False
    return not before.item if indented > 0 else True
