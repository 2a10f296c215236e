"""A published file as text: its encoding, its separator, and its rows in blocks of bounded size.

Whoever loads a file hands in its bytes as a stream; a block holds whole rows, every cell as text, with the
number of its row in the column `ROW` (the header is row 1, as a spreadsheet counts).
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import polars as pl

from koinon.kernel.refusals import Refused

ROW = "(row)"
LONGEST = 64 << 20  # bytes of a row: what is longer is no row
BLOCK = 32 << 20  # bytes read at a time: some 1,600 rows of V-Dem's 4,600 columns
HEAD = 1 << 20  # a header is within the first mebibyte
Astray = Sequence[tuple[bytes, bytes]]
_SEPARATORS = (",", ";", "\t")
_BINARY = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"PK\x03\x04": "XLSX",
    b"<!DO": "HTML",
    b"<htm": "HTML",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: encoding, separator, the names of its columns, whether lines end in CR alone."""

    file: str
    encoding: str
    separator: str
    columns: tuple[str, ...]
    cr: bool = False


class Reading:
    """Finds out, chunk by chunk, whether bytes are UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.utf8 = True

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Look at the next bytes."""
        if self.utf8:
            try:
                self._decoder.decode(chunk, last)
            except UnicodeDecodeError:
                self.utf8 = False


def dialect(file: str, head: bytes, *, utf8: bool) -> Dialect:
    """How a file is written, from its first bytes; what is no table of text is refused."""
    if not head.strip():
        raise Refused(
            "observatory.load.empty", "{file} is empty: check that it was downloaded completely.", file=file
        )
    kind = _BINARY.get(head[:4])
    if kind or b"\0" in head[:4096]:
        raise Refused(
            "observatory.load.not_text",
            "{file} is no table of text ({kind}): save it as CSV, and load that.",
            file=file,
            kind=kind or "binary",
        )
    encoding = "utf-8" if utf8 else "cp1252"
    text = head.decode(encoding, "ignore" if utf8 else "replace").lstrip("\ufeff")
    cr = "\n" not in text and "\r" in text
    first = text.splitlines()[0]
    separator = max(_SEPARATORS, key=first.count)
    columns = tuple(cell.strip() for cell in next(csv.reader([first], delimiter=separator), []))
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice:
        raise Refused(
            "observatory.load.column_twice",
            "{file} has the column {column} twice: take the file from its publisher again.",
            file=file,
            column=twice,
        )
    return Dialect(file, encoding, separator, columns, cr)


def blocks(stream: IO[bytes], how: Dialect, astray: Astray = (), size: int = BLOCK) -> Iterator[pl.DataFrame]:
    """The rows of a file in blocks of about `size` bytes, in order; the stream begins with the header.

    `astray`: what is written wrongly in the file as published, each with what it stands for.
    """
    names = [name or f"(column {at})" for at, name in enumerate(how.columns, start=1)]
    row = 2
    for data in _whole(stream, how, astray, size):
        frame = _frame(data, how, names, row)
        row += frame.height
        if frame.height:
            yield frame


def _frame(data: bytes, how: Dialect, names: list[str], row: int) -> pl.DataFrame:
    try:
        found = pl.read_csv(
            data,
            has_header=False,
            separator=how.separator,
            new_columns=names,
            infer_schema=False,
            schema=dict.fromkeys(names, pl.String),
        )
    except pl.exceptions.PolarsError as error:
        raise Refused(
            "observatory.load.ragged",
            "{file}, near row {row}: a row has more cells than the header has columns: take the file from "
            "its publisher again, or save it as CSV anew.",
            file=how.file,
            row=row,
        ) from error
    return found.with_row_index(ROW, offset=row).filter(~pl.all_horizontal(pl.col(names).is_null()))


def _whole(stream: IO[bytes], how: Dialect, astray: Astray, size: int) -> Iterator[bytes]:
    """Blocks of whole rows in UTF-8 with LF, without the header; the last row is checked to be whole."""
    rest, first, last = b"", True, b""
    while chunk := stream.read(size):
        data = rest + (chunk.replace(b"\r", b"\n") if how.cr else chunk)
        for wrong, right in astray:
            data = data.replace(wrong, right)
        cut = _end(data)
        whole, rest = data[:cut], data[cut:]
        if len(rest) > LONGEST:
            raise Refused(
                "observatory.load.endless_row",
                "{file} has a row that does not end within {most} MiB: it is no table, or a quotation mark "
                "is missing.",
                file=how.file,
                most=LONGEST >> 20,
            )
        if first and cut:
            whole = whole[_end_of_header(whole) :]
            first = False
        if whole:
            last = whole
            yield _utf8(whole, how)
    if first and rest:  # a header alone, or a table smaller than it seemed
        rest = rest[_end_of_header(rest) :] if b"\n" in rest else b""
    if rest.strip():
        _uncut(rest, how)
        yield _utf8(rest, how)
    elif last:
        _uncut(last[last.rstrip(b"\r\n").rfind(b"\n") + 1 :], how)


def _utf8(data: bytes, how: Dialect) -> bytes:
    return data if how.encoding == "utf-8" else data.decode(how.encoding, "replace").encode()


def _end(data: bytes) -> int:
    """Where the last whole row ends: after a line end with an even number of quotation marks before it."""
    at = data.rfind(b"\n") + 1
    marks = data.count(b'"', 0, at)
    while at and marks % 2:
        before = data.rfind(b"\n", 0, at - 1) + 1
        marks -= data.count(b'"', before, at)
        at = before
    return at


def _end_of_header(data: bytes) -> int:
    return data.find(b"\n") + 1


def _uncut(row: bytes, how: Dialect) -> None:
    """A refusal of a last row with fewer cells than there are columns: the file was cut off."""
    text = row.decode(how.encoding, "replace").strip("\r\n")
    cells = next(csv.reader([text], delimiter=how.separator), [])
    if 0 < len(cells) < len(how.columns) and b'"' not in row:
        raise Refused(
            "observatory.load.cut_off",
            "{file} ends in the middle of a row ({cells} of {columns} cells): it was cut off, download it "
            "again.",
            file=how.file,
            cells=len(cells),
            columns=len(how.columns),
        )
