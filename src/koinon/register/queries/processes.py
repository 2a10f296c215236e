"""The processes that are watched, as they stand on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from koinon.kernel.refusals import NotFound, Refused
from koinon.people import rules as people
from koinon.people.models import Party, Person
from koinon.register.engine.stages import Stage, Standing, When, standing
from koinon.register.models import Document, Process, ProcessStage, Provision, Watch
from koinon.ui.languages import permanent

COLUMNS = (
    "key", "kind", "state", "title", "party", "place", "themes", "standing", "days_overdue", "next_stage",
    "next_on", "last_stage", "last_on", "provisions", "watched_by", "outcome", "address", "invented", "url",
)  # fmt: skip
ORDER = (When.OVERDUE, When.UPCOMING, When.UNDATED, When.ENDED)


@dataclass(frozen=True)
class Watched:
    """A process with how it stands."""

    process: Process
    standing: Standing


def processes(*, kind: str = "", party: str = "", theme: str = "", **_: str) -> QuerySet[Process]:
    """The processes of a kind, of a party and under a theme where asked, with all that lists show."""
    found = Process.objects.select_related("party", "place", "behalf").prefetch_related(
        "stages",
        Prefetch("watches", Watch.objects.filter(party__isnull=False).select_related("party")),
        Prefetch("provisions", touched()),
    )
    if kind:
        found = found.filter(kind=kind)
    if party:
        found = found.filter(party__key=party)
    return found.filter(themes__contains=[theme]) if theme else found


def touched() -> QuerySet[Provision]:
    """Provisions that a public page may link to."""
    return (
        Provision.objects.filter(document__state=Document.State.PUBLISHED, withdrawn=False)
        .select_related("document")
        .order_by("document__title", "number")
    )


def as_they_stand(found: Iterable[Process], today: date) -> list[Watched]:
    """Overdue first, the longest; then what comes next, the nearest; undated by title; ended at the end."""
    rows = [Watched(process, _standing(process, today)) for process in found]
    return sorted(rows, key=_place)


def _place(row: Watched) -> tuple[int, date, str]:
    nearest = row.standing.next.expected_on if row.standing.next else None
    return ORDER.index(row.standing.when), nearest or date.max, row.process.title


def _standing(process: Process, today: date) -> Standing:
    stages = [Stage(s.name, s.expected_on, s.happened_on) for s in process.stages.all()]
    return standing(stages, ended=process.state == Process.State.ENDED, today=today)


def process(key: str) -> Process:
    """The process of that key."""
    found = processes().filter(key=key).first()
    if found is None:
        raise NotFound("register.no_process", "No process is called “{key}”.", key=key)
    return found


def stage(pk: int) -> ProcessStage:
    """A stage by its key."""
    found = ProcessStage.objects.select_related("process__behalf").filter(pk=pk).first()
    if found is None:
        raise NotFound("register.no_stage", "There is no such stage: it may have been taken out.")
    return found


def touching(provision: Provision) -> list[Process]:
    """The processes that touch a provision."""
    return list(Process.objects.filter(provisions=provision).order_by("state", "title"))


def expected() -> QuerySet[ProcessStage]:
    """Stages of running processes that have a date and are still to happen, the earliest first."""
    return _awaited().order_by("expected_on", "process__title", "position")


def _awaited() -> QuerySet[ProcessStage]:
    """Dated stages that were neither reached nor leapt over: what `engine.stages.standing` awaits."""
    later = ProcessStage.objects.filter(
        process=OuterRef("process"),
        position__gt=OuterRef("position"),
        happened_on__gte=OuterRef("expected_on"),
    )
    return ProcessStage.objects.filter(
        ~Exists(later), process__state=Process.State.RUNNING, happened_on=None, expected_on__isnull=False
    ).select_related("process__party")


def news(today: date, *, most: int) -> list[ProcessStage]:
    """Stages that happened, and those that are overdue on that day, the latest first."""
    overdue = Q(pk__in=_awaited().filter(expected_on__lt=today).values("pk"))
    day = Coalesce("happened_on", "expected_on")
    found = ProcessStage.objects.filter(overdue | Q(happened_on__lte=today)).select_related("process")
    return list(found.order_by(day.desc(), "process__title", "-position")[:most])


def named_provisions(words: Iterable[str]) -> list[Provision]:
    """Public provisions written as "document/number" or as an address that ends so; refuses unknown ones."""
    found = []
    for text in words:
        slug, _, number = text.strip().rstrip("/").rpartition("/")
        slug = slug.rpartition("/")[2]
        provision = (
            touched().filter(document__slug=slug, number=number).first() if number.isdecimal() else None
        )
        if provision is None:
            raise Refused(
                "register.process.provision",
                "“{words}” is no published provision: write it as document/number, as in its address.",
                words=text,
            )
        found.append(provision)
    return found


def watches_itself(person: Any, process: Process) -> bool:
    """Whether the person is told of what happens to it."""
    return isinstance(person, Person) and Watch.objects.filter(process=process, person=person).exists()


def parties_spoken_for(person: Any) -> list[Party]:
    """The parties for which the person may watch processes."""
    if not isinstance(person, Person):
        return []
    keys = {m.party_id for m in people.mandates_in_force(person) if m.party_id}
    found = Party.objects.filter(pk__in=keys).order_by("name")
    return [party for party in found if people.may_for(person, "processes.keep", party)]


def watchers(key: str, today: date) -> list[str]:
    """References of the persons who are told of a process: for themselves, or for a party that watches."""
    parties = set(Watch.objects.filter(process__key=key, party__isnull=False).values_list("party", flat=True))
    persons = Person.objects.filter(
        Q(watches__process__key=key) | Q(mandates__party__in=parties), is_active=True
    ).prefetch_related("mandates")
    itself = set(
        Watch.objects.filter(process__key=key, person__isnull=False).values_list("person", flat=True)
    )
    return [
        person.reference
        for person in persons.distinct()
        if person.pk in itself or any(m.party_id in parties for m in people.mandates_in_force(person, today))
    ]


def record(row: Watched, site: str) -> dict[str, Any]:
    """A process as a plain record, as it stands."""
    process, now = row.process, row.standing
    return {
        "key": process.key,
        "kind": process.kind,
        "state": process.state,
        "title": process.title,
        "summary": process.summary,
        "party": process.party.key if process.party else None,
        "place": process.place.code if process.place else None,
        "themes": list(process.themes),
        "standing": now.when.value,
        "days_overdue": now.days,
        "next_stage": now.next.name if now.next else "",
        "next_on": now.next.expected_on if now.next else None,
        "last_stage": now.last.name if now.last else "",
        "last_on": now.last.happened_on if now.last else None,
        "stages": [stage_record(stage) for stage in process.stages.all()],
        "provisions": [f"{p.document.slug}/{p.number}" for p in process.provisions.all()],
        "watched_by": [watch.party.key for watch in process.watches.all() if watch.party],
        "outcome": process.outcome,
        "address": process.address,
        "invented": process.invented,
        "revision": process.revision,
        "url": site + permanent(reverse("register:process", args=[process.key])),
    }


def stage_record(stage: ProcessStage) -> dict[str, Any]:
    """A stage as a plain record."""
    columns = ("name", "expected_on", "happened_on", "note", "address")
    return {"id": stage.pk, **{column: getattr(stage, column) for column in columns}}


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A process's record as one spreadsheet row."""
    joined = ("themes", "provisions", "watched_by")
    return {c: "; ".join(record[c]) if c in joined else record[c] for c in COLUMNS}
