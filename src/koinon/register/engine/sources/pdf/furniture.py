"""What stands around the text of a PDF page: running lines, page numbers, watermarks, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from koinon.register.engine.sources.pdf.pieces import PageText, Piece

_EDGE = 0.13  # of the height of the page
_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.|pág(?:ina)?\.?|seite|стр\.?)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|\||of|de|sur|von)\s*\d{1,4})?\W*$",
    re.I,
)
_NOTE_START = re.compile(r"^\W{0,2}(?:\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§])\W{0,2}\s*\S")
_FIGURES = re.compile(r"\d+")
_SMALL = 0.92
_LARGE = 1.12
_SHIFT = 4.0  # points by which a running line may wander from page to page


def body_size(pages: Sequence[PageText]) -> float:
    """The type size in which most characters of the document are set, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            sizes[round(piece.size * 2) / 2] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def furniture(pages: Sequence[PageText], body: float) -> list[set[int]]:
    """For each page the positions in `pieces` of what runs along its edges or across it."""
    edges = [_edges(page) for page in pages]
    seen: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for number, found in enumerate(edges):
        for at, zone in found.items():
            piece = pages[number].pieces[at]
            for key in _keys(piece, number, body):
                seen[zone, key][number] = piece.bottom
    needed = 2 if len(pages) < 4 else 3
    result = []
    for number, found in enumerate(edges):
        pieces = pages[number].pieces
        repeated = {
            at
            for at, zone in found.items()
            if _worded(pieces[at].text)
            and any(
                sum(abs(y - pieces[at].bottom) < _SHIFT for y in seen[zone, key].values()) >= needed
                for key in _keys(pieces[at], number, body)
            )
        }
        running = {at for at in repeated if not _in_the_text(pieces, at, found[at], repeated)}
        numbers = {
            at
            for at in found
            if _NUMBER.match(pieces[at].text)
            and all(other in running or other == at for other in _beside(pieces, at))
            and _outermost(pieces, at, found[at], running)
        }
        slanted = {at for at, piece in enumerate(pieces) if piece.slanted}
        result.append(running | numbers | slanted)
    return result


def footnotes(pieces: Sequence[Piece], body: float) -> set[int]:
    """The positions of the small lines under the text, if one of them opens with a note sign."""
    small = {at for at, piece in enumerate(pieces) if piece.size <= _SMALL * body}
    rest = [piece for at, piece in enumerate(pieces) if at not in small]
    under = [
        at
        for at in sorted(small, key=lambda at: -pieces[at].top)
        if not any(other.top < pieces[at].top and other.over(pieces[at]) for other in rest)
    ]
    if not rest or not any(_NOTE_START.match(pieces[at].text) for at in under):
        return set()
    return set(under)


def _edges(page: PageText) -> dict[int, str]:
    """The positions of the pieces near the top and the bottom edge."""
    found = {}
    for at, piece in enumerate(page.pieces):
        if piece.bottom > (1 - _EDGE) * page.height:
            found[at] = "top"
        elif piece.top < _EDGE * page.height:
            found[at] = "bottom"
    return found


def _keys(piece: Piece, page: int, body: float) -> list[str]:
    """By what a running line is known again: its words, and its words around a number that counts pages.

    What is set as large as a heading must repeat word for word: "Section 1", "Section 2" are none.
    """
    text = " ".join(piece.text.split()).casefold()
    if piece.size > _LARGE * body:
        return [text]
    counted = {int(n) - page for n in _FIGURES.findall(text) if len(n) < 5}
    return [text, *(f"{_FIGURES.sub('#', text)} {offset}" for offset in counted)]


def _worded(text: str) -> bool:
    """Whether the text is more than an enumerator."""
    return len(text) > 3 and sum(c.isalpha() for c in text) >= 2


def _in_the_text(pieces: Sequence[Piece], at: int, zone: str, repeated: set[int]) -> bool:
    """Whether a repeated line is set close to the text and like it: then it merely recurs there."""
    own = pieces[at]
    for other, piece in enumerate(pieces):
        if other in repeated or abs(piece.size - own.size) > 0.3 or not piece.over(own):
            continue
        gap = own.bottom - piece.top if zone == "top" else piece.bottom - own.top
        if -0.5 * own.size < gap < 0.4 * own.size:
            return True
    return False


def _beside(pieces: Sequence[Piece], at: int) -> list[int]:
    return [other for other, piece in enumerate(pieces) if other != at and piece.beside(pieces[at])]


def _outermost(pieces: Sequence[Piece], at: int, zone: str, running: set[int]) -> bool:
    """Whether nothing but running lines stands further out."""
    own = pieces[at]
    for other, piece in enumerate(pieces):
        if other in running or other == at or piece.beside(own) or piece.slanted:
            continue
        if (zone == "top" and piece.bottom > own.top - 1) or (
            zone == "bottom" and piece.top < own.bottom + 1
        ):
            return False
    return True
