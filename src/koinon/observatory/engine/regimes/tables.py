"""A table of country-years read for the classes of its regimes, and what comes of it as CSV.

V-Dem's country-year table as published, or a part of it; rows in any order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np

from koinon.observatory.engine.episodes.panel import NA, Bools, Ints
from koinon.observatory.engine.regimes.classes import (
    COUNTRY_YEARS,
    ELECTORAL,
    FIGURES,
    Classes,
    Regime,
    of_country_years,
)
from koinon.observatory.engine.rows import rows

UNIT, NAME, PUBLISHED = "country_text_id", "country_name", "v2x_regime"
INDICES = ("v2x_polyarchy", "v2x_liberal")  # from 0 to 1
HIGHEST = 4  # of the other components: scores on the scale of the question, published as …_osp
DECIDED = ("regime", "lower", "upper", "autocracy")


@dataclass(frozen=True)
class Table:
    """Rows in the order of the file: country and year as written, their classes, and the published one.

    `published` is `NA` where the release gives no class, None where it has no such column.
    """

    columns: dict[str, Sequence[str]]
    classes: Classes
    published: Ints | None


@dataclass(frozen=True)
class Counts:
    """How many country-years have which class, and how they compare with the published ones.

    `autocracy`: an autocracy of which kind cannot be told; `untold`: nothing can be told. `compared`: both
    classes are there; of these `same`. `kind_open`: of `autocracy`, those published as one of the two kinds.
    """

    rows: int
    classes: dict[str, int]
    autocracy: int
    untold: int
    compared: int | None
    same: int | None
    kind_open: int | None


def table(lines: Iterable[str], name: str) -> Table:
    """The table of a CSV file's lines; `name` is the file's, for refusals."""
    read = rows(lines, name, (UNIT, "year", *COUNTRY_YEARS), (NAME, *FIGURES, PUBLISHED))
    read.refuse_empty(UNIT)
    years = read.whole("year", needed=True)
    read.refuse_twins(UNIT, years)
    known: dict[str, int] = {}
    unit = np.array([known.setdefault(one, len(known)) for one in read.columns[UNIT]], dtype=np.intp)
    columns = {
        column: read.figures(column, 0, 1 if column.startswith(INDICES) else HIGHEST)
        for column in FIGURES
        if column in read.columns
    }
    columns[ELECTORAL] = read.whole(ELECTORAL, 0, 1).astype(np.float64)
    published = read.whole(PUBLISHED, 0, 3).astype(np.int16) if PUBLISHED in read.columns else None
    kept = {column: read.columns[column] for column in (UNIT, NAME, "year") if column in read.columns}
    return Table(kept, of_country_years(columns, unit, years), published)


def lines(found: Table) -> Iterator[str]:
    """The table line by line; what cannot be told is empty, and `autocracy` is 1 or 0."""
    told = found.classes
    columns = [*found.columns.values(), *(_text(getattr(told, name)) for name in DECIDED[:3])]
    columns.append(["1" if one else "0" for one in told.autocracy])
    if found.published is not None:
        columns.append(_text(found.published))
    yield _line([*found.columns, *DECIDED, *(["published"] if found.published is not None else [])])
    yield from map(_line, zip(*columns, strict=True))


def counts(found: Table) -> Counts:
    """How many of which class, and how many as published."""
    told, published = found.classes, found.published
    known = told.regime != NA
    compared = same = kind = None
    if published is not None:
        compared, same = known & (published != NA), known & (published == told.regime)
        kind = told.autocracy & np.isin(published, (Regime.CLOSED, Regime.ELECTORAL_AUTOCRACY))
    return Counts(
        rows=len(known),
        classes={one.name.lower(): int((told.regime == one).sum()) for one in Regime},
        autocracy=int(told.autocracy.sum()),
        untold=int((~known & ~told.autocracy).sum()),
        compared=_sum(compared),
        same=_sum(same),
        kind_open=_sum(kind),
    )


def _sum(which: Bools | None) -> int | None:
    return None if which is None else int(which.sum())


def _text(values: Ints) -> list[str]:
    return ["" if value == NA else str(value) for value in values.tolist()]


def _line(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()
