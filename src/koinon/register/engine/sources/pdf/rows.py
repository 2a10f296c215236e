"""Pieces to rows: what stands on one line is joined, cells of a table become one row with tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from koinon.register.engine.sources.pdf.pieces import Piece
from koinon.register.engine.sources.pdf.tables import ENUMERATOR, Table, tables

_ITEM = re.compile(r"^(?:[•●○◦▪■□►▶➢✓·‣∙–—]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s)")


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


def rows(pieces: list[Piece]) -> list[Row]:
    """The rows of a page whose pieces are in reading order."""
    found: list[Row] = []
    at = 0
    for table in tables(pieces):
        found += _lines(pieces[at : table.start])
        found += _cells(pieces[table.start : table.end], table)
        at = table.end
    return found + _lines(pieces[at:])


def _lines(pieces: list[Piece]) -> list[Row]:
    """Rows of what stands on one line, outside tables."""
    found: list[Row] = []
    line: list[Piece] = []
    for piece in pieces:
        if line and not (piece.beside(line[-1]) and not piece.over(line[-1])):
            found.append(_joined(line, "\t"))
            line = []
        line.append(piece)
    return [*found, _joined(line, "\t")] if line else found


def _cells(pieces: list[Piece], table: Table) -> list[Row]:
    """The rows of a table, each cell's lines joined; cells holding lists are given line by line."""
    lines: list[list[list[Piece]]] = []
    current = len(table.columns)
    for piece in pieces:
        column = table.column(piece)
        if column < current and not (lines and _continues(piece, lines[-1])):
            lines.append([[] for _ in table.columns])
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
