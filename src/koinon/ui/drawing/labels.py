"""Labels of rows as they fit beside or above what is drawn: in up to two lines, and cut after that.

A drawing that cannot hold a label whole never says it alone: the table beneath it holds every label.
"""

from __future__ import annotations

import unicodedata
from itertools import count
from typing import Any

BESIDE, ABOVE = 32, 44  # letters of a line beside a row on a wide drawing, above it on a narrow one
LINES = 2
HIGH = 15  # px of a line
# Vega puts the first of several lines where one alone would stand: what moves them so that their middle does,
# and so that their last does.
SPLIT = "split(datum.label, '\\n')"
TO_THE_MIDDLE = f"{-HIGH / 2} * (length({SPLIT}) - 1)"
TO_THE_LAST = f"{-HIGH} * (length({SPLIT}) - 1)"
ELLIPSIS = "…"


def width_of(text: str) -> int:
    """How wide a text is, in Latin letters: ideographs and the like are as two, vowel signs as none."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def fitting(label: str, longest: int) -> str:
    """As much of a label as fits into a line, and an ellipsis."""
    if width_of(label) <= longest:
        return label
    kept = label
    while width_of(kept) > longest - 1:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrapped(label: str, longest: int, lines: int = LINES) -> tuple[str, ...]:
    """A label in lines, parted between words; the last line ends in an ellipsis where more would follow."""
    found: list[str] = []
    left = " ".join(label.split())
    while left and len(found) < lines - 1 and width_of(left) > longest:
        line, left = _parted(left, longest)
        found.append(line)
    return (*found, fitting(left, longest)) if left or not found else tuple(found)


def _parted(text: str, longest: int) -> tuple[str, str]:
    """The first line of a text, and the rest; a word that fills a line by itself is parted within."""
    end = 0
    while end < len(text) and width_of(text[: end + 1]) <= longest:
        end += 1
    space = text.rfind(" ", 0, end + 1)
    at = space if space > end // 2 else end
    return text[:at].rstrip(), text[at:].lstrip()


def labelled(data: list[dict[str, Any]], longest: int) -> list[dict[str, Any]]:
    """The rows, their labels in lines that a line break parts; those that would be alike get a number."""
    shown: dict[str, str] = {}
    for label in dict.fromkeys(row["label"] for row in data):
        own = short = "\n".join(wrapped(label, longest))
        for number in count(2):
            if own not in shown.values():
                break
            own = f"{short} ({number})"
        shown[label] = own
    return [{**row, "label": shown[row["label"]]} for row in data]


def tallest(data: list[dict[str, Any]]) -> int:
    """How many lines the longest label has."""
    return max((row["label"].count("\n") + 1 for row in data), default=1)
