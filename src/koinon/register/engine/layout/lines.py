"""The lines of an extract: where they stand, how far they are indented, what the layout says of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.layout.enumerators import Marker, marker

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_EDGE = " \t\xa0\u200b\u200e\u200f\u3000\ufeff\xad" + "".join(
    map(chr, [*range(0x2000, 0x200B), *range(0x202A, 0x202F)])
)


@dataclass(slots=True)
class Line:
    """One non-blank line: source range without edge spaces, and its surroundings.

    `gap` counts the blank lines before it, `page` is the page number from 0 (None without pages),
    `role` and `level` are the layout mark that begins on the line, `until` is where that mark
    ends; `torn` says that page furniture stood before it.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    page: int | None
    marker: Marker | None
    role: Role | None = None
    level: int = 0
    until: int = 0
    bold: bool = False
    torn: bool = False


def lines(extract: Extract) -> list[Line]:
    """Every non-blank line of the extract that the layout does not set apart."""
    text = extract.text
    marks = _starting(extract)
    apart = [(mark.start, mark.end) for mark in extract.marks if mark.role is Role.APART]
    bold = [(mark.start, mark.end) for mark in extract.marks if mark.role is Role.BOLD]
    found: list[Line] = []
    previous = 0
    next_mark = next_apart = next_bold = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        bare = raw.lstrip(_EDGE)
        start = match.start() + len(raw) - len(bare)
        bare = bare.rstrip(_EDGE)
        if bare[-2:-1] == " " and bare[-1] in "●•":
            # the bullet of the next item, left at the end of this one
            bare = bare[:-1].rstrip(_EDGE)
        if not bare:
            continue
        end = start + len(bare)
        while next_apart < len(apart) and apart[next_apart][1] <= start:
            next_apart += 1
        if next_apart < len(apart) and apart[next_apart][0] <= start:
            continue
        between = text[previous : match.start()]
        gap = max(0, (between.count("\n") or between.count("\r")) - 1) if found else 1
        page = bisect_right(extract.pages, start) - 1 if extract.pages else None
        line = Line(start, end, bare, start - match.start(), gap, page, marker(bare))
        while next_mark < len(marks) and marks[next_mark][0] < end:
            at, role, level, until = marks[next_mark]
            if at >= match.start():
                line.role, line.level, line.until = role, level, until
            next_mark += 1
        while next_bold < len(bold) and bold[next_bold][1] < end - 1:
            next_bold += 1
        line.bold = next_bold < len(bold) and bold[next_bold][0] <= start
        found.append(line)
        previous = end
    return found


def _starting(extract: Extract) -> list[tuple[int, Role, int, int]]:
    """The marks that tell a line's role, by where they begin; headings win over items."""
    kept = (Role.HEADING, Role.ITEM, Role.FOOTNOTE, Role.TABLE_ROW)
    chosen = [(mark.start, mark.role, mark.level, mark.end) for mark in extract.marks if mark.role in kept]
    return sorted(chosen, key=lambda mark: (mark[0], -kept.index(mark[1])))
