"""A kept page of a report as it is read on screen: in pages of a bearable length, long tables in part.

What is kept stays as it is; here it is only taken apart again, at the marks that `html` sets. Every text in
it was escaped there, so that no mark can be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby

LONG = 30  # rows that a table may have and be shown whole
FIRST, ROOM_OF_FIRST = 20, 8_000  # rows, and bytes, of a longer one that are shown
ROWS, ROOM = 100, 56_000  # rows of a table, and bytes of anything, on one page
SCOPE = 600  # characters of what the report covers, of each sort

_BLOCK = re.compile(
    r"<header\b.*?</header>|<dl\b.*?</dl>|<nav\b.*?</nav>|<figure\b.*?</figure>"
    r'|<div class="table-scroll".*?</div>|<(h[23]|p|ol|ul)\b.*?</\1>',
    re.DOTALL,
)
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
_VALUE = re.compile(r"(?<=<dd>)(.*?)(?=</dd>)", re.DOTALL)
_KEY = re.compile(r'<h2 id="([^"]+)"')
_ROW = "</tr>\n<tr>"


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as HTML. Of a table: its number in the report, and how many of its rows are shown."""

    html: str
    table: int = 0
    shown: int = 0
    rows: int = 0

    @property
    def cut(self) -> bool:
        """Whether rows are left out."""
        return self.shown < self.rows


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of a report by itself: its caption, its rows on pages, and what stands around them."""

    caption: str
    before: str
    pages: tuple[tuple[str, ...], ...]
    after: str
    count: int

    def html(self, page: int) -> str:
        """The table with the rows of a page, from 1."""
        return self.before + _ROW.join(self.pages[page - 1]) + self.after


@dataclass(frozen=True, slots=True)
class Screen:
    """A report on screen: title, what it covers, contents, and its blocks on pages."""

    title: str
    about: str
    listed: str
    pages: tuple[tuple[Piece, ...], ...]

    def contents(self, page: int) -> str:
        """The list of contents as it stands on a page, from 1: each section leads to its own."""
        listed = self.listed
        for number, pieces in enumerate(self.pages, 1):
            for piece in pieces:
                if number != page and (found := _KEY.match(piece.html)):
                    listed = listed.replace(f'href="#{found[1]}"', f'href="?page={number}#{found[1]}"')
        return listed


def screen(part: str) -> Screen:
    """The part of a kept page, as `html.within` gives it, for the screen."""
    title, about, listed, *blocks = (match[0] for match in _BLOCK.finditer(part))
    return Screen(title, _VALUE.sub(_shorter, about), listed, tuple(_pages(list(_pieces(blocks)))))


def rows(part: str, number: int) -> Rows | None:
    """The table of that number in a part; None where there is none."""
    tables = [match[0] for match in _BLOCK.finditer(part) if match[0].startswith("<div")]
    if not 0 < number <= len(tables):
        return None
    before, found, after = _apart(tables[number - 1])
    caption = _CAPTION.search(before)
    told = unescape(caption[1]) if caption else ""
    return Rows(told, before, tuple(_filled(found, ROWS, ROOM)), after, len(found))


def shorter(block: str, number: int = 0) -> Piece:
    """A block, or as much of a table as a page about more than it shows."""
    if not block.startswith("<div"):
        return Piece(block)
    before, found, after = _apart(block)
    few = len(found) <= LONG and len(block.encode()) <= 2 * ROOM_OF_FIRST
    first = found if few else list(next(_filled(found, FIRST, ROOM_OF_FIRST)))
    return Piece(before + _ROW.join(first) + after, number, len(first), len(found))


def _pieces(blocks: Sequence[str]) -> Iterator[Piece]:
    number = 0
    for block in blocks:
        number += block.startswith("<div")
        yield shorter(block, number)


def _apart(table: str) -> tuple[str, list[str], str]:
    """A table before its rows, its rows, and what comes after."""
    head, mark, rest = table.partition("<tbody>")
    body, end, after = rest.partition("</tbody>")
    found = body.removeprefix("<tr>").removesuffix("</tr>").split(_ROW) if body else []
    if not found:
        return head + mark, [], end + after
    return f"{head}{mark}<tr>", found, f"</tr>{end}{after}"


def _filled(found: Sequence[str], most: int, room: int) -> Iterator[tuple[str, ...]]:
    """Rows on pages: as many as fit, at least one."""
    page: list[str] = []
    used = 0
    for row in found:
        size = len(row.encode())
        if page and (len(page) == most or used + size > room):
            yield tuple(page)
            page, used = [], 0
        page.append(row)
        used += size
    yield tuple(page)


def _pages(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces on pages; a heading stays with what follows it."""
    page: list[Piece] = []
    used = 0
    for together in _together(pieces):
        size = sum(len(piece.html.encode()) for piece in together)
        if page and used + size > ROOM:
            yield tuple(page)
            page, used = [], 0
        page += together
        used += size
    yield tuple(page)


def _together(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Headings with the block that follows them."""
    waiting: list[Piece] = []
    for heading, group in groupby(pieces, lambda piece: piece.html.startswith(("<h2", "<h3"))):
        for piece in group:
            waiting.append(piece)
            if not heading:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def _shorter(match: re.Match[str]) -> str:
    told = unescape(match[1])
    if len(told) <= SCOPE:
        return match[0]
    return escape(told[:SCOPE].rpartition("; ")[0] or told[:SCOPE]) + " …"
