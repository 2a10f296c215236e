"""Lists of episodes: filters, counts, and records for files and the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from koinon.observatory.engine.episodes.exactly import exact_basis
from koinon.observatory.engine.episodes.laying import columns_of as laid
from koinon.observatory.engine.episodes.laying import identities
from koinon.observatory.engine.episodes.panel import NA
from koinon.observatory.engine.episodes.writing import COLUMNS as PUBLISHED
from koinon.observatory.models import Release
from koinon.observatory.queries import asked, frames, places
from koinon.observatory.queries.episodes import Found, Whole, basis_of, columns_of, name_of

COLUMNS = (
    "episode", "kind", "place", "name", "unit", "start", "end", "open", "outcome", "termination",
    "before", "after", "low", "high", "last_change", "turned_in", "release",
)  # fmt: skip
GIVEN = (
    "country_id", "country_text_id", "country_name", "year", "v2x_regime", "v2x_polyarchy",
    "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh",
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """Which episodes are shown. `state`: "open" under way, "past" over, "" all."""

    kind: str = ""
    state: str = ""
    region: str = ""
    year: int | None = None
    place: str = ""


def chosen(given: Mapping[str, Any]) -> Chosen:
    """What an address asks for; what is none of the choices is refused."""
    return Chosen(
        kind=asked.one_of("kind", given.get("kind"), ("dem", "aut")),
        state=asked.one_of("state", given.get("state"), ("open", "past")),
        region=str(given.get("region", "")),
        year=asked.year("year", given.get("year")),
        place=str(given.get("place", "")),
    )


def episodes(of: Whole, wanted: Chosen, today: date) -> list[Found]:
    """The episodes of a filter: those under way first, then the latest first."""
    if wanted.place and not any(row.code == wanted.place for row in of.rows):
        places.country(wanted.place)  # a place without episodes is known; another word is not
    within = places.members(places.region(wanted.region).code, today) if wanted.region else None
    rows = [row for row in of.rows if _fits(of, row, wanted) and (within is None or row.code in within)]
    return sorted(rows, key=lambda row: (not of.reaches(row), -row.story.end, -row.story.start, row.name))


def counts(of: Whole, rows: Iterable[Found]) -> dict[str, dict[str, int]]:
    """By direction: how many in all, how many under way, how many changed the regime."""
    told = {kind: Counter[str]() for kind in ("dem", "aut")}
    for row in rows:
        told[row.story.kind].update(
            {"all": 1, "open": int(of.reaches(row)), "changed": int(row.story.outcome == 1)}
        )
    return {kind: {name: count[name] for name in ("all", "open", "changed")} for kind, count in told.items()}


def record(of: Whole, row: Found) -> dict[str, Any]:
    """An episode for files and programs."""
    s = row.story
    return {
        "episode": row.identity,
        "kind": s.kind,
        "place": row.code if row.mapped else None,
        "name": row.name,
        "unit": s.unit,
        "start": s.start,
        "end": s.end,
        "open": of.reaches(row),
        "outcome": s.outcome,
        "termination": s.termination,
        "before": s.before,
        "after": s.after,
        "low": s.low,
        "high": s.high,
        "last_change": s.last,
        "turned_in": s.turn.year if s.turn else None,
        "release": name_of(of.release),
    }


def years(of: Whole) -> Iterator[dict[str, Any]]:
    """Every country-year with the columns of the published table; None where missing."""
    yield from _table(of).iter_rows(named=True)


def _table(of: Whole) -> pl.DataFrame:
    basis, p = basis_of(of.release), of.parameters
    if of.exact:
        basis, p, _ = exact_basis(basis, p)
    spells, *both = basis.episodes(p)
    panel = basis.panel
    grids: dict[str, Any] = {
        "reg_start_year": spells.start, "reg_end_year": spells.end, "reg_type": spells.type,
        "reg_trans": spells.trans, "dem_founding_elec": spells.dem_founding,
        "aut_founding_elec": spells.aut_founding, "row_regch_event": spells.event,
        "row_regch_censored": spells.censored,
    }  # fmt: skip
    told = _given(of.release)
    for kind, found in zip(("dem", "aut"), both, strict=True):
        columns = laid(found, spells)
        number = columns.pop(f"{kind}_ep_number")[panel.unit, panel.year].tolist()
        ids = identities(found, panel)
        told |= {
            f"{kind}_ep_id": [None if n == NA else ids[n] for n in number],
            f"{kind}_ep_start_year": [None if n == NA else int(found.start[n]) + panel.first for n in number],
            f"{kind}_ep_end_year": [None if n == NA else int(found.end[n]) + panel.first for n in number],
        }
        grids |= columns
    for name, grid in grids.items():
        told[name] = [None if v == NA else v for v in grid[panel.unit, panel.year].tolist()]
    told["reg_id"] = [
        None if start is None else f"{unit}_{start}_{end}"
        for unit, start, end in zip(
            told["country_text_id"], told["reg_start_year"], told["reg_end_year"], strict=True
        )
    ]
    return pl.DataFrame({name: told[name] for name in PUBLISHED}, strict=False)


def _given(release: Release) -> dict[str, list[Any]]:
    there = columns_of(release.pk, release.folder)
    frame = frames.frame(release, [name for name in (*GIVEN, "unit", "unit_name") if name in there])
    frame = frame.filter(pl.col("year") >= 1900)
    renamed = {"country_id": "unit", "country_name": "unit_name"}
    told = {}
    for name in GIVEN:
        held = name if name in there else renamed.get(name, "")
        told[name] = frame[held].to_list() if held in frame.columns else [None] * frame.height
    return told


def _fits(of: Whole, row: Found, wanted: Chosen) -> bool:
    s = row.story
    return (
        (not wanted.kind or s.kind == wanted.kind)
        and (not wanted.state or of.reaches(row) == (wanted.state == "open"))
        and (not wanted.place or row.code == wanted.place)
        and (wanted.year is None or s.start <= wanted.year <= s.end)
    )
