"""Tables of country-years for the episode engine: read from the published layout, or generated."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from koinon.observatory.engine.episodes.finding import episodes
from koinon.observatory.engine.episodes.laying import columns_of, identities
from koinon.observatory.engine.episodes.panel import NA, Panel, balanced
from koinon.observatory.engine.episodes.parameters import Parameters

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "vdem"
GAPS = ("gapstart1", "gapend1", "gapstart2", "gapend2", "gapstart3", "gapend3")
Row = dict[str, Any]


def read(name: str) -> list[dict[str, str]]:
    """A published table as it is written."""
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def typed(row: dict[str, str]) -> Row:
    """A row with its numbers as numbers, None where a cell is empty."""
    told: Row = {}
    for name, text in row.items():
        if name in ("country_name", "country_text_id"):
            told[name] = text
        elif not text:
            told[name] = None
        else:
            told[name] = float(text) if name.startswith("v2x_polyarchy") else int(text)
    return told


def panel(rows: list[Row]) -> Panel:
    """The panel of typed rows."""

    def whole(value: Any) -> int:
        return NA if value is None else int(value)

    return balanced(
        names=[r["country_text_id"] for r in rows],
        years=[r["year"] for r in rows],
        edi=[np.nan if r["v2x_polyarchy"] is None else float(r["v2x_polyarchy"]) for r in rows],
        regime=[whole(r["v2x_regime"]) for r in rows],
        elected=[1 in (r["v2eltype_0"], r["v2eltype_4"], r["v2eltype_6"]) for r in rows],
        assumed=[(r["v2elasmoff_ord"] or 0) > 1 for r in rows],
        coding_end=[r["codingend"] for r in rows],
        gaps=[tuple(whole(r[name]) for name in GAPS) for r in rows],
    )


def told(rows: list[Row], p: Parameters) -> dict[tuple[str, int], dict[str, Any]]:
    """What the engine says of each row of the table, missing values as None."""
    laid = panel(rows)
    spells, dem, aut = episodes(laid, p)
    columns: dict[str, Any] = {**columns_of(dem, spells), **columns_of(aut, spells)}
    columns |= {
        "reg_start_year": spells.start,
        "reg_end_year": spells.end,
        "reg_type": spells.type,
        "reg_trans": spells.trans,
        "dem_founding_elec": spells.dem_founding,
        "aut_founding_elec": spells.aut_founding,
        "row_regch_event": spells.event,
        "row_regch_censored": spells.censored,
    }
    names = {"dem": identities(dem, laid), "aut": identities(aut, laid)}
    answer = {}
    for row, unit, year in zip(rows, laid.unit, laid.year, strict=True):
        cells = {name: _plain(values[unit, year]) for name, values in columns.items()}
        for kind, ids in names.items():
            number = cells.pop(f"{kind}_ep_number")
            cells[f"{kind}_ep_id"] = None if number is None else ids[number]
        answer[row["country_text_id"], row["year"]] = cells
    return answer


def _plain(value: Any) -> int | None:
    return None if value == NA else int(value)


STEPS = st.sampled_from(
    [
        0,
        0,
        0,
        1,
        -1,
        9,
        10,
        10,
        11,
        29,
        30,
        31,
        50,
        100,
        -9,
        -10,
        -10,
        -11,
        -20,
        -25,
        -29,
        -30,
        -31,
        -50,
        -100,
    ]
)
YEARS = range(1898, 1926)


@st.composite
def _unit(draw: Any, name: str) -> list[Row]:
    first = draw(st.integers(1898, 1908))
    last = draw(st.integers(first + 2, YEARS[-1]))
    gaps: dict[str, int | None] = dict.fromkeys(GAPS)
    anywhere = st.one_of(st.integers(1899, 1923), st.sampled_from([first - 1, first, first + 1]))
    starts = sorted(draw(st.lists(anywhere, max_size=3, unique=True)))
    starts = [start for n, start in enumerate(starts) if not n or start - starts[n - 1] >= 4]
    for k, start in enumerate(starts, 1):
        gaps[f"gapstart{k}"], gaps[f"gapend{k}"] = start, start + draw(st.integers(0, 2))
    end = draw(st.sampled_from([last, 1925, last + 3]))
    value, regime, rows = draw(st.integers(0, 600)), draw(st.integers(0, 3)), []
    for year in range(first, last + 1):
        value = min(1000, max(0, value + draw(STEPS)))
        regime = draw(st.sampled_from([regime] * 6 + [0, 1, 2, 3]))
        uncoded = any(
            gaps[f"gapstart{k}"] is not None and gaps[f"gapstart{k}"] <= year <= gaps[f"gapend{k}"]  # type: ignore[operator]
            for k in (1, 2, 3)
        )
        missing = uncoded or draw(st.integers(0, 19)) == 0
        if first < year < last and draw(st.integers(0, 24)) == 0:
            continue  # a year without a row
        rows.append(
            {
                "country_id": name,
                "country_text_id": name,
                "country_name": name,
                "year": year,
                "v2x_polyarchy": None if missing else value / 1000,
                "v2x_regime": None if missing or draw(st.integers(0, 39)) == 0 else regime,
                "codingend": end,
                **gaps,
                "v2eltype_0": int(draw(st.integers(0, 3)) == 0),
                "v2eltype_4": 0,
                "v2eltype_6": int(draw(st.integers(0, 5)) == 0),
                "v2elasmoff_ord": draw(st.sampled_from([None, 1, 2])),
            }
        )
    return rows


@st.composite
def tables(draw: Any) -> list[Row]:
    """Small tables with up to three gaps, also where coding begins; with figures, classes and rows missing.

    Coding begins before 1900 or late, and ends before, with or after the panel; steps and sums of steps lie
    on the thresholds.
    """
    return [row for name in ("AAA", "BBB")[: draw(st.integers(1, 2))] for row in draw(_unit(name))]


PARAMETERS = st.builds(
    Parameters,
    start_incl=st.sampled_from([0.005, 0.01, 0.02]),
    cum_incl=st.sampled_from([0.02, 0.05, 0.1]),
    year_turn=st.sampled_from([0.0, 0.03, 0.1]),
    cum_turn=st.sampled_from([0.05, 0.1]),
    tolerance=st.integers(1, 7),
)
