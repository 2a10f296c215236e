"""A review from stage to stage: papers handed in, questions and answers, stages done, moved or passed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.people.models import Party
from koinon.register.actions import following
from koinon.register.actions.uploading import LARGEST_FILE
from koinon.register.engine.reviewing import stages
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.models import Document, Review, ReviewPaper, ReviewQuestion, ReviewStage, Source
from koinon.register.queries import knowledge
from koinon.register.queries import reviews as queries
from koinon.register.queries.review_stages import is_off
from koinon.register.rules import reviews as rules

LONGEST = 200_000  # characters of a paper that is written here
LONGEST_QUESTION = 5_000
_DONE_BY = {
    Paper.SELF_REPORT: Stage.SELF_REPORT,
    Paper.SUMMARY: Stage.SUMMARY,
    Paper.COMPILATION: Stage.COMPILATION,
    Paper.RESPONSE: Stage.RESPONSE,
    Paper.MID_TERM: Stage.MID_TERM,
}


@action("register.hand_in", permit=rules.may_hand_in)
def hand_in(
    *,
    by: Any,
    review: Review,
    kind: Paper,
    title: str,
    language: str,
    now: datetime,
    party: Party | None = None,
    text: str = "",
    file: tuple[str, bytes] | None = None,
) -> ReviewPaper:
    """Hand in a paper of a review. One that takes the place of an earlier one leaves that readable."""
    title = line(title)
    if not title:
        raise Refused("register.review.title", "Give the paper a title.", field="title")
    if not (visible(text) or file):
        raise Refused("register.review.empty", "Write the paper here, or choose its file.", field="text")
    if len(text) > LONGEST:
        raise Refused(
            "register.review.long", "A paper written here has {most} characters at most: hand in a file.",
            most=LONGEST, field="text",
        )  # fmt: skip
    owner = review.party if kind in rules.OF_THE_PARTY else party if kind == Paper.SUBMISSION else None
    earlier = ReviewPaper.objects.filter(review=review, kind=kind.value, party=owner, replaced_at=None)
    replaced = earlier.update(replaced_at=now)
    made = ReviewPaper.objects.create(
        review=review,
        kind=kind.value,
        title=title,
        party=owner,
        language=language,
        source=_source(*file) if file else None,
        text=visible(text),
        given_at=now,
    )
    if kind in _DONE_BY:
        stage = ReviewStage.objects.filter(review=review, kind=_DONE_BY[kind].value, done_at=None)
        stage.update(done_at=now, passed_at=None)
        answers_settled(review, _DONE_BY[kind], now, "")
    told(
        review,
        paper=made.pk,
        kind=kind.value,
        by=owner.key if owner else "",
        replaces=replaced,
        source=made.source.digest if made.source else "",
    )
    return made


def _source(name: str, data: bytes) -> Source:
    if not data or len(data) > LARGEST_FILE:
        raise Refused(
            "register.review.file",
            "{file} is empty, or larger than {most} MiB: choose another file.",
            file=name,
            most=LARGEST_FILE // 2**20,
            field="file",
        )
    digest = hashlib.sha256(data).hexdigest()
    return Source.objects.get_or_create(digest=digest, defaults={"name": name[-255:], "data": data})[0]


@action("register.ask", permit=rules.may_ask)
def ask(
    *,
    by: Any,
    review: Review,
    party: Party,
    text: str,
    language: str,
    now: datetime,
    today: date,
    themes: tuple[str, ...] = (),
) -> ReviewQuestion:
    """Ask the party under review a question in advance. It is public at once."""
    stage = ReviewStage.objects.get(review=review, kind=Stage.QUESTIONS.value)
    if stage.done_at or stage.passed_at or (stage.due_on and today > stage.due_on):
        raise Refused(
            "register.review.questions_over",
            "Questions in advance could be asked until {day}: ask in the session.",
            day=stage.due_on or "",
        )
    if stage.opens_on and today < stage.opens_on:
        raise Refused(
            "register.review.questions_early", "Questions can be asked from {day} on.", day=stage.opens_on
        )
    made = ReviewQuestion.objects.create(
        review=review,
        party=party,
        text=_worded(text, LONGEST_QUESTION),
        language=language,
        themes=knowledge.known_themes(themes),
        asked_at=now,
    )
    told(review, question=made.pk, by=party.key)
    return made


@action("register.reply", permit=rules.may_reply)
def reply(*, by: Any, question: ReviewQuestion, text: str, now: datetime) -> ReviewQuestion:
    """Answer a question that was asked in advance. The answer is public at once."""
    current = ReviewQuestion.objects.select_for_update().get(pk=question.pk)
    if current.answered_at:
        raise Refused("register.review.replied", "This question has its answer already.")
    current.answer, current.answered_at = _worded(text, LONGEST_QUESTION), now
    current.save(update_fields=["answer", "answered_at"])
    told(question.review, question=current.pk)
    return current


@action("register.finish_stage", permit=rules.may_run)
def finish_stage(*, by: Any, review: Review, kind: Stage, note: str, now: datetime) -> ReviewStage:
    """Finish a stage of a review. With a word on what was done, where and when."""
    stage = _open_stage(review, kind)
    stage.done_at, stage.note = now, visible(note)
    stage.save(update_fields=["done_at", "note"])
    told(review, stage=kind.value, note=stage.note)
    return stage


@action("register.pass_stage", permit=rules.may_run)
def pass_stage(*, by: Any, review: Review, kind: Stage, reason: str, now: datetime) -> ReviewStage:
    """Go on without a stage of a review. The reason is public."""
    stage = _open_stage(review, kind)
    stage.passed_at, stage.note = now, _reason(reason)
    stage.save(update_fields=["passed_at", "note"])
    answers_settled(review, kind, now, stage.note)
    told(review, stage=kind.value, reason=stage.note)
    return stage


@action("register.move_stage", permit=rules.may_run)
def move_stage(
    *, by: Any, review: Review, kind: Stage, opens_on: date, due_on: date, reason: str, now: datetime
) -> ReviewStage:
    """Move the dates of a stage. The earlier dates and the reason stay on its page."""
    stage = _open_stage(review, kind)
    refuse_unmeant("opens_on", opens_on, today=timezone.localdate(now))
    refuse_unmeant("due_on", due_on, today=timezone.localdate(now))
    if due_on < opens_on:
        raise Refused(
            "register.review.backwards", "A stage is due on the day it opens, or later.", field="due_on"
        )
    if kind == Stage.SESSION:
        _session_moved(review, opens_on, due_on)
    if kind == Stage.RESPONSE and review.outcome_id and due_on < timezone.localdate(now):
        raise Refused(
            "register.review.response_past",
            "The party is to answer by that day: name one that is still to come.",
            field="due_on",
        )
    before = {"opens_on": _iso(stage.opens_on), "due_on": _iso(stage.due_on)}
    stage.moves = [*stage.moves, {"at": now.isoformat(), "reason": _reason(reason), **before}]
    stage.opens_on, stage.due_on = opens_on, due_on
    stage.save(update_fields=["moves", "opens_on", "due_on"])
    answers_settled(review, kind, now, visible(reason))
    told(
        review,
        stage=kind.value,
        reason=visible(reason),
        before=before,
        after={"opens_on": opens_on.isoformat(), "due_on": due_on.isoformat()},
    )
    return stage


def answers_settled(review: Review, kind: Stage, now: datetime, reason: str) -> None:
    """Let the answers to the recommendations be expected by the day of the response stage, as it now is."""
    if kind == Stage.RESPONSE and (outcome := Document.objects.filter(review_of=review).first()):
        following.of_document(outcome, now, reason)


def _session_moved(review: Review, opens_on: date, due_on: date) -> None:
    """The session keeps its hour in the cycle's time zone, and goes to another day."""
    if opens_on != due_on:
        raise Refused(
            "register.review.session_days",
            "A session is held on one day: give the same day as its first and its last.",
            field="due_on",
        )
    current = Review.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=review.pk)
    if current.begins:
        zone = queries.plan(current.cycle).calendar.time_zone
        current.begins = stages.on_day(current.begins, opens_on, zone)
    current.revision += 1
    current.save(update_fields=["begins", "revision"])


def _open_stage(review: Review, kind: Stage) -> ReviewStage:
    stage = ReviewStage.objects.select_for_update().get(review=review, kind=kind.value)
    if is_off(review, stage):
        raise Refused(
            "register.review.outcome_withdrawn",
            "The outcome of this review was withdrawn: nothing is to be done in this stage any more.",
        )
    if stage.done_at or stage.passed_at:
        raise Refused("register.review.stage_over", "This stage is done, or was passed without, already.")
    return stage


def _reason(text: str) -> str:
    if not visible(text):
        raise Refused("register.review.reason", "Say why: the reason is public.", field="reason")
    return visible(text)


def _worded(text: str, most: int) -> str:
    if not visible(text) or len(text) > most:
        raise Refused(
            "register.review.text", "Write something, in {most} characters at most.", most=most, field="text"
        )
    return visible(text)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def bodies(parties: Iterable[Party], field: str) -> None:
    """Refuse classes of addressees: they are asked through their parties, and cannot themselves speak."""
    for party in parties:
        if party.kind == Party.Kind.CLASS:
            raise Refused(
                "register.review.class",
                "{party} is a class of addressees, which cannot speak: name a party that belongs to it.",
                party=party.name,
                field=field,
            )


def told(review: Review, **facts: Any) -> None:
    """Leave the entry of an act on a review."""
    cycle, party = review.cycle.key, review.party.key
    record(f"review:{cycle}/{party}", {"cycle": cycle, "review": party, **facts})
