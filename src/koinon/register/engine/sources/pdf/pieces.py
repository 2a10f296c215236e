"""A PDF page as pieces of lines: text, place, size, weight, by a few calls for each word."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2.raw as pdfium

from koinon.register.engine.sources.composing import superscript
from koinon.register.engine.sources.pdf import righttoleft
from koinon.register.engine.sources.pdf.righttoleft import (
    Glyph,
    brackets_moved,
    brackets_stand,
    in_order,
    leftward,
    mirrored,
)

# PDFium puts this where it joined a word that was hyphenated at the end of a line.
_HYPHEN = "\ufffe"
_WORD = re.compile(r"\S+")
_HEAVY = re.compile(r"bold|black|heavy|demi|semibd|[-,]bd", re.I)
_NOTE_SIGN = re.compile(r"^([^\d\s]*?[^\d\s,.]?[.,;:!?)”’\"']*)(\d{1,3}(?:,\d{1,3})*)$")
_WIDE_GAP = 1.8  # in type sizes: wider than a justified space, narrower than a gutter
_FAR = 50_000.0  # points: nobody sees what stands further out (NaN fails as well)
_RAISED_SIZE = 0.87
_QUARTER = math.pi / 2
# Ligatures to letters, bullets of symbol fonts to bullets, invisible characters to nothing.
_TABLE = str.maketrans(
    {
        **dict(
            zip(
                "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06",
                ("ff", "fi", "fl", "ffi", "ffl", "st", "st"),
                strict=True,
            )
        ),
        **dict(zip("\uf0b7\uf0a7\uf0a8\uf06e\uf076\uf0d8\uf0fc\uf02d", "•▪▪■❖➢✓–", strict=True)),
        **dict.fromkeys("\x02\xad\u200b\ufeff", ""),
    }
)


@dataclass(slots=True, eq=False)
class Piece:
    """A stretch of one line without wide gaps; points from the lower left corner of the upright page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: list[tuple[int, int]]
    slanted: bool = False

    @property
    def all_bold(self) -> bool:
        """Whether every letter is bold."""
        covered = sum(end - start for start, end in self.bold)
        return covered >= len(self.text) - self.text.count(" ") - 1 and covered > 0

    def beside(self, other: Piece) -> bool:
        """Whether both stand on the same line of the page."""
        overlap = min(self.top, other.top) - max(self.bottom, other.bottom)
        return overlap > 0.5 * min(self.top - self.bottom, other.top - other.bottom)

    def over(self, other: Piece) -> bool:
        """Whether the two share part of their width."""
        return min(self.right, other.right) - max(self.left, other.left) > 1


@dataclass(slots=True)
class PageText:
    """One page: its size as it is looked at, and its pieces in the order of the file."""

    width: float
    height: float
    pieces: list[Piece]


@dataclass(slots=True)
class _Word:
    text: str
    first: int
    last: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


class PageReader:
    """Reads pages through one set of buffers; not for several threads at once."""

    def __init__(self) -> None:
        self._box = pdfium.FS_RECTF()
        self._at = ctypes.byref(self._box)
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)
        self._font = ctypes.create_string_buffer(160)
        self._flags = ctypes.c_int()
        self._flags_at = ctypes.byref(self._flags)

    def count(self, text_page: object) -> int:
        """The number of characters on a page."""
        return int(pdfium.FPDFText_CountChars(text_page))

    def page(self, page: object, text_page: object) -> PageText:
        """All text of a page, turned upright."""
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        turn = pdfium.FPDFPage_GetRotation(page)
        pieces: list[Piece] = []
        text, index = self._text(text_page)
        start = 0
        for line in re.split("(\r\n|[\r\n])", text):
            if line and line not in ("\r\n", "\r", "\n"):
                pieces.extend(self._line(text_page, line, index, start, (turn, width, height)))
            start += len(line)
        return PageText(width, height, pieces)

    def _text(self, text_page: object) -> tuple[str, list[int] | None]:
        """The page's characters, and for each its index in PDFium where the two differ."""
        count = self.count(text_page)
        buffer = (ctypes.c_ushort * (count + 1))()
        got = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
        if len(text) == count:
            return text, None
        index, unit = [], 0
        for character in text:
            index.append(int(pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, unit)))
            unit += 2 if character > "\uffff" else 1
        return text, index

    def _line(
        self,
        text_page: object,
        line: str,
        index: list[int] | None,
        start: int,
        view: tuple[int, float, float],
    ) -> Iterator[Piece]:
        """The pieces of one line as PDFium sees it; a hyphenated line end begins a new piece."""
        parts = line.split(_HYPHEN)
        for number, part in enumerate(parts):
            words = [
                word
                for found in _WORD.finditer(part)
                if (word := self._word(text_page, found, index, start, view)) is not None
            ]
            if leftward(part):
                words = self._leftward(text_page, words)
            if words and number < len(parts) - 1:
                words[-1].text += "-"
            scale, slanted = self._set(text_page, words[0].first) if words else (1.0, False)
            for word in words:
                word.size *= scale
            yield from _pieces(words, slanted=slanted)
            start += len(part) + 1

    def _word(
        self,
        text_page: object,
        found: re.Match[str],
        index: list[int] | None,
        start: int,
        view: tuple[int, float, float],
    ) -> _Word | None:
        first, last = start + found.start(), start + found.end() - 1
        if index is not None:
            first, last = index[first], index[last]
        text = found.group()
        if not text.isascii():
            text = text.translate(_TABLE)
        if not text or first < 0 or last < 0:
            return None
        box = self._box
        if not pdfium.FPDFText_GetLooseCharBox(text_page, first, self._at):
            return None
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        size = abs(float(pdfium.FPDFText_GetFontSize(text_page, first)))
        if last != first and pdfium.FPDFText_GetLooseCharBox(text_page, last, self._at):
            if box.right < left or view[0] or box.bottom != bottom:
                left, right = min(left, box.left), max(right, box.right)
                bottom, top = (min(bottom, box.bottom), max(top, box.top)) if view[0] else (bottom, top)
            else:
                right = box.right
            if text[-1].isdigit() and box.bottom > bottom + 0.04 * size:
                text = self._with_note(text_page, text, last, size)
        pdfium.FPDFText_GetFontInfo(text_page, first, self._font, 160, self._flags_at)
        heavy = _heavy(self._font.value, int(self._flags.value))
        if view[0]:
            left, bottom, right, top = _upright(left, bottom, right, top, view)
        if not (-_FAR < left <= right < _FAR and -_FAR < bottom <= top < _FAR and 0 <= size < _FAR):
            return None
        return _Word(text, first, last, left, right, bottom, top, max(size, 0.1), heavy)

    def _leftward(self, text_page: object, words: list[_Word]) -> list[_Word]:
        """The words of a right-to-left line in reading order, their letters too."""
        for word in words:
            glyphs = []
            for at in range(word.first, word.last + 1):
                if pdfium.FPDFText_GetLooseCharBox(text_page, at, self._at):
                    code = int(pdfium.FPDFText_GetUnicode(text_page, at))
                    character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
                    glyphs.append(Glyph(character, float(self._box.left), float(self._box.right)))
            word.text = righttoleft.word(glyphs).translate(_TABLE) or word.text
            word.left = min((g.left for g in glyphs), default=word.left)
            word.right = max((g.right for g in glyphs), default=word.right)
        ordered = [words[at] for at in in_order([(word.text, word.right) for word in words])]
        if not brackets_stand(" ".join(word.text for word in ordered)):
            for word in ordered:
                word.text = mirrored(word.text)
        for word, after in itertools.pairwise(ordered):
            word.text, after.text = brackets_moved(word.text, after.text)
        return ordered

    def _with_note(self, text_page: object, text: str, last: int, size: float) -> str:
        """Digits at the end of a word that are set smaller are a note reference: raise them."""
        if (found := _NOTE_SIGN.match(text)) is None or not found.group(1):
            return text
        small = float(pdfium.FPDFText_GetFontSize(text_page, last))
        return found.group(1) + superscript(found.group(2)) if small < _RAISED_SIZE * size else text

    def _set(self, text_page: object, at: int) -> tuple[float, bool]:
        """How much a line's type is scaled, and whether it runs at an angle, as watermarks do."""
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(text_page, at, self._matrix_at):
            return 1.0, False
        scale = math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a) % _QUARTER
        return (scale if 0.01 < scale < 1000 else 1.0), min(angle, _QUARTER - angle) > 0.1


@lru_cache(maxsize=512)
def _heavy(font: bytes, flags: int) -> bool:
    """Whether a font is bold, by its name or by the ForceBold flag (ISO 32000-1, table 123)."""
    return bool(_HEAVY.search(font.decode("latin-1"))) or bool(flags & (1 << 18))


def _upright(
    left: float, bottom: float, right: float, top: float, view: tuple[int, float, float]
) -> tuple[float, float, float, float]:
    """A box on a page that is shown turned by a quarter, half or three quarters clockwise."""
    turn, width, height = view
    if turn == 1:
        return bottom, height - right, top, height - left
    if turn == 2:
        return width - right, height - top, width - left, height - bottom
    return width - top, left, width - bottom, right


def _pieces(words: list[_Word], *, slanted: bool) -> Iterator[Piece]:
    """Words joined to pieces; a wide gap parts them, a small raised number becomes a note reference."""
    piece: Piece | None = None
    for word in words:
        if piece is not None and _raised(word, piece):
            text = superscript(word.text)
            gap = " " if word.left - piece.right > 0.25 * piece.size else ""
            piece.text += gap + text
            piece.right = max(piece.right, word.right)
            continue
        if piece is not None and _same(piece, word):
            at = len(piece.text) + 1
            piece.text += f" {word.text}"
            piece.left, piece.right = min(piece.left, word.left), max(piece.right, word.right)
            piece.bottom, piece.top = min(piece.bottom, word.bottom), max(piece.top, word.top)
            if word.bold:
                _embolden(piece, at)
            continue
        if piece is not None:
            yield piece
        bold = [(0, len(word.text))] if word.bold else []
        piece = Piece(word.text, word.left, word.right, word.bottom, word.top, word.size, bold, slanted)
    if piece is not None:
        yield piece


def _same(piece: Piece, word: _Word) -> bool:
    gap = max(word.left - piece.right, piece.left - word.right)
    return gap <= _WIDE_GAP * max(piece.size, word.size)


def _raised(word: _Word, piece: Piece) -> bool:
    return (
        word.size < _RAISED_SIZE * piece.size
        and word.text.isascii()
        and word.text.isdecimal()
        and len(word.text) <= 3
        and word.bottom > piece.bottom + 0.08 * piece.size
        and word.left - piece.right < piece.size
    )


def _embolden(piece: Piece, start: int) -> None:
    if piece.bold and piece.bold[-1][1] == start - 1:
        piece.bold[-1] = (piece.bold[-1][0], len(piece.text))
    else:
        piece.bold.append((start, len(piece.text)))
