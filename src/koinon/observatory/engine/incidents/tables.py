"""A file of rows opened: CSV in UTF-8 or UTF-16 with any usual separator, or the first sheet of an XLSX."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from koinon.kernel.refusals import Refused

MOST_ROWS = 20_000
LARGEST = 10 * 2**20  # bytes of a file
UNPACKED = 100 * 2**20  # bytes that a workbook may unpack to
SEPARATORS = ",;\t"
LONGEST_CELL = 200_000  # characters; a spreadsheet program ends at 32,767
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Table:
    """The header's cells, and every row below it with its number as a spreadsheet shows it."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def opened(name: str, data: bytes) -> Table:
    """Open a file; its first row that is not empty is the header. Refuses what is no table."""
    if len(data) > LARGEST:
        raise _no(name, "{file} is larger than {most} MB: split it.", most=LARGEST // 2**20)
    if not data.strip():
        raise _no(name, "{file} is empty: check that it was saved completely.")
    rows = _sheet(name, data) if data.startswith(b"PK") else _separated(name, data)
    numbered = [(n, row) for n, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not numbered:
        raise _no(name, "{file} is empty: check that it was saved completely.")
    if len(numbered) > MOST_ROWS + 1:
        raise _no(name, "{file} has more than {most} rows: split it.", most=MOST_ROWS)
    (_, header), *below = numbered
    return Table(tuple(cell.strip() for cell in header), tuple((n, tuple(row)) for n, row in below))


def _no(name: str, sentence: str, **data: object) -> Refused:
    return Refused("observatory.sheet", sentence, file=name, **data)


def _separated(name: str, data: bytes) -> list[list[str]]:
    encoding = next((e for mark, e in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no(name, "{file} is not in UTF-8: save it as “CSV UTF-8”, or as XLSX.") from error
    if "\0" in text:
        raise _no(name, "{file} holds no table: give a CSV or XLSX file.")
    head = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise _no(
            name, "{file} cannot be read as CSV: a quotation mark was probably never closed. Save it anew."
        ) from error


def _sheet(name: str, data: bytes) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
        if sum(part.file_size for part in parts) > UNPACKED:
            raise _no(
                name,
                "{file} would unpack to more than {most} MB: save only the table.",
                most=UNPACKED // 2**20,
            )
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise _no(
            name,
            "{file} cannot be opened as a spreadsheet: open it in a spreadsheet program, save it as XLSX.",
        ) from error
    return ([text_of(cell) for cell in row] for row in rows)


def text_of(cell: object) -> str:
    """A cell as text: days as ISO 8601, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
