"""How the terms of the vocabulary are written, and how texts are cut into words to be compared with them.

A term is one or more words: `spyware`, `surveillance*` (any ending), `freedom of expression|speech` (either).
Words compare without case and accents; one in capitals (`AI`, `IDP*`) only with capitals. The words of a term
stand next to each other in the text: spaces, hyphens and apostrophes may lie between them; a comma or a full
stop may not, unless the term has it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

_WORD = re.compile(r"\w+|[,.;:!?()\[\]]")
_PIECE = re.compile(r"\w+\*?(?:\|\w+\*?)*|[,.;:!?()\[\]]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
SHORTEST_STEM = 3  # letters before a "*": shorter stems match too much


def words(text: str) -> list[str]:
    """The words and the separating marks of a text, as written."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 16)
def folded_word(word: str) -> str:
    """A word without case, accents and ligatures."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LIGATURES)


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a term: folded unless `cased`; with any ending if `open`."""

    text: str
    open: bool
    cased: bool

    def fits(self, word: str) -> bool:
        """Whether this piece stands for that word of a text."""
        seen = word if self.cased else folded_word(word)
        return seen.startswith(self.text) if self.open else seen == self.text


def pieces(term: str) -> Iterator[tuple[Piece, ...]]:
    """The sequences of pieces that a term stands for; ValueError says what is wrong with it."""
    cut = _PIECE.findall(unicodedata.normalize("NFC", term))
    left_over = re.sub(r"[\s\-–'’/]+", "", _PIECE.sub("", unicodedata.normalize("NFC", term)))
    if not cut or left_over:
        raise ValueError("is not made of words, * and |" if cut else "is empty")
    yield from product(*([_piece(choice) for choice in position.split("|")] for position in cut))


def _piece(written: str) -> Piece:
    stem = written.removesuffix("*")
    is_open = stem != written
    cased = len(stem) > 1 and stem.isupper()
    if is_open and not cased and len(stem) < SHORTEST_STEM:
        raise ValueError(f'has the stem "{written}", which is shorter than {SHORTEST_STEM} letters')
    return Piece(stem if cased else folded_word(stem), is_open, cased)
