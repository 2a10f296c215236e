"""The words of a text as search compares them: where they stand, and their folded form.

Folding takes away what people type or leave out at will: case, accents, points of Arabic and Hebrew,
lengthening strokes, the width and the script of digits. Marks that are part of a letter (Thai and Indic
vowels, the breve of й) stay. Source: Unicode Standard Annex #15 (normalisation) and #29 (clusters).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 60  # characters of a word; what goes beyond does not count
JOINERS = "\u00ad\u200b\u200c\u200d\u2060"  # soft hyphen and zero widths: inside a word they are nothing


def _marks() -> str:
    """Every combining character of the basic plane, as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


MARKS = _marks()
#: Thai and Lao; Burmese; Khmer; kana; Han; Hangul, whose words are spaced but carry their particles along.
SPACELESS = (
    "\u0e00-\u0e4f\u0e5a-\u0ecf\u0eda-\u0eff\u1000-\u103f\u104a-\u108f\u109a-\u109f\uaa60-\uaa7f\ua9e0-\ua9ef"
    "\u1780-\u17df\u17ea-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U000323af\uac00-\ud7a3"
)
TOKEN = rf"[^\W_](?:[^\W_]|[{MARKS}{JOINERS}])*"
WORD = re.compile(TOKEN)
_RUNS = re.compile(rf"[{SPACELESS}](?:[{SPACELESS}{MARKS}{JOINERS}])*|[^{SPACELESS}]+")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_CLUSTER = re.compile(rf".[{MARKS}{JOINERS}\uff9e\uff9f]*", re.DOTALL)  # narrow kana carry their marks behind
# The breve of й (U+0306 after и) makes another letter of it; everywhere else accents go.
_LOOSE = re.compile(
    "(?<!\u0438)\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    f"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed{JOINERS}]"
)
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i",
        "ŋ": "n", "ŧ": "t", "ς": "σ", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه",
    }
)  # fmt: skip
_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x80, 0x10000)
    if unicodedata.category(chr(code)) == "Nd"
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a text, or a run of a script without spaces: characters `start` to `end`.

    `form` is the folded word; of a run, `clusters` are its folded letters with their marks, each with
    where it starts and ends.
    """

    form: str
    start: int
    end: int
    clusters: tuple[tuple[str, int, int], ...] = ()


def pieces(text: str) -> Iterator[Piece]:
    """The words of a text in order."""
    for match in WORD.finditer(text):
        token, start = match[0], match.start()
        if token.isascii() or not _SPACELESS.search(token):
            yield Piece(folded(token)[:LONGEST], start, match.end())
            continue
        for run in _RUNS.finditer(token):
            left, right = start + run.start(), start + run.end()
            if _SPACELESS.match(run[0]):
                clusters = tuple(
                    (folded(c[0]), left + c.start(), left + c.end()) for c in _CLUSTER.finditer(run[0])
                )
                yield Piece("".join(form for form, _, _ in clusters), left, right, clusters)
            else:
                yield Piece(folded(run[0])[:LONGEST], left, right)


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """The form in which a word is compared; never empty for a word that is not."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_DIGITS)
    form = unicodedata.normalize("NFC", _LOOSE.sub("", plain)).translate(_LETTERS)
    return "".join(form.split()) or word
