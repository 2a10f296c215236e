"""Bills, cases, negotiations and policies that are followed because they touch rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.keys import free_key
from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.acts import action, record
from koinon.people.models import Party, Person, Place
from koinon.register.models import Process, ProcessStage, Provision, Watch
from koinon.register.queries import knowledge
from koinon.register.rules import mechanisms as rules

RESERVED = {"open"}  # it stands at the same place in addresses


@action("register.open_process", permit=rules.may_open_process)
def open_process(
    *,
    by: Any,
    behalf: Party | None = None,
    kind: str,
    title: str,
    summary: str = "",
    party: Party | None = None,
    place: Place | None = None,
    themes: Sequence[str] = (),
    address: str = "",
    provisions: Sequence[Provision] = (),
    invented: bool = False,
) -> Process:
    """Begin to watch a bill, case, negotiation or policy."""
    process = Process(behalf=behalf, opened_at=timezone.now(), invented=invented)
    _describe(process, kind, title, summary, party, place, themes, address)
    process.key = _free_key(process.title)
    process.save()
    process.provisions.set(provisions)
    _record(process, **_facts(process))
    return process


@action("register.save_process", permit=rules.may_keep_process)
def save(
    *,
    by: Any,
    process: Process,
    revision: int,
    kind: str,
    title: str,
    summary: str = "",
    party: Party | None = None,
    place: Place | None = None,
    themes: Sequence[str] = (),
    address: str = "",
    provisions: Sequence[Provision] = (),
    invented: bool = False,
) -> Process:
    """Change what is said of a watched process."""
    process = _locked(process, revision)
    before = _facts(process)
    process.invented = invented
    _describe(process, kind, title, summary, party, place, themes, address)
    process.save()
    process.provisions.set(provisions)
    after = _facts(process)
    _record(process, **{name: value for name, value in after.items() if before[name] != value})
    return process


@action("register.save_stage", permit=rules.may_keep_process)
def save_stage(
    *,
    by: Any,
    process: Process,
    name: str,
    expected_on: date | None = None,
    happened_on: date | None = None,
    note: str = "",
    address: str = "",
    stage: ProcessStage | None = None,
    today: date,
) -> ProcessStage:
    """Add a stage of a process, or change one. When it is expected, when it happened."""
    if not line(name):
        raise Refused("register.process.stage", "Say what the stage is called.", field="name")
    if happened_on and happened_on > today:
        raise Refused(
            "register.process.ahead",
            "{day} lies ahead: enter it as expected, and as happened once it has.",
            day=happened_on,
            field="happened_on",
        )
    refuse_unmeant("expected_on", expected_on, today=today)
    refuse_unmeant("happened_on", happened_on)
    process = Process.objects.select_for_update().get(pk=process.pk)
    last = process.stages.aggregate(last=Max("position"))["last"] or 0
    stage = stage or ProcessStage(process=process, position=last + 1)
    moved = stage.expected_on if stage.pk and stage.expected_on != expected_on else None
    stage.name, stage.expected_on, stage.happened_on = line(name), expected_on, happened_on
    stage.note, stage.address = visible(note), address.strip()
    stage.save()
    facts = {"stage": stage.name, "expected": _iso(expected_on), "happened": _iso(happened_on)}
    _record(process, **facts, **({"expected_before": _iso(moved)} if moved else {}))
    return stage


@action("register.drop_stage", permit=rules.may_keep_process)
def drop_stage(*, by: Any, process: Process, stage: ProcessStage) -> None:
    """Take out a stage that the process does not have."""
    name = stage.name
    stage.delete()
    _record(process, stage=name)


@action("register.end_process", permit=rules.may_keep_process)
def end(*, by: Any, process: Process, revision: int, outcome: str) -> Process:
    """Say how a process ended. It stays readable."""
    if not visible(outcome):
        raise Refused("register.process.outcome", "Say how it ended.", field="outcome")
    process = _locked(process, revision)
    process.state, process.outcome = Process.State.ENDED, visible(outcome)
    process.save()
    _record(process, outcome=process.outcome)
    return process


@action("register.reopen_process", permit=rules.may_keep_process)
def reopen(*, by: Any, process: Process, revision: int, reason: str) -> Process:
    """Watch a process again that had ended."""
    if not visible(reason):
        raise Refused("register.reason", "Say why it is watched again.", field="reason")
    process = _locked(process, revision)
    process.state, process.outcome = Process.State.RUNNING, ""
    process.save()
    _record(process, reason=visible(reason))
    return process


@action("register.watch", permit=rules.may_watch_for)
def watch(*, by: Any, party: Party, process: Process) -> Watch:
    """Say in the open that a party watches a process."""
    if process.watches.filter(party=party).exists():
        raise Refused("register.process.watched", "{party} watches it already.", party=party.name)
    made = Watch.objects.create(process=process, party=party, since=timezone.now())
    _record(process, watched_by=party.key)
    return made


@action("register.unwatch", permit=rules.may_watch_for)
def unwatch(*, by: Any, party: Party, process: Process) -> None:
    """Say that a party watches a process no longer."""
    if not process.watches.filter(party=party).delete()[0]:
        raise Refused("register.process.unwatched", "{party} does not watch it.", party=party.name)
    _record(process, watched_by=party.key)


def keep_an_eye(*, by: Person, process: Process, watching: bool) -> None:
    """Be told of what happens to a process, or no longer: one's own affair, so not in the ledger."""
    with guard.writing("a person watches a process"):
        if watching:
            Watch.objects.get_or_create(process=process, person=by, defaults={"since": timezone.now()})
        else:
            Watch.objects.filter(process=process, person=by).delete()


def _describe(
    process: Process,
    kind: str,
    title: str,
    summary: str,
    party: Party | None,
    place: Place | None,
    themes: Sequence[str],
    address: str,
) -> None:
    if not line(title):
        raise Refused("register.process.title", "Give the process a title.", field="title")
    process.kind, process.title, process.summary = Process.Kind(kind), line(title), visible(summary)
    process.party, process.place = party, place
    process.themes, process.address = knowledge.known_themes(themes), address.strip()


def _locked(process: Process, revision: int) -> Process:
    current = Process.objects.select_for_update().get(pk=process.pk)
    if current.revision != revision:
        raise Refused(
            "register.changed_meanwhile", "Someone else changed this meanwhile: look again, then save."
        )
    current.revision += 1
    return current


def _record(process: Process, **facts: object) -> None:
    record(f"process:{process.key}", {"process": process.key, **facts})


def _facts(process: Process) -> dict[str, object]:
    return {
        "kind": str(process.kind),
        "title": process.title,
        "summary": process.summary,
        "party": process.party.key if process.party else None,
        "place": process.place.code if process.place else None,
        "themes": list(process.themes),
        "address": process.address,
        "behalf": process.behalf.key if process.behalf else None,
        "touches": [
            f"{slug}/{number}"
            for slug, number in process.provisions.order_by("document__slug", "number").values_list(
                "document__slug", "number"
            )
        ],
        "invented": process.invented,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _free_key(title: str) -> str:
    wish = slugify(title)[:100].strip("-") or "process"
    taken = set(Process.objects.filter(key__startswith=wish).values_list("key", flat=True))
    return free_key(wish, taken | RESERVED)
