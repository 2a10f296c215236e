"""A sheet of answers that comes back filled in: kept, looked at, then written as drafts at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action
from koinon.register.actions import answers, sheets
from koinon.register.actions.answer_entries import inside
from koinon.register.actions.answers import Written
from koinon.register.engine.sheets import answering
from koinon.register.engine.sheets.answering import Outcome
from koinon.register.engine.sheets.weighing import Fate
from koinon.register.models import FollowUp, Intake
from koinon.register.queries import answer_sheets as queries
from koinon.register.rules import answers as rules


def keep(*, by: Any, name: str, data: bytes) -> Intake:
    """Keep a sheet of answers until its person confirms or drops it; one that waited before gives way."""
    return sheets.kept(by, name, data, form=queries.FORMAT, read=answering.lines, words=queries.words())


def outcomes(by: Any, intake: Intake) -> list[Outcome]:
    """What the rows of a sheet would come to now; of one taken in, only the rows that were refused."""
    words = queries.words()
    found = answering.lines(intake.source.name, bytes(intake.source.data), words)
    if intake.state == Intake.State.DONE:
        refused = set(intake.sample.get("refused", ()))
        found = [line for line in found if line.row in refused]
    held = queries.standing(by, {line.key for line in found if line.key is not None})
    return list(answering.weighed(found, held, words, timezone.localdate()))


@action("register.bring_back_answers", permit=rules.may_bring_back)
def bring_back_answers(*, by: Any, intake: Intake, now: datetime, submit: bool = False) -> Intake:
    """Draft answers by a sheet that was brought back. Rows that cannot be taken stay out."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("source").get(pk=intake.pk)
    if intake.state != Intake.State.READY:
        raise Refused("register.sheets.done", "This sheet is taken in already.")
    weighed = outcomes(by, intake)
    changed = [o for o in weighed if o.fate is Fate.CHANGED]
    if not changed:
        raise Refused("register.answers.nothing", "No row of this sheet holds an answer that can be written.")
    saved = answers.write(by, _written(changed), now=now, submit=submit)
    intake.state, intake.finished = Intake.State.DONE, now
    intake.changed = len(changed)
    intake.unchanged = sum(o.fate is Fate.UNCHANGED for o in weighed)
    intake.sample = {"refused": [o.line.row for o in weighed if o.fate is Fate.REFUSED], "submitted": submit}
    intake.save()
    inside([answer.follow_up for answer in saved], submitted=submit, sheet=intake.source_id)
    return intake


def _written(changed: Sequence[Outcome]) -> list[Written]:
    keys = [outcome.line.key for outcome in changed if outcome.line.key]
    found = {row.pk: row for row in FollowUp.objects.filter(pk__in=keys).select_related("party")}
    return [
        Written(found[outcome.line.key], outcome.held.revision, outcome.said)
        for outcome in changed
        if outcome.line.key and outcome.held and outcome.said
    ]
