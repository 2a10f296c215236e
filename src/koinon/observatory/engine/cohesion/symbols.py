"""Symbols of resolutions as roll-call files write them, and where the United Nations publish the document.

"R/60/154" is resolution 154 of session 60, published as A/RES/60/154. Until session 30 symbols were numbered
through and carried the session in Roman numerals, "A/RES/3181(XXVIII)" for "R/28/3181".
"""

from __future__ import annotations

import re

_SYMBOL = re.compile(r"R/(?P<session>\d{1,3})/(?P<number>\d{1,4})(?P<part>[A-Z]{0,2})")
_LAST_ROMAN = 30
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def symbol(written: str) -> str:
    """The symbol of the document, "" where what is written is no resolution's."""
    found = _SYMBOL.fullmatch(written.strip())
    if not found:
        return ""
    session, number, part = int(found["session"]), found["number"], found["part"]
    if session <= _LAST_ROMAN:
        return f"A/RES/{number}{part}({_roman(session)})"
    return f"A/RES/{session}/{number}{part}"


def address(written: str) -> str:
    """Where the document is published, "" where that is not known."""
    found = symbol(written)
    return f"https://undocs.org/{found}" if found else ""


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found += letters
            number -= value
    return found
