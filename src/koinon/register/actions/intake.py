"""A file of rows is brought, previewed, and taken in: in one transaction, with one entry."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.people.queries.directory import directory
from koinon.register.actions.rows import Tell, Writing
from koinon.register.actions.uploading import LARGEST_FILE
from koinon.register.engine.intake.formats import FIND_OUT, FORMATS
from koinon.register.engine.intake.items import Parsed
from koinon.register.models import Intake, Source
from koinon.register.queries import previews
from koinon.register.queries.intake import Prepared, prepared
from koinon.register.rules import documents as rules

_ONE_AT_A_TIME = 0x72_6F_77_73


def silent(step: str, done: int, total: int) -> None:
    """Tells nobody how far the work has come."""


def weighed(name: str, data: bytes) -> None:
    """A refusal of a file that is empty or too large."""
    if not data:
        raise Refused(
            "register.intake.empty", "{file} is empty: check that it was downloaded completely.", file=name
        )
    if len(data) > LARGEST_FILE:
        raise Refused(
            "register.large_file",
            "{file} has {mib} MiB, {most} MiB is the most: export it in parts, such as year by year.",
            file=name,
            mib=len(data) // 2**20,
            most=LARGEST_FILE // 2**20,
        )


@action("register.bring_rows", permit=rules.may_take_in)
def bring_rows(*, by: Any, name: str, data: bytes, wanted: str) -> Intake:
    """Bring a file of rows. Its preview is queued; nothing is taken in before someone confirms it."""
    weighed(name, data)
    if wanted not in (FIND_OUT, *FORMATS):
        raise Refused(
            "register.intake.format", "There is no format called {format}: choose one.", format=wanted
        )
    intake = Intake(format=wanted, brought_at=timezone.now(), brought_by=_person(by))
    intake.source = _source(name, data)
    intake.save()
    _queue("preview_rows", intake=intake.pk)
    _restricted(intake, bytes=len(data))
    return intake


@action("register.preview_rows", permit=rules.only_the_platform)
def preview_rows(*, by: Any, intake: Intake, ready: Prepared, problem: str = "") -> Intake:
    """Record what taking a file in would do. The counts, the faulty rows, and some of the rest."""
    intake.format = ready.parsed.format
    _count(intake, ready)
    intake.sample = {**previews.sample(ready), **_said(problem)}
    intake.state, intake.problem = Intake.State.READY, problem
    intake.save()
    _restricted(intake, new=intake.new, changed=intake.changed)
    return intake


@action("register.confirm_rows", permit=rules.may_take_in)
def confirm_rows(*, by: Any, intake: Intake) -> Intake:
    """Confirm a preview. The file is taken in as soon as the worker gets to it."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state != Intake.State.READY:
        raise Refused(
            "register.intake.not_ready", "This import does not wait for a decision: look how it stands."
        )
    if not intake.new + intake.changed:
        raise Refused(
            "register.intake.nothing", "Nothing in this file is new or changed: there is nothing to take in."
        )
    intake.state = Intake.State.TAKING
    intake.save(update_fields=["state"])
    person = _person(by)
    _queue("take_rows_in", intake=intake.pk, person=str(person.pk) if person else "")
    _restricted(intake, confirmed=True)
    return intake


@action("register.take_in", permit=rules.may_take_in)
def take_in(
    *,
    by: Any,
    intake: Intake,
    parsed: Parsed,
    expected: str = "",
    file: tuple[str, bytes] | None = None,
    tell: Tell = silent,
) -> Intake:
    """Take in a file of rows. Every document and provision of it, at once or not at all.

    `expected` is the fingerprint of the plan that a person confirmed; another plan is refused. `file`
    is the name and the bytes where the intake was not brought before.
    """
    with connection.cursor() as cursor:  # two files at once would each take the same row for new
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    ready = prepared(parsed)
    if expected and ready.plan.fingerprint != expected:
        raise Refused(
            "register.intake.changed_meanwhile",
            "The register changed since this preview was made: look at the new preview, then confirm it.",
        )
    if file is not None:
        intake.source = _source(*file)
    intake.format, intake.state = parsed.format, Intake.State.DONE
    intake.finished, intake.problem = timezone.now(), ""
    _count(intake, ready)
    intake.sample = previews.sample(ready)
    intake.save()
    writing = Writing(intake, by, directory(), tell)
    slugs = writing.all(ready)
    intake.sample["positions"] = writing.given.plain()
    if writing.kept:
        intake.sample["kept"] = previews.kept(writing.kept)
    intake.save(update_fields=["sample"])
    record(
        f"intake:{intake.pk}",
        {
            "intake": intake.pk,
            "format": parsed.format,
            "source": intake.source_id,
            "rows": intake.rows,
            "new": intake.new,
            "changed": intake.changed,
            "unchanged": intake.unchanged,
            "faulty": len(intake.faulty),
            "kept": len(writing.kept),
            **writing.given.plain(),
            "documents": slugs,
        },
    )
    return intake


@action("register.rows_failed", permit=rules.only_the_platform)
def rows_failed(*, by: Any, intake: Intake, code: str, problem: str) -> Intake:
    """Record why a file of rows cannot be taken in. In the sentence the person will see."""
    intake.state, intake.problem, intake.finished = Intake.State.FAILED, problem, timezone.now()
    intake.sample = {**intake.sample, **_said(problem)}
    intake.save(update_fields=["state", "problem", "finished", "sample"])
    _restricted(intake, code=code)
    return intake


@action("register.drop_rows", permit=rules.may_take_in)
def drop_rows(*, by: Any, intake: Intake) -> None:
    """Remove an import that was not taken in. Its file goes with it."""
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state in (Intake.State.TAKING, Intake.State.DONE):
        raise Refused(
            "register.intake.taken", "This file is taken in already: correct its provisions instead."
        )
    pk, source = intake.pk, intake.source
    intake.delete()
    if not (source.documents.exists() or source.intakes.exists() or source.translations.exists()):
        source.delete()
    record(f"intake:{pk}", {"intake": pk}, visibility=Visibility.RESTRICTED)


def unsaved(by: Any, wanted: str) -> Intake:
    """An intake for a file that is taken in without a stop at its preview."""
    return Intake(format=wanted, brought_at=timezone.now(), brought_by=_person(by))


def _said(problem: str) -> dict[str, Any]:
    """A problem's sentence as it can be told in other languages: its template and what fills it."""
    if not isinstance(problem, Sentence):
        return {}
    return {"said": {"template": problem.template, "data": {k: str(v) for k, v in problem.data.items()}}}


def _count(intake: Intake, ready: Prepared) -> None:
    intake.rows = ready.parsed.rows
    intake.new, intake.changed = len(ready.plan.new), len(ready.plan.changed)
    intake.unchanged = ready.plan.unchanged
    intake.faulty = [fault.plain() for fault in ready.faulty]


def _person(by: Any) -> Person | None:
    return None if by is PLATFORM else by


def _source(name: str, data: bytes) -> Source:
    digest = hashlib.sha256(data).hexdigest()
    return Source.objects.get_or_create(digest=digest, defaults={"name": name[-255:], "data": data})[0]


def _queue(task: str, **arguments: Any) -> None:
    app.configure_task(f"koinon.register.tasks.{task}", queue="reading").defer(**arguments)


def _restricted(intake: Intake, **facts: Any) -> None:
    about = {"intake": intake.pk, "source": intake.source_id, **facts}
    record(f"intake:{intake.pk}", about, visibility=Visibility.RESTRICTED)
