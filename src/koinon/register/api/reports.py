"""Reports to a conference: their editions for everyone, their making for the secretariat."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Schema

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import Paging, Part, made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.shapes import Line, body
from koinon.register.actions import report_jobs
from koinon.register.actions import reports as actions
from koinon.register.engine.reporting.prose import MOST
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.queries import report_editions as editions
from koinon.register.queries import reports as queries

TAG = "reports"


class EditionOut(Schema):
    """An edition of a report: its files are told apart by their SHA-256, and never change."""

    report: str = Field(description="The last part of its address.")
    title: str
    language: str
    as_of: date = Field(description="The day as of whose end the register is told.")
    time_zone: str
    edition: int
    published_at: datetime
    digests: dict[str, str] = Field(description="SHA-256 of the file of each format.")
    url: str


class EditionPart(Part):
    """A part of the list of editions."""

    items: list[EditionOut]


class FigureOut(Schema):
    """A count, what it is a part of, and how it stood on the day that the report is compared with."""

    figure: str
    count: int
    part_of: str | None = Field(description="Name of the figure that it is a part of.")
    out_of: int | None = Field(description="The count of that figure.")
    earlier_day: date | None
    earlier_count: int | None


class SectionOut(Schema):
    """A section: without a heading it has the usual one."""

    key: Key
    heading: str
    prose: str
    shown: bool


class ExampleOut(Schema):
    """A good example, with the words of the secretariat."""

    follow_up: int
    words: str


class ReportOut(Schema):
    """A report as it is being made."""

    id: int
    slug: str
    title: str
    subtitle: str
    language: str
    as_of: date
    time_zone: str
    compared_with: date | None
    documents: list[str]
    themes: list[str]
    parties: list[str]
    sections: list[SectionOut]
    examples: list[ExampleOut]
    working: str = Field(description="What a job does for it now: counting, publishing, or nothing.")
    problem: str
    editions: int
    revision: int


class ReportPart(Part):
    """A part of the list of reports."""

    items: list[ReportOut]


class CoversIn(Schema):
    """What a report covers; empty lists mean all."""

    model_config = body(title="Report to the Third Conference", as_of="2025-06-30", time_zone="UTC")
    title: Line
    subtitle: str = Field("", max_length=300)
    language: str = Field("en", max_length=8)
    as_of: date
    time_zone: str = Field("", max_length=64, description="That of the installation when empty.")
    compared_with: date | None = None
    documents: list[Line] = Field([], max_length=5000)
    themes: list[Line] = Field([], max_length=500)
    parties: list[Line] = Field([], max_length=5000)


class SectionIn(Schema):
    """The prose of a section."""

    key: Key
    heading: str = Field("", max_length=200)
    prose: str = Field("", max_length=MOST)
    shown: bool = True


class SectionsIn(Schema):
    """Sections to write; the others stay as they are."""

    model_config = body(sections=[{"key": "introduction", "prose": "A year has passed."}])
    sections: list[SectionIn] = Field(max_length=len(Key))


class ExampleIn(Schema):
    """A follow-up to show as a good example."""

    follow_up: int
    words: str = Field("", max_length=MOST)


class ExamplesIn(Schema):
    """The good examples, in their order."""

    model_config = body(examples=[])
    examples: list[ExampleIn] = Field(max_length=actions.MOST_EXAMPLES)


@get("/reports", EditionPart, "report_editions", tag=TAG)
def report_editions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every edition of every published report, the latest first."""
    return part(request, editions.editions(), paging, lambda row: editions.record(row, site(request)))


@get("/reports/{slug}", EditionOut, "report", tag=TAG)
def report(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The latest edition of a report."""
    return editions.record(editions.edition(slug), site(request))


@get("/reports/{slug}/editions/{number}", EditionOut, "report_edition", tag=TAG)
def edition(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """An edition of a report."""
    return editions.record(editions.edition(slug, number), site(request))


@get("/reports/{slug}/editions/{number}/figures", list[FigureOut], "report_figures", tag=TAG)
def figures(request: HttpRequest, slug: str, number: int) -> list[dict[str, Any]]:
    """The figures of an edition, each with what it is a part of."""
    return list(editions.figure_records(editions.edition(slug, number)))


@get("/desk/reports", ReportPart, "desk_reports", tag=TAG, scope="read")
def desk_reports(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every report, the latest day first."""
    return part(request, queries.reports_for(caller(request)), paging, _record)


@operation(
    "POST", "/desk/reports", answer=ReportOut, status=201, name="make_report", tag=TAG, scope="publish",
    acts="register.make_report",
)  # fmt: skip
def make(request: HttpRequest, covers: CoversIn) -> dict[str, Any]:
    """Begin a report."""
    begun = actions.make(by=caller(request), covers=_covers(covers), now=timezone.now())
    made(request, f"/desk/reports/{begun.pk}")
    return _shown(request, begun)


@get("/desk/reports/{pk}", ReportOut, "desk_report", tag=TAG, scope="read")
def desk_report(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A report as it is being made."""
    return _shown(request, queries.report_for(caller(request), pk))


@operation(
    "PUT", "/desk/reports/{pk}", answer=ReportOut, name="change_report", tag=TAG, scope="publish",
    acts="register.change_report", changes=True,
)  # fmt: skip
def change(request: HttpRequest, pk: int, covers: CoversIn) -> dict[str, Any]:
    """Change what a report covers."""
    return _shown(request, actions.change(**_under(request, pk), covers=_covers(covers), now=timezone.now()))


@operation(
    "PUT", "/desk/reports/{pk}/sections", answer=ReportOut, name="write_report", tag=TAG, scope="publish",
    acts="register.write_report", changes=True,
)  # fmt: skip
def write(request: HttpRequest, pk: int, written: SectionsIn) -> dict[str, Any]:
    """Write the prose of sections."""
    said = [Section(s.key, s.heading, s.prose, s.shown) for s in written.sections]
    return _shown(request, actions.write(**_under(request, pk), written=said, now=timezone.now()))


@operation(
    "PUT", "/desk/reports/{pk}/examples", answer=ReportOut, name="choose_examples", tag=TAG, scope="publish",
    acts="register.choose_examples", changes=True,
)  # fmt: skip
def choose_examples(request: HttpRequest, pk: int, chosen: ExamplesIn) -> dict[str, Any]:
    """Choose the good examples; its figures are counted first."""
    given, now = _under(request, pk), timezone.now()
    if queries.quick():
        actions.count(report=given["report"], now=now)
    elif queries.counted(given["report"], now) is None:
        report_jobs.begin(report=given["report"], working="counting")
    said = [(example.follow_up, example.words) for example in chosen.examples]
    return _shown(request, actions.choose_examples(**given, examples=said, now=now))


@operation(
    "POST", "/desk/reports/{pk}/editions", answer=ReportOut, status=202, name="publish_report", tag=TAG,
    scope="publish", acts="register.publish_report", changes=True,
)  # fmt: skip
def publish(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Publish an edition. Where counting takes long, a job makes it: `working` and `problem` tell of it."""
    given = _under(request, pk)
    if queries.quick():
        actions.publish(**given, now=timezone.now())
    else:
        report_jobs.begin(report=given["report"], working="publishing", person=given["by"])
    return _shown(request, queries.report_for(caller(request), pk))


@operation(
    "DELETE", "/desk/reports/{pk}", answer=None, status=204, name="delete_report", tag=TAG, scope="publish",
    acts="register.delete_report", changes=True,
)  # fmt: skip
def delete(request: HttpRequest, pk: int) -> None:
    """Delete a report that was never published."""
    actions.delete(**_under(request, pk))


def _under(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The arguments of a change, if the report stands as the caller saw it."""
    found = queries.report_for(caller(request), pk)
    upon(request, found.revision)
    return {"by": caller(request), "report": found, "revision": found.revision}


def _covers(covers: CoversIn) -> actions.Covers:
    return actions.Covers(**covers.dict())


def _shown(request: HttpRequest, found: Any) -> dict[str, Any]:
    shows(request, found.revision)
    return _record(found)


def _record(found: Any) -> dict[str, Any]:
    plain = (
        "slug", "title", "subtitle", "language", "as_of", "time_zone", "compared_with", "documents", "themes",
        "parties", "examples", "working", "problem", "revision",
    )  # fmt: skip
    return {
        "id": found.pk,
        **{name: getattr(found, name) for name in plain},
        "sections": [
            {"key": s.key, "heading": s.heading, "prose": s.prose, "shown": s.shown}
            for s in queries.shown_sections(found)
        ],
        "editions": len(found.editions.all()),
    }
