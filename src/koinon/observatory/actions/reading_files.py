"""Published files as streams of bytes: plain, gzip, or alone in a ZIP; weighed and digested in one pass."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.adapters.raw import HEAD, Reading

_CHUNK = 1 << 20
LARGEST = 8 << 30  # bytes unpacked: a compressed file beyond that is no data set
_GZIP, _ZIP, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be loaded: its name as it came, its digest and bytes, its first bytes unpacked, and
    whether it is UTF-8."""

    name: str
    path: Path
    digest: str
    size: int
    head: bytes
    utf8: bool
    unpacked: int

    @property
    def parquet(self) -> bool:
        """Whether it is a Parquet file."""
        return self.head.startswith(_PARQUET)


def examined(path: Path, name: str = "") -> File:
    """Look at every byte of a file once; one that cannot be read or unpacked is refused."""
    name = name or path.name
    try:
        digest, size = _digest(path)
        if not size:
            raise Refused(
                "observatory.load.empty",
                "{file} is empty: check that it was downloaded completely.",
                file=name,
            )
        with unpacked(path, name) as stream:
            head = stream.read(HEAD)
            utf8, total = (True, len(head)) if head.startswith(_PARQUET) else _looked(stream, head, name)
    except OSError as error:
        raise Refused(
            "observatory.load.unreadable",
            "{file} cannot be read ({why}): check the file.",
            file=name,
            why=error.strerror or str(error),
        ) from error
    return File(name, path, digest, size, head, utf8, total)


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _looked(stream: IO[bytes], head: bytes, name: str) -> tuple[bool, int]:
    reading, total = Reading(), len(head)
    reading.feed(head)
    while chunk := stream.read(_CHUNK):
        reading.feed(chunk)
        total += len(chunk)
        if total > LARGEST:
            raise Refused(
                "observatory.load.unpacks_large",
                "{file} unpacks to more than {most} GiB, which no data set here does: check the file.",
                file=name,
                most=LARGEST >> 30,
            )
    reading.feed(b"", last=True)
    return reading.utf8, total


@contextmanager
def unpacked(path: Path, name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked where it is compressed."""
    try:
        with path.open("rb") as raw:
            first = raw.read(4)
            raw.seek(0)
            if first.startswith(_GZIP):
                with gzip.GzipFile(fileobj=raw) as stream:
                    yield stream  # type: ignore[misc]
            elif first == _ZIP:
                with zipfile.ZipFile(raw) as archive, archive.open(_member(archive, name)) as member:
                    yield member
            else:
                yield raw
    except (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile) as error:
        raise Refused(
            "observatory.load.broken",
            "{file} is a compressed file that breaks off or is damaged: download it again.",
            file=name,
        ) from error


def _member(archive: zipfile.ZipFile, name: str) -> str:
    if any(one.startswith("xl/") for one in archive.namelist()):
        raise Refused(
            "observatory.load.workbook",
            "{file} is a workbook: save the sheet with the figures as CSV, and load that.",
            file=name,
        )
    tables = [one for one in archive.namelist() if one.lower().endswith((".csv", ".tsv", ".txt"))]
    if len(tables) != 1:
        raise Refused(
            "observatory.load.archive",
            "{file} holds {count} tables where one is expected: unpack it, and load the one that is meant.",
            file=name,
            count=len(tables),
        )
    return tables[0]
