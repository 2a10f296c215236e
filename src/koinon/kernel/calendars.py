"""Deadlines as an iCalendar (RFC 5545): one all-day event for each provision that has a date.

Events, because most calendar programs show a subscribed calendar's events and ignore its to-dos; they
are transparent, so that nobody's day is blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vText

from koinon.kernel.lines import writable

PRODUCT = "-//Koinon//Register of provisions//EN"
LONGEST_SUMMARY = 120  # characters


@dataclass(frozen=True, slots=True)
class Due:
    """A provision with its date; `uid` is the same for ever, `revision` counts its changes from 1."""

    uid: str
    due: date
    summary: str
    description: str
    url: str
    revision: int
    changed_at: datetime
    categories: tuple[str, ...] = ()


def calendar(name: str, language: str, dues: Iterable[Due]) -> Iterator[bytes]:
    """The calendar piece by piece: its head, an event for each date, its end."""
    head, _, tail = _frame(name, language).to_ical().partition(b"END:VCALENDAR")
    yield head
    for due in dues:
        yield event(due)
    yield b"END:VCALENDAR" + tail


def event(due: Due) -> bytes:
    """One VEVENT, folded at 75 bytes, its text escaped."""
    made = Event()
    made.add("uid", due.uid)
    made.add("dtstamp", due.changed_at)
    made.add("last-modified", due.changed_at)
    made.add("sequence", due.revision - 1)
    made.add("dtstart", due.due)
    if due.due < date.max:
        made.add("dtend", due.due + timedelta(days=1))
    made.add("summary", _line(due.summary))
    made.add("description", _text(due.description))
    made.add("url", due.url)
    made.add("transp", "TRANSPARENT")
    made.add("class", "PUBLIC")
    if due.categories:
        made.add("categories", [_line(name) for name in due.categories])
    return bytes(made.to_ical())


def _frame(name: str, language: str) -> Calendar:
    frame = Calendar()
    frame.add("prodid", PRODUCT)
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("name", vText(_line(name)), parameters={"LANGUAGE": language})
    frame.add("x-wr-calname", vText(_line(name)))
    frame.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    frame.add("x-published-ttl", "PT12H")
    return frame


def _text(text: str) -> str:
    return "\n".join(writable(text).splitlines())


def _line(text: str) -> str:
    line = " ".join(writable(text).split())
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1].rstrip() + "…"
