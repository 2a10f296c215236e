"""Pieces to rows: what stands on one line is joined, cells of a table become one row with tabs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from koinon.register.engine.sources.pdf.pieces import Piece

ENUMERATOR = re.compile(
    r"^(?:[•●○◦▪■□►▶➢✓·‣∙*–—-]|\(?(?:\d{1,3}(?:[.-]\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})[.):]?\)?|§\s?\d+|[①-⑳])$"
)
_ITEM = re.compile(r"^(?:[•●○◦▪■□►▶➢✓·‣∙–—]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s)")
_NEAR = 4.0  # points by which the cells of one column may start apart


@dataclass(slots=True, eq=False)
class Row:
    """One line of the page, or one row of a table with its cells parted by tabs."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: list[tuple[int, int]]
    all_bold: bool
    table: bool = False

    @property
    def item(self) -> bool:
        """Whether the row opens with an enumerator or a bullet."""
        first = self.text.split(None, 1)[0] if self.text.strip() else ""
        return bool(ENUMERATOR.match(first)) and first != self.text.strip()


def rows(pieces: list[Piece]) -> list[Row]:
    """The rows of a page whose pieces are in reading order."""
    columns = _columns(pieces)
    found: list[Row] = []
    at = 0
    while at < len(pieces):
        end = _table_end(pieces, at, columns) if columns else at
        if end > at:
            found += _table(pieces[at:end], columns)
            at = end
            continue
        end = at + 1
        while (
            end < len(pieces)
            and pieces[end].beside(pieces[end - 1])
            and not pieces[end].over(pieces[end - 1])
        ):
            end += 1
        found.append(_joined(pieces[at:end], "\t"))
        at = end
    return found


def _joined(pieces: list[Piece], between: str, *, table: bool = False) -> Row:
    """One row; after an enumerator a space, between other pieces `between`."""
    text, bold = "", []
    for number, piece in enumerate(pieces):
        if number:
            text += " " if ENUMERATOR.match(pieces[number - 1].text) else between
        bold += [(len(text) + start, len(text) + end) for start, end in piece.bold]
        text += piece.text
    widest = max(pieces, key=lambda p: len(p.text))
    return Row(
        text,
        min(p.left for p in pieces),
        max(p.right for p in pieces),
        min(p.bottom for p in pieces),
        max(p.top for p in pieces),
        widest.size,
        bold,
        all(p.all_bold for p in pieces if any(c.isalnum() for c in p.text))
        and any(p.all_bold for p in pieces),
        table,
    )


def _moves_right(before: Piece, after: Piece) -> bool:
    """Whether `after` stands right of `before` and not below it: the next cell, or the next column."""
    return after.left > before.right and after.top > before.bottom + 0.3 * before.size


def _columns(pieces: list[Piece]) -> list[float]:
    """The left edges of the columns of a table on the page, none if there is no table.

    Two moves to the same column from the same column make a table; prose in columns makes one.
    """
    moves: Counter[tuple[int, int]] = Counter()
    for before, after in itertools.pairwise(pieces):
        if _moves_right(before, after) and not ENUMERATOR.match(before.text):
            moves[round(before.left / _NEAR), round(after.left / _NEAR)] += 1
    edges: set[int] = set()
    for (source, target), count in moves.items():
        near = sum(n for (s, t), n in moves.items() if abs(s - source) <= 1 and abs(t - target) <= 1)
        if count and near >= 2:
            edges.update((source, target))
    lefts: list[float] = []
    for edge in sorted(edges):
        if not lefts or edge * _NEAR - lefts[-1] > 2 * _NEAR:
            lefts.append(edge * _NEAR)
    return _numbered(pieces, lefts) if len(lefts) > 1 else []


def _numbered(pieces: list[Piece], lefts: list[float]) -> list[float]:
    """The columns, with one more before them if their rows open with enumerators of their own."""
    opening = [
        before.left
        for before, after in itertools.pairwise(pieces)
        if ENUMERATOR.match(before.text)
        and _moves_right(before, after)
        and abs(after.left - lefts[0]) < 1.5 * _NEAR
    ]
    return [min(opening) - 1, *lefts] if len(opening) > 1 and min(opening) < lefts[0] - 2 * _NEAR else lefts


def _column(piece: Piece, columns: list[float]) -> int | None:
    """The column a piece stands in, None if it stands left of all or runs over several."""
    at = sum(1 for left in columns if left <= piece.left + 1.5 * _NEAR) - 1
    if at < 0 or (at + 1 < len(columns) and piece.right > columns[at + 1] + _NEAR):
        return None
    return at


def _table_end(pieces: list[Piece], start: int, columns: list[float]) -> int:
    """Where the table that begins at `start` ends; `start` itself if none does."""
    if _column(pieces[start], columns) != 0:
        return start
    end, last_move, current = start + 1, start, 0
    while end < len(pieces):
        column = _column(pieces[end], columns)
        before = pieces[end - 1]
        apart = before.bottom - pieces[end].top > 3 * before.size
        if column is None or (apart and column >= current):
            break
        if column > current:
            last_move = end
            if not _moves_right(before, pieces[end]):
                break
        current = column
        end += 1
    if last_move == start:
        return start
    while end > last_move + 1 and _column(pieces[end - 1], columns) == 0:
        end -= 1  # lines after the last row that merely begin at the left margin
    return end


def _table(pieces: list[Piece], columns: list[float]) -> list[Row]:
    """The rows of a table, each cell's lines joined; cells holding lists are given line by line."""
    lines: list[list[list[Piece]]] = []
    current = len(columns)
    for piece in pieces:
        column = _column(piece, columns) or 0
        if column < current and not (lines and _continues(piece, lines[-1])):
            lines.append([[] for _ in columns])
        lines[-1][column].append(piece)
        current = column
    found: list[Row] = []
    for cells in lines:
        if any(_ITEM.match(piece.text) for cell in cells for piece in cell[1:]):
            found += [_joined([piece], " ") for cell in cells for piece in cell]
            continue
        filled = [_joined(cell, " ") for cell in cells if cell]
        row = _joined([Piece(r.text, r.left, r.right, r.bottom, r.top, r.size, r.bold) for r in filled], "\t")
        row.table = True
        found.append(row)
    return found


def _continues(piece: Piece, cells: list[list[Piece]]) -> bool:
    """Whether a piece back in the first columns is the next line of a row written line by line."""
    lowest = min(p.bottom for cell in cells for p in cell)
    return lowest - piece.top < 0.25 * piece.size and piece.text[:1].islower()
