"""Events of other datasets as incidents: what their codes mean stands in `data/incident_kinds.toml`.

Cline Center, Coup d'État Project: one row an event, to the day. Powell and Thyne: how many coups succeeded
and failed in a state and year, so that no day is known. ACLED: one row an event, of which only those are
taken whose sub-type means a kind here. Datasets that rate countries by year hold no events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.incidents.days import Exact, dated
from koinon.observatory.engine.incidents.told import Told

Row = Mapping[str, Any]
TALLIES = ("pt_coup_num", "pt_failed_num")


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a dataset: the incident, without its sources; `said` is what the dataset calls it."""

    told: Told
    said: str = ""


def events(dataset: str, rows: Iterator[Row]) -> Iterator[Event | None]:
    """What each row tells, in order: its events, or None for one that is no incident of ours.

    A row has `place` (our code, None where the unit is not known here) and the columns as published.
    """
    read = READERS[dataset]
    for row in rows:
        found = list(read(row)) if row.get("place") else []
        yield from found
        if not found:
            yield None


def _cline(row: Row) -> Iterator[Event]:
    code = "auto" if row.get("auto") == 1 and row.get("event_type") == "coup" else str(row.get("event_type"))
    kind = kinds.codes_of("coups-cline").get(code)
    known = [str(row[part]) for part in ("year", "month", "day") if row[part]]  # an unknown part is 0
    on = dated("-".join(known))
    if kind and on:
        title = kinds.kind(kind).title()
        yield Event(Told(row["place"], kind, on[0], title, on[1], row=str(row["coup_id"])), _marks(row))


def _marks(row: Row) -> str:
    """The attributes that the dataset sets to 1, by the names it gives them."""
    names = ("military", "dissident", "rebel", "palace", "foreign", "resign", "popular", "counter", "other")
    return ", ".join(name for name in names if row.get(name) == 1)


def _tallied(row: Row) -> Iterator[Event]:
    for column in TALLIES:
        for n in range(1, int(row.get(column) or 0) + 1):
            kind = kinds.codes_of("coups-powell-thyne")[column]
            told = Told(
                row["place"], kind, date(int(row["year"]), 1, 1), kinds.kind(kind).title(), Exact.YEAR,
                row=f"{row['unit']}-{row['year']}-{column}-{n}",
            )  # fmt: skip
            yield Event(told, column)


def _acled(row: Row) -> Iterator[Event]:
    said = str(row.get("sub_event_type") or "")
    kind, on = kinds.codes_of("acled").get(said), _day(row.get("event_date"))
    if kind and on:
        told = Told(row["place"], kind, on, kinds.kind(kind).title(), row=str(row["event_id_cnty"]))
        yield Event(told, said)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = dated(str(value or "")[:10])
    return found[0] if found and found[1] is Exact.DAY else None


READERS: Mapping[str, Callable[[Row], Iterator[Event]]] = {
    "coups-cline": _cline,
    "coups-powell-thyne": _tallied,
    "acled": _acled,
}
