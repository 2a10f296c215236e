"""Cases of the episode rules: small invented series, and what both implementations say of them.

How a series is written stands in docs/explanation/episodes.md, above the tables.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from koinon.observatory.engine.episodes.exactly import exact as scaled
from koinon.observatory.engine.episodes.parameters import Parameters
from tests.observatory.engine import slow_episodes as slow
from tests.observatory.engine.panels import GAPS, Row, told

HERE = Path(__file__).parent
TABLES = ("regimes", "course", "endings", "outcomes", "arithmetic")
Case = dict[str, str]
Told = dict[int, dict[str, Any]]
ANOTHER = "ZZZ"  # the country that makes the panel longer


def spec(name: str) -> list[Case]:
    """The cases of a table."""
    with (HERE / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def by_engine(rows: list[Row], p: Parameters) -> Told:
    """What the engine says of each year."""
    return {year: cells for (unit, year), cells in told(_after(rows), p).items() if unit != ANOTHER}


def by_the_slow_way(rows: list[Row], p: Parameters) -> Told:
    """What the obvious way says of each year."""
    own = slow.Parameters(p.start_incl, p.cum_incl, p.year_turn, p.cum_turn, p.tolerance)
    return {row["year"]: row for row in slow.episodes(rows, own) if row["country_id"] != ANOTHER}


WAYS: tuple[Callable[[list[Row], Parameters], Told], ...] = (by_engine, by_the_slow_way)


def series(case: Case) -> tuple[list[Row], Parameters]:
    """The country-years of a case, and its thresholds."""
    given = dict(part.split(" ") for part in filter(None, case["given"].split("; ")))
    index = [None if cell == "?" else cell for cell in _spread(case.get("index") or _flat(case))]
    first = int(given.pop("from", 2000))
    regime = case["regime"].ljust(len(index), case["regime"][-1])
    elections = case.get("elections", "").ljust(len(index), "-")
    gaps = dict.fromkeys(GAPS)
    for k, gap in enumerate(filter(None, given.pop("gap", "").split("+")), 1):
        gaps[f"gapstart{k}"], gaps[f"gapend{k}"] = map(int, gap.split("-"))  # type: ignore[assignment]
    coding, panel = given.pop("coding", first + len(index) - 1), given.pop("panel", None)
    rows = [
        _row("AAA", first + n, value, sign, election, int(coding), gaps)
        for n, (value, sign, election) in enumerate(zip(index, regime, elections, strict=True))
        if value != "x"
    ]
    if panel:
        rows.append(_row(ANOTHER, int(panel), "500", "1", "-", int(panel), dict.fromkeys(GAPS)))
    numbers = {name: int(text) if name == "tolerance" else float(text) for name, text in given.items()}
    return rows, Parameters(**numbers)  # type: ignore[arg-type]


def in_decimals(rows: list[Row], p: Parameters) -> tuple[list[Row], Parameters]:
    """The same with index and thresholds as whole numbers."""
    cells = ["" if row["v2x_polyarchy"] is None else str(row["v2x_polyarchy"]) for row in rows]
    whole = scaled(cells, p)
    figures = [None if value != value else value for value in whole.edi.tolist()]
    return [
        row | {"v2x_polyarchy": figure} for row, figure in zip(rows, figures, strict=True)
    ], whole.parameters


def found(told: Told, kind: str) -> Iterator[dict[str, str]]:
    """The episodes of one direction as cells of a table."""
    for year, cells in sorted(told.items()):
        if not cells[f"{kind}_pre_ep_year"]:
            continue
        own = [y for y, other in told.items() if other[f"{kind}_ep"] and _id(other, kind) == _id(cells, kind)]
        if not own:
            yield {"before": str(year), "years": "", "end": "", "outcome": "", "censored": ""}
            continue
        one = told[min(own)]
        yield {
            "before": str(year),
            "years": f"{min(own)}–{max(own)}",
            "end": str(one[f"{kind}_ep_termination"]),
            "outcome": "?" if one[f"{kind}_ep_outcome"] is None else str(one[f"{kind}_ep_outcome"]),
            "censored": str(one[f"{kind}_ep_censored"]),
        }


def together(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """Several episodes in the cells of one case."""
    names = ("before", "years", "end", "outcome", "censored")
    return {name: ", ".join(row[name] for row in rows) for name in names}


def beyond(told: Told, kind: str) -> str:
    """The years that went on after the regime had changed."""
    column = {"dem": "dem_ep_ptr", "aut": "aut_ep_pbr"}[kind]
    years = sorted(year for year, cells in told.items() if cells[column] == 1)
    return f"{years[0]}–{years[-1]}" if years else ""


def signs(told: Told, column: str, one: str = "+") -> str:
    """A column with one sign a year."""
    return "".join({None: "?", 1: one, 0: "0", -1: "-"}[cells[column]] for _, cells in sorted(told.items()))


def runs(told: Told, column: str) -> str:
    """A column of years, each as often as it stands: 2000*3 ?*2."""
    every = [cells[column] for _, cells in sorted(told.items())]
    parts: list[list[Any]] = []
    for value in every:
        if parts and parts[-1][0] == value:
            parts[-1][1] += 1
        else:
            parts.append([value, 1])
    return " ".join(f"{'?' if value is None else value}*{times}" for value, times in parts)


def _after(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["year"] >= 1900]


def _id(cells: dict[str, Any], kind: str) -> Any:
    return cells[f"{kind}_ep_id"]


def _flat(case: Case) -> str:
    return f"500*{len(case['regime'])}"


def _spread(text: str) -> list[str]:
    cells = [part.partition("*") for part in text.split()]
    return [value for value, _, times in cells for _ in range(int(times or 1))]


def _row(
    unit: str, year: int, value: str | None, sign: str, election: str, coding: int, gaps: dict[str, Any]
) -> Row:
    return {
        "country_id": unit,
        "country_text_id": unit,
        "country_name": unit,
        "year": year,
        "v2x_polyarchy": None if value is None or value == "x" else int(value) / 1000,
        "v2x_regime": None if sign == "?" else int(sign),
        "codingend": coding,
        **gaps,
        "v2eltype_0": int(election in "0w"),
        "v2eltype_4": int(election == "4"),
        "v2eltype_6": int(election == "6"),
        "v2elasmoff_ord": None if election == "-" else 1 if election == "w" else 2,
    }
