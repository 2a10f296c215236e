"""Tables that commands read from a file and write to one, without a platform."""

from __future__ import annotations

import csv
import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

from koinon.kernel.refusals import Refused

T = TypeVar("T")


def read(source: Path, table: Callable[[Iterable[str], str], T]) -> T:
    """What `table` makes of the lines of a CSV file and its name; .gz is unpacked."""
    if not source.is_file():
        raise Refused("observatory.no_file", "There is no file {file}: check the path.", file=source)
    opened = gzip.open if source.suffix == ".gz" else open
    try:
        with opened(source, "rt", encoding="utf-8", newline="") as lines:
            return table(lines, source.name)
    except (UnicodeDecodeError, gzip.BadGzipFile, zlib.error, EOFError, csv.Error) as error:
        raise Refused(
            "observatory.unreadable", "{file} is no CSV file in UTF-8: export it anew.", file=source.name
        ) from error


def write(out: Path | None, lines: Iterable[str]) -> None:
    """Lines to a file, all of them or none, or to the terminal."""
    if out is None:
        sys.stdout.writelines(lines)
        return
    with whole(out) as file:
        file.write("".join(lines))


@contextmanager
def whole(out: Path) -> Iterator[TextIO]:
    """All of it or nothing: what stood there before stays until the new table is whole."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(out)
    except OSError as error:
        raise Refused(
            "observatory.unwritable", "{file} cannot be written: {problem}.", file=out, problem=error.strerror
        ) from error
    finally:
        draft.unlink(missing_ok=True)
