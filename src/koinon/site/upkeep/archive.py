"""One file that holds a whole installation: a tar whose last member lists the others with their digests.

Written in one pass without knowing sizes beforehand, flushed to the disk, and only then given its name.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from koinon.kernel.refusals import Refused

FORMAT = "koinon-backup-1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"  # folder of the archive that holds what lay in the data folder
_CHUNK = 1 << 20
_AGE = b"age-encryption.org/v1"

Seen = Callable[[int], None]


def _unseen(count: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path inside, its length in bytes, and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `migrations` are "app.name", in the order they were applied; `counts` rows by
    table; `ledger` the newest entry's number and hash; `database_bytes` what the tables took on the disk."""

    version: str
    made_at: str
    name: str
    server: int
    migrations: list[str]
    counts: dict[str, int]
    ledger: dict[str, Any]
    database_bytes: int
    members: list[Member] = field(default_factory=list)
    format: str = FORMAT

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def parse(cls, text: bytes) -> Manifest:
        values = json.loads(text)
        return cls(**{**values, "members": [Member(**member) for member in values["members"]]})


class Draft:
    """An archive that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.members: list[Member] = []

    def add(self, name: str, source: IO[bytes], seen: Seen = _unseen) -> None:
        """Copy a stream into the archive; `seen` hears of every chunk's bytes."""
        info = tarfile.TarInfo(name)
        info.mode = 0o600
        at = self._file.tell()
        self._file.write(info.tobuf(tarfile.GNU_FORMAT))  # its size is put in when it is known
        digest = hashlib.sha256()
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            info.size += len(chunk)
            self._file.write(chunk)
            seen(len(chunk))
        self._file.write(b"\0" * (-info.size % tarfile.BLOCKSIZE))
        self._file.seek(at)
        self._file.write(info.tobuf(tarfile.GNU_FORMAT))
        self._file.seek(0, os.SEEK_END)
        self.members.append(Member(name, info.size, digest.hexdigest()))

    def close(self, text: str) -> None:
        """Put the manifest last and end the tar."""
        data = text.encode()
        info = tarfile.TarInfo(MANIFEST)
        info.mode, info.size = 0o600, len(data)
        self._file.write(info.tobuf(tarfile.GNU_FORMAT) + data + b"\0" * (-len(data) % tarfile.BLOCKSIZE))
        self._file.write(b"\0" * 2 * tarfile.BLOCKSIZE)


@contextmanager
def placed(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when it is whole and on the disk, and leaves nothing when it is not."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        flushed(target.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def scratch(beside: Path) -> Iterator[IO[bytes]]:
    """A nameless file on the same disk, closed to others, gone at the end."""
    with tempfile.TemporaryFile(dir=beside.parent) as file:
        yield file


def flushed(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sealed(path: Path) -> bool:
    """Whether the file is encrypted in the age format."""
    with _opened(path) as file:
        return file.read(len(_AGE)) == _AGE


def manifest(path: Path) -> Manifest:
    """What the archive says it holds; refuses what is no archive of ours or was cut off."""
    try:
        with _opened(path) as file, tarfile.open(fileobj=file, mode="r:") as tar:
            held = tar.extractfile(MANIFEST)
            assert held is not None
            found = Manifest.parse(held.read())
    except (tarfile.TarError, KeyError, ValueError, TypeError, AssertionError) as error:
        raise Refused(
            "backup.not_one",
            "{file} is no backup of Koinon, or only the beginning of one: take another copy.",
            file=path.name,
        ) from error
    if found.format != FORMAT:
        raise Refused("backup.format", "{file} was made by a later Koinon: upgrade first.", file=path.name)
    return found


def check(path: Path, seen: Seen = _unseen) -> Manifest:
    """Read every byte and compare it with the manifest; names what differs."""
    return _walked(path, lambda name, chunk: seen(len(chunk)))


def unpack(path: Path, folder: Path, seen: Seen = _unseen) -> Manifest:
    """Put every member below `folder`, compared with the manifest on the way."""
    told = manifest(path)
    for member in told.members:
        target = folder / _safe(member.name, path)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(0o600)

    def keep(name: str, chunk: bytes) -> None:
        with (folder / name).open("ab") as file:
            file.write(chunk)
        seen(len(chunk))

    return _walked(path, keep)


def _walked(path: Path, each: Callable[[str, bytes], None]) -> Manifest:
    told = manifest(path)
    try:
        with _opened(path) as file, tarfile.open(fileobj=file, mode="r:") as tar:
            for member in told.members:
                digest, held = hashlib.sha256(), tar.extractfile(member.name)
                while held and (chunk := held.read(_CHUNK)):
                    digest.update(chunk)
                    each(member.name, chunk)
                if digest.hexdigest() != member.sha256:
                    raise _damaged(path, member.name)
    except (tarfile.TarError, KeyError) as error:
        raise _damaged(path, "a member") from error
    return told


def _damaged(path: Path, member: str) -> Refused:
    return Refused(
        "backup.damaged",
        "{file} is damaged: {member} is not what was written. Nothing was changed; take another copy.",
        file=path.name,
        member=member,
    )


def _safe(name: str, path: Path) -> str:
    parts = PurePosixPath(name).parts
    if name != DUMP and (parts[0] != FILES or ".." in parts or len(parts) < 2):
        raise Refused(
            "backup.stray", "{file} holds {member}, which no backup does.", file=path.name, member=name
        )
    return name


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused(
            "backup.unreadable", "{file} cannot be read ({why}).", file=str(path), why=error.strerror
        ) from error
