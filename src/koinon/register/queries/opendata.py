"""The open-data dump: made whole or not at all, and the last ones kept to be given out."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings

from koinon.kernel.refusals import Refused
from koinon.ledger import queries as ledger
from koinon.register.engine.exports import dumps
from koinon.register.engine.exports.dumps import Counted, Licence
from koinon.register.queries import dumped, records

KEPT = 2  # dumps that stay, so that whoever is downloading one can finish
Manifest = dict[str, Any]


class Target(Protocol):
    """Where the files of a dump go."""

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """One file, whole."""


class _Folder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        with (self.folder / name).open("wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, now: datetime) -> None:
        self.archive, self.when = archive, now.timetuple()[:6]

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(name, self.when)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self.archive.open(info, "w", force_zip64=True) as file:
            file.writelines(chunks)


def dump(target: Path, *, now: datetime) -> Manifest:
    """Write everything published into a folder or a .zip file, which is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".zip":
        return _zipped(target, now)
    if target.exists():
        raise Refused(
            "register.dump.there", "{folder} is there already: name a folder that is not.", folder=str(target)
        )
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        made = _written(_Folder(draft), draft, now)
        draft.chmod(0o755)
        draft.rename(target)
        _lasting(target.parent)
        return made
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _zipped(target: Path, now: datetime) -> Manifest:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", compresslevel=6) as archive:
                made = _written(_Zip(archive, now), target.parent, now)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)
        draft.replace(target)
        _lasting(target.parent)
        return made
    finally:
        draft.unlink(missing_ok=True)


def _lasting(folder: Path) -> None:
    """The new name in the folder outlives a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _written(target: Target, room: Path, now: datetime) -> Manifest:
    site = address()
    with dumped.snapshot():
        last = ledger.head()
        files = list(_files(target, room, site, now))
    edition = dumps.Edition(
        of=settings.ENV.name,
        site=site,
        made_at=now.isoformat(timespec="seconds"),
        licence=Licence.of(settings.ENV.data_licence),
        entry=last.number if last else 0,
        hash=last.hash if last else "",
    )
    text = dumps.manifest(edition, files)
    target.write("README.md", [dumps.readme(edition)])
    target.write("LICENCE.txt", [dumps.licence_text(edition)])
    target.write(dumps.MANIFEST, [text])
    made: Manifest = json.loads(text)
    return made


def _files(target: Target, room: Path, site: str, now: datetime) -> Iterator[Counted]:
    """Each file written in turn. The CSV is made aside while its provisions pass, and packed meanwhile."""
    for name, rows in dumped.ROWS.items():
        yield _file(target, name, rows(site))
    yield _file(target, "follow_ups.jsonl", dumped.follow_ups(site, now))
    with tempfile.TemporaryFile(dir=room) as packed:
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as aside:
            yield _file(target, "provisions.jsonl", dumped.provisions(site, aside))
        packed.seek(0)
        with gzip.GzipFile(fileobj=packed, mode="rb") as lines:
            counted = Counted("provisions.csv", records.PROVISION_COLUMNS)
            target.write(counted.name, counted.through(lines))
            yield counted
    counted = Counted("ledger.jsonl", ("number", "at", "verb", "about", "visibility", "facts", "hash"))
    target.write(counted.name, counted.through(dumped.ledger_lines()))
    yield counted


def _file(target: Target, name: str, rows: Iterable[records.Record]) -> Counted:
    counted = Counted(name)

    def lines() -> Iterator[bytes]:
        for row in rows:
            counted.columns = counted.columns or tuple(row)
            yield dumped.line(row)

    target.write(name, counted.through(lines()))
    return counted


def address() -> str:
    """Scheme and host under which this installation is reached, where no request tells it."""
    env = settings.ENV
    return f"http://localhost:{env.port}" if env.local else f"https://{env.hosts[0]}"


@dataclass(frozen=True)
class Offered:
    """A dump that is given out: its file, the bytes and SHA-256 of it, and its manifest."""

    path: Path
    bytes: int
    sha256: str
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["made_at"])


def folder() -> Path:
    """Where the dumps that are given out live."""
    return Path(settings.DATA_DIR) / "dumps"


def offer(*, now: datetime) -> Offered:
    """Make a new dump and give it out; the ones before the last go. One at a time, in any process."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        for left in home.glob(".open-data-*"):  # what a process that was killed left behind
            left.unlink()
        path = home / f"open-data-{now:%Y%m%d-%H%M%S}.zip"
        made = _zipped(path, now)
        offered = Offered(path, path.stat().st_size, _digest(path), made)
        told = {"bytes": offered.bytes, "sha256": offered.sha256, "manifest": made}
        draft = home / f".{path.stem}.json"
        draft.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        draft.replace(path.with_suffix(".json"))
        for old in offers()[KEPT:]:
            old.path.with_suffix(".json").unlink()
            old.path.unlink()
        return offered


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def offers() -> list[Offered]:
    """The dumps that are given out, newest first; a file whose description was never finished is none."""
    found = []
    for note in sorted(folder().glob("open-data-*.json"), reverse=True):
        path = note.with_suffix(".zip")
        if path.is_file():
            told = json.loads(note.read_text("utf-8"))
            found.append(Offered(path, told["bytes"], told["sha256"], told["manifest"]))
    return found


def opened(name: str) -> tuple[Offered, IO[bytes]] | None:
    """A dump by the name of its file, opened, or nothing."""
    for offered in offers():
        if offered.name == name:
            return offered, offered.path.open("rb")
    return None
