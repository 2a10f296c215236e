"""What stands in a cell: several values in one, prefixes, dates in every way people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

_EXCEL_DAY_ZERO = date(1899, 12, 30)  # day 60, which never was, falls before any date of interest
_SERIAL = re.compile(r"\d{5}(?:\.0*\d*)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_PARTED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_SESSION = re.compile(r"(?:session\s*)?0*(\d{1,3})(?:\s*(?:st|nd|rd|th))?(?:\s*session)?", re.IGNORECASE)
_PREFIX = re.compile(r"^\s*[-–•]\s+")
_NUMBERED = re.compile(r"^\s*(\d+(?:\.\d+)+)\.?\s*")


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, no NUL."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\0", "").strip()


def folded(text: str) -> str:
    """Runs of white space as one space."""
    return " ".join(text.split())


def several(cell: str, *, commas: bool = False) -> tuple[str, ...]:
    """The values of a cell: one a line, each without its leading "- "; by commas too where asked."""
    lines = cell.splitlines()
    parts = [part for line in lines for part in (line.split(",") if commas else (line,))]
    return tuple(
        dict.fromkeys(v for part in parts if (v := folded(_PREFIX.sub("", part)).removeprefix("- ")))
    )


def session(cell: str) -> int | None:
    """The number in "18", "18 Session", "18th session"; None for anything else."""
    found = _SESSION.fullmatch(_PREFIX.sub("", cell).strip())
    return int(found[1]) if found and 0 < int(found[1]) < 200 else None


def numbered(text: str) -> tuple[str, str]:
    """The paragraph number that leads a text ("124.38"), and the text without it."""
    found = _NUMBERED.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def month_first(values: Iterable[str]) -> bool:
    """Whether a column writes the month before the day: where no date tells, the day comes first."""
    pairs = [(int(m[1]), int(m[2])) for v in values if (m := _PARTED.fullmatch(v.strip()))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def day(cell: str, *, american: bool = False) -> date | None:
    """A date as ISO, day/month/year (month first if `american`) or Excel's serial number; else None."""
    value = cell.strip()
    try:
        if found := _ISO.fullmatch(value):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _PARTED.fullmatch(value):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            return date(year, first, second) if american else date(year, second, first)
    except ValueError:
        return None
    if _SERIAL.fullmatch(value):
        return _EXCEL_DAY_ZERO + timedelta(days=int(float(value)))
    return None
