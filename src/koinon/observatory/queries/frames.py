"""The figures of a release: the one reader of the Parquet files beside the database.

A release is a folder of tables, `<data>/datasets/<dataset>/<digest>/<table>.parquet`. The table `rows` of
country-years has the columns place (our code, null where the crosswalk leads nowhere), unit (the code as
published), unit_name, year, and then the columns as published. Other tables are described with the adapter
that writes them. A folder is written whole before its row is, and is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from koinon.kernel.refusals import NotFound
from koinon.observatory.models import Release

KEPT = 64  # tables, or parts of them, that a process keeps at hand


def path(release: Release, table: str = "rows") -> Path:
    """Where a table of a release lies."""
    return Path(settings.DATA_DIR) / release.folder / f"{table}.parquet"


def frame(release: Release, columns: Sequence[str] | None = None, table: str = "rows") -> pl.DataFrame:
    """A table of a release, or some of its columns; the same frame again for the same question."""
    return _frame(str(path(release, table)), tuple(columns) if columns is not None else None)


def scan(release: Release, table: str = "rows") -> pl.LazyFrame:
    """A table of a release, for a question that narrows it before it is read."""
    return pl.scan_parquet(_there(path(release, table)))


@lru_cache(maxsize=KEPT)
def _frame(file: str, columns: tuple[str, ...] | None) -> pl.DataFrame:
    return pl.read_parquet(_there(Path(file)), columns=list(columns) if columns is not None else None)


def _there(file: Path) -> Path:
    if not file.is_file():
        raise NotFound(
            "observatory.table",
            "The figures of this release are not in the data folder: load the release again.",
        )
    return file
