"""Tables on a page: where the file steps from cell to cell to the right, again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koinon.register.engine.sources.pdf.pieces import Piece

ENUMERATOR = re.compile(
    r"^(?:[•●○◦▪■□►▶➢✓·‣∙*–—-]|§\s?\d+|[①-⑳]"
    r"|\(?(?:\d{1,3}(?:[.-]\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})[.):]?\)?)$"
)
_TALLEST = 20.0  # type sizes by which the first cells of a table may be high
_TIGHT = 0.25  # of the type size: the gap between two lines of one cell is less
_APART = 3.0  # type sizes of white space that end a table


@dataclass(frozen=True, slots=True)
class Table:
    """The pieces from `start` to `end` (exclusive) and the left edges of their columns."""

    start: int
    end: int
    columns: tuple[float, ...]

    def column(self, piece: Piece) -> int:
        """The column in which a piece stands."""
        return max(0, sum(1 for left in self.columns if left <= piece.left + 1) - 1)


def tables(pieces: Sequence[Piece]) -> list[Table]:
    """The tables of a page whose pieces are in the order of the file, first to last.

    Two steps to the right from the same column to the same column make a table; prose in columns
    makes one, and a list whose text stands far from its enumerators makes none.
    """
    found: list[Table] = []
    for steps in _runs(pieces):
        begin, end = steps[0], steps[-1] + 2
        spans = _spans(pieces[begin:end])
        columns = tuple(left for left, _ in spans)
        table = Table(begin, end, columns)
        pairs = Counter(
            (table.column(pieces[at]), table.column(pieces[at + 1]))
            for at in steps
            if not ENUMERATOR.match(pieces[at].text)
        )
        if len(columns) > 1 and any(count > 1 for (one, two), count in pairs.items() if one < two):
            first = found[-1].end if found else 0
            found.append(_extended(pieces, table, spans, first))
    return found


def _runs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Steps to the right that no line across them, no wide white space and no next column parts."""
    run: list[int] = []
    top = 0.0
    for at in range(len(pieces) - 1):
        piece, after = pieces[at], pieces[at + 1]
        if run and (_crosses(piece, pieces, run) or _gap(pieces, at) > _APART * piece.size):
            yield run
            run = []
        if not moves_right(piece, after):
            continue
        highest = top + piece.size if run else piece.top + _TALLEST * piece.size
        if after.top > highest:  # up to the next column of the page
            if run:
                yield run
            run = []
            continue
        top = max(piece.top, after.top, top if run else 0.0)
        run.append(at)
    if run:
        yield run


def _crosses(piece: Piece, pieces: Sequence[Piece], run: list[int]) -> bool:
    """Whether a line runs over a place where the steps before have left white space."""
    return any(piece.left < pieces[at].right and piece.right > pieces[at + 1].left for at in run)


def _gap(pieces: Sequence[Piece], at: int) -> float:
    """The white space under what stands around piece `at` and over what follows.

    Cells may be aligned at the middle or the foot of their row: a single piece tells little.
    """
    above, below = pieces[max(0, at - 5) : at + 1], pieces[at + 1 : at + 5]
    return min(p.bottom for p in above) - max(p.top for p in below)


def moves_right(before: Piece, after: Piece) -> bool:
    """Whether `after` stands right of `before` and not below it: the next cell, or the next column."""
    return after.left > before.right and after.top > before.bottom + 0.3 * before.size


def _spans(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """The widths that the pieces cover, overlapping ones merged: the columns."""
    spans: list[tuple[float, float]] = []
    for left, right in sorted((p.left, p.right) for p in pieces):
        if spans and left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def _extended(pieces: Sequence[Piece], table: Table, spans: list[tuple[float, float]], first: int) -> Table:
    """The table with the first lines of its first cell and the last lines of its last."""
    start, end = table.start, table.end
    head, foot = spans[table.column(pieces[start])], spans[table.column(pieces[end - 1])]
    while start > first and _continues(pieces[start - 1], pieces[start], head):
        start -= 1
    while end < len(pieces) and _continues(pieces[end - 1], pieces[end], foot):
        end += 1
    return Table(start, end, table.columns)


def _continues(upper: Piece, lower: Piece, span: tuple[float, float]) -> bool:
    """Whether two pieces are consecutive lines of one cell that covers `span`."""
    inside = all(span[0] - 1 <= p.left and p.right <= span[1] + p.size for p in (upper, lower))
    return inside and -0.3 * lower.size < upper.bottom - lower.top < _TIGHT * lower.size
