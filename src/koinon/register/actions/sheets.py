"""A sheet of provisions that comes back filled in: kept, looked at, then taken in at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from django.utils import timezone

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.people.queries.directory import directory
from koinon.register.actions import deciding, following
from koinon.register.engine.intake.bounded import one_process
from koinon.register.engine.sheets import weighing
from koinon.register.engine.sheets.weighing import Fate, Outcome
from koinon.register.models import Document, Intake, Provision, Source
from koinon.register.queries import sheets
from koinon.register.queries.sheet_words import dictionary
from koinon.register.rules import documents as rules

LARGEST_FILE = 20 * 1024 * 1024
SECONDS = 60  # that reading a file may take
MOST_CHANGES = 2_000  # provisions that one sheet changes at a time


def keep(*, by: Any, name: str, data: bytes) -> Intake:
    """Keep a sheet until its person confirms or drops it; one that waited before gives way.

    Like what somebody types and has not saved, it is theirs alone and no act of the register's.
    """
    return kept(by, name, data, form=sheets.FORMAT, read=weighing.lines, words=dictionary())


def kept(
    by: Any, name: str, data: bytes, *, form: str, read: Callable[[str, bytes, Any], list[Any]], words: Any
) -> Intake:
    """Keep a sheet of some form for its person. `read` finds its rows with the help of `words`."""
    if len(data) > LARGEST_FILE:
        raise Refused(
            "register.sheets.large",
            "{file} has {mib} MiB, {most} MiB is the most: split it.",
            file=name,
            mib=len(data) // 2**20,
            most=LARGEST_FILE // 2**20,
        )
    rows = _first_read(name, data, read, words)
    digest = hashlib.sha256(data).hexdigest()
    with guard.writing("a sheet that waits for its person"):
        for waiting in sheets.waiting(by, form):
            _removed(waiting)
        source, _ = Source.objects.get_or_create(digest=digest, defaults={"name": name[-255:], "data": data})
        return Intake.objects.create(
            format=form,
            source=source,
            state=Intake.State.READY,
            rows=len(rows),
            brought_by=by,
            brought_at=timezone.now(),
        )


def _first_read(
    name: str, data: bytes, read: Callable[[str, bytes, Any], list[Any]], words: Any
) -> list[Any]:
    """Read a file from outside for the first time: in a process whose memory and time are bounded."""
    try:
        with one_process() as pool:
            return pool.submit(read, name, data, words).result(timeout=SECONDS)
    except (BrokenProcessPool, MemoryError, TookTooLong) as error:
        raise Refused(
            "register.sheets.unread",
            "{file} is more than can be read at once: delete empty columns and rows at its end, or split it.",
            file=name,
        ) from error


def drop(*, by: Any, intake: Intake) -> None:
    """Throw a sheet away that was not taken in."""
    with guard.writing("a sheet that waits for its person"):
        if intake.brought_by_id == by.pk and intake.state == Intake.State.READY:
            _removed(intake)


def _removed(intake: Intake) -> None:
    source = intake.source
    intake.delete()
    if not (source.documents.exists() or source.intakes.exists() or source.translations.exists()):
        source.delete()


def outcomes(by: Any, intake: Intake) -> list[Outcome]:
    """What the rows of a sheet would come to now; of one taken in, only the rows that were refused."""
    found = weighing.lines(intake.source.name, bytes(intake.source.data), dictionary())
    if intake.state == Intake.State.DONE:
        refused = set(intake.sample.get("refused", ()))
        found = [line for line in found if line.row in refused]
    standing = sheets.standing(by, {line.key for line in found if line.key})
    return list(weighing.weighed(found, standing, dictionary(), directory()))


@action("register.bring_back", permit=rules.may_bring_back)
def bring_back(*, by: Any, intake: Intake) -> Intake:
    """Change provisions by a sheet that was brought back. Rows that cannot be taken stay out."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("source").get(pk=intake.pk)
    if intake.state != Intake.State.READY:
        raise Refused("register.sheets.done", "This sheet is taken in already.")
    data = bytes(intake.source.data)
    slugs = {line.key[0] for line in weighing.lines(intake.source.name, data, dictionary()) if line.key}
    documents = {
        d.slug: d for d in Document.objects.select_for_update().filter(slug__in=slugs).order_by("pk")
    }
    weighed = outcomes(by, intake)
    changed = [o for o in weighed if o.fate is Fate.CHANGED]
    if not changed:
        raise Refused("register.sheets.nothing", "No row of this sheet changes anything that you may change.")
    if len(changed) > MOST_CHANGES:
        raise Refused(
            "register.sheets.many",
            "This sheet changes {changed} provisions, {most} is the most at a time: split it.",
            changed=len(changed),
            most=MOST_CHANGES,
        )
    _change_all(by, changed, documents)
    intake.state, intake.finished = Intake.State.DONE, timezone.now()
    intake.changed = len(changed)
    intake.unchanged = sum(o.fate is Fate.UNCHANGED for o in weighed)
    intake.sample = {"refused": [o.line.row for o in weighed if o.fate is Fate.REFUSED]}
    intake.save()
    _recorded(intake, changed, documents)
    return intake


def _change_all(by: Any, changed: Sequence[Outcome], documents: dict[str, Document]) -> None:
    """Change provisions, and then the follow-ups of those that are published."""
    published: dict[str, list[int]] = defaultdict(list)
    for outcome in changed:
        provision = _change(by, outcome, documents)
        if outcome.standing and outcome.standing.published:
            published[outcome.reason].append(provision.pk)
    for reason, keys in published.items():
        following.open_follow_ups(keys, timezone.now(), reason)


def _change(by: Any, outcome: Outcome, documents: dict[str, Document]) -> Provision:
    assert outcome.line.key and outcome.content and outcome.standing
    slug, number = outcome.line.key
    provision = Provision.objects.get(document=documents[slug], number=number)
    provision.document = documents[slug]
    published = outcome.standing.published
    deciding.remember(provision, by=by, reason=outcome.reason if published else "", published=published)
    deciding.write_content(provision, outcome.content, by=by, text=provision.text)
    deciding.drop_draft(by, provision)
    return provision


def _recorded(intake: Intake, changed: Sequence[Outcome], documents: dict[str, Document]) -> None:
    """One entry: public about what is published; what is under review stays inside until publication."""
    public = _by_document(o for o in changed if o.standing and o.standing.published)
    inside = _by_document(o for o in changed if o.standing and not o.standing.published)
    told = public or inside
    facts: dict[str, Any] = {
        "documents": sorted(told),
        "provisions": told,
        "changed": sum(map(len, told.values())),
        "sheet": intake.source_id,
    }
    if public:
        facts["reasons"] = sorted({o.reason for o in changed if o.standing and o.standing.published})
    if len(told) == 1:
        (slug,) = told
        facts |= {"document": slug, "id": documents[slug].pk}
    record(
        f"document:{facts['document']}" if "document" in facts else f"sheet:{intake.pk}",
        facts,
        private={"under_review": inside} if public and inside else None,
        visibility=Visibility.PUBLIC if public else Visibility.RESTRICTED,
    )


def _by_document(changed: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for outcome in changed:
        slug, number = outcome.line.key
        found[slug].append(number)
    return {slug: sorted(numbers) for slug, numbers in sorted(found.items())}
