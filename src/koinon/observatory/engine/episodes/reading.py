"""A table of country-years read for the episode engine: V-Dem's CSV as published, or a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import FIRST_YEAR, Floats, Panel, Whole, balanced
from koinon.observatory.engine.rows import Rows, rows

GAPS = ("gapstart1", "gapend1", "gapstart2", "gapend2", "gapstart3", "gapend3")
ELECTIONS = ("v2eltype_0", "v2eltype_4", "v2eltype_6")
NEEDED = (
    "country_id", "country_text_id", "country_name", "year", "v2x_polyarchy", "v2x_regime", "codingend",
    *GAPS, *ELECTIONS, "v2elasmoff_ord",
)  # fmt: skip
CARRIED = ("v2x_polyarchy_codelow", "v2x_polyarchy_codehigh")


@dataclass(frozen=True)
class Table:
    """The rows from 1900 on, column by column as they are written; a missing number is ""."""

    columns: dict[str, Sequence[str]]
    panel: Panel


def table(lines: Iterable[str], name: str) -> Table:
    """The table of a CSV file's lines; `name` is the file's, for refusals."""
    read = rows(lines, name, NEEDED, CARRIED)
    read.refuse_empty("country_text_id")
    years = read.whole("year", needed=True)
    kept = np.flatnonzero(years >= FIRST_YEAR).tolist()
    if not kept:
        raise Refused("observatory.episodes.empty", "{file} holds no year from 1900 on.", file=name)
    if len(kept) < len(years):
        read, years = read.part(kept), years[kept]
    read.refuse_twins("country_text_id", years)
    blank = {column: [""] * len(years) for column in CARRIED if column not in read.columns}
    return Table({**read.columns, **blank}, _panel(read, years))


def _panel(read: Rows, years: Whole) -> Panel:
    held = [read.whole(column, 0, 1) == 1 for column in ELECTIONS]
    coding_end = read.whole("codingend", 1000, 9999, needed=True)
    gaps = {column: read.whole(column, 1000, 9999) for column in GAPS}
    read.refuse_varying("country_text_id", {"codingend": coding_end, **gaps})
    return balanced(
        names=read.columns["country_text_id"],
        years=years,
        edi=read.figures("v2x_polyarchy", 0, 1),
        regime=read.whole("v2x_regime", 0, 3),
        elected=held[0] | held[1] | held[2],
        assumed=read.whole("v2elasmoff_ord", 0, 10) > 1,
        coding_end=coding_end,
        gaps=np.column_stack([gaps[column] for column in GAPS]),
    )


def index_of(found: Table, values: Sequence[float]) -> Floats:
    """Values in the order of the table, laid out as the panel's index is."""
    grid = np.full(found.panel.edi.shape, np.nan)
    grid[found.panel.unit, found.panel.year] = values
    return grid
