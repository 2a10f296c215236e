"""A file that holds a table of text, opened as bytes: plain or packed with gzip, whatever its name ends with.

What can be wrong with a file before a row of it is looked at is told apart here, each with its own mend.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from koinon.kernel.refusals import Refused

_GZIP = b"\x1f\x8b"
_LOOKED_AT = 4096  # bytes of the beginning; a table of text has no byte 0 among them
_KINDS = {b"PK\x03\x04": "ZIP or XLSX", b"PAR1": "Parquet", b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "XLS"}


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked; also what comes to light only as they are read is refused here."""
    if path.is_dir():
        raise Refused(
            "observatory.folder", "{file} is a folder: name the file that is meant in it.", file=path
        )
    if not path.is_file():
        raise Refused("observatory.no_file", "There is no file {file}: check the path.", file=path)
    try:
        with path.open("rb") as raw:
            if raw.peek(2)[:2] != _GZIP:
                _refuse_other_kinds(raw.peek(_LOOKED_AT)[:_LOOKED_AT], path.name)
                yield raw
                return
            with gzip.GzipFile(fileobj=raw) as stream:
                _refuse_other_kinds(stream.peek(_LOOKED_AT)[:_LOOKED_AT], path.name)
                yield cast(BinaryIO, stream)
    except EOFError as error:
        raise Refused(
            "observatory.cut_off",
            "{file} breaks off before its end: it was cut off, download it again.",
            file=path.name,
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Refused(
            "observatory.damaged",
            "{file} is packed with gzip and is damaged: it cannot be unpacked, download it again.",
            file=path.name,
        ) from error
    except OSError as error:
        raise Refused(
            "observatory.unreadable",
            "{file} cannot be read: {problem}.",
            file=path,
            problem=error.strerror or str(error),
        ) from error


def _refuse_other_kinds(head: bytes, name: str) -> None:
    if not head.strip():
        raise Refused(
            "observatory.empty_file", "{file} is empty: check that it was saved completely.", file=name
        )
    kind = _KINDS.get(head[:4])
    if kind or b"\0" in head or head.startswith(_GZIP):
        raise Refused(
            "observatory.not_text",
            "{file} is no table of text ({kind}): save it as CSV in UTF-8.",
            file=name,
            kind=kind or "binary",
        )


def not_utf8(name: str) -> Refused:
    """The refusal of a text in another encoding."""
    return Refused(
        "observatory.not_utf8", "{file} is not written in UTF-8: save it as CSV in UTF-8.", file=name
    )
