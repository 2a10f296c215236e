"""Cells of text become codes, whole numbers, figures and days; what cannot be is refused with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.observatory.engine.adapters.layouts import MISSING, Column, Kind, Layout
from koinon.observatory.engine.adapters.raw import ROW

_AGAIN = sentence("correct the cell, or take the file from its publisher again")
_NO_WORD = sentence("none of the words that may stand there")
_NO_NUMBER = sentence("no number")
_NOT_WHOLE = sentence("no whole number")
_NO_DATE = sentence("no date")
_AHEAD = sentence("in the future")
_WORDS = {"TRUE": 1, "FALSE": 0, "True": 1, "False": 0}
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d %B %Y")


def kinds(block: pl.DataFrame, layout: Layout, so_far: Mapping[str, Kind | None]) -> dict[str, Kind | None]:
    """What the columns are that the layout does not know, after one more block; None: nothing seen yet."""
    known = layout.known
    names = [name for name in block.columns if name != ROW and name not in known]
    found = dict(so_far)
    for name in names:
        before = found.get(name)
        if before is not Kind.TEXT:
            found[name] = _wider(before, _kind(block[name]))
    return found


def _kind(cells: pl.Series) -> Kind | None:
    if cells.dtype.is_integer():
        return Kind.WHOLE
    if cells.dtype.is_float():
        return Kind.FIGURE
    values = _without_missing(cells)
    if not len(values):
        return None
    numbers = values.cast(pl.Float64, strict=False)
    if numbers.null_count():
        return Kind.TEXT
    return Kind.FIGURE if values.cast(pl.Int64, strict=False).null_count() else Kind.WHOLE


def _wider(one: Kind | None, other: Kind | None) -> Kind | None:
    order = (None, Kind.WHOLE, Kind.FIGURE, Kind.TEXT)
    return max(one, other, key=order.index)


def _without_missing(cells: pl.Series) -> pl.Series:
    values = cells.cast(pl.String).drop_nulls()
    return values.filter(~values.is_in(MISSING))


def typed(
    block: pl.DataFrame, layout: Layout, found: Mapping[str, Kind | None], file: str, *, today: date
) -> pl.DataFrame:
    """A block with every column as what it is; the first cell that cannot be is refused.

    Nothing published tells of years after that of `today`, or of days after it.
    """
    known = layout.known
    if layout.hollow:
        block = block.filter(~pl.all_horizontal(pl.col(layout.hollow).is_null()))
    columns = []
    for name in block.columns:
        if name == ROW:
            columns.append(block[name])
        elif name not in layout.left_out:
            column = known.get(name) or Column(name, found.get(name) or Kind.TEXT)
            made = _typed(block[name], column, block[ROW], file)
            _refuse_ahead(block[name], made, column, block[ROW], file, today)
            columns.append(made)
    whole = pl.DataFrame(columns)
    if layout.intervals:
        _ordered(whole, layout.intervals, file)
    return whole


def _refuse_ahead(
    cells: pl.Series, made: pl.Series, column: Column, rows: pl.Series, file: str, today: date
) -> None:
    last: date | int | None = today if column.kind is Kind.DAY else today.year if column.past else None
    if last is not None:
        _first_wrong(cells, made.is_null() | (made <= last), column, rows, file, _AHEAD)


def _typed(cells: pl.Series, column: Column, rows: pl.Series, file: str) -> pl.Series:
    if cells.dtype == pl.String:
        cells = cells.str.strip_chars()
        cells = cells.set(cells == "", None)
        if column.kind is not Kind.CODE:
            cells = cells.set(cells.is_in(MISSING), None)
    if column.filled and cells.null_count():
        _empty(column, rows, cells, file)
    if column.kind in (Kind.CODE, Kind.TEXT):
        return _words(cells, column, rows, file)
    if column.kind is Kind.DAY:
        return _days(cells, column, rows, file)
    return _numbers(cells, column, rows, file)


def _words(cells: pl.Series, column: Column, rows: pl.Series, file: str) -> pl.Series:
    values = cells.cast(pl.String)
    if column.kind is Kind.CODE:
        values = values.str.replace(r"^(\d+)\.0$", "$1")  # a number of a code that was kept as 2.0
    if column.allowed:
        _first_wrong(values, values.is_in(column.allowed), column, rows, file, _NO_WORD)
    return values


def _numbers(cells: pl.Series, column: Column, rows: pl.Series, file: str) -> pl.Series:
    values = cells
    if cells.dtype == pl.String:
        values = cells.cast(pl.Float64, strict=False)
        if values.null_count() > cells.null_count():
            values = cells.replace_strict(_WORDS, default=None, return_dtype=pl.Float64).fill_null(values)
        _first_wrong(cells, values.is_not_null(), column, rows, file, _NO_NUMBER)
    if values.dtype.is_float():
        values = values.fill_nan(None)
        _first_wrong(cells, values.is_finite(), column, rows, file, _NO_NUMBER)
    if column.kind is Kind.WHOLE:
        if values.dtype.is_float():
            _first_wrong(cells, values == values.round(), column, rows, file, _NOT_WHOLE)
        values = values.cast(pl.Int64)
    _bounded(cells, values, column, rows, file)
    return values


def _days(cells: pl.Series, column: Column, rows: pl.Series, file: str) -> pl.Series:
    values = pl.Series(cells.name, [None] * len(cells), dtype=pl.Date)
    for pattern in _DAYS:
        values = values.fill_null(cells.str.to_date(pattern, strict=False))
    _first_wrong(cells, values.is_not_null(), column, rows, file, _NO_DATE)
    return values


def _bounded(cells: pl.Series, values: pl.Series, column: Column, rows: pl.Series, file: str) -> None:
    if column.low is None and column.high is None:
        return
    low = column.low if column.low is not None else float("-inf")
    high = column.high if column.high is not None else float("inf")
    outside = ~values.is_between(low, high)
    at = _first(outside)
    if at is not None:
        raise Refused(
            "observatory.load.outside",
            "{file}, row {row}: {column} is {value}, which lies outside {low} to {high}: {again}.",
            file=file, row=rows[at], column=column.name, value=cells[at],
            low=_plain(column.low), high=_plain(column.high), again=_AGAIN,
        )  # fmt: skip


def _plain(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _first(wrong: pl.Series) -> int | None:
    at = wrong.fill_null(False).arg_true()
    return int(at[0]) if len(at) else None


def _first_wrong(
    cells: pl.Series, right: pl.Series, column: Column, rows: pl.Series, file: str, what: Sentence
) -> None:
    at = _first(cells.is_not_null() & ~right.fill_null(False))
    if at is not None:
        raise Refused(
            "observatory.load.cell",
            "{file}, row {row}: {column} is “{value}”, which is {what}: {again}.",
            file=file, row=rows[at], column=column.name, value=str(cells[at])[:60], what=what, again=_AGAIN,
        )  # fmt: skip


def _empty(column: Column, rows: pl.Series, cells: pl.Series, file: str) -> None:
    at = _first(cells.is_null())
    assert at is not None
    raise Refused(
        "observatory.load.empty_cell",
        "{file}, row {row}: {column} is empty, and a row means nothing without it: {again}.",
        file=file, row=rows[at], column=column.name, again=_AGAIN,
    )  # fmt: skip


def _ordered(frame: pl.DataFrame, ends: tuple[str, str], file: str) -> None:
    """An interval whose lower end lies above its upper one is refused."""
    for low, high in intervals(frame.columns, ends):
        if not (frame[low].dtype.is_numeric() and frame[high].dtype.is_numeric()):
            continue
        at = _first(frame[low] > frame[high])
        if at is not None:
            raise Refused(
                "observatory.load.interval",
                "{file}, row {row}: the interval begins at {low} ({first}), above its end at {high} "
                "({second}): {again}.",
                file=file, row=frame[ROW][at], low=low, high=high,
                first=frame[low][at], second=frame[high][at], again=_AGAIN,
            )  # fmt: skip


def intervals(names: Iterable[str], ends: tuple[str, str]) -> list[tuple[str, str]]:
    """The pairs of columns that are the two ends of a published interval."""
    there, (low, high) = set(names), ends
    stems = sorted(name.removesuffix(low) for name in there if name.endswith(low))
    return [(f"{stem}{low}", f"{stem}{high}") for stem in stems if f"{stem}{high}" in there]


def twice(keys: pl.DataFrame, layout: Layout, file: str) -> None:
    """A refusal of a row that is there twice; `keys` holds the naming columns and `ROW`."""
    if not layout.once:
        return
    again = keys.filter(pl.struct(layout.once).is_duplicated()).sort(*layout.once, ROW)
    if again.height:
        named = " ".join(str(again[name][0]) for name in layout.once)
        raise Refused(
            "observatory.load.twice",
            "{file} has {what} twice, in the rows {first} and {second}: take the file from its publisher "
            "again.",
            file=file, what=named, first=again[ROW][0], second=again[ROW][1],
        )  # fmt: skip
