"""Rows of a CSV file of country-years, column by column: what is wrong is named by file, row and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from operator import itemgetter

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.observatory.engine.episodes.panel import NA, Floats, Whole

BLOCK = 64  # rows that are held with all of their cells: V-Dem's own table has four thousand columns
MISSING = ("", "NA")  # of numbers only: in `country_text_id` NA would be a country
_WHOLE = re.compile(r"\s*([+-]?[0-9]+)(?:\.0*)?\s*")
_WHOLE_NUMBER = sentence("a whole number")
_WHOLE_OR_EMPTY = sentence("a whole number, or empty where there is none")
_NUMBER_OR_EMPTY = sentence("a number, or empty where there is none")
_SEPARATORS = {";": sentence("semicolons"), "\t": sentence("tabs")}


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
            if (digits := _WHOLE.fullmatch(text)) is None:
                raise self._wrong(column, text, _WHOLE_NUMBER if needed else _WHOLE_OR_EMPTY)
            known[text] = value = int(digits[1])
            if not low <= value <= high:
                raise self._outside(column, text, value, low, high)
        return np.fromiter(map(known.__getitem__, cells), np.int16, len(cells))

    def figures(self, column: str, low: float, high: float) -> Floats:
        """Figures from `low` to `high`; a missing one is NaN."""
        cells = self.columns[column]
        known: dict[str, float] = {}
        for text in set(cells):
            if text in MISSING:
                known[text] = float("nan")
                continue
            known[text] = value = _number(text)
            if not isfinite(value):
                raise self._wrong(column, text, _NUMBER_OR_EMPTY)
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

    def refuse_empty(self, column: str) -> None:
        """A row means nothing without that cell."""
        if "" in self.columns[column]:
            raise Refused(
                "observatory.rows.empty_cell",
                "Row {line} of {file}: {column} is empty, and a row means nothing without it.",
                file=self.name,
                line=self._line(column, ""),
                column=column,
            )

    def refuse_varying(self, unit: str, values: Mapping[str, Whole]) -> None:
        """What is one for a unit stands alike in every row of it; `values` by column."""
        names = self.columns[unit]
        known: dict[str, int] = {}
        opening = np.fromiter((known.setdefault(one, n) for n, one in enumerate(names)), np.intp, len(names))
        for column, told in values.items():
            differing = np.flatnonzero(told != told[opening])
            if not len(differing):
                continue
            at = int(differing[0])
            first, cells = int(opening[at]), self.columns[column]
            raise Refused(
                "observatory.rows.varying",
                "{file}: {column} of {unit} is “{first}” on row {one} and “{second}” on row {other}: it is "
                "one for a whole country, correct it.",
                file=self.name,
                column=column,
                unit=names[at],
                first=cells[first],
                one=self.places[first],
                second=cells[at],
                other=self.places[at],
            )

    def _wrong(self, column: str, text: str, kind: Sentence) -> Refused:
        return Refused(
            "observatory.rows.number",
            "Row {line} of {file}: {column} is “{text}”, and must be {kind}.",
            file=self.name,
            line=self._line(column, text),
            column=column,
            text=text[:60],
            kind=kind,
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
        _refuse_other_tables(head, needed, name)
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
    if not cut:
        raise Refused(
            "observatory.rows.none",
            "{file} has a header and no row: check that it was saved completely.",
            file=name,
        )
    cells: list[Sequence[str]] = list(zip(*cut, strict=True))
    return Rows(dict(zip(wanted, cells, strict=True)), name, places)


def _number(text: str) -> float:
    try:
        return float("nan" if "_" in text else text)
    except ValueError:
        return float("nan")


def _refuse_other_tables(head: list[str], needed: Sequence[str], name: str) -> None:
    """An empty file, and one of which only the separator is another, are told so."""
    if not any(cell.strip() for cell in head):
        raise Refused(
            "observatory.rows.empty", "{file} is empty: check that it was saved completely.", file=name
        )
    for sign, words in _SEPARATORS.items():
        if len(set(",".join(head).replace('"', "").split(sign)) & set(needed)) > 1:
            raise Refused(
                "observatory.rows.separator",
                "The cells of {file} are separated by {signs}: save it as CSV with commas between them.",
                file=name,
                signs=words,
            )


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
