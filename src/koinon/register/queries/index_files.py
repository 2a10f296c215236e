"""The files of the index: a tantivy index for the ranking, and beside it the postings for exact sets.

    index/<LAYOUT>/current            the name of the folder in use
    index/<LAYOUT>/<name>/            tantivy's files, base-<n>, delta-<opstamp>

A delta belongs to the commit of its opstamp. A reader takes a commit and its delta together, or stays with
the pair it has: counts and hits always tell of the same state.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from koinon.register.engine.searching.postings import Layer, Postings
from koinon.register.engine.searching.shelves import Broken
from koinon.register.queries.index_rows import FACETS, Row

LAYOUT = "5"  # raise it whenever the schema or what is put in a row changes
CODED = frozenset((*FACETS, "asked", "document"))
PATIENCE = 40  # looks for a pair that belongs together, a twentieth of a second apart


class Damaged(Exception):
    """The index cannot be opened or read: rebuild it."""


@dataclass(frozen=True)
class Snapshot:
    """One state of the index: what ranks, and what counts."""

    searcher: Any
    postings: Postings


@dataclass(frozen=True)
class _Open:
    index: Any
    mark: tuple[int, int, int]
    snapshot: Snapshot


_open: dict[Path, _Open] = {}


def root() -> Path:
    """Where everything of this layout lives."""
    return Path(settings.DATA_DIR) / "index" / LAYOUT


def folder() -> Path:
    """The folder in use; one that does not exist when there is none."""
    try:
        return root() / (root() / "current").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return root() / "none"


def switch(to: Path) -> None:
    """From now on that folder is in use."""
    draft = root() / "current.draft"
    draft.write_text(to.name, "utf-8")
    draft.replace(root() / "current")


@contextmanager
def alone(what: str) -> Iterator[None]:
    """One process at a time does this, in this process or another."""
    path = root()
    path.mkdir(parents=True, exist_ok=True)
    with (path / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def schema() -> Any:
    """The columns of a row. Terms, words and codes come analysed, with spaces between them."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", indexed=True, fast=True)
    for name in ("terms", "around"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("phrases", tokenizer_name="whitespace", index_option="position")
    for name in sorted(CODED):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("recency", fast=True)
    return builder.build()


def document_of(row: Row) -> Any:
    """A row for tantivy: the terms of the text, and its words as they stand, marked "="."""
    made = tantivy.Document()
    made.add_unsigned("pk", row.pk)
    made.add_unsigned("recency", row.recency)
    made.add_text("document", row.document)
    made.add_text("terms", f"{' '.join(row.terms)} ={' ='.join(row.forms)}")
    made.add_text("around", " ".join(row.around))
    for phrase in row.phrases:
        if phrase:
            made.add_text("phrases", " ".join(phrase))
    for name, values in row.coded.items():
        for value in values:
            made.add_text(name, value)
    return made


def opened(path: Path) -> Any:
    """The tantivy index of a folder."""
    if not (path / "meta.json").is_file():
        raise Damaged(str(path))
    try:
        index = tantivy.Index.open(str(path))
        index.searcher()
    except (ValueError, OSError) as error:
        raise Damaged(str(error)) from error
    return index


def stamp(path: Path) -> int:
    """The opstamp of the last commit."""
    try:
        return int(json.loads((path / "meta.json").read_bytes())["opstamp"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(str(path)) from error


def layers(path: Path, opstamp: int | None = None) -> tuple[Layer, Layer]:
    """Base and delta of a commit, or of the newest delta there is."""
    try:
        if opstamp is None:
            opstamp = max(int(file.name.partition("-")[2]) for file in path.glob("delta-*[0-9]"))
        delta = Layer(path / f"delta-{opstamp}")
        known = _open.get(path)
        if known and known.snapshot.postings.base.path.name == delta.base:
            return known.snapshot.postings.base, delta
        return Layer(path / delta.base), delta
    except (Broken, ValueError, KeyError) as error:
        raise Damaged(str(path)) from error


def snapshot() -> Snapshot:
    """The index at its last commit."""
    path = folder()
    known, mark = _open.get(path), _mark(path)
    if known and known.mark == mark:
        return known.snapshot
    for _ in range(PATIENCE):
        index, opstamp = known.index if known else opened(path), stamp(path)
        index.reload()
        searcher = index.searcher()
        if stamp(path) == opstamp:
            try:
                return _kept(path, index, mark, Snapshot(searcher, Postings(*layers(path, opstamp))))
            except Damaged:
                if known:  # the delta of a commit comes a moment after it
                    return known.snapshot
        time.sleep(0.05)
        mark = _mark(path)
    return _kept(path, index, mark, Snapshot(searcher, Postings(*layers(path))))


def read(path: Path) -> Snapshot:
    """The index of any folder as it stands."""
    return Snapshot(opened(path).searcher(), Postings(*layers(path, stamp(path))))


def _kept(path: Path, index: Any, mark: tuple[int, int, int], made: Snapshot) -> Snapshot:
    for other in [each for each in _open if each != path]:
        _open.pop(other, None)
    _open[path] = _Open(index, mark, made)
    return made


def _mark(path: Path) -> tuple[int, int, int]:
    try:
        stat = (path / "meta.json").stat()
    except OSError as error:
        raise Damaged(str(path)) from error
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def state() -> str:
    """A value that changes with every commit that can be read whole."""
    path = folder()
    return f"{path.name}.{'.'.join(sorted(file.name for file in path.glob('delta-*[0-9]')))}"


def forget() -> None:
    """Open the index anew at the next question."""
    _open.clear()
