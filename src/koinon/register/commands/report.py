"""`koinon register report`: a report as a file, as of any day that has passed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import click

Platform = Callable[[], AbstractContextManager[None]]
FORMATS = ("html", "pdf", "docx")


@click.command(epilog="Exit codes: 0 written; 1 refused, with the reason; 2 usage.")
@click.argument("slug")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Another day than the report's own.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A file that ends in .pdf, .docx or .html."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_obj
def report(platform: Platform, slug: str, as_of: datetime | None, out: Path, as_json: bool) -> None:
    """Write the report SLUG, published or not, as it tells the register at the end of a day.

    The same report and the same day give the same bytes, whenever it is written: compare the SHA-256
    with that of a published edition.

    \b
    Examples:
      koinon register report report-to-the-third-conference-2031 --out report.pdf
      koinon register report report-to-the-third-conference-2031 --as-of 2030-12-31 --out earlier.docx
    """
    form = out.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise click.UsageError(
            "Name a file that ends in .pdf, .docx or .html: the ending says which to write."
        )
    with platform():
        from django.utils import timezone

        from koinon.register.queries import report_files, reporting
        from koinon.register.queries import reports as queries

        found = queries.as_of(queries.any_report(slug), as_of.date() if as_of else None)
        data = report_files.file(queries.paper(found, queries.count(found)), form)
        day = found.as_of.isoformat()
        lasts = reporting.unfinished(found.as_of, found.time_zone, timezone.now())
    if lasts:
        click.echo(f"koinon: {day} has not ended yet: what is told of it may still change.", err=True)
    out.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    if as_json:
        click.echo(json.dumps({"path": str(out), "as_of": day, "sha256": digest, "bytes": len(data)}))
    else:
        click.echo(f"Written to {out}: as of {day}, SHA-256 {digest}.")
