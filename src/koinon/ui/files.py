"""Lists as files: XLSX, CSV and JSON, made row by row, so that a list of any length fits."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from koinon.kernel import workbooks

Record: TypeAlias = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STALE = timedelta(days=1)


@dataclass(frozen=True)
class Listing:
    """A list to take along: what JSON gives of each item, and the row of cells that `flat` makes of it.

    `name` is the file's, without its ending. `records` begins anew whenever it is called.
    """

    name: str
    columns: Sequence[str]
    records: Callable[[], Iterable[Record]]
    flat: Callable[[Record], Record] = dict


@dataclass(frozen=True)
class Format:
    """A form in which lists are given out: its name in routes, the ending of its files, what links say."""

    key: str
    ending: str
    label: str
    respond: Callable[[HttpRequest, Any], HttpResponseBase]


def csv_file(request: HttpRequest, listing: Listing) -> StreamingHttpResponse:
    """A list as CSV."""
    return separated(listing)


def separated(listing: Listing) -> StreamingHttpResponse:
    """CSV in UTF-8 with its mark, so that every spreadsheet program reads the accents."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(listing.columns)
        for row in map(listing.flat, listing.records()):
            yield writer.writerow([cell(row[name]) for name in listing.columns])

    return _sent(lines(), "text/csv; charset=utf-8", f"{listing.name}.csv")


def json_file(request: HttpRequest, listing: Listing) -> StreamingHttpResponse:
    """A JSON list of records, sent as it is made."""

    def lines() -> Iterator[str]:
        before = "[\n"
        for row in listing.records():
            yield before + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            before = ",\n"
        yield "\n]\n" if before == ",\n" else "[]\n"

    return _sent(lines(), "application/json", f"{listing.name}.json")


def xlsx_file(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """A workbook with one sheet: dates are dates, numbers numbers, everything else text."""
    columns = [workbooks.Column(name, width=_WIDTHS.get(name, 18)) for name in listing.columns]
    rows = ([row[name] for name in listing.columns] for row in map(listing.flat, listing.records()))
    return workbook_file(f"{listing.name}.xlsx", [workbooks.Sheet(slugify(listing.name), columns, rows)])


_WIDTHS = {"text": 70, "document_title": 40, "title": 50, "name": 40, "number": 8, "language": 9, "url": 40}


def workbook_file(name: str, sheets: Iterable[workbooks.Sheet]) -> HttpResponseBase:
    """A workbook, made in the data folder and gone from it once it is sent."""
    with drafts() as folder:
        made = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the response closes it
        try:
            workbooks.write(made, sheets, folder=folder, at=timezone.now())
        except BaseException:
            made.close()
            raise
    made.seek(0)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = FileResponse(made, as_attachment=True, filename=name, content_type=media)
    weakref.finalize(response, made.close)  # also when nobody reads it
    return response


@contextmanager
def drafts() -> Iterator[Path]:
    """A folder for drafts below the data folder, removed afterwards; what a crash left is cleared away."""
    home = Path(settings.DATA_DIR) / "drafts"
    home.mkdir(mode=0o700, exist_ok=True)
    before = (timezone.now() - _STALE).timestamp()
    for old in home.iterdir():
        if old.stat().st_mtime < before:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        yield Path(folder)


def cell(value: object) -> str:
    """A value as text of a CSV cell; text that begins like a formula gets an apostrophe (CWE-1236)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, date)):  # a figure below zero is no formula
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Line:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def _sent(lines: Iterator[str], media: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


XLSX = Format("xlsx", "xlsx", "XLSX", xlsx_file)
CSV = Format("csv", "csv", "CSV", csv_file)
JSON = Format("json", "json", "JSON", json_file)
FORMATS = (XLSX, CSV, JSON)
