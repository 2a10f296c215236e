"""A 50-page PDF: Koinon's extraction and full reading against pypdf and pdfplumber, in one run.

    uv run --group bench python bench/reader_pdf.py [--pages 50] [--rounds 5]

The document is made up on the spot: two-level headings, numbered measures with bold lead words,
running lines and footnotes. Each contender opens the same bytes and takes all text out; Koinon also
puts it into reading order and marks headings, notes and running lines, and in its second line reads
the provisions. Medians over the rounds; a ratio above 1 means that Koinon is faster. Exit code 1 if
extraction and reading together take 2 seconds or more for 50 pages.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
import time
from collections.abc import Callable

import click
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from koinon.people.engine import catalogue
from koinon.register.engine import vocabulary
from koinon.register.engine.reader import reading
from koinon.register.engine.sources.extract import extract

TARGET = 2.0  # seconds for 50 pages, extraction and reading
ACTORS = ("Member states", "The Secretariat", "Parliaments", "The Council", "Local authorities")
VERBS = ("shall", "should", "undertake to", "are invited to", "agree to")
ACTS = (
    "publish the register of company owners without a fee and in open formats",
    "protect journalists and their sources against intrusive surveillance",
    "fund local newsrooms through a body that no government commands",
    "admit citizen observers to every polling station and every count",
    "report on what was promised and what was done, with reasons for what was not",
    "involve women, young people and persons with disabilities from the first draft on",
)


def document(pages: int) -> bytes:
    """An invented plan of action of about so many pages."""
    chance, styles = random.Random(7), getSampleStyleSheet()
    flow: list[Flowable] = []
    for part in range(1, pages + 1):
        flow.append(Paragraph(f"{part}. Part {part} of the invented plan", styles["Heading2"]))
        for number in range(1, 15):
            acts = "; ".join(chance.choice(ACTS) for _ in range(3))
            words = f"{chance.choice(ACTORS)} {chance.choice(VERBS)} {acts}, by the end of {2030 + part % 9}."
            flow.append(Paragraph(f"{part}.{number} <b>Measure.</b> {words}", styles["BodyText"]))
        flow.append(PageBreak())

    def edge(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, "Halcyon Partnership (invented) — Plan of action")
        canvas.drawCentredString(297, 30, f"Page {template.page}")
        canvas.drawString(72, 60, f"{template.page} See the report of the council, chapter {template.page}.")

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flow, onFirstPage=edge, onLaterPages=edge)
    return out.getvalue()


def with_pypdf(data: bytes) -> int:
    """Characters that pypdf takes out."""
    from pypdf import PdfReader

    return sum(len(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages)


def with_pdfplumber(data: bytes) -> int:
    """Characters that pdfplumber takes out."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as opened:
        return sum(len(page.extract_text() or "") for page in opened.pages)


def median(work: Callable[[], int], rounds: int) -> tuple[float, int]:
    """Median seconds of `work`, and what it counted."""
    times, counted = [], 0
    for _ in range(rounds):
        begun = time.perf_counter()
        counted = work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), counted


def main() -> int:
    """Run every contender and print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=50)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    data = document(chosen.pages)
    directory, words = catalogue.directory(), vocabulary.default()

    def read() -> int:
        found = reading(extract("plan.pdf", data), directory=directory, vocabulary=words)
        return len(found.provisions)

    click.echo(
        f"{len(extract('plan.pdf', data).pages)} pages, {len(data) / 1e3:,.0f} kB, median of {chosen.rounds}"
    )
    ours, count = median(lambda: len(extract("plan.pdf", data).text), chosen.rounds)
    click.echo(f"{'koinon, text with marks':28} {ours:8.3f} s  {count:>9,} characters")
    whole, count = median(read, chosen.rounds)
    click.echo(f"{'koinon, whole reading':28} {whole:8.3f} s  {count:>9,} provisions")
    for name, work in (("pypdf", with_pypdf), ("pdfplumber", with_pdfplumber)):
        try:
            took, count = median(lambda work=work: work(data), chosen.rounds)  # type: ignore[misc]
        except ImportError:
            click.echo(f"{name:28} is not installed: run with `uv run --group bench`")
            continue
        ratios = f"{took / ours:5.1f} × text with marks, {took / whole:5.1f} × whole reading"
        click.echo(f"{name:28} {took:8.3f} s  {count:>9,} characters  {ratios}")
    return int(whole >= TARGET * chosen.pages / 50)


if __name__ == "__main__":
    sys.exit(main())
