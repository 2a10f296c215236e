"""Reports as PDF: set by typst in a process of its own, in a folder that holds nothing but the report.

The fonts are those of the web pages, unpacked once into the data folder. Nothing is fetched, and no font
of the machine is used, so that the same report gives the same bytes everywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

from koinon.kernel.refusals import Refused
from koinon.register.engine.exports import fonts, reports
from koinon.register.engine.exports.reports import Report

PATIENCE = 60.0  # seconds that setting a report may take
MEMORY = 2 * 2**30  # bytes of address space
_SET = "import sys; from koinon.register.engine.exports.setting import main; main(sys.argv[1:])"


@dataclass(frozen=True)
class Unpacked:
    """The folder of the unpacked fonts, their families in order, and what characters they hold."""

    folder: Path
    families: tuple[str, ...]
    holds: frozenset[int]


def pdf(report: Report, *, without_font: str) -> bytes:
    """The report as tagged PDF (PDF/UA-1 where every character has a font).

    `without_font` is the sentence that says how many (`{n}`) and which `{characters}` stand as boxes.
    """
    found = unpacked()
    missing = sorted(c for c in reports.characters(report) if fonts.visible(c) and ord(c) not in found.holds)
    if missing:
        points = [f"U+{ord(c):04X}" for c in missing[:8]] + (["…"] if len(missing) > 8 else [])
        told = without_font.format(n=len(missing), characters=" ".join(points))
        report = replace(report, notes=(told, *report.notes))
    data = {**reports.as_data(report), "fonts": list(found.families)}
    template = resources.files("koinon.register.engine.exports").joinpath("report.typ").read_bytes()
    return typeset(template, data, {}, at=report.at, whole=not missing)


def typeset(
    template: bytes, data: Mapping[str, Any], files: Mapping[str, bytes], *, at: datetime, whole: bool
) -> bytes:
    """A template with its data and the files beside it as tagged PDF, dated `at`.

    PDF/UA-1 where it is `whole`: where every character has a font.
    """
    with tempfile.TemporaryDirectory(prefix="koinon-report-") as name:
        folder = Path(name)
        (folder / "report.typ").write_bytes(template)
        (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        for beside, content in files.items():
            (folder / beside).write_bytes(content)
        fonts_in, stamp = unpacked().folder, str(int(at.timestamp()))
        problem = _set(folder, fonts_in, stamp, "ua-1") if whole else ""
        if not whole or problem:  # tagged all the same, without the promise to keep the standard
            problem = _set(folder, fonts_in, stamp, "")
        if problem:
            raise Refused(
                "register.report.failed",
                "This PDF could not be set ({problem}): take DOCX, and tell whoever runs this platform.",
                problem=problem,
            )
        return (folder / "report.pdf").read_bytes()


def _set(folder: Path, font_folder: Path, stamp: str, standard: str) -> str:
    """Set folder/report.pdf; what went wrong, or nothing."""
    command = [sys.executable, "-c", _SET, str(folder), str(font_folder), stamp, standard, str(MEMORY)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise Refused(
            "register.report.slow",
            "This PDF takes longer than {seconds} seconds to set: take DOCX, or a shorter list.",
            seconds=int(PATIENCE),
        ) from error
    if not done.returncode:
        return ""
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return told[-1] if told else f"exit code {done.returncode}"


def unpacked() -> Unpacked:
    """The fonts as typst wants them; unpacked anew when the built front end brings others."""
    sources = _sources()
    if not sources:
        raise Refused(
            "register.report.fonts",
            "The fonts of the pages are not built, and a PDF needs them: run `make up`, or take DOCX.",
        )
    return _unpacked(tuple(sources), Path(settings.DATA_DIR))


@lru_cache(maxsize=2)
def _unpacked(sources: tuple[Path, ...], data: Path) -> Unpacked:
    digest = hashlib.sha256(fonts.LAYOUT.encode())
    for path in sources:
        digest.update(path.read_bytes())
    folder = data / "fonts" / digest.hexdigest()[:16]
    if not folder.is_dir():
        _unpack(sources, folder)
    table = json.loads((folder / "fonts.json").read_text("utf-8"))
    return Unpacked(folder, tuple(table["families"]), frozenset(table["holds"]))


def _unpack(sources: tuple[Path, ...], folder: Path) -> None:
    """Beside first, then into place: several processes may come at once, and one may be killed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".draft-"))
    try:
        families, holds = list[str](), set[int]()
        for path in sources:
            font = fonts.unpacked(path.name, path.read_bytes())
            (draft / f"{path.stem}.ttf").write_bytes(font.data)
            holds |= font.holds
            if font.family not in families:
                families.append(font.family)
        table = {"families": families, "holds": sorted(holds)}
        (draft / "fonts.json").write_text(json.dumps(table), "utf-8")
        try:
            os.rename(draft, folder)  # noqa: PTH104 - Path.rename would do the same
        except OSError:
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@lru_cache(maxsize=1)
def _sources() -> list[Path]:
    """The serif for Latin, Greek and Cyrillic, then the further scripts, as the front end was built."""
    folder = finders.find("ui/build/fonts")
    if not isinstance(folder, str):
        return []
    found = [p for p in Path(folder).glob("*.woff2") if not p.name.startswith("source-sans")]
    return sorted(found, key=lambda p: (not p.name.startswith("source-serif-4-latin-wght"), p.name))
