"""What every step of answers does first: lock, look whether someone was faster, weigh what is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.register.engine.following import answers as engine
from koinon.register.engine.following.answers import Said, Step
from koinon.register.models import Answer, FollowUp

MOST = 2_000  # answers of one act
NOTHING = Said("")
Problem = tuple[FollowUp, str, Sentence]


def stepping(
    answers: Sequence[Answer], revisions: Mapping[int, int], step: Step
) -> tuple[dict[int, FollowUp], list[Answer]]:
    """The follow-ups, locked, and the answers as they stand, if the step can be taken with each of them."""
    some(answers)
    answers = list({answer.pk: answer for answer in answers}.values())
    held = locked(answer.follow_up_id for answer in answers)
    opened = opened_of(held)
    unchanged({answer.follow_up_id: (answer.pk, revisions.get(answer.pk, 0)) for answer in answers}, opened)
    found = [opened[answer.follow_up_id] for answer in answers]
    sound([(held[a.follow_up_id], "", said) for a in found if (said := engine.barred(step, a.state))])
    return held, found


def complete(held: Mapping[int, FollowUp], found: Iterable[Answer], now: datetime) -> None:
    """A refusal unless each answer says all that its position needs."""
    replacing, today = answered(held), timezone.localdate(now)
    sound(
        [
            (held[answer.follow_up_id], fault.field, fault.said)
            for answer in found
            for fault in engine.faults(
                said_of(answer), replaces=answer.follow_up_id in replacing, complete=True, today=today
            )
        ]
    )


def said_of(answer: Answer) -> Said:
    """What an answer says, as the rules weigh it."""
    return Said(answer.position, answer.part, answer.reasons, answer.language, answer.change, answer.given_on)


def some(rows: Sequence[Any]) -> None:
    """A refusal of none, and of more than one act takes."""
    if not rows:
        raise Refused("register.answer.none", "Choose at least one answer.")
    if len(rows) > MOST:
        raise Refused(
            "register.answer.many",
            "These are {n} answers, {most} is the most at a time: take them in parts.",
            n=len(rows),
            most=MOST,
        )


def locked(keys: Iterable[int]) -> dict[int, FollowUp]:
    """The follow-ups of those keys, locked in one order for all."""
    wanted = sorted(set(keys))
    rows = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("provision", "document", "party")
        .defer("document__text", "document__headings", "document__pages", "document__apart")
        .filter(pk__in=wanted)
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def opened_of(follow_ups: Iterable[int]) -> dict[int, Answer]:
    """By follow-up, the answer that is not published yet."""
    rows = Answer.objects.filter(follow_up__in=list(follow_ups), state__in=Answer.OPEN)
    return {row.follow_up_id: row for row in rows}


def answered(follow_ups: Iterable[int]) -> set[int]:
    """Those that have a published answer."""
    rows = Answer.objects.filter(follow_up__in=list(follow_ups), state=Answer.State.PUBLISHED)
    return set(rows.values_list("follow_up", flat=True))


def numbers_of(follow_ups: Iterable[int]) -> dict[int, int]:
    """The highest number of an answer to each of the follow-ups, 0 where there is none."""
    keys = list(follow_ups)
    rows = Answer.objects.filter(follow_up__in=keys).order_by().values_list("follow_up")
    return dict.fromkeys(keys, 0) | dict(rows.annotate(n=Max("number")))


def unchanged(seen: Mapping[int, tuple[int, int]], opened: Mapping[int, Answer]) -> None:
    """A refusal unless every draft, by its follow-up, is the one that was seen, at that revision."""
    standing_ = {pk: (a.pk, a.revision) if (a := opened.get(pk)) else (0, 0) for pk in seen}
    changed = [pk for pk, one in seen.items() if one != standing_[pk]]
    if not changed:
        return
    said = sentence(_CHANGED) if len(seen) == 1 else sentence(_SOME_CHANGED, n=len(changed))
    raise Refused("register.changed_meanwhile", said, follow_ups=changed)


_CHANGED = (
    "Someone else changed this answer meanwhile. Nothing of yours is saved or lost: compare it with theirs, "
    "then decide."
)
_SOME_CHANGED = (
    "Someone else changed {n} of these answers meanwhile. Nothing of yours is saved or lost: look at theirs, "
    "then decide."
)


def sound(problems: Sequence[tuple[FollowUp, str, Sentence]]) -> None:
    """A refusal that names the first of the problems, and holds all of them for programs."""
    if not problems:
        return
    told = [{"follow_up": f.pk, "field": field, "problem": str(said)} for f, field, said in problems]
    follow_up, _, said = problems[0]
    several = len({f.pk for f, _, _ in problems})
    if several > 1:
        label = follow_up.provision.label or str(follow_up.provision.number)
        said = sentence(_FIRST, n=several, label=label, document=follow_up.document.title, problem=said)
    raise Refused("register.answer.faulty", said, faults=told)


_FIRST = "{n} of these answers cannot be taken. The first, to {label} of “{document}”: {problem}"


def person(by: Any) -> Person | None:
    """Whoever acts, if it is a person."""
    return None if by is PLATFORM else by
