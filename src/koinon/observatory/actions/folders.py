"""Folders of Parquet below the data folder: put in place whole and on the disk, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from koinon.observatory.models import Release

HOME = "datasets"
BROUGHT = "brought"


def folder_of(dataset: str, checksum: str) -> str:
    """Where the tables of a release lie, below the data folder."""
    return f"{HOME}/{dataset}/{checksum[:16]}"


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
