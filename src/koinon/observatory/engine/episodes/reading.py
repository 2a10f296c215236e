"""A table of country-years read for the episode engine: V-Dem's CSV as published, or a part of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import FIRST_YEAR, NA, Floats, Panel, Whole, balanced

GAPS = ("gapstart1", "gapend1", "gapstart2", "gapend2", "gapstart3", "gapend3")
ELECTIONS = ("v2eltype_0", "v2eltype_4", "v2eltype_6")
NEEDED = (
    "country_id", "country_text_id", "country_name", "year", "v2x_polyarchy", "v2x_regime", "codingend",
    *GAPS, *ELECTIONS, "v2elasmoff_ord",
)  # fmt: skip
CARRIED = ("v2x_polyarchy_codelow", "v2x_polyarchy_codehigh")
BLOCK = 64  # rows that are held with all of their cells: V-Dem's own table has four thousand columns
MISSING = ("", "NA")  # of numbers only: in `country_text_id` NA would be a country


@dataclass(frozen=True)
class Table:
    """The rows from 1900 on, column by column as they are written; a missing number is ""."""

    columns: dict[str, Sequence[str]]
    panel: Panel


def table(lines: Iterable[str], name: str) -> Table:
    """The table of a CSV file's lines; `name` is the file's, for refusals."""
    columns, places = _columns(csv.reader(lines), name)
    years = _Reader(columns, name, places).whole("year", needed=True)
    kept = np.flatnonzero(years >= FIRST_YEAR).tolist()
    if not kept:
        raise Refused("observatory.episodes.empty", "{file} holds no year from 1900 on.", file=name)
    if len(kept) < len(years):
        columns = {key: [cells[n] for n in kept] for key, cells in columns.items()}
        years, places = years[kept], [places[n] for n in kept]
    _refuse_twins(columns["country_text_id"], years, name, places)
    return Table(columns, _panel(_Reader(columns, name, places), years))


def _columns(rows: Iterator[list[str]], name: str) -> tuple[dict[str, Sequence[str]], Sequence[int]]:
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
    pick = itemgetter(*(head.index(column) for column in wanted))
    cut: list[tuple[str, ...]] = []
    places: list[int] = []
    line = 2
    while block := list(islice(rows, BLOCK)):
        if set(map(len, block)) == {len(head)}:
            cut.extend(map(pick, block))
            places.extend(range(line, line + len(block)))
        else:
            whole = _whole_rows(block, line, len(head), name)
            cut.extend(pick(row) for _, row in whole)
            places.extend(place for place, _ in whole)
        line += len(block)
    cells: list[Sequence[str]] = list(zip(*cut, strict=True)) or [()] * len(wanted)
    columns = dict(zip(wanted, cells, strict=True))
    columns |= {column: [""] * len(cut) for column in CARRIED if column not in columns}
    return columns, places


def _whole_rows(block: list[list[str]], line: int, width: int, name: str) -> list[tuple[int, list[str]]]:
    """The rows of a block with their lines, without empty ones; one that is too short or long is refused."""
    for place, row in enumerate(block, line):
        if row and len(row) != width:
            raise Refused(
                "observatory.episodes.row",
                "Row {line} of {file} has {cells} cells, the head has {columns}: the file is damaged there.",
                file=name,
                line=place,
                cells=len(row),
                columns=width,
            )
    return [(place, row) for place, row in enumerate(block, line) if row]


def _panel(read: _Reader, years: Whole) -> Panel:
    held = [read.whole(column, 0, 1) == 1 for column in ELECTIONS]
    return balanced(
        names=read.columns["country_text_id"],
        years=years,
        edi=read.index("v2x_polyarchy"),
        regime=read.whole("v2x_regime", 0, 3),
        elected=held[0] | held[1] | held[2],
        assumed=read.whole("v2elasmoff_ord", 0, 10) > 1,
        coding_end=read.whole("codingend", 1000, 9999, needed=True),
        gaps=np.column_stack([read.whole(column, 1000, 9999) for column in GAPS]),
    )


@dataclass(frozen=True)
class _Reader:
    """Columns read as numbers. Each distinct text is read once."""

    columns: Mapping[str, Sequence[str]]
    name: str
    places: Sequence[int]

    def whole(self, column: str, low: int = 0, high: int = 9999, *, needed: bool = False) -> Whole:
        """Whole numbers; a missing one is `NA`. What a program wrote as "3.0" is whole."""
        cells = self.columns[column]
        known: dict[str, int] = {}
        for text in set(cells):
            if text in MISSING and not needed:
                known[text] = NA
                continue
            try:
                known[text] = value = int(text.removesuffix(".0"))
            except ValueError as error:
                raise self._wrong(column, text) from error
            if not low <= value <= high:
                raise self._outside(column, text, value, low, high)
        return np.fromiter(map(known.__getitem__, cells), np.int16, len(cells))

    def index(self, column: str) -> Floats:
        """Figures from 0 to 1; a missing one is NaN."""
        cells = self.columns[column]
        known: dict[str, float] = {}
        for text in set(cells):
            try:
                known[text] = value = float("nan" if text in MISSING else text)
            except ValueError as error:
                raise self._wrong(column, text) from error
            if value < 0 or value > 1:
                raise self._outside(column, text, value, 0, 1)
        return np.fromiter(map(known.__getitem__, cells), np.float64, len(cells))

    def _wrong(self, column: str, text: str) -> Refused:
        return Refused(
            "observatory.episodes.number",
            "Row {line} of {file}: {column} is “{text}”, and must be a number.",
            file=self.name,
            line=self._line(column, text),
            column=column,
            text=text,
        )

    def _outside(self, column: str, text: str, value: float, low: int, high: int) -> Refused:
        return Refused(
            "observatory.episodes.range",
            "Row {line} of {file}: {column} is {value}; it lies between {low} and {high}.",
            file=self.name,
            line=self._line(column, text),
            column=column,
            value=value,
            low=low,
            high=high,
        )

    def _line(self, column: str, text: str) -> int:
        return self.places[self.columns[column].index(text)]


def _refuse_twins(names: Sequence[str], years: Whole, name: str, places: Sequence[int]) -> None:
    told = years.tolist()
    if len(set(zip(names, told, strict=True))) == len(told):
        return
    seen: dict[tuple[str, int], int] = {}
    for unit, year, place in zip(names, told, places, strict=True):
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


def index_of(found: Table, values: Sequence[float]) -> Floats:
    """Values in the order of the table, laid out as the panel's index is."""
    grid = np.full(found.panel.edi.shape, np.nan)
    grid[found.panel.unit, found.panel.year] = values
    return grid
