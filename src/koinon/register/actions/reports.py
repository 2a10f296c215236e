"""Making the report to the next conference: what it covers, its prose, its good examples, its editions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from koinon.kernel import zones
from koinon.kernel.days import refuse_unmeant
from koinon.kernel.keys import free_key
from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.people.models import Party, Person
from koinon.register.engine.following.calendar import local_day
from koinon.register.engine.reporting.prose import MOST
from koinon.register.engine.reporting.sections import Section, as_rows, sections
from koinon.register.models import Document, Edition, EditionFile, Report
from koinon.register.queries import knowledge, report_files, reporting, reports
from koinon.register.rules import reports as rules

MOST_EXAMPLES = 20
_COUNTING = "the figures of a report are counted"


@dataclass(frozen=True)
class Covers:
    """Title, day and scope of a report; empty lists mean all."""

    title: str
    as_of: date
    subtitle: str = ""
    language: str = "en"
    time_zone: str = ""
    compared_with: date | None = None
    documents: Sequence[str] = ()
    themes: Sequence[str] = ()
    parties: Sequence[str] = ()


@action("register.make_report", permit=rules.may_make_reports)
def make(*, by: Any, covers: Covers, now: datetime) -> Report:
    """Begin a report. Its figures follow from what it covers; nobody sees it before it is published."""
    made = Report(changed_at=now, made_by=by if isinstance(by, Person) else None)
    _cover(made, covers, now)
    made.slug = _free_slug(f"{made.title[:80]}-{made.as_of.year}")
    made.save()
    _inside(made, as_of=str(made.as_of))
    return made


@action("register.change_report", permit=rules.may_make_reports)
def change(*, by: Any, report: Report, revision: int, covers: Covers, now: datetime) -> Report:
    """Change what a report covers. Title, day, what it is compared with, documents, themes, parties."""
    current = _locked(report, revision)
    _cover(current, covers, now)
    _saved(current, now)
    _inside(current, as_of=str(current.as_of))
    return current


@action("register.write_report", permit=rules.may_make_reports)
def write(*, by: Any, report: Report, revision: int, written: Sequence[Section], now: datetime) -> Report:
    """Write the prose of sections. Their headings, and whether each is shown; the others stay as they are."""
    current = _locked(report, revision)
    for section in written:
        if len(section.prose) > MOST:
            raise Refused(
                "register.report.prose",
                "The prose of a section has {most} characters at most, and this has {n}: shorten it.",
                most=MOST,
                n=len(section.prose),
                field=f"{section.key.value}-prose",
            )
    new = {
        s.key: replace(s, heading=line(s.heading)[:200], prose=s.prose.replace("\r\n", "\n").strip())
        for s in written
    }
    current.sections = as_rows([new.get(s.key, s) for s in sections(current.sections)])
    _saved(current, now)
    _inside(current, sections=sorted(key.value for key in new))
    return current


@action("register.choose_examples", permit=rules.may_make_reports)
def choose_examples(
    *, by: Any, report: Report, revision: int, examples: Sequence[tuple[int, str]], now: datetime
) -> Report:
    """Choose the good examples of a report. Follow-ups by key, each with some words, in their order."""
    current = _locked(report, revision)
    found = reports.counted(current, now)
    if found is None:
        raise Refused("register.report.not_counted", "The figures of this report are not counted yet: wait.")
    may = {example.place.follow_up for example in found.now.examples}
    if unknown := [key for key, _ in examples if key not in may]:
        raise Refused(
            "register.report.example",
            "Follow-up {key} cannot be a good example as of that day: nobody claims that it is far done, or "
            "someone contradicts it. Take it out.",
            key=unknown[0],
        )
    if len(examples) > MOST_EXAMPLES:
        raise Refused(
            "register.report.many_examples",
            "A report has {most} good examples at most: take some out.",
            most=MOST_EXAMPLES,
        )
    current.examples = [
        {"follow_up": key, "words": visible(words)[:MOST]} for key, words in dict(examples).items()
    ]
    _saved(current, now)
    _inside(current, examples=len(current.examples))
    return current


@action("register.publish_report", permit=rules.may_make_reports)
def publish(*, by: Any, report: Report, revision: int, now: datetime) -> Edition:
    """Publish an edition of a report. Its files are kept for ever, by their digests."""
    current = _locked(report, revision)
    if reporting.unfinished(current.as_of, current.time_zone, now):
        raise Refused(
            "register.report.day_lasts",
            "{day} has not ended yet in {zone}, so its figures may still change: publish afterwards, or "
            "choose an earlier day.",
            day=current.as_of,
            zone=current.time_zone,
            field="as_of",
        )
    found = reports.counted(current, now) or _counted(current, now)
    told = reports.told(current, found)
    files = report_files.files(reports.paper(current, found))
    digests = {form: hashlib.sha256(data).hexdigest() for form, data in files.items()}
    last = current.editions.order_by("-number").first()
    if last and last.digests == digests:
        raise Refused(
            "register.report.same", "Nothing has changed since edition {number}.", number=last.number
        )
    edition = Edition.objects.create(
        report=current,
        number=last.number + 1 if last else 1,
        published_at=now,
        facts={
            "title": told.title,
            "language": told.language,
            **reports.as_kept(replace(found, now=told.facts)),
        },
        digests=digests,
    )
    edition.files.set(
        EditionFile.objects.get_or_create(digest=digests[form], defaults={"format": form, "data": data})[0]
        for form, data in files.items()
    )
    current.state, current.working, current.problem = Report.State.PUBLISHED, "", ""
    current.revision += 1
    current.save()
    record(
        f"report:{current.slug}",
        {
            "report": current.slug,
            "title": current.title,
            "edition": edition.number,
            "as_of": str(current.as_of),
            "time_zone": current.time_zone,
            "digests": digests,
        },
    )
    return edition


@action("register.delete_report", permit=rules.may_make_reports)
def delete(*, by: Any, report: Report, revision: int) -> None:
    """Delete a report that was never published."""
    current = _locked(report, revision)
    if current.state == Report.State.PUBLISHED:
        raise Refused(
            "register.report.stands", "A published report stays: publish another edition to mend it."
        )
    slug = current.slug
    current.delete()
    record(f"report:{slug}", {"report": slug}, visibility=Visibility.RESTRICTED)


def count(*, report: Report, now: datetime) -> reports.Counted:
    """The facts of a report, counted where they were not yet; upkeep, and nobody's act."""
    found = reports.counted(report, now)
    return found or _counted(report, now)


def _counted(report: Report, now: datetime) -> reports.Counted:
    key, found = reports.wanted(report, now), reports.count(report)
    with guard.writing(_COUNTING):
        report.counted, report.counted_for = reports.as_kept(found), key
        report.save(update_fields=["counted", "counted_for"])
    return found


def _locked(report: Report, revision: int) -> Report:
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.revision != revision:
        raise Refused(
            "register.changed_meanwhile",
            "Someone else changed this report meanwhile. Your input is kept: compare it with theirs, then "
            "save.",
        )
    return current


def _saved(report: Report, now: datetime) -> None:
    report.changed_at = now
    report.revision += 1
    report.save()


def _cover(report: Report, covers: Covers, now: datetime) -> None:
    title, zone = line(covers.title)[:300], covers.time_zone or settings.ENV.time_zone
    if not title:
        raise Refused("register.report.title", "Give the report a title.", field="title")
    if not zones.known(zone):
        raise Refused(
            "register.report.zone", "Nobody knows the time zone {zone}.", zone=zone, field="time_zone"
        )
    refuse_unmeant("as_of", covers.as_of, today=local_day(now, zone))
    refuse_unmeant("compared_with", covers.compared_with)
    if covers.language not in dict(settings.LANGUAGES):
        raise Refused(
            "register.report.language",
            "Reports are made in the languages of the interface, and “{language}” is none of them.",
            language=covers.language,
            field="language",
        )
    if covers.compared_with and covers.compared_with >= covers.as_of:
        raise Refused(
            "register.report.compared",
            "The day to compare with ({earlier}) must be before {day}.",
            earlier=covers.compared_with,
            day=covers.as_of,
            field="compared_with",
        )
    report.title, report.subtitle = title, line(covers.subtitle)[:300]
    report.language, report.as_of = covers.language, covers.as_of
    report.time_zone, report.compared_with = zone, covers.compared_with
    stood = Document.objects.filter(published_at__isnull=False)
    report.documents = _known("documents", covers.documents, stood.values_list("slug", flat=True))
    report.themes = _known("themes", covers.themes, [theme.key for theme in knowledge.vocabulary().themes])
    report.parties = _known("parties", covers.parties, Party.objects.values_list("key", flat=True))


def _known(field: str, chosen: Sequence[str], there: Any) -> list[str]:
    if unknown := sorted(set(chosen) - set(there)):
        raise Refused(
            "register.report.scope", "There is nothing called “{key}” here.", key=unknown[0], field=field
        )
    return sorted(set(chosen))


def _free_slug(wish: str) -> str:
    base = slugify(wish)[:100].strip("-") or "report"
    return free_key(base, set(Report.objects.filter(slug__startswith=base).values_list("slug", flat=True)))


def _inside(report: Report, **facts: Any) -> None:
    """The entry of a step before publication: its facts stay inside."""
    told: Mapping[str, Any] = {"report": report.slug, **facts}
    record(f"report:{report.slug}", told, visibility=Visibility.RESTRICTED)
