"""The files of a report: the same paper gives the same bytes, whenever they are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from importlib import resources

import vl_convert
from django.utils.translation import gettext as _
from django.utils.translation import override

from koinon.kernel.refusals import Refused
from koinon.register.engine.exports import fonts
from koinon.register.engine.reporting import docx, html
from koinon.register.engine.reporting import pdf as layout
from koinon.register.engine.reporting.paper import Note, Paper, characters
from koinon.register.queries import printing
from koinon.ui.charts import FALLBACK

FORMATS = ("html", "pdf", "docx")
SHARP = 3  # dots for each of a drawing's own


def files(paper: Paper) -> dict[str, bytes]:
    """The paper in every format."""
    return {form: file(paper, form) for form in FORMATS}


def file(paper: Paper, form: str) -> bytes:
    """The paper in one of the formats."""
    if form == "html":
        return html.page(paper)
    return pdf(paper) if form == "pdf" else docx.docx(paper, drawn(paper), FALLBACK)


def drawn(paper: Paper) -> dict[int, bytes]:
    """The charts of a paper as PNG by the number of their block, in our own faces where they are built."""
    try:
        found = printing.unpacked()
    except Refused:
        families: tuple[str, ...] = ("sans-serif",)
    else:
        vl_convert.register_font_directory(str(found.folder))
        families = found.families
    return {
        layout.number_of(name): vl_convert.svg_to_png(svg.decode(), scale=SHARP)
        for name, svg in layout.drawings(paper, families).items()
    }


def pdf(paper: Paper) -> bytes:
    """The paper as tagged PDF (PDF/UA-1 where every character has a font), dated the day it tells of."""
    found = printing.unpacked()
    missing = sorted(c for c in characters(paper) if fonts.visible(c) and ord(c) not in found.holds)
    if missing:
        points = [f"U+{ord(c):04X}" for c in missing[:8]] + (["…"] if len(missing) > 8 else [])
        paper = replace(paper, blocks=(_told(paper.language, len(missing), points), *paper.blocks))
    template = resources.files(layout.__package__ or "").joinpath("report.typ").read_bytes()
    return printing.typeset(
        template,
        layout.as_data(paper, found.families, FALLBACK),
        layout.drawings(paper, found.families),
        at=datetime.combine(paper.day, time(), UTC),
        whole=not missing,
    )


def _told(language: str, n: int, points: list[str]) -> Note:
    with override(language):
        said = _(
            "{n} characters of this paper have no font here and stand as boxes ({characters}): "
            "DOCX shows them where the reader's machine has one."
        )
    return Note(said.format(n=n, characters=" ".join(points)))
