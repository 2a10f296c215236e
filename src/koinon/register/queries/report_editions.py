"""Editions of reports and their figures: the doors to them, and records for files and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.urls import reverse

from koinon.kernel.refusals import NotFound
from koinon.register.engine.reporting import facts
from koinon.register.models import Edition, EditionFile, Report
from koinon.register.queries import reports

COLUMNS = (
    "report", "title", "language", "as_of", "time_zone", "edition", "published_at", "html", "pdf", "docx",
    "url",
)  # fmt: skip
FIGURE_COLUMNS = ("figure", "count", "part_of", "out_of", "earlier_day", "earlier_count")


def editions() -> QuerySet[Any]:
    """Every edition, the latest first, with its `title`, `language`, `day` and `zone`, without its facts.

    A report may have been changed since: what everyone sees of it is its editions.
    """
    return (
        Edition.objects.select_related("report")
        .defer("facts", "report__counted")
        .annotate(
            title=KeyTextTransform("title", "facts"),
            language=KeyTextTransform("language", "facts"),
            day=Cast(KeyTextTransform("day", KeyTransform("now", "facts")), DateField()),
            zone=KeyTextTransform("time_zone", KeyTransform("now", "facts")),
        )
        .order_by("-published_at", "-id")
    )


def latest() -> QuerySet[Any]:
    """The latest edition of every report, the latest day first."""
    newer = Edition.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    return editions().filter(~Exists(newer)).order_by("-day", "-id")


def edition(slug: str, number: int | None = None) -> Any:
    """An edition of a report: the latest, or that of a number."""
    found = editions().filter(report__slug=slug)
    one = found.filter(number=number).first() if number else found.order_by("-number").first()
    if one is None:
        raise NotFound(
            "register.edition.unknown",
            "There is no report called “{slug}”, or it has no such edition.",
            slug=slug,
        )
    return one


def of_report(report: Report) -> QuerySet[Any]:
    """The editions of a report, the latest first."""
    return editions().filter(report=report).order_by("-number")


def file(of: Edition, form: str) -> EditionFile:
    """The bytes of an edition in one format: "html", "pdf" or "docx"."""
    found = EditionFile.objects.filter(digest=of.digests.get(form, "")).first()
    if found is None:
        raise NotFound("register.edition.no_file", "A report has no file of the format {form}.", form=form)
    return found


def records(site: str) -> Iterator[dict[str, Any]]:
    """Every edition of every report, the latest first."""
    return (record(edition, site) for edition in editions())


def record(edition: Any, site: str) -> dict[str, Any]:
    """An edition with the digests of its files."""
    slug = edition.report.slug
    return {
        "report": slug,
        "title": edition.title,
        "language": edition.language,
        "as_of": edition.day,
        "time_zone": edition.zone,
        "edition": edition.number,
        "published_at": edition.published_at,
        "digests": edition.digests,
        "url": site + reverse("register:edition", args=[slug, edition.number]),
    }


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A record as a row of cells: a column for the digest of each file."""
    return {**row, **{form: row["digests"].get(form, "") for form in ("html", "pdf", "docx")}}


def kept(edition: Edition) -> reports.Counted:
    """The facts of an edition, as they were published."""
    before = edition.facts["before"]
    return reports.Counted(facts.from_data(edition.facts["now"]), facts.from_data(before) if before else None)


def figure_records(edition: Edition) -> Iterator[dict[str, Any]]:
    """Every figure of an edition, with what it is a part of, and its count on the earlier day."""
    found = kept(edition)
    day: date | None = found.before.day if found.before else None
    before = {f.name: f.count for f in facts.figures(found.before)} if found.before else {}
    for figure in facts.figures(found.now):
        yield {
            "figure": figure.name,
            "count": figure.count,
            "part_of": figure.part_of or None,
            "out_of": figure.whole,
            "earlier_day": day,
            "earlier_count": before.get(figure.name),
        }
