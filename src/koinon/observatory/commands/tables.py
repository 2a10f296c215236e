"""Tables that commands read from a file and write to one, without a platform."""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, TypeVar, cast

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.opening import not_utf8, opened

T = TypeVar("T")
_QUICK = 6  # how hard gzip works: the usual of the program of that name


def read(source: Path, table: Callable[[Iterable[str], str], T]) -> T:
    """What `table` makes of the lines of a CSV file and its name; what is packed with gzip is unpacked."""
    with opened(source) as stream, TextIOWrapper(stream, "utf-8", newline="") as lines:
        try:
            return table(lines, source.name)
        except UnicodeDecodeError as error:
            raise not_utf8(source.name) from error
        except csv.Error as error:
            raise Refused(
                "observatory.not_csv",
                "{file} is no CSV file ({problem}): export it anew.",
                file=source.name,
                problem=error,
            ) from error


def refuse_same(out: Path | None, *sources: Path) -> None:
    """Nothing is written over what is read."""
    for source in sources:
        if out is not None and out.exists() and source.exists() and out.samefile(source):
            raise Refused(
                "observatory.same_file",
                "{file} is what is read here, and would be written over: give --out another name.",
                file=out,
            )


def write(out: Path | None, lines: Iterable[str]) -> None:
    """Lines to a file, all of them or none, or to the terminal."""
    if out is None:
        sys.stdout.writelines(lines)
        return
    with whole(out) as file:
        file.write("".join(lines))


@contextmanager
def whole(out: Path) -> Iterator[TextIO]:
    """All of it or nothing: what stood there before stays until the new table is whole. Packed with gzip
    where the name ends so; the same table makes the same bytes."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with draft.open("wb") as raw:
            packed = out.suffix.lower() == ".gz"
            stream = gzip.GzipFile("", "wb", _QUICK, raw, mtime=0) if packed else nullcontext(raw)
            with stream as target, TextIOWrapper(cast("gzip.GzipFile", target), "utf-8", newline="") as file:
                yield file
        draft.replace(out)
    except OSError as error:
        raise Refused(
            "observatory.unwritable", "{file} cannot be written: {problem}.", file=out, problem=error.strerror
        ) from error
    finally:
        draft.unlink(missing_ok=True)
