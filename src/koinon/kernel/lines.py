"""A title, a name: one line that shows what it says. Text that any XML parser reads."""

from __future__ import annotations

import re
import unicodedata

# Controls, line ends, and the characters that turn the direction of what follows (UAX 9, 2.1–2.4). The
# marks U+200E, U+200F and U+061C stay: they turn nothing but themselves, and some scripts need them.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
# XML 1.0 has no place for these; a text from a broken file may hold them
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Spaces, controls, and what tells of the order or the joining of others (Zs, Zl, Zp, Cc, Cf) …
_SHOWS_NOTHING = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
# … but for the Arabic, Syriac and Kaithi signs that stand over or before numbers,
_SHOWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# and besides what Unicode calls a letter, a mark or a symbol though nobody sees it: fillers of Hangul and
# Khmer, the grapheme joiner, Mongolian and other variation selectors, the empty pattern of Braille.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def visible(text: str) -> str:
    """The text without spaces at its ends; nothing, where no character of it can be seen.

    Joiners and marks of direction within what is written stay as they are: scripts need them.
    """
    return text.strip() if any(map(_seen, text)) else ""


def _seen(character: str) -> bool:
    if character in _SHOWN:
        return True
    return unicodedata.category(character) not in _SHOWS_NOTHING and not _UNSEEN.match(character)


def line(text: str) -> str:
    """The text as one line without what hides or turns words; spaces at its ends are gone.

    So "gpj.exe" cannot be made to read "exe.jpg". Texts of documents keep every character, as offsets
    count; each stands in an element of its own, where such a turn ends.
    """
    return visible(_UNFIT.sub(" ", text))


def writable(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold, form feeds as line ends."""
    return _UNWRITABLE.sub("", text.replace("\f", "\n"))
