"""Reports and their editions: the doors to them, what was counted for them, and what they are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import override

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.ledger.models import Entry
from koinon.people.models import Party
from koinon.register.engine.reporting import facts as engine
from koinon.register.engine.reporting.facts import Facts, Scope
from koinon.register.engine.reporting.paper import Paper
from koinon.register.engine.reporting.sections import Section, sections
from koinon.register.models import Document, Edition, FollowUp, Report
from koinon.register.queries import knowledge, report_paper, reporting, themes
from koinon.register.rules import reports as rules

VERSION = 2  # of what is counted: raised where the rules of counting change
QUICK = 20_000  # follow-ups in the whole register that are counted at once, without a job


_EDITIONS = Prefetch("editions", Edition.objects.defer("facts"))


@dataclass(frozen=True)
class Counted:
    """The facts of a report and those of the day it is compared with."""

    now: Facts
    before: Facts | None


def reports() -> QuerySet[Report]:
    """Every report, the latest day first, without what was counted."""
    return Report.objects.defer("counted").prefetch_related(_EDITIONS)


def reports_for(person: Any) -> QuerySet[Report]:
    """The reports on the desk of whoever makes them."""
    if not (verdict := rules.may_make_reports(by=person)):
        raise NotPermitted("register.reports.not_permitted", verdict.reason)
    return reports()


def report_for(person: Any, pk: int) -> Report:
    """The door to a report on the desk."""
    found = reports_for(person).defer(None).filter(pk=pk).first()
    if found is None:
        raise NotFound("register.report.unknown_draft", "There is no such report: it may have been deleted.")
    return found


def any_report(slug: str) -> Report:
    """The report of that slug, published or not: for the terminal of whoever runs the platform."""
    found = reports().filter(slug=slug).first()
    if found is None:
        raise NotFound("register.report.no_such", "There is no report called “{slug}”.", slug=slug)
    return found


def as_of(of: Report, day: date | None) -> Report:
    """A report as it would be on another day; it is not saved."""
    if day:
        refuse_unmeant("as_of", day)
        of.as_of = day
        if of.compared_with and of.compared_with >= day:
            of.compared_with = None
    return of


def scope(of: Report) -> Scope:
    """What a report covers."""
    return Scope(*(tuple(sorted(chosen)) for chosen in (of.documents, of.themes, of.parties)))


def wanted(of: Report, now: datetime) -> str:
    """A digest of what the facts of a report depend on; while its day lasts, on the ledger's head too."""
    head = 0
    if reporting.unfinished(of.as_of, of.time_zone, now):
        head = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    told = (VERSION, str(of.as_of), of.time_zone, str(of.compared_with), of.language, scope(of), head)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def counted(of: Report, now: datetime) -> Counted | None:
    """The facts of a report where they were counted for what it covers now."""
    if of.counted is None or of.counted_for != wanted(of, now):
        return None
    before = of.counted["before"]
    return Counted(engine.from_data(of.counted["now"]), engine.from_data(before) if before else None)


def count(of: Report) -> Counted:
    """Count the facts of a report anew."""
    covers = scope(of)
    facts = reporting.facts(of.as_of, of.time_zone, of.language, covers)
    before = None
    if of.compared_with:
        before = reporting.facts(of.compared_with, of.time_zone, of.language, covers)
        before = replace(before, silences=(), overdue=(), disputes=(), examples=())
    return Counted(facts, before)


def as_kept(found: Counted) -> dict[str, Any]:
    """What was counted as it is kept beside the report."""
    before = engine.as_data(found.before) if found.before else None
    return {"now": engine.as_data(found.now), "before": before}


def quick() -> bool:
    """Whether the register is small enough to count within a request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM register_followup LIMIT %s) AS few", [QUICK + 1])
        return bool(cursor.fetchone()[0] <= QUICK)


def told(of: Report, found: Counted) -> report_paper.Told:
    """What the paper of a report is made of; of the examples, those that were chosen, in their order."""
    may = {example.place.follow_up: example for example in found.now.examples}
    chosen = [row["follow_up"] for row in of.examples if row["follow_up"] in may]
    with override(of.language):
        covers = (
            ("documents", _titles(of.documents)),
            ("themes", tuple(sorted(map(themes.theme_name, of.themes)))),
            ("parties", _party_names(of, found.now)),
        )
    return report_paper.Told(
        title=of.title,
        subtitle=of.subtitle,
        language=of.language,
        author=settings.ENV.name,
        facts=replace(found.now, examples=tuple(may[key] for key in chosen)),
        before=found.before,
        kept=of.sections,
        spoken={row["follow_up"]: row.get("words", "") for row in of.examples},
        covers=covers,
    )


def _titles(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(Document.objects.filter(slug__in=slugs).values_list("title", flat=True)))


def _party_names(of: Report, facts: Facts) -> tuple[str, ...]:
    """As they were called on the day; one that was asked nothing by then, by its name of today."""
    named = {row.key: row.name for row in facts.by_party}
    rest = dict(Party.objects.filter(key__in=set(of.parties) - set(named)).values_list("key", "name"))
    return tuple(sorted(named.get(key) or rest.get(key, key) for key in of.parties))


def paper(of: Report, found: Counted) -> Paper:
    """The report as it would be published."""
    return report_paper.paper(told(of, found))


def shown_sections(of: Report) -> tuple[Section, ...]:
    """Every section of a report with what was written in it."""
    return sections(of.sections)


@dataclass(frozen=True)
class Choices:
    """What a report can be narrowed to: values with their labels."""

    documents: Sequence[tuple[str, str]]
    themes: Sequence[tuple[str, str]]
    parties: Sequence[tuple[str, str]]


def choices() -> Choices:
    """Documents published or withdrawn, the vocabulary's themes, parties that were asked something."""
    stood = Document.objects.filter(state__in=("published", "withdrawn")).order_by("title", "slug")
    asked = Party.objects.filter(Exists(FollowUp.objects.filter(party=OuterRef("pk")))).order_by(
        "name", "key"
    )
    return Choices(
        list(stood.values_list("slug", "title")),
        knowledge.theme_choices(),
        list(asked.values_list("key", "name")),
    )
