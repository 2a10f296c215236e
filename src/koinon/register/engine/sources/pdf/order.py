"""Reading order: the file's own where it makes sense, else columns from left to right.

Most producers write a page in reading order, tables cell by cell included; only where the file
jumps about, or alternates between two columns of running prose, does geometry decide.
"""

from __future__ import annotations

import itertools
import re

from koinon.register.engine.sources.pdf.pieces import Piece

_BIN = 3.0  # points
_MOST_BINS = 5000  # a page wider than this is no page that anyone reads
_LINES = 5  # fewer lines than this on a side are no column
_MOST_JUMPS = 2
_ENDED = re.compile(r"[.:;!?…。»”\")\]]\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")


def in_reading_order(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a page in the order in which a person reads them."""
    if len(pieces) < 3:
        return pieces
    if _jumps(pieces) > _MOST_JUMPS:
        return _by_columns(pieces, 2)
    if _alternates(pieces):
        return _by_columns(pieces, 2)
    return pieces


def _jumps(pieces: list[Piece]) -> int:
    """How often the file goes back up over what stands below: no way of reading."""
    return sum(
        1
        for before, after in itertools.pairwise(pieces)
        if after.bottom > before.top - 0.3 * before.size and after.over(before)
    )


def _alternates(pieces: list[Piece]) -> bool:
    """Whether lines of two columns of prose are written by turns, left, right, left, right."""
    gutter = _gutter(pieces)
    if gutter is None:
        return False
    turns = sum(
        1
        for before, after in itertools.pairwise(pieces)
        if before.right <= gutter <= after.left and before.beside(after)
    )
    left = [p for p in pieces if p.right <= gutter]
    right = [p for p in pieces if p.left >= gutter]
    return turns * 3 > min(len(left), len(right)) and _flows(left) and _flows(right)


def _flows(column: list[Piece]) -> bool:
    """Whether lines run on into the next, as prose does and cells do not."""
    lines = sorted(column, key=lambda p: -p.top)
    running = sum(
        1
        for before, after in itertools.pairwise(lines)
        if not _ENDED.search(before.text) and after.text[:1].islower()
    )
    return running * 3 >= len(lines)


def _by_columns(pieces: list[Piece], depth: int) -> list[Piece]:
    """Cut at a gutter into bands between full-width lines, each band left column first."""
    gutter = _gutter(pieces) if depth else None
    if gutter is None:
        return _downwards(pieces)
    crossing = [p for p in _downwards(pieces) if p.left < gutter < p.right]
    rest = [p for p in pieces if not p.left < gutter < p.right]
    ordered: list[Piece] = []
    for edge in [*crossing, None]:
        band = rest if edge is None else [p for p in rest if p.bottom >= edge.top - 0.5 * edge.size]
        rest = [p for p in rest if p not in band] if edge is not None else []
        for side in ([p for p in band if p.right <= gutter], [p for p in band if p.left >= gutter]):
            ordered += _by_columns(side, depth - 1)
        if edge is not None:
            ordered.append(edge)
    return ordered


def _downwards(pieces: list[Piece]) -> list[Piece]:
    """Top to bottom; what stands on one line, left to right."""
    ordered: list[Piece] = []
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p.top - p.bottom, p.left)):
        if line and not piece.beside(line[0]):
            ordered += sorted(line, key=lambda p: p.left)
            line = []
        line.append(piece)
    return ordered + sorted(line, key=lambda p: p.left)


def _gutter(pieces: list[Piece]) -> float | None:
    """The middle of a vertical strip that hardly a line crosses, with filled columns on both sides."""
    if len(pieces) < 2 * _LINES:
        return None
    low, high = min(p.left for p in pieces), max(p.right for p in pieces)
    count = int((high - low) / _BIN) + 1
    if not 20 < count < _MOST_BINS:
        return None
    change = [0] * (count + 1)
    for piece in pieces:
        change[int((piece.left - low) / _BIN)] += 1
        change[min(count, int((piece.right - low) / _BIN) + 1)] -= 1
    covers, covered = [], 0
    for step in change[:count]:
        covered += step
        covers.append(covered)
    inner = range(count // 5, count - count // 5)
    fewest = min(covers[i] for i in inner)
    strip = _longest([i for i in inner if covers[i] == fewest])
    gutter = low + (sum(strip) / len(strip) + 0.5) * _BIN
    return gutter if _parted(pieces, gutter, low, high) else None


def _longest(bins: list[int]) -> list[int]:
    runs: list[list[int]] = [[bins[0]]]
    for at in bins[1:]:
        if at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return max(runs, key=len)


def _parted(pieces: list[Piece], gutter: float, low: float, high: float) -> bool:
    """Whether both sides are columns of lines that fill their width."""
    left = [p for p in pieces if p.right <= gutter]
    right = [p for p in pieces if p.left >= gutter]
    crossing = len(pieces) - len(left) - len(right)
    if min(len(left), len(right)) < _LINES or crossing > 0.4 * len(pieces):
        return False
    fill_left = sum(p.right - p.left for p in left) / len(left) / (gutter - low)
    fill_right = sum(p.right - p.left for p in right) / len(right) / (high - gutter)
    return min(fill_left, fill_right) > 0.5
