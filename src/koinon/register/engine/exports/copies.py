"""A copy of a dump on a disk, checked by whoever holds it: a folder or a .zip file."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from koinon.kernel.refusals import Refused
from koinon.register.engine.exports.dumps import Checked, checked


def check(path: Path) -> Checked:
    """Whether a copy is what its manifest says; what is no dump at all is refused."""
    if path.is_dir():
        return checked([p.name for p in path.iterdir()], lambda name: (path / name).open("rb"))
    try:
        with ZipFile(path) as archive:
            return checked(archive.namelist(), archive.open)
    except (BadZipFile, OSError, EOFError) as error:
        raise Refused(
            "register.dump.unreadable",
            "{path} cannot be read as a dump ({problem}): fetch it again.",
            path=str(path),
            problem=str(error),
        ) from error
