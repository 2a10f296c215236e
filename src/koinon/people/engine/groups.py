"""Groups of places with dated membership: organisations and coalitions (`data/groups.toml`), M49 regions.

Each group names its source; what is not certain stands in its `note`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from koinon.people.engine.kinds import PartyKind, PlaceKind
from koinon.people.engine.packaged import entries, listed, rows
from koinon.people.engine.places import LANGUAGES, places

_REGIONS_SOURCE = (
    "Standard country or area codes for statistical use (M49), United Nations Statistics Division"
)


_ARTICLE = re.compile(r"^(?:l['’]\s*|(?:le|la|les|el|los|las)\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """Membership of one place (alpha-3) or group (key) from `since` until before `until`.

    `None` is open. `exact` is False where only the month or year is known: the date is its first day.
    """

    code: str
    since: date | None = None
    until: date | None = None
    exact: bool = True

    def on(self, day: date) -> bool:
        """Whether the membership holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of places. `kind` is "group" or "region"; `party` is the kind of party it is itself, if one.

    `names` maps `LANGUAGES` to names, `in_sentence` "fr" and "es" to names with their article; `listed` is
    False where no member list is kept; `members_called` holds what the group calls its members beside
    "member states"; `adjectives` maps languages to what the states of a region are called ("African",
    "africains").
    """

    key: str
    name: str
    kind: PlaceKind
    party: PartyKind | None
    members: tuple[Member, ...]
    source: str
    names: Mapping[str, str]
    in_sentence: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    foreign_acronyms: tuple[str, ...] = ()
    adjectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members_called: tuple[str, ...] = ()
    m49: str = ""
    note: str = ""
    listed: bool = True

    def on(self, day: date) -> tuple[str, ...]:
        """The codes of the members on that day, in the order of the data."""
        return tuple(m.code for m in self.members if m.on(day))


@cache
def groups() -> tuple[Group, ...]:
    """Every organisation and coalition of the packaged table, then every M49 region."""
    return (*map(_group, entries("groups.toml", "group")), *_regions())


@cache
def group(key: str) -> Group | None:
    """The group of that key ("asean", "m49-035"), else None."""
    return next((g for g in groups() if g.key == key), None)


def without_article(name: str) -> str:
    """A French or Spanish name without its leading article."""
    return _ARTICLE.sub("", name)


def _group(entry: Mapping[str, Any]) -> Group:
    in_sentence = {language: entry[language] for language in ("fr", "es")}
    bare = {language: without_article(name) for language, name in in_sentence.items()}
    return Group(
        key=entry["key"],
        name=entry["name"],
        kind=PlaceKind.GROUP,
        party=PartyKind(entry.get("party", PartyKind.INTERGOVERNMENTAL)),
        members=tuple(_members(entry)),
        source=entry["source"],
        names={language: entry[language] for language in LANGUAGES} | bare,
        in_sentence=in_sentence,
        aliases=tuple(entry.get("aliases", ())),
        acronyms=tuple(entry.get("acronyms", ())),
        foreign_acronyms=tuple(entry.get("foreign_acronyms", ())),
        members_called=tuple(entry.get("members_called", ())),
        note=entry.get("note", ""),
        listed=entry.get("members") != "unknown",
    )


def _members(entry: Mapping[str, Any]) -> Iterable[Member]:
    """Pair each beginning with the first ending after it; a member may leave and come back."""
    endings = sorted((_day(text), code) for text, code in _pairs(entry.get("until", {})))
    for code in entry.get("undated", "").split():
        yield Member(code, None, next((d for d, left in endings if left == code), None))
    for text, code in _pairs(entry.get("since", {})):
        since = _day(text)
        until = next((d for d, left in endings if left == code and d > since), None)
        yield Member(code, since, until, exact=len(text) == 10)


def _pairs(table: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((text, code) for text, codes in table.items() for code in codes.split())


def _day(text: str) -> date:
    """The first day of "1997", "1997-09" or "1997-09-30"."""
    return date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))


def _regions() -> tuple[Group, ...]:
    table = {row["code"]: row for row in rows("regions.tsv")}
    inside: dict[str, list[str]] = {code: [] for code in table}
    for place in places():
        code = place.region
        while code:
            inside[code].append(place.code)
            code = table[code]["parent"]
    return tuple(
        Group(
            key=f"m49-{code}",
            name=row["name"],
            kind=PlaceKind.REGION,
            party=None,
            members=tuple(map(Member, inside[code])),
            source=_REGIONS_SOURCE,
            names={language: row[language] for language in LANGUAGES},
            in_sentence={"fr": row["fr"], "es": row["es"]},
            aliases=listed(row["aliases"]),
            adjectives={
                "en": listed(row["adjectives"]),
                "fr": listed(row["adjectives_fr"]),
                "es": listed(row["adjectives_es"]),
            },
            m49=code,
        )
        for code, row in table.items()
    )
