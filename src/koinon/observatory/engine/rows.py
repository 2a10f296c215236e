"""Rows of a CSV file of country-years, column by column: what is wrong is named by file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import NA, Floats, Whole

BLOCK = 64  # rows that are held with all of their cells: V-Dem's own table has four thousand columns
MISSING = ("", "NA")  # of numbers only: in `country_text_id` NA would be a country


@dataclass(frozen=True)
class Rows:
    """Cells by column as they are written, `name` of the file, and the line on which each row stands."""

    columns: dict[str, Sequence[str]]
    name: str
    places: Sequence[int]

    def part(self, kept: Sequence[int]) -> Rows:
        """Some of the rows."""
        columns: dict[str, Sequence[str]] = {
            key: [cells[n] for n in kept] for key, cells in self.columns.items()
        }
        return Rows(columns, self.name, [self.places[n] for n in kept])

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

    def figures(self, column: str, low: float, high: float) -> Floats:
        """Figures from `low` to `high`; a missing one is NaN."""
        cells = self.columns[column]
        known: dict[str, float] = {}
        for text in set(cells):
            try:
                known[text] = value = float("nan" if text in MISSING else text)
            except ValueError as error:
                raise self._wrong(column, text) from error
            if value < low or value > high:
                raise self._outside(column, text, value, low, high)
        return np.fromiter(map(known.__getitem__, cells), np.float64, len(cells))

    def refuse_twins(self, unit: str, years: Whole) -> None:
        """Every unit, as its column says, has one row a year."""
        names, told = self.columns[unit], years.tolist()
        if len(set(zip(names, told, strict=True))) == len(told):
            return
        seen: dict[tuple[str, int], int] = {}
        for one, year, place in zip(names, told, self.places, strict=True):
            if (one, year) in seen:
                raise Refused(
                    "observatory.rows.twice",
                    "{file} holds {unit} {year} twice, on rows {one} and {other}: keep one of them.",
                    file=self.name,
                    unit=one,
                    year=year,
                    one=seen[one, year],
                    other=place,
                )
            seen[one, year] = place

    def _wrong(self, column: str, text: str) -> Refused:
        return Refused(
            "observatory.rows.number",
            "Row {line} of {file}: {column} is “{text}”, and must be a number.",
            file=self.name,
            line=self._line(column, text),
            column=column,
            text=text,
        )

    def _outside(self, column: str, text: str, value: float, low: float, high: float) -> Refused:
        return Refused(
            "observatory.rows.range",
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


def rows(lines: Iterable[str], name: str, needed: Sequence[str], more: Sequence[str] = ()) -> Rows:
    """The columns that are needed, and more where they are there, of a CSV file's lines."""
    read = csv.reader(lines)
    head = next(read, [])
    if head:
        head[0] = head[0].removeprefix("\ufeff")
    lacking = [column for column in needed if column not in head]
    if lacking:
        raise Refused(
            "observatory.rows.columns",
            "{file} lacks the columns {columns}: take V-Dem’s country-year table, or add them.",
            file=name,
            columns=", ".join(lacking),
        )
    wanted = [column for column in dict.fromkeys((*needed, *more)) if column in head]
    pick = itemgetter(*(head.index(column) for column in wanted))
    cut: list[tuple[str, ...]] = []
    places: list[int] = []
    line = 2
    while block := list(islice(read, BLOCK)):
        if set(map(len, block)) == {len(head)}:
            cut.extend(map(pick, block))
            places.extend(range(line, line + len(block)))
        else:
            whole = _whole_rows(block, line, len(head), name)
            cut.extend(pick(row) for _, row in whole)
            places.extend(place for place, _ in whole)
        line += len(block)
    cells: list[Sequence[str]] = list(zip(*cut, strict=True)) or [()] * len(wanted)
    return Rows(dict(zip(wanted, cells, strict=True)), name, places)


def _whole_rows(block: list[list[str]], line: int, width: int, name: str) -> list[tuple[int, list[str]]]:
    """The rows of a block with their lines, without empty ones; one that is too short or long is refused."""
    for place, row in enumerate(block, line):
        if row and len(row) != width:
            raise Refused(
                "observatory.rows.row",
                "Row {line} of {file} has {cells} cells, the head has {columns}: the file is damaged there.",
                file=name,
                line=place,
                cells=len(row),
                columns=width,
            )
    return [(place, row) for place, row in enumerate(block, line) if row]
