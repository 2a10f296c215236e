"""Web fonts unpacked for typst: plain TrueType under family names of their own.

A web font comes in pieces by script which all bear one family name; typst takes one file a family and
style, so each piece gets its own name and the list of names says in which order they are tried.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from fontTools.ttLib import TTFont

LAYOUT = "1"  # raise it whenever what is made of a font changes
_TAIL = re.compile(r"-(?:wght|opsz|wdth|standard|\d{3})-(?:normal|italic)$")


@dataclass(frozen=True, slots=True)
class Font:
    """A TrueType file, its family, and the code points it holds."""

    data: bytes
    family: str
    holds: frozenset[int]


def unpacked(name: str, data: bytes) -> Font:
    """The font of a web font file (WOFF2) of that name; bytes in, the same bytes out each time."""
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    font.flavor = None
    stem = name.rpartition(".")[0]
    family = "Koinon " + _TAIL.sub("", stem)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
        elif record.nameID in (4, 6):
            record.string = stem
    made = BytesIO()
    font.save(made)
    return Font(made.getvalue(), family, frozenset(font.getBestCmap()))


def visible(character: str) -> bool:
    """Whether a character needs a glyph: not white space, a control or a formatting sign."""
    return unicodedata.category(character)[0] not in "CZ" and not unicodedata.combining(character)
