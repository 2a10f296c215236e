"""The edition: how an authoritative text is laid out for reading, with its provisions marked.

A text comes as one string with headings and spans of provisions (offsets in code points). The edition
is a sequence of blocks that together hold every character that is not white space between blocks, so
nothing of the text is lost or moved. A span may cross blocks, and spans may overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\f]+")
_OPENS_ITEM = re.compile(r"\s*(?:[-–—•●▪◦*①-⓿]|\(?\w{1,4}[.)]\s|\d+(?:[.-]\d+)+\s)")
_WRAPPED = range(45, 181)  # the lengths that a line has when a page or a mail program wrapped it
_WRITTEN = re.compile(r"\s*(#{1,6})\s+\S")
_ADORNED = re.compile(r"^[\s#*]*(?:(?:\d+|[ivxlc]+)(?:[.-]\d+)*[.)]?\s+)?\**")
_CLOSES = (".", ";", ":", "!", "?")


@dataclass(frozen=True, slots=True)
class Span:
    """A provision's place in the text: its number, start and end (exclusive)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside a block, and the numbers of the spans that cover it.

    `opens` holds those whose very first piece this is: where their anchor stands.
    """

    text: str
    spans: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 or deeper) or a paragraph (level 0), and the spans that begin in it."""

    start: int
    level: int
    pieces: tuple[Piece, ...]
    opens: tuple[int, ...]

    @property
    def text(self) -> str:
        """The text of the block without its marks."""
        return "".join(piece.text for piece in self.pieces)


def edition(text: str, headings: Iterable[Sequence[int]], spans: Iterable[Span]) -> tuple[Block, ...]:
    """Lay out a text; headings are (start, end, level), and those out of order or range are passed over."""
    ordered = sorted(spans, key=lambda s: (s.start, s.end, s.number))
    blocks, opened = [], set[int]()
    for start, end, level in _stretches(text, sorted(headings, key=tuple), ordered):
        pieces = tuple(_pieces(text, start, end, ordered, opened))
        blocks.append(Block(start, level, pieces, tuple(n for piece in pieces for n in piece.opens)))
    return tuple(blocks)


def headings(text: str, sections: Iterable[tuple[int, Sequence[str]]]) -> list[tuple[int, int, int]]:
    """(start, end, level) of the lines that are headings in a text whose source marks none.

    `sections` tells for offsets in the text under which path of headings they stand. A line is a
    heading when it is the last one before such an offset that says what the path says, or when it is
    written as one ("## Findings"). A path's words that no line repeats give no heading.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    found: dict[tuple[int, int], int] = {}
    for line in _LINE.finditer(text):
        places.setdefault(_said(line[0]), []).append(line.span())
        written = _WRITTEN.match(line[0])
        if written:
            found[line.span()] = len(written[1])
    for offset, path in sections:
        for level, words in enumerate(path, start=1):
            before = [span for span in places.get(_said(words), ()) if span[1] <= offset]
            if before:
                found.setdefault(before[-1], level)
    return sorted((start, end, level) for (start, end), level in found.items())


def _said(line: str) -> str:
    """What a heading says, however it is numbered and adorned."""
    return " ".join(_ADORNED.sub("", line.casefold()).split()).rstrip(": *")


def parts(blocks: Sequence[Block], *, most: int, per_span: int) -> list[tuple[Block, ...]]:
    """Cut an edition into parts that cost at most `most`: characters, and `per_span` for each span.

    A part begins at a heading where the last third of the part before it holds one.
    """
    result: list[tuple[Block, ...]] = []
    current: list[Block] = []
    cost = 0
    for block in blocks:
        price = len(block.text) + per_span * len(block.opens)
        if current and (cost + price > most or (block.level and cost > most * 2 // 3)):
            result.append(tuple(current))
            current, cost = [], 0
        current.append(block)
        cost += price
    return [*result, tuple(current)] if current else result


def _stretches(
    text: str, headings: Sequence[Sequence[int]], spans: Sequence[Span]
) -> Iterator[tuple[int, int, int]]:
    position = 0
    for start, end, level in headings:
        start = _with_hashes(text, start)
        if position <= start < end <= len(text):
            yield from _paragraphs(text, position, start, spans)
            yield from _trimmed(text, start, end, max(level, 1))
            position = end
    yield from _paragraphs(text, position, len(text), spans)


def _with_hashes(text: str, start: int) -> int:
    """Where a heading begins with the hashes of Markdown before it, if there are any."""
    line = max(text.rfind("\n", 0, start), text.rfind("\f", 0, start)) + 1
    return line if text[line:start].strip(" \t#") == "" else start


def _trimmed(text: str, start: int, end: int, level: int) -> Iterator[tuple[int, int, int]]:
    stretch = text[start:end]
    if stretch.strip():
        left = len(stretch) - len(stretch.lstrip())
        yield start + left, start + len(stretch.rstrip()), level


def _paragraphs(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
    """Paragraphs between two headings: lines that a wrap has parted are joined again."""
    first = last = None
    for line in _LINE.finditer(text, start, end):
        if not line[0].strip():
            continue
        if first is not None and last is not None and not _continues(text, last, line, spans):
            yield from _trimmed(text, first, last.end(), 0)
            first = None
        first = line.start() if first is None else first
        last = line
    if first is not None and last is not None:
        yield from _trimmed(text, first, last.end(), 0)


def _continues(text: str, last: re.Match[str], line: re.Match[str], spans: Sequence[Span]) -> bool:
    start = line.start() + len(line[0]) - len(line[0].lstrip())
    over = _span_over(spans, start)
    if "\n" in text[last.end() + 1 : line.start()] or (over and over.start == start):
        return False
    closed = last[0].rstrip().endswith(_CLOSES)
    if over and not closed:
        return True  # one provision: the line was broken for lack of room, whatever it begins with
    if len(last[0].strip()) not in _WRAPPED or _OPENS_ITEM.match(line[0]):
        return False
    return not closed or line[0].lstrip()[:1].islower()


def _span_over(spans: Sequence[Span], position: int) -> Span | None:
    """The last span that begins at or before a position and goes on behind it."""
    index = bisect_right(spans, position, key=lambda span: span.start) - 1
    return spans[index] if index >= 0 and position < spans[index].end else None


def _pieces(text: str, start: int, end: int, spans: Sequence[Span], opened: set[int]) -> Iterator[Piece]:
    inside = [s for s in spans if s.start < end and s.end > start]
    cuts = sorted({start, end, *(c for s in inside for c in (s.start, s.end) if start < c < end)})
    for left, right in pairwise(cuts):
        over = tuple(s.number for s in inside if s.start < right and s.end > left)
        opens = tuple(n for n in over if n not in opened)
        opened.update(opens)
        yield Piece(text[left:right], over, opens)
