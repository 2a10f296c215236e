"""What an office does with a sheet: opens it, types into cells, saves it in this form or that."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Rows = list[list[Any]]


def opened(data: bytes, sheet: int = 0) -> Rows:
    """Every row of a sheet, the hidden one with the keys included."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def typed(rows: Rows, which: int, /, **cells: Any) -> Rows:
    """The rows with some cells of one provision typed anew."""
    keys = rows[0]
    for row in rows[1:]:
        if row[keys.index("number")] == which:
            for column, value in cells.items():
                row[keys.index(column)] = value
    return rows


def as_xlsx(rows: Rows) -> bytes:
    """Saved by a program that keeps values and forgets every look and protection."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yy", "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Sheet1")
        for n, row in enumerate(rows):
            for m, value in enumerate(row):
                if value != "":
                    page.write(n, m, value)
    return file.getvalue()


def as_csv(
    rows: Rows, *, separator: str = ",", encoding: str = "utf-8-sig", day: Callable[[Any], str] = str
) -> bytes:
    """Saved as CSV, dates as the program writes them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    for row in rows:
        writer.writerow([day(v) if hasattr(v, "year") else v for v in row])
    return text.getvalue().encode(encoding, "replace")
