"""XLSX workbooks written row by row: a sheet of any length in the memory of one row.

Text is written as text: nothing that begins with "=" becomes a formula, nothing like an address a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count, islice
from pathlib import Path
from typing import IO, Any, TypeAlias

import xlsxwriter

Value: TypeAlias = str | int | float | bool | date | None

LONGEST = 32_767  # characters of a cell, as the format has it
MOST_ROWS = 1_048_576  # rows of a sheet, as the format has it
_TEXT, _DAY = "@", "yyyy-mm-dd"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how it may be filled in.

    `key` is a stable name for programs. Where the sheet is protected, only columns that are `open` can
    be changed. `choices`, if any, are all that may stand in a cell.
    """

    heading: str
    key: str = ""
    width: int = 16
    open: bool = False
    choices: tuple[str, ...] = ()
    wrapped: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: columns and rows of values. With keys in any column, a hidden first row holds them."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    protected: bool = False
    frozen: int = 0  # columns that stay in view
    right_to_left: bool = False


def write(file: IO[bytes], sheets: Iterable[Sheet], *, folder: Path, at: datetime) -> int:
    """Write the sheets to a file, drafts in `folder`; how many rows of values there are.

    What is too long for one sheet goes on in a further one of the same shape. `at` is the date that the
    file bears.
    """
    book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": str(folder)})
    book.set_properties({"created": at.replace(tzinfo=None)})
    formats = _Formats(book)
    total = 0
    for sheet in sheets:
        rows = iter(sheet.rows)
        total += _page(book, formats, sheet, 1, rows)
        for number in count(2):
            first = next(rows, None)
            if first is None:
                break
            total += _page(book, formats, sheet, number, chain([first], rows))
    book.close()
    return total


class _Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.head_open = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#DCEFE3"}
        )

    def of(self, column: Column, value: Value, protected: bool) -> Any:
        """The look of a value in a column."""
        day = isinstance(value, date)
        plain = not (protected or day or column.wrapped or column.open)
        if plain:
            return None
        key = (day, column.open, column.wrapped, protected)
        if key not in self._made:
            look: dict[str, Any] = {"valign": "top", "text_wrap": column.wrapped}
            if day:
                look["num_format"] = _DAY
            elif column.open:
                look["num_format"] = _TEXT
            if protected:
                look |= {"locked": not column.open}
                look |= {} if column.open else {"font_color": "#595959", "bg_color": "#F2F2F2"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _page(book: Any, formats: _Formats, sheet: Sheet, number: int, rows: Iterable[Sequence[Value]]) -> int:
    page = book.add_worksheet(sheet.name[:28] + (f" {number}" if number > 1 else ""))
    keyed = any(column.key for column in sheet.columns)
    top = 2 if keyed else 1
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width)
        if column.choices:
            page.data_validation(
                top, n, MOST_ROWS - 1, n, {"validate": "list", "source": list(column.choices)}
            )
    page.freeze_panes(top, sheet.frozen)
    if sheet.right_to_left:
        page.right_to_left()
    if sheet.protected:
        page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    if keyed:
        page.set_row(0, None, None, {"hidden": True})
        for n, column in enumerate(sheet.columns):
            page.write_string(0, n, column.key)
    for n, column in enumerate(sheet.columns):
        marked = sheet.protected and column.open
        page.write_string(top - 1, n, column.heading, formats.head_open if marked else formats.head)
    done = 0
    for row in islice(rows, MOST_ROWS - top):
        for n, value in enumerate(row):
            look = formats.of(sheet.columns[n], value, sheet.protected)
            _put(page, top + done, n, value, look)
        done += 1
    return done


def _put(page: Any, row: int, column: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        if look is not None:
            page.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        page.write_string(row, column, "yes" if value else "no", look)
    elif isinstance(value, (int, float)):
        page.write_number(row, column, value, look)
    elif isinstance(value, datetime):
        page.write_string(row, column, value.isoformat(timespec="seconds"), look)
    elif isinstance(value, date) and value.year >= 1900:
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001
    else:
        text = str(value)
        page.write_string(row, column, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", look)
