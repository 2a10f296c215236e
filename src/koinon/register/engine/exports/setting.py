"""Runs typst over a folder with a report; started as a process of its own, with bounded memory."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from pathlib import Path

import typst

SECONDS = 120  # of processor time


def main(arguments: Sequence[str]) -> None:
    """folder, folder of fonts, UNIX time, PDF standard or nothing, bytes of memory → folder/report.pdf."""
    folder, fonts, stamp, standard, memory = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    home = Path(folder)
    made = typst.compile(
        home / "report.typ",
        root=home,
        font_paths=[Path(fonts)],
        ignore_system_fonts=True,
        format="pdf",
        timestamp=int(stamp),
        pdf_standards="ua-1" if standard == "ua-1" else None,
        package_path=home / "packages",
        package_cache_path=home / "packages",
    )
    (home / "report.pdf").write_bytes(made)
