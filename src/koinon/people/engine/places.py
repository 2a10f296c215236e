"""Countries and territories: ISO 3166-1 with M49 codes, and some former states (`data/places.tsv`).

Codes follow ISO 3166-1 (withdrawn ones ISO 3166-3) and UN M49; names follow United Nations usage, in Arabic
and Indonesian the Unicode Common Locale Data Repository where that does not differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from koinon.people.engine.kinds import PlaceKind
from koinon.people.engine.packaged import day, listed, rows

LANGUAGES = ("fr", "es", "ar", "id")  # of names, beside English


@dataclass(frozen=True, slots=True)
class Place:
    """One country or territory; `code` is ISO 3166-1 alpha-3, `region` an M49 subregion code.

    `names` maps `LANGUAGES` to names (English is `name`); `until` is set for former states.
    """

    code: str
    alpha2: str
    m49: str
    kind: PlaceKind
    region: str
    name: str
    names: Mapping[str, str]
    demonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    note: str = ""

    @property
    def party(self) -> str:
        """The key of the party that speaks for this place."""
        prefix = "state" if self.kind is PlaceKind.COUNTRY else "territory"
        return f"{prefix}-{self.code.lower()}"


@cache
def places() -> tuple[Place, ...]:
    """Every country and territory of the packaged table, by code."""
    return tuple(_place(row) for row in rows("places.tsv"))


@cache
def place(code: str) -> Place | None:
    """The place of that alpha-3 code, else None."""
    return next((p for p in places() if p.code == code), None)


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["alpha3"],
        alpha2=row["alpha2"],
        m49=row["m49"],
        kind=PlaceKind(row["kind"]),
        region=row["region"],
        name=row["name"],
        names={language: row[language] for language in LANGUAGES},
        demonyms=listed(row["demonyms"]),
        aliases=listed(row["aliases"]),
        acronyms=listed(row["acronyms"]),
        since=day(row["since"]),
        until=day(row["until"]),
        note=row["note"],
    )
