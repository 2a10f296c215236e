"""How the files of one source become tables: which files there are, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from koinon.observatory.engine.adapters.layouts import Layout

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Adapter:
    """One source. `files`: what is to be loaded together, each by a name and its layout.

    A source of country-years names its columns of unit, name and year, and every other column stays as
    published. Any other source says with `tables` what is made of its typed files; each table that has
    a column `unit` is led to places by `schemes`, tried in this order, in its column `year`.
    `silent` marks rows that say only that a unit was not there: they are kept and lead nowhere.
    `version` tells the release from the year to which it goes, where the publisher's numbering lets it.
    `tells`: the column of country-years in which the file itself states that year, as its greatest figure,
    and what is taken off it. Without one the year is only the last that has a row, of which an extract or
    another way of counting may make something else.
    """

    key: str
    files: Mapping[str, Layout]
    schemes: tuple[str, ...]
    unit: str = ""
    name: str = ""
    year: str = "year"
    tables: Callable[[Mapping[str, pl.DataFrame]], Tables] | None = None
    version: Callable[[int], str] | None = None
    tells: tuple[str, int] | None = None
    extra: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    silent: pl.Expr | None = None

    @property
    def plain(self) -> bool:
        """Whether it is one table of country-years that can be written block by block."""
        return self.tables is None

    def speaks(self, table: pl.DataFrame) -> pl.Series:
        """Which rows of a table say something of their unit."""
        silent = self.silent if self.silent is not None else pl.lit(value=False)
        return table.select(said=~silent | pl.repeat(False, pl.len()))["said"]

    def rows(self, block: pl.DataFrame) -> pl.DataFrame:
        """A typed block of country-years with the columns unit, unit_name and year in front."""
        front = [pl.col(self.unit).alias("unit"), self._name().alias("unit_name")]
        rest = [pl.col(name) for name in block.columns if name not in (self.year, "unit", "unit_name")]
        made = block.select(*front, pl.col(self.year).cast(pl.Int16).alias("year"), *rest)
        return self.extra(made) if self.extra else made

    def _name(self) -> pl.Expr:
        return pl.col(self.name) if self.name else pl.lit(None, dtype=pl.String)
