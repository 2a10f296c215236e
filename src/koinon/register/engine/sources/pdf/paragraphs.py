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
            for before, after in itertools.pairwise(rows):
                distance = (before.bottom - after.bottom) / before.size
                if 0.9 < distance < 2.6 and abs(before.size - after.size) < 0.6:
                    distances[round(distance * 20) / 20] += 1
        # Single lines under headings must not pass for the usual distance: prefer the closer of two.
        common = [d for d, n in distances.most_common(4) if n * 3 >= distances.most_common(1)[0][1]]
        leading = min(common, default=1.2)
        tells = bold * 2 < letters
        classes = {_class(row) for rows in pages for row in rows if _headlike(row, size, tells=tells)}
        return cls(size, leading, tuple(sorted(classes, reverse=True)), tells)

    def level(self, row: Row) -> int:
        """The heading level of a row that looks like one, from 1 to 6; 0 if it does not."""
        if not _headlike(row, self.size, tells=self.bold_tells):
            return 0
        return min(6, self.heads.index(_class(row)) + 1)


def compose(composer: Composer, pages: Sequence[Sequence[Row]], habits: Habits) -> str | None:
    """Write the body of all pages; returns the words of the foremost heading of the first page."""
    before: Row | None = None
    held: list[Row] = []
    title: tuple[int, str] | None = None
    for number, rows in enumerate(pages):
        margins = _margins(rows)
        began = False
        for at, row in enumerate(rows):
            after = rows[at + 1] if at + 1 < len(rows) else None
            parted = before is None or _parted(before, row, habits, margins, turned=not began)
            if held and (parted or not _together(held[-1], row)):
                title = _head(composer, held, habits, title, first=number == 0 or not composer.pages[1:])
                held, parted = [], True
            if not began:
                composer.part("\n\n" if parted else "\n")
                composer.pages.append(composer.length)
                began = True
            elif not held:
                composer.part("\n\n" if parted else "\n")
            if _stands_alone(row, before, after, habits, margins, parted=parted) or held:
                held.append(row)
            else:
                _line(composer, row)
            before = row
        if held:
            title = _head(composer, held, habits, title, first=number == 0)
            held = []
        if not began:
            composer.pages.append(composer.length)
    return title[1] if title else None


def _line(composer: Composer, row: Row) -> None:
    roles = [(Role.TABLE_ROW, 0)] if row.table else []
    composer.put(Line(row.text, tuple(row.bold)), roles=roles, gap="")


def _head(
    composer: Composer, held: list[Row], habits: Habits, title: tuple[int, str] | None, *, first: bool
) -> tuple[int, str] | None:
    """Write a heading of one or several lines as one block."""
    text, bold = "", []
    for row in held:
        text += "\n" if text else ""
        bold += [(len(text) + start, len(text) + end) for start, end in row.bold]
        text += row.text
    level = habits.level(held[0])
    composer.put(Line(text, tuple(bold)), roles=[(Role.HEADING, level)], gap="")
    if first and (title is None or level < title[0]):
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


def _stands_alone(
    row: Row,
    before: Row | None,
    after: Row | None,
    habits: Habits,
    margins: tuple[float, float],
    *,
    parted: bool,
) -> bool:
    """Whether a head-like row is no part of a paragraph around it."""
    if not habits.level(row):
        return False
    opens = parted or before is None
    if not opens:
        return False
    if after is None or row.size >= _LARGER * habits.size:
        return True
    return (
        not _together(row, after)
        or bool(habits.level(after))
        or _parted(row, after, habits, margins, turned=False)
    )


def _together(before: Row, after: Row) -> bool:
    """Whether two head-like rows are lines of one heading."""
    return abs(before.size - after.size) < 0.6 and before.all_bold == after.all_bold


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    """The left and right edge of the text on a page."""
    return min((r.left for r in rows), default=0.0), max((r.right for r in rows), default=0.0)


def _parted(before: Row, row: Row, habits: Habits, margins: tuple[float, float], *, turned: bool) -> bool:
    """Whether a paragraph ends between two rows."""
    if before.table or row.table:
        return not (before.table and row.table)
    if abs(before.size - row.size) > 0.08 * habits.size + 0.3:
        return True
    if before.all_bold != row.all_bold and not (row.bold and row.bold[0][0] == 0):
        return habits.bold_tells and len(before.text) < _LONGEST_HEADING
    ended = bool(_ENDED.search(before.text))
    if turned or row.bottom >= before.bottom:  # next page or next column
        if row.item:
            return ended
        return ended and not (row.text[:1].islower())
    distance = (before.bottom - row.bottom) / max(before.size, 1.0)
    if distance > _WIDER * habits.leading and distance - habits.leading > 0.25:
        return True
    indented = row.left - before.left
    if not ended or abs(indented) < 0.8 * row.size or row.item:
        return False
    return not before.item if indented > 0 else True
