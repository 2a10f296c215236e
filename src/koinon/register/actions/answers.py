"""Answers from draft to publication, one or many at a time.

Every call names the revision it saw of each answer; if someone else was faster, nothing at all is written
and both versions can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action
from koinon.people.models import Person
from koinon.register.actions import answer_steps as steps
from koinon.register.actions import standing
from koinon.register.actions.answer_entries import inside, published
from koinon.register.engine.following import answers as engine
from koinon.register.engine.following.answers import Said, Step
from koinon.register.models import Answer, FollowUp, Term
from koinon.register.queries.asked import closed
from koinon.register.rules import answers as rules

AT_ONCE = 1_000  # rows of one statement
MOST = 2_000  # answers of one act


@dataclass(frozen=True)
class Written:
    """An answer as it is to stand; `revision` of the draft that its writer saw, 0 where there was none."""

    follow_up: FollowUp
    revision: int
    said: Said


@action("register.draft_answers", permit=rules.may_draft)
def draft_answers(
    *, by: Any, written: Sequence[Written], now: datetime, submit: bool = False
) -> list[Answer]:
    """Draft answers to what is asked of a party. With `submit`, hand them to its validator at once."""
    saved = write(by, written, now=now, submit=submit)
    inside([row.follow_up for row in saved], submitted=submit)
    return saved


def write(by: Any, written: Sequence[Written], *, now: datetime, submit: bool) -> list[Answer]:
    """Save drafts within an action of the caller's; all of them or none."""
    steps.some(written)
    written = list({one.follow_up.pk: one for one in written}.values())
    held = steps.locked(one.follow_up.pk for one in written)
    opened = steps.opened_of(held)
    answered = steps.answered(held)
    drafts = {pk: draft.pk for pk, draft in opened.items()}
    seen = {one.follow_up.pk: (drafts.get(one.follow_up.pk, 0), one.revision) for one in written}
    steps.unchanged(seen, opened)
    problems: list[steps.Problem] = []
    for one in written:
        follow_up, draft = held[one.follow_up.pk], opened.get(one.follow_up.pk)
        barred = closed(follow_up) or engine.barred(Step.SAVE, draft.state if draft else "")
        if barred:
            problems.append((follow_up, "", barred))
            continue
        problems += [
            (follow_up, fault.field, fault.said)
            for fault in engine.faults(
                one.said,
                replaces=follow_up.pk in answered,
                complete=submit,
                today=timezone.localdate(now),
            )
        ]
    steps.sound(problems)
    return _saved(by, written, opened, held, now=now, submit=submit)


def _saved(
    by: Any,
    written: Sequence[Written],
    opened: Mapping[int, Answer],
    held: Mapping[int, FollowUp],
    *,
    now: datetime,
    submit: bool,
) -> list[Answer]:
    numbers = steps.numbers_of(held)
    rows = [
        _filled(
            opened.get(one.follow_up.pk)
            or Answer(follow_up=held[one.follow_up.pk], number=numbers[one.follow_up.pk] + 1, revision=0),
            one.said,
            steps.person(by),
            now,
        )
        for one in written
    ]
    for row in rows:
        row.follow_up = held[row.follow_up_id]
        if submit:
            row.state, row.submitted_at = Answer.State.SUBMITTED, now
    Answer.objects.bulk_create([row for row in rows if row.pk is None], batch_size=AT_ONCE)
    Answer.objects.bulk_update([row for row in rows if row.revision > 1], _WRITTEN, batch_size=AT_ONCE)
    return rows


_WRITTEN = (
    "state", "position", "part", "reasons", "language", "change", "given_on", "drafted_by", "drafted_at",
    "submitted_at", "revision",
)  # fmt: skip


def _filled(row: Answer, said: Said, person: Person | None, now: datetime) -> Answer:
    row.position, row.language, row.given_on = said.position, said.language, said.given_on
    row.part, row.reasons, row.change = map(visible, (said.part, said.reasons, said.change))
    row.drafted_by, row.drafted_at = person, now
    row.revision += 1
    return row


@action("register.submit_answers", permit=rules.may_change)
def submit_answers(
    *, by: Any, answers: Sequence[Answer], revisions: Mapping[int, int], now: datetime
) -> list[Answer]:
    """Hand drafted answers to a validator. Each has to say all that its position needs."""
    held, found = steps.stepping(answers, revisions, Step.SUBMIT)
    steps.complete(held, found, now)
    rows = _moved(found, Step.SUBMIT, submitted_at=now)
    inside(held.values(), submitted=True)
    return rows


@action("register.take_back_answers", permit=rules.may_change)
def take_back_answers(*, by: Any, answers: Sequence[Answer], revisions: Mapping[int, int]) -> list[Answer]:
    """Take answers back from the validator, to change them."""
    held, found = steps.stepping(answers, revisions, Step.TAKE_BACK)
    rows = _moved(found, Step.TAKE_BACK, submitted_at=None)
    inside(held.values())
    return rows


@action("register.return_answers", permit=rules.may_return)
def return_answers(
    *, by: Any, answers: Sequence[Answer], revisions: Mapping[int, int], note: str
) -> list[Answer]:
    """Return answers to those who drafted them. The note says what has to change."""
    note = visible(note)
    if not note or len(note) > engine.LONGEST["note"]:
        raise Refused(
            "register.answer.note",
            "Say what has to change, in at most {most} characters: whoever drafted it reads this.",
            most=engine.LONGEST["note"],
        )
    held, found = steps.stepping(answers, revisions, Step.RETURN)
    rows = _moved(found, Step.RETURN, note=note, decided_by=steps.person(by))
    inside(held.values())
    return rows


@action("register.drop_answers", permit=rules.may_change)
def drop_answers(*, by: Any, answers: Sequence[Answer], revisions: Mapping[int, int]) -> int:
    """Throw drafts of answers away. What was published stays."""
    held, found = steps.stepping(answers, revisions, Step.DROP)
    Answer.objects.filter(pk__in=[answer.pk for answer in found]).delete()
    inside(held.values())
    return len(found)


@action("register.approve_answers", permit=rules.may_approve)
def approve_answers(
    *, by: Any, answers: Sequence[Answer], revisions: Mapping[int, int], now: datetime
) -> list[Answer]:
    """Publish answers to what was asked. An earlier answer is replaced, and stays readable."""
    held, found = steps.stepping(answers, revisions, Step.APPROVE)
    for follow_up in held.values():
        if said := closed(follow_up):
            raise Refused("register.answer.ended", said)
    steps.complete(held, found, now)
    numbers = steps.numbers_of(held)
    replace(held, now)
    for answer in found:
        if answer.number < numbers[answer.follow_up_id]:  # a data set answered meanwhile
            answer.number = numbers[answer.follow_up_id] + 1
    rows = _moved(found, Step.APPROVE, published_at=now, decided_by=steps.person(by), note="")
    standing.meet(held, Term.Kind.ANSWER, now)
    standing.stand(held)
    published([(held[answer.follow_up_id], answer) for answer in rows])
    return rows


def replace(follow_ups: Iterable[int], now: datetime) -> None:
    """The answers that are published give way; they stay readable."""
    Answer.objects.filter(follow_up__in=list(follow_ups), state=Answer.State.PUBLISHED).update(
        state=Answer.State.REPLACED, replaced_at=now
    )


def _moved(found: Sequence[Answer], step: Step, **values: Any) -> list[Answer]:
    for answer in found:
        answer.state = engine.STEPS[step][answer.state]
        answer.revision += 1
        for field, value in values.items():
            setattr(answer, field, value)
    fields = ("state", "revision", "number", *values)
    Answer.objects.bulk_update(found, fields, batch_size=AT_ONCE)
    return list(found)
