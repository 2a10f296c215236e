"""A file of rows opened: CSV in any encoding and with any separator, or a spreadsheet.

The header may stand in any of the first ten rows; the row that names most of the wanted columns is it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from koinon.kernel.refusals import Refused
from koinon.register.engine.intake.cells import text_of
from koinon.register.engine.sources import encodings
from koinon.register.engine.sources.limits import DEFAULT, Limits

Score = Callable[[Sequence[str]], int]

SEPARATORS = ",;\t|"
HEADER_WITHIN = 10
LONGEST_CELL = 200_000  # characters; Excel itself ends at 32,767
NO_HEADER = "register.intake.no_header"  # the code of the refusal where no row names a wanted column
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """The header's cells and every row below it with its number as a spreadsheet shows it."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def opened(name: str, data: bytes, score: Score, limits: Limits = DEFAULT) -> Table:
    """Open a file; `score` tells how many wanted columns a row names. Refuses what is no table."""
    if not data.strip():
        raise Refused(
            "register.intake.empty", "{file} is empty: check that it was downloaded completely.", file=name
        )
    if data.startswith(b"PK"):
        return _best(name, _sheets(name, data, limits), score)
    if data.startswith(_OLE):
        raise Refused(
            "register.intake.old_workbook",
            "{file} is in the format of Excel 97 or has a password: save it as XLSX without a password.",
            file=name,
        )
    if data.startswith(b"%PDF") or data.lstrip()[:1] == b"<":
        raise _no_table(name)
    return _best(name, _separated(name, data), score)


def _no_table(name: str) -> Refused:
    return Refused(
        "register.intake.no_table",
        "{file} holds no table: give the CSV, XLSX or JSON file as it was exported.",
        file=name,
    )


def decoded(name: str, data: bytes) -> str:
    """The text of a CSV or JSON file with even line ends."""
    try:
        text, _ = encodings.decoded(name, data)
    except Refused as refusal:
        raise _no_table(name) if refusal.code == "binary_file" else refusal from refusal
    return encodings.even_lines(text)


def _separated(name: str, data: bytes) -> Iterable[list[list[str]]]:
    text = decoded(name, data)
    start = text[:100_000]
    csv.field_size_limit(LONGEST_CELL)
    for separator in SEPARATORS:
        if separator in start:
            try:
                yield list(csv.reader(io.StringIO(text), delimiter=separator))
            except csv.Error as error:
                raise Refused(
                    "register.intake.long_cell",
                    "{file} holds a cell of more than {most} characters: a quotation mark was probably never "
                    "closed. Export the file anew.",
                    file=name,
                    most=LONGEST_CELL,
                ) from error


def _sheets(name: str, data: bytes, limits: Limits) -> Iterable[list[list[str]]]:
    _bounded(name, data, limits)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield [[text_of(cell) for cell in row] for row in rows]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(
            "register.intake.broken_workbook",
            "{file} cannot be opened as a spreadsheet: open it in a spreadsheet program and save it as XLSX.",
            file=name,
        ) from error


def _bounded(name: str, data: bytes, limits: Limits) -> None:
    """Refuse what would unpack to more than a table needs, before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(
            "register.intake.broken_workbook",
            "{file} cannot be opened as a spreadsheet: open it in a spreadsheet program and save it as XLSX.",
            file=name,
        ) from error
    unpacked = sum(part.file_size for part in parts)
    heavy = unpacked > limits.ratio_from and unpacked > limits.ratio * len(data)
    if len(parts) > limits.archive_entries or unpacked > limits.unpacked_bytes or heavy:
        raise Refused(
            "register.intake.bomb",
            "{file} would unpack to {megabytes} MB; at most {most} MB, and {ratio} times its size, are "
            "opened: save only the table, or split it.",
            file=name,
            megabytes=unpacked // 1_000_000,
            most=limits.unpacked_bytes // 1_000_000,
            ratio=limits.ratio,
        )


def _best(name: str, candidates: Iterable[list[list[str]]], score: Score) -> Table:
    """Of every separator or sheet, and every row near the top, the header that names most columns."""
    best: tuple[int, int, list[list[str]]] | None = None
    widest: list[str] = []
    for rows in candidates:
        for at, row in enumerate(rows[:HEADER_WITHIN]):
            found = score(row)
            if found and (best is None or found > best[0]):
                best = (found, at, rows)
            widest = max(widest, [c for c in row if c.strip()], key=len)
    if best is None:
        raise Refused(
            NO_HEADER,
            "{file} has none of the columns that any of the known formats has in its first {most} rows; it "
            "begins with: {found}.",
            file=name,
            most=HEADER_WITHIN,
            found=", ".join(widest)[:200] or "—",
        )
    _, at, rows = best
    header = tuple(" ".join(cell.split()) for cell in rows[at])
    return Table(
        name,
        header,
        tuple((n, tuple(text_of(c) for c in row)) for n, row in enumerate(rows[at + 1 :], start=at + 2)),
    )
