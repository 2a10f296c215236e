"""What is told of an incident before it stands: by a person, in a row of a sheet, or by a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from koinon.kernel.lines import line
from koinon.kernel.refusals import Refused
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.incidents.days import Exact, dated

MOST_SOURCES = 20
LONGEST_ACCOUNT = 20_000  # characters
LONGEST_TITLE = 300
LONGEST_ADDRESS = 2000
PARTED = " | "
_ADDRESS = re.compile(r"https?://[^\s/?#@|\\]+(?:[/?#][^\s|]*)?")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an incident can be checked: who says so, at which address, and the day they said it."""

    name: str
    address: str = ""
    published_on: date | None = None

    def record(self) -> dict[str, str]:
        """The source as it is kept."""
        return {
            "name": self.name,
            "address": self.address,
            "published_on": self.published_on.isoformat() if self.published_on else "",
        }


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as it is told. `place` is a code, `row` the number of its row where it came from."""

    place: str
    kind: str
    on: date
    title: str
    exact: str = Exact.DAY
    ends: date | None = None
    account: str = ""
    language: str = ""
    sources: tuple[Source, ...] = ()
    row: str = ""


def checked(told: Told, *, today: date) -> Told:
    """The incident with its words in order; refuses what cannot be, naming the field in `field`."""
    kinds.kind(told.kind)
    if told.on > today or (told.ends and told.ends > today):
        raise Refused(
            "observatory.incident.ahead",
            "{day} lies ahead: what is still to come is a flashpoint.",
            day=told.on if told.on > today else told.ends,
            field="on" if told.on > today else "ends",
        )
    if told.ends and told.ends < told.on:
        raise Refused(
            "observatory.incident.ends",
            "It ends before it began: give the last day of what lasted, or leave it empty.",
            field="ends",
        )
    title = line(told.title)
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(
            "observatory.incident.title",
            "Say in one line of at most {most} letters what happened.",
            most=LONGEST_TITLE,
            field="title",
        )
    if len(told.account) > LONGEST_ACCOUNT:
        raise Refused(
            "observatory.incident.account",
            "The account has more than {most} letters: shorten it.",
            most=LONGEST_ACCOUNT,
            field="account",
        )
    return Told(
        told.place, told.kind, told.on, title, Exact(told.exact), told.ends, told.account.strip(),
        told.language, tuple(sourced(told.sources)), told.row,
    )  # fmt: skip


def sourced(sources: Iterable[Source]) -> list[Source]:
    """The sources in order; refuses none at all, too many, one without a name, and odd addresses."""
    found = [Source(line(s.name), s.address.strip(), s.published_on) for s in sources]
    if not found:
        raise Refused(
            "observatory.incident.sources",
            "Name at least one source: who says so, and where it can be read.",
            field="sources",
        )
    if len(found) > MOST_SOURCES:
        raise Refused(
            "observatory.incident.many_sources",
            "At most {most} sources are kept: name those that carry it.",
            most=MOST_SOURCES,
            field="sources",
        )
    for one in found:
        if not one.name or len(one.name) > LONGEST_TITLE:
            raise Refused(
                "observatory.incident.source",
                "Say in at most {most} letters who the source is.",
                most=LONGEST_TITLE,
                field="sources",
            )
        if not is_address(one.address):
            raise Refused(
                "observatory.incident.address",
                "“{address}” is no web address: it begins with http:// or https://.",
                address=one.address[:200],
                field="sources",
            )
    return found


def source_of(words: str) -> Source:
    """A source as one line: "Harbour Gazette | https://… | 2031-05-04", all but the name optional.

    The parts after the first may stand in either order; an address alone is its own name. What is neither
    an address nor a day belongs to the name.
    """
    name: list[str] = []
    address, published = "", None
    for part in (part.strip() for part in words.split("|")):
        day = dated(part)
        if part.startswith(("http://", "https://")) and not address:
            address = part
        elif name and day and day[1] is Exact.DAY and published is None:
            published = day[0]
        elif part:
            name.append(part)
    return Source(" ".join(name) or address, address, published)


def source_line(source: Mapping[str, str]) -> str:
    """A kept source as the line that `source_of` reads."""
    name = " ".join(source.get("name", "").replace("|", " ").split())
    parts = (name, source.get("address", ""), source.get("published_on", ""))
    return PARTED.join(part for part in parts if part)


def is_address(text: str) -> bool:
    """Whether a text may stand as a link: empty, or an http(s) address with a host, blanks nowhere."""
    return not text or (
        len(text) <= LONGEST_ADDRESS and text.isprintable() and bool(_ADDRESS.fullmatch(text))
    )
