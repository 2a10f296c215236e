"""A title, a name: one line that shows what it says. Text that any XML parser reads."""

from __future__ import annotations

import re

# Controls, line ends, and the characters that turn the direction of what follows (UAX 9, 2.1–2.4). The
# marks U+200E, U+200F and U+061C stay: they turn nothing but themselves, and some scripts need them.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
# XML 1.0 has no place for these; a text from a broken file may hold them
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def line(text: str) -> str:
    """The text as one line without what hides or turns words; spaces at its ends are gone.

    So "gpj.exe" cannot be made to read "exe.jpg". Texts of documents keep every character, as offsets
    count; each stands in an element of its own, where such a turn ends.
    """
    return _UNFIT.sub(" ", text).strip()


def writable(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold, form feeds as line ends."""
    return _UNWRITABLE.sub("", text.replace("\f", "\n"))
