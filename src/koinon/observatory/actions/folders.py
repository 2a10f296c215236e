"""Folders of Parquet below the data folder: put in place whole and on the disk, or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from koinon.observatory.models import Release
from koinon.observatory.queries import frames

HOME = "datasets"
BROUGHT = "brought"
DRAFTS = "drafts"


def folder_of(dataset: str, checksum: str) -> str:
    """Where the tables of a release lie, below the data folder."""
    return f"{HOME}/{dataset}/{checksum[:16]}"


@contextmanager
def drafting() -> Iterator[Path]:
    """A folder in which one release is made ready; those of loads that were killed are taken away first.

    Whoever works in a folder holds a lock on it, which ends with the process, however that ends.
    """
    home = Path(settings.DATA_DIR) / DRAFTS
    home.mkdir(mode=0o700, exist_ok=True)
    with _held(home, fcntl.LOCK_EX):  # else a folder could be taken for left behind before it is held
        for found in home.glob("release-*"):
            with suppress(OSError), _held(found, fcntl.LOCK_EX | fcntl.LOCK_NB):
                shutil.rmtree(found)
        folder = Path(tempfile.mkdtemp(prefix="release-", dir=home))
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def whole(release: Release) -> bool:
    """Whether every table of a release lies in its folder."""
    return all(frames.path(release, table["name"]).is_file() for table in release.tables)


def place(draft: Path, folder: str) -> None:
    """Give a folder of drafts its name, flushed to the disk; what an interrupted load left goes first."""
    target = Path(settings.DATA_DIR) / folder
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    for file in draft.iterdir():
        _flushed(file)
    _flushed(draft)
    draft.chmod(0o700)
    draft.replace(target)
    _flushed(target.parent)


def remove(folder: str) -> None:
    """Take the tables of a release away; none there is as well."""
    shutil.rmtree(Path(settings.DATA_DIR) / folder, ignore_errors=True)


def sweep() -> None:
    """Take away what no standing release owns. Call it with the lock of loading held."""
    owned = set(Release.objects.filter(ended_at=None).values_list("folder", flat=True))
    home = Path(settings.DATA_DIR) / HOME
    for found in home.glob("*/*"):
        if found.is_dir() and found.relative_to(settings.DATA_DIR).as_posix() not in owned:
            shutil.rmtree(found, ignore_errors=True)


def _flushed(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def brought(loading: int) -> Path:
    """Where the files lie that someone brought, until they are loaded or refused."""
    return Path(settings.DATA_DIR) / BROUGHT / str(loading)


def keep_brought(loading: int, files: Sequence[Iterable[bytes]]) -> None:
    """Write the files that someone brings, in their order."""
    home = brought(loading)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700, parents=True)
    for at, chunks in enumerate(files):
        with (home / str(at)).open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


def sweep_brought(waiting: set[int]) -> None:
    """Take away what was brought and waits for nothing any more."""
    home = Path(settings.DATA_DIR) / BROUGHT
    for found in home.glob("*"):
        if not found.name.isdecimal() or int(found.name) not in waiting:
            shutil.rmtree(found, ignore_errors=True)


def drop_brought(loading: int) -> None:
    """Take away what was brought, once it is settled."""
    shutil.rmtree(brought(loading), ignore_errors=True)
