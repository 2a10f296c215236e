"""A release made ready in a folder of drafts: read, checked, led to places, and written as Parquet.

Nothing of it is in the catalogue yet; `loading.load_release` puts it there whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from koinon.kernel.refusals import Refused
from koinon.observatory.actions.reading_files import File, examined, unpacked
from koinon.observatory.engine import catalogue
from koinon.observatory.engine.adapters import cells, raw, recognised, versions
from koinon.observatory.engine.adapters.adapter import Adapter
from koinon.observatory.engine.adapters.layouts import Kind, Layout
from koinon.observatory.engine.adapters.sources import ADAPTERS
from koinon.observatory.engine.catalogue import Figure
from koinon.observatory.engine.crosswalk import Crosswalk, Lost, lost
from koinon.observatory.queries import places

Tell = Callable[[str, int, int], None]
READING, WRITING = "reading", "writing"
ROWS_IN_A_GROUP = 4096  # of Parquet: 4,600 columns of so many rows are written in 600 MB
_NUMERIC = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.Float32, pl.Float64, pl.UInt32)


def silent(step: str, done: int, total: int) -> None:
    """Tells nobody how far the work has come."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a release: rows, and whether each column holds numbers."""

    name: str
    rows: int
    columns: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that lies ready in `folder`: what the catalogue will say of it."""

    dataset: str
    version: str
    folder: Path
    file_name: str
    checksum: str
    size: int
    tables: tuple[Table, ...]
    units: int
    first: int | None
    last: int | None
    figures: tuple[Figure, ...]
    lost: tuple[Lost, ...]

    @property
    def rows(self) -> int:
        """The rows of its first table."""
        return self.tables[0].rows


@dataclass(frozen=True, slots=True)
class _Part:
    file: File
    how: raw.Dialect | None
    layout: Layout
    name: str
    today: date


def checksum(files: Sequence[File]) -> str:
    """The digest of what was loaded: of the one file, or of the sorted digests of several."""
    if len(files) == 1:
        return files[0].digest
    return hashlib.sha256("".join(sorted(file.digest for file in files)).encode()).hexdigest()


def looked_at(source: str, paths: Sequence[tuple[Path, str]]) -> list[File]:
    """The files of a source, each read once; a source that is not known is refused."""
    if source not in ADAPTERS:
        raise Refused(
            "observatory.load.source",
            "There is no source called {source}: choose one of {sources}.",
            source=source,
            sources=", ".join(ADAPTERS),
        )
    return [examined(path, name) for path, name in paths]


def prepare(
    source: str, files: Sequence[File], said: str, folder: Path, tell: Tell = silent, *, today: date
) -> Prepared:
    """Read, check and write the tables of a release into `folder`, which is empty."""
    adapter = ADAPTERS[source]
    parts = [_part(adapter, file, today) for file in files]
    recognised.complete(adapter, [part.name for part in parts])
    crosswalk = Crosswalk(adapter.schemes, places.own())
    names = ", ".join(file.name for file in files)
    if adapter.plain:
        tables, keys = _plain(adapter, parts[0], crosswalk, folder, tell)
    else:
        tables, keys = _several(adapter, parts, crosswalk, folder, tell)
    last = keys["year"].max() if keys.height else None
    stated = _stated(adapter, folder, tables[0])
    version = versions.version(adapter, _year(last), stated, said, names)
    known = catalogue.sources()[source]
    return Prepared(
        source, version, folder, names, checksum(files), sum(file.size for file in files), tuple(tables),
        keys["unit"].n_unique(), _year(keys["year"].min()), _year(last),
        tuple(catalogue.figures(known, tables[0].columns)) if adapter.plain else (), tuple(lost(keys)),
    )  # fmt: skip


def _year(value: object) -> int | None:
    return int(str(value)) if value is not None else None


def _stated(adapter: Adapter, folder: Path, table: Table) -> int | None:
    """The year to which a release goes by the word of its own file."""
    if adapter.tells is None or adapter.tells[0] not in table.columns:
        return None
    column, less = adapter.tells
    told = _year(
        pl.scan_parquet(folder / f"{table.name}.parquet").select(pl.col(column).max()).collect().item()
    )
    return told - less if told is not None else None


def _part(adapter: Adapter, file: File, today: date) -> _Part:
    if file.parquet:
        how, columns = None, tuple(pl.read_parquet_schema(file.path))
    else:
        how = raw.dialect(file.name, file.head, utf8=file.utf8)
        columns = how.columns
    name = recognised.part(adapter, columns, file.name, ADAPTERS)
    return _Part(file, how, adapter.files[name], name, today)


def _blocks(part: _Part, tell: Tell, step: str = READING) -> Iterator[pl.DataFrame]:
    """The rows of a file in blocks, as text (or as Parquet has them)."""
    if part.how is None:
        yield pl.read_parquet(part.file.path).with_row_index(raw.ROW, offset=1)
        return
    with unpacked(part.file.path, part.file.name) as stream:
        for block in raw.blocks(stream, part.how, part.layout.astray):
            yield block
            tell(f"{step} {part.file.name}", min(stream.tell(), part.file.unpacked), part.file.unpacked)


def _typed(part: _Part, tell: Tell) -> Iterator[pl.DataFrame]:
    """The rows of a file in blocks, every column as what it is; checked, but for rows that repeat."""
    found: dict[str, Kind | None] = {}
    rows = 0
    for block in _blocks(part, tell, "looking through"):
        found = cells.kinds(block, part.layout, found)
        rows += block.height
    if not rows:
        raise Refused(
            "observatory.load.no_rows",
            "{file} has a header and no row: check that it was downloaded completely.",
            file=part.file.name,
        )
    for block in _blocks(part, tell):
        yield cells.typed(block, part.layout, found, part.file.name, today=part.today)


def _plain(
    adapter: Adapter, part: _Part, crosswalk: Crosswalk, folder: Path, tell: Tell
) -> tuple[list[Table], pl.DataFrame]:
    """The table of country-years, written block by block, and its keys with their places."""
    drafts, keys = folder / ".parts", []
    drafts.mkdir()
    for at, block in enumerate(_typed(part, tell)):
        keys.append(block.select(raw.ROW, *part.layout.once))
        rows, counted = _placed(adapter.rows(block.drop(raw.ROW)), crosswalk)
        keys[-1] = pl.concat([keys[-1], counted], how="horizontal")
        rows.write_parquet(drafts / f"{at:05}.parquet", statistics=False)
    held = pl.concat(keys)
    cells.twice(held.select(raw.ROW, *part.layout.once), part.layout, part.file.name)
    tell(WRITING, 0, 0)
    path = folder / "rows.parquet"
    pl.scan_parquet(drafts / "*.parquet").sink_parquet(path, row_group_size=ROWS_IN_A_GROUP)
    for file in drafts.iterdir():
        file.unlink()
    drafts.rmdir()
    return [_table("rows", held.height, pl.read_parquet_schema(path))], _counted(held)


def _several(
    adapter: Adapter, parts: Sequence[_Part], crosswalk: Crosswalk, folder: Path, tell: Tell
) -> tuple[list[Table], pl.DataFrame]:
    assert adapter.tables is not None
    files = {}
    for part in parts:
        frame = pl.concat(list(_typed(part, tell)))
        cells.twice(frame.select(raw.ROW, *part.layout.once), part.layout, part.file.name)
        files[part.name] = frame.drop(raw.ROW)
    made, keys = [], []
    tell(WRITING, 0, 0)
    for name, table in adapter.tables(files).items():
        if "unit" in table.columns:
            table, counted = _placed(table, crosswalk)
            keys.append(counted.filter(adapter.speaks(table)))
        table.write_parquet(folder / f"{name}.parquet")
        made.append(_table(name, table.height, table.schema))
    return made, _counted(pl.concat(keys))


def _placed(table: pl.DataFrame, crosswalk: Crosswalk) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A table with the column place in front; and of each row its unit, name, year, place and reason."""
    led = crosswalk.led(table.select("unit", "year").unique())
    placed = table.join(led, on=["unit", "year"], how="left", maintain_order="left")
    if "unit_name" not in placed.columns:
        placed = placed.with_columns(unit_name=pl.lit(None, pl.String))
    counted = placed.select("unit", "unit_name", "year", "place", "reason")
    order = ["place", *(c for c in table.columns if c != "place")]
    return placed.select(order), counted.rename({"year": "(year)", "unit": "(unit)"})


def _counted(keys: pl.DataFrame) -> pl.DataFrame:
    """How many rows each unit has in each year, with its place."""
    held = ["(unit)", "unit_name", "(year)", "place", "reason"]
    return (
        keys.group_by(held).agg(rows=pl.len()).rename({"(unit)": "unit", "(year)": "year"})
        .with_columns(pl.col("year").cast(pl.Int32))
    )  # fmt: skip


def _table(name: str, rows: int, schema: object) -> Table:
    held = dict(schema)  # type: ignore[call-overload]
    return Table(name, rows, {column: kind in _NUMERIC for column, kind in held.items()})
