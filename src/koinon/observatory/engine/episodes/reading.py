"""A table of country-years read for the episode engine: V-Dem's CSV as published, or a part of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import FIRST_YEAR, NA, Panel, balanced

T = TypeVar("T", int, float)
GAPS = ("gapstart1", "gapend1", "gapstart2", "gapend2", "gapstart3", "gapend3")
ELECTIONS = ("v2eltype_0", "v2eltype_4", "v2eltype_6")
NEEDED = (
    "country_id", "country_text_id", "country_name", "year", "v2x_polyarchy", "v2x_regime", "codingend",
    *GAPS, *ELECTIONS, "v2elasmoff_ord",
)  # fmt: skip
CARRIED = ("v2x_polyarchy_codelow", "v2x_polyarchy_codehigh")
MISSING = ("", "NA")  # of numbers only: in `country_text_id` NA would be a country


@dataclass(frozen=True)
class Table:
    """The rows from 1900 on, column by column as they are written; a missing number is ""."""

    columns: dict[str, list[str]]
    panel: Panel


def table(lines: Iterable[str], name: str) -> Table:
    """The table of a CSV file's lines; `name` is the file's, for refusals."""
    columns, places = _columns(csv.reader(lines), name)
    years = _numbers(columns["year"], int, "year", name, places, needed=True)
    kept = [n for n, year in enumerate(years) if year >= FIRST_YEAR]
    if not kept:
        raise Refused("observatory.episodes.empty", "{file} holds no year from 1900 on.", file=name)
    if len(kept) < len(years):
        columns = {key: [cells[n] for n in kept] for key, cells in columns.items()}
        years, places = [years[n] for n in kept], [places[n] for n in kept]
    _refuse_twins(columns["country_text_id"], years, name, places)
    return Table(columns, _panel(columns, years, name, places))


def _columns(rows: Iterator[list[str]], name: str) -> tuple[dict[str, list[str]], list[int]]:
    """The columns that are needed, and the line on which each row stands."""
    head = next(rows, [])
    if head:
        head[0] = head[0].removeprefix("\ufeff")
    lacking = [column for column in NEEDED if column not in head]
    if lacking:
        raise Refused(
            "observatory.episodes.columns",
            "{file} lacks the columns {columns}: take V-Dem’s country-year table, or add them.",
            file=name,
            columns=", ".join(lacking),
        )
    wanted = [column for column in (*NEEDED, *CARRIED) if column in head]
    at = [head.index(column) for column in wanted]
    cut = []
    for line, row in enumerate(rows, 2):
        if len(row) != len(head):
            if not row:
                continue
            raise Refused(
                "observatory.episodes.row",
                "Row {line} of {file} has {cells} cells, the head has {columns}: the file is damaged there.",
                file=name,
                line=line,
                cells=len(row),
                columns=len(head),
            )
        cut.append((line, [row[n] for n in at]))
    cells = list(zip(*(row for _, row in cut), strict=True)) or [()] * len(wanted)
    columns = {column: list(values) for column, values in zip(wanted, cells, strict=True)}
    columns |= {column: [""] * len(cut) for column in CARRIED if column not in columns}
    return columns, [line for line, _ in cut]


def _panel(columns: dict[str, list[str]], years: list[int], name: str, places: list[int]) -> Panel:
    def whole(column: str, low: int, high: int, *, needed: bool = False) -> list[int]:
        values = _numbers(columns[column], int, column, name, places, needed=needed)
        _within(values, low, high, column, name, places)
        return values

    index = _numbers(columns["v2x_polyarchy"], float, "v2x_polyarchy", name, places)
    _within([0.0 if value != value else value for value in index], 0, 1, "v2x_polyarchy", name, places)
    held = [whole(column, 0, 1) for column in ELECTIONS]
    gaps = [whole(column, 1000, 9999) for column in GAPS]
    return balanced(
        names=columns["country_text_id"],
        years=years,
        edi=index,
        regime=whole("v2x_regime", 0, 3),
        elected=[1 in kinds for kinds in zip(*held, strict=True)],
        assumed=[value > 1 for value in whole("v2elasmoff_ord", 0, 10)],
        coding_end=whole("codingend", 1000, 9999, needed=True),
        gaps=list(zip(*gaps, strict=True)),
    )


def _numbers(
    cells: Sequence[str],
    kind: Callable[[str], T],
    column: str,
    name: str,
    places: Sequence[int],
    *,
    needed: bool = False,
) -> list[T]:
    """The numbers of a column; a missing one is `NA`, of the index NaN. Each distinct text is read once."""
    blank = kind("nan") if kind is float else kind(str(NA))
    known: dict[str, T] = {}
    for text in set(cells):
        try:
            known[text] = blank if text in MISSING else kind(text if kind is float else _whole(text))
        except ValueError as error:
            raise _wrong(cells.index(text), text, column, name, places) from error
        if needed and text in MISSING:
            raise _wrong(cells.index(text), text, column, name, places)
    return [known[text] for text in cells]


def _whole(text: str) -> str:
    """Whole numbers that a program wrote as "3.0" are whole numbers."""
    return text.removesuffix(".0")


def _within(
    values: Sequence[float], low: float, high: float, column: str, name: str, places: Sequence[int]
) -> None:
    for value in set(values):
        if value != NA and not low <= value <= high:
            row = list(values).index(value)
            raise Refused(
                "observatory.episodes.range",
                "Row {line} of {file}: {column} is {value}; it lies between {low} and {high}.",
                file=name,
                line=places[row],
                column=column,
                value=value,
                low=low,
                high=high,
            )


def _wrong(row: int, text: str, column: str, name: str, places: Sequence[int]) -> Refused:
    return Refused(
        "observatory.episodes.number",
        "Row {line} of {file}: {column} is “{text}”, and must be a number.",
        file=name,
        line=places[row],
        column=column,
        text=text,
    )


def _refuse_twins(names: Sequence[str], years: Sequence[int], name: str, places: Sequence[int]) -> None:
    if len(set(zip(names, years, strict=True))) == len(years):
        return
    seen: dict[tuple[str, int], int] = {}
    for unit, year, place in zip(names, years, places, strict=True):
        if (unit, year) in seen:
            raise Refused(
                "observatory.episodes.twice",
                "{file} holds {unit} {year} twice, on rows {one} and {other}: keep one of them.",
                file=name,
                unit=unit,
                year=year,
                one=seen[unit, year],
                other=place,
            )
        seen[unit, year] = place


def index_of(found: Table, values: Sequence[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Values in the order of the table, laid out as the panel's index is."""
    grid = np.full(found.panel.edi.shape, np.nan)
    grid[found.panel.unit, found.panel.year] = values
    return grid
