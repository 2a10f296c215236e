"""Lines in Arabic, Hebrew and other right-to-left scripts: letters put in the order in which they are read.

PDF stores glyphs where they are drawn, and converters disagree on their order; position decides.
Figures and Latin words inside such a line run left to right (Unicode Standard Annex 9, simplified).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_MIRRORED = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")
_OPENING, _CLOSING = "([{«‹", ")]}»›"
_LEFTWARD = frozenset({"R", "AL"})
# Letters and figures with what may stand between figures, as one unit that runs left to right.
_RIGHTWARD = re.compile(r"%?[0-9A-Za-z٠-٩۰-۹]+(?:[.,:/%+-][0-9A-Za-z٠-٩۰-۹]+)*%?")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the edges of the place where it is drawn."""

    character: str
    left: float
    right: float


def leftward(text: str) -> bool:
    """Whether most letters of a line are of a right-to-left script."""
    if text.isascii():
        return False
    letters = [unicodedata.bidirectional(c) for c in text if c.isalpha()]
    return sum(kind in _LEFTWARD for kind in letters) * 2 > len(letters)


def word(glyphs: Sequence[Glyph]) -> str:
    """The letters of one word of a right-to-left line in reading order."""
    ordered = sorted(glyphs, key=lambda g: -(g.left + g.right))
    text = unicodedata.normalize("NFKC", "".join(g.character for g in ordered))
    return _RIGHTWARD.sub(lambda found: found.group()[::-1], text)


def in_order(words: Sequence[tuple[str, float]]) -> list[int]:
    """The positions of a line's words, given with their right edges, as they are read.

    Words without a right-to-left letter that follow one another run left to right among themselves.
    """
    positions = sorted(range(len(words)), key=lambda at: -words[at][1])
    found: list[int] = []
    run: list[int] = []
    for at in positions:
        if any(c.isascii() and c.isalpha() for c in words[at][0]):
            run.append(at)
            continue
        found += run[::-1]
        run = []
        found.append(at)
    return found + run[::-1]


def brackets_stand(text: str) -> bool:
    """Whether brackets read as they should: more open before they close than the other way round."""
    right = wrong = 0
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            right += depth > 0
            wrong += depth <= 0
            depth -= 1
    return wrong <= right


def mirrored(text: str) -> str:
    """The text with every bracket turned round."""
    return text.translate(_MIRRORED)


def brackets_moved(word: str, after: str) -> tuple[str, str]:
    """Two words in sequence, each bracket with the word it encloses."""
    if len(word) > 1 and word[-1] in _OPENING:
        return word[:-1], word[-1] + after
    if len(after) > 1 and after[0] in _CLOSING:
        return word + after[0], after[1:]
    return word, after
