"""By when: the words that set a date, a period, a meeting or a recurrence, and the dates they fix."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from koinon.register.engine.documents import Deadline
from koinon.register.engine.wording.clocks import counts_from_adoption
from koinon.register.engine.wording.deadline_words import (
    COUNT,
    EVENT,
    HINTS,
    MONTH,
    MONTHS,
    NUMBERS,
    PATTERNS,
    TENS,
    YEAR,
)

_YEARS = re.compile(r"\d{4}")
_WORDS = re.compile(r"[^\W\d_]+")
_PAST = re.compile(
    r"(?:\b(?:adopted|held|signed|agreed|concluded|made|taken|approved|convened|established|launched|"
    r"issued|published|met|expressed|"
    r"endorsed|created|proclaimed|decided|was|were|since|released|submitted|presented|organi[sz]ed|"
    r"gathered|assembled|hosted|"
    r"adopt[ée]e?s?|tenue?s?|signée?s?|conclue?s?|celebrad[oa]s?|adoptad[oa]s?|firmad[oa]s?|aprobad[oa]s?)|"
    r"(?:Declaration|Conference|Summit|Convention|Agreement|Protocol|Resolution|Charter|Act|Decision|"
    r"elections?|law))\s*\Z",
)
_REPORTED = re.compile(
    r"\b(?:expressed|adopted|made|agreed|announced|presented|launched|held|established|set out)\b"
    r"[^,.;]{0,60}\Z"
)
_ARRIVED = re.compile(
    r"\b(?:has|have|had)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ne)?\s*\Z|\bwhich\s+will\s+be\b[^,.;]{0,40}\Z"
)
_TITLED = re.compile(
    r"\b(?:Programme|Program|Plan|Strategy|Framework|Agenda|Policy|Roadmap|Compact|Stratégie|Estrategia|Programa)\b[^,.;]*\Z"
)
_PERIOD = re.compile(r"\bperiod\b|\bpériode\b|\bperíodo\b")
_RELATIVE = re.compile(
    rf"({COUNT})[\s-]+(?:calendar\s+|working\s+)?(day|week|month|year|jour|semaine|mois|an|année|"
    rf"día|semana|mes|año)",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º)?(?:\s*[-–]\s*\d{{1,2}})?\s+(?:of\s+|"
    rf"de\s+)?(?P<m1>{MONTH}),?\s+(?:de\s+|of\s+)?(?P<y1>{YEAR})|"
    rf"(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?,?\s+(?P<y2>{YEAR})|"
    rf"(?P<m3>{MONTH}),?\s+(?:de\s+|of\s+)?(?P<y3>{YEAR})|(?P<y4>\d{{4}})-(?P<m4>\d\d)-(?P<d4>\d\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text: how it is written, its first and last day."""

    text: str
    start: date
    due: date


def date_in(text: str) -> DateFound | None:
    """The first date (day or month) of a text."""
    for match in _FULL_DATE.finditer(text):
        groups = match.groupdict()
        for n in ("1", "2", "3", "4"):
            if not groups[f"y{n}"]:
                continue
            month = MONTHS.get(groups[f"m{n}"].lower()) or int(groups[f"m{n}"]) if groups[f"m{n}"] else 0
            year, day = int(groups[f"y{n}"]), groups.get(f"d{n}")
            if not 1 <= month <= 12 or not 1 <= year <= 9999:
                continue
            last = monthrange(year, month)[1]
            if day is None:
                return DateFound(match.group(), date(year, month, 1), date(year, month, last))
            if 1 <= int(day) <= last:
                exact = date(year, month, int(day))
                return DateFound(match.group(), exact, exact)
    return None


def deadline(text: str, language: str, document: date | None) -> Deadline | None:
    """The deadline that a provision sets, or None; relative periods count from the `document` date."""
    if not _YEARS.search(text) and HINTS.isdisjoint(_WORDS.findall(text.lower())):
        return None
    pattern = PATTERNS.get(language, PATTERNS["en"])
    found: list[str] = []
    for match in pattern.finditer(text):
        words = match.group().strip(" ,")
        if words and words not in found and _sets_a_date(text, match, words, document):
            found.append(words)
    if not found:
        return None
    start, due = _dates(found[0], document if _from_adoption(text, found[0]) else None)
    return Deadline(" | ".join(found[:2]), start, due)


def _sets_a_date(text: str, match: re.Match[str], words: str, document: date | None) -> bool:
    before = text[max(0, match.start() - 90) : match.start()]
    after = text[match.end() : match.end() + 20]
    low = words.lower()
    years = [int(y) for y in re.findall(YEAR, words)]
    past_prone = low.startswith(
        (
            "in ",
            "en ",
            "at ",
            "during ",
            "on ",
            "le ",
            "el ",
            "to ",
            "from ",
            "between ",
            "before ",
            "until ",
            "through ",
            "de ",
            "entre ",
            "au ",
            "for ",
            "over ",
            "since ",
        )
    )
    if past_prone and (
        _PAST.search(before) or (low.startswith(("at ", "during ", "on ")) and _REPORTED.search(before))
    ):
        return False
    if (
        years
        and low.startswith(("for ", "over ", "pour ", "para "))
        and not _PERIOD.search(low)
        and _TITLED.search(before)
    ):
        return False
    if low.startswith("as of") and years and (document is None or max(years) < document.year):
        return False
    if re.match(r"(?:in|over|during|within)\s+the\s+last\b", low) or (years and _ARRIVED.search(before)):
        return False
    if years and document and max(years) < document.year:
        return False
    if low.startswith(("towards", "toward", "beyond", "to ")) and years and not re.search(EVENT, low):
        return False
    if (
        re.match(
            r"\s+(?:Agenda|Goals|Strategy|Framework|Plan|Programme|Program|Declaration|Convention|"
            r"Act|Compact)\b",
            after,
        )
        and years
    ):
        return False
    if re.match(r"\s*(?:-|–)?\s*(?:old|olds|of age|of experience|ago|of imprisonment|in prison)\b", after):
        return False
    if low.startswith(("after ", "during ", "in ", "throughout ")) and _RELATIVE.search(low) and not years:
        return bool(
            re.search(r"next|coming|following|first|prochain|próxim|plazo|délai", low)
        ) or low.startswith("in ")
    return True


def _from_adoption(text: str, words: str) -> bool:
    span = _RELATIVE.search(words.lower())
    return counts_from_adoption(text, words, span.group(2) if span else None)


def _dates(words: str, document: date | None) -> tuple[date | None, date | None]:
    low = words.lower()
    years = [int(year) for year in re.findall(YEAR, low)]
    if len(years) == 1 and (short := re.search(r"(?:19|20)\d\d\s*[-–/]\s*(\d\d)(?!\d)", low)):
        years.append(years[0] // 100 * 100 + int(short.group(1)))
    if re.search(EVENT, low) and not date_in(words):
        return None, None
    if len(years) >= 2:
        return date(min(years), 1, 1), date(max(years), 12, 31)
    if exact := date_in(words):
        opens = low.startswith(
            ("in ", "en ", "during", "from", "starting", "on ", "el ", "le ", "as ", "beginning")
        )
        return (exact.start if opens else None), (
            None if low.startswith(("from", "starting", "as ", "beginning")) else exact.due
        )
    if years:
        return _of_year(low, years[0])
    if document and (span := _RELATIVE.search(low)):
        return None, _later(document, _count(span.group(1)), span.group(2).lower())
    return None, None


def _of_year(low: str, year: int) -> tuple[date | None, date | None]:
    if low.startswith(("before", "prior", "avant", "antes")) and not re.search(r"end|fin", low):
        return None, date(year - 1, 12, 31) if year > 1 else None
    if low.startswith(("from", "starting", "as ", "beginning", "effective", "commencing")):
        return date(year, 1, 1), None
    if re.search(r"first half|mid|middle|milieu|mediados", low):
        return (date(year, 1, 1) if low.startswith("in") else None), date(year, 6, 30)
    quarter = re.search(r"(first|second|third|fourth|last) quarter", low)
    if quarter:
        n = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}[quarter.group(1)]
        return date(year, 3 * n - 2, 1), date(year, 3 * n, monthrange(year, 3 * n)[1])
    if re.search(r"beginning|start|early", low) and not low.startswith("in"):
        return None, date(year, 1, 31)
    opens = low.startswith(("in ", "during", "en ", "throughout"))
    return (date(year, 1, 1) if opens else None), date(year, 12, 31)


def _count(word: str) -> int:
    figure = re.search(r"\d+", word)
    if figure:
        return int(figure.group())
    return (
        NUMBERS.get(word.lower())
        or sum(TENS.get(w) or NUMBERS.get(w, 0) for w in word.lower().split("-"))
        or 1
    )


def _later(day: date, count: int, unit: str) -> date | None:
    try:
        if unit in ("day", "jour", "día"):
            return day + timedelta(days=count)
        if unit in ("week", "semaine", "semana"):
            return day + timedelta(weeks=count)
        months = count * (12 if unit in ("year", "an", "année", "año") else 1)
        year, month = divmod(day.month - 1 + months, 12)
        year += day.year
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None
