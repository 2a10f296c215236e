"""Making the outlook: minutes of a job in folds that are kept, then one act that puts it before everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.acts import action, record
from koinon.observatory.engine.outlook import demspaces, making, recipes, running
from koinon.observatory.engine.outlook.making import SHOWN, Recipe, Said
from koinon.observatory.engine.outlook.panel import Panel
from koinon.observatory.engine.outlook.trial import trial
from koinon.observatory.models import Outlook, OutlookRun
from koinon.observatory.queries import outlook_folds
from koinon.observatory.queries.outlook_inputs import inputs
from koinon.observatory.rules.outlooks import may_make_outlooks
from koinon.people.models import Person

SEED = 20110101  # of the trees and the intervals; a person may choose another
LOCK = "make the outlook"
_BATCH = 2000


@dataclass(frozen=True)
class Made:
    """An outlook that was computed: its forecasts, its test, and of what it was made."""

    version: str
    digest: str
    year: int
    sources: dict[str, str]
    tests: dict[str, Any]
    said: Sequence[Said]
    invented: bool = False


@action("observatory.make_outlook", permit=may_make_outlooks)
def make_outlook(*, by: Any, made: Made, now: datetime) -> OutlookRun:
    """Put an outlook before everyone. It takes the place of the one that stood; that one stays on record."""
    standing = OutlookRun.objects.select_for_update().filter(ended_at=None)
    if standing.filter(version=made.version).exists():
        raise Refused(
            "observatory.outlook.same",
            "The outlook {version} stands already: load newer figures, or choose another seed.",
            version=made.version,
        )
    replaced = list(standing.values_list("version", flat=True))
    standing.update(ended_at=now)
    earlier = OutlookRun.objects.filter(version__startswith=made.version).count()
    run = OutlookRun.objects.create(
        version=f"{made.version}-{earlier + 1}" if earlier else made.version,
        made_at=now, digest=made.digest, year=made.year, sources=made.sources, tests=made.tests,
        invented=made.invented,
    )  # fmt: skip
    Outlook.objects.bulk_create(
        (
            Outlook(
                run=run, place=one.place, year=one.year, direction=one.outcome, base=one.base, came=one.came,
                probability=min(max(one.probability, 0.0), 1.0),
            )
            for one in made.said
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    record(
        f"outlook:{run.version}",
        {
            "version": run.version,
            "year": run.year,
            "digest": run.digest,
            "sources": dict(run.sources),
            "forecasts": len(made.said),
            "replaces": replaced,
        },
    )
    return run


def computed(*, seed: int, recipe: Recipe = SHOWN, tell: outlook_folds.Tell = outlook_folds.tell) -> Made:
    """Compute the outlook of the newest releases; folds of an earlier run that was cut off are not redone."""
    found = inputs(seed=seed)
    panel, spaces = found.panel, found.spaces_panel
    folds = making.steps(panel, recipe) + (_space_steps() if spaces is not None else 0)
    keep = outlook_folds.Folds(found.digest, folds, tell)
    told = making.outlooks(panel, seed=seed, recipe=recipe, keep=keep)
    tests = {**told.tests, "recipe": recipes.VERSION, "seed": seed}
    if spaces is not None:
        tests["spaces"] = _spaces(spaces, seed=seed, keep=keep)
    invented = found.features.dataset.invented
    version = f"{told.year}-{found.digest[:8]}"
    return Made(version, found.digest, told.year, found.sources, tests, told.said, invented)


def make(*, by: Any, seed: int, now: datetime, tell: outlook_folds.Tell = outlook_folds.tell) -> OutlookRun:
    """Compute and put before everyone; who may not is told before anything is computed."""
    _may(by)
    if _stands(inputs(seed=seed).digest):
        raise Refused(
            "observatory.outlook.made",
            "The outlook of these figures was made already: load newer ones, or choose another seed.",
        )
    try:
        return make_outlook(by=by, made=computed(seed=seed, tell=tell), now=now)
    finally:
        outlook_folds.ended()


def begin(*, by: Any) -> None:
    """Let a job make the outlook; one at a time. Refused where nothing is loaded or the newest one stands."""
    _may(by)
    if _stands(inputs(seed=SEED).digest):
        raise Refused(
            "observatory.outlook.made",
            "The outlook of these figures was made already: load newer ones, or choose another seed.",
        )
    task = app.configure_task(
        "koinon.observatory.tasks.make_the_outlook", queue="reading", lock=LOCK, queueing_lock=LOCK
    )
    try:
        with transaction.atomic():  # a job that waits already must not undo what the caller did
            task.defer(person=str(by.pk) if isinstance(by, Person) else "")
    except AlreadyEnqueued:
        return


def carry_out(*, by: Any, now: datetime) -> None:
    """What the job does; figures that were taken out or done meanwhile leave nothing to do."""
    if due():
        make(by=by, seed=SEED, now=now)


def due() -> bool:
    """Whether figures are loaded that have no outlook yet."""
    try:
        return not _stands(inputs(seed=SEED).digest)
    except Refused:
        return False


def _stands(digest: str) -> bool:
    return OutlookRun.objects.filter(ended_at=None, digest=digest).exists()


def _may(by: Any) -> None:
    if not (verdict := may_make_outlooks(by=by)):
        raise NotPermitted("observatory.make_outlook.not_permitted", verdict.reason)


def _space_steps() -> int:
    return len(demspaces.SPACES) * len(demspaces.DIRECTIONS) * len(demspaces.TESTED_ON)


def _spaces(panel: Panel, *, seed: int, keep: running.Keep) -> dict[str, Any]:
    """The test of each space and direction; only tests, no forecasts are shown of them."""
    return {
        outcome: trial(
            panel, demspaces.material(panel, outcome), outcome, demspaces.SPACES_OUTLOOK, (),
            demspaces.TESTED_ON, seed=seed, draws=200, keep=keep, leaky=False,
        ).told
        for outcome in panel.came
    }  # fmt: skip
