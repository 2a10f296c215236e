"""A title, a name: one line that shows what it says."""

from __future__ import annotations

import re

# Controls, line ends, and the characters that turn the direction of what follows (UAX 9, 2.1–2.4). The
# marks U+200E, U+200F and U+061C stay: they turn nothing but themselves, and some scripts need them.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


def line(text: str) -> str:
    """The text as one line without what hides or turns words; spaces at its ends are gone.

    So "gpj.exe" cannot be made to read "exe.jpg". Texts of documents keep every character, as offsets
    count; each stands in an element of its own, where such a turn ends.
    """
    return _UNFIT.sub(" ", text).strip()
