"""Answers that wait for a validator, and the door to several answers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from koinon.ledger.models import Entry
from koinon.people.engine.roles import ROLES
from koinon.people.models import Mandate, Party, Person
from koinon.register.models import Answer, FollowUp
from koinon.register.queries.asked import HEAVY, Filter, parties_of, speaking_for, whole
from koinon.register.rules import answers as rules


def waiting(person: Person, narrowed: Filter, until: datetime | None = None) -> QuerySet[Answer]:
    """Answers that wait for the person as validator, the nearest date first.

    With `until`, only what was handed in by then: an answer that was changed since is handed in anew.
    """
    rows = Answer.objects.filter(
        state=Answer.State.SUBMITTED, follow_up__party__in=parties_of(person, rules.APPROVE)
    )
    if narrowed.party:
        rows = rows.filter(follow_up__party__key=narrowed.party)
    if narrowed.document:
        rows = rows.filter(follow_up__document__slug=narrowed.document)
    if until is not None:
        rows = rows.filter(submitted_at__lte=until)
    return (
        rows.select_related("follow_up__party", "follow_up__provision", "follow_up__document", "drafted_by")
        .defer(*(f"follow_up__{column}" for column in HEAVY))
        .prefetch_related(
            Prefetch(
                "follow_up__answers",
                Answer.objects.filter(state=Answer.State.PUBLISHED),
                to_attr="standing_answer",
            )
        )
        .order_by("follow_up__answer_on", "follow_up__document", "follow_up__provision__start", "pk")
    )


def documents_waiting(person: Person) -> list[tuple[str, str]]:
    """The documents to which answers wait: (slug, title), by title."""
    rows = waiting(person, Filter()).order_by()
    listed = rows.values_list("follow_up__document__slug", "follow_up__document__title").distinct()
    return sorted(((str(slug), str(title)) for slug, title in listed), key=lambda row: row[1])


def positions(answers: Sequence[Answer]) -> list[tuple[str, int]]:
    """How many answers of each position, by falling count."""
    return Counter(answer.position for answer in answers).most_common()


def answers_for(person: Person, keys: Iterable[int]) -> list[Answer]:
    """Open answers of the person's parties with those keys; others are left out."""
    rows = Answer.objects.filter(pk__in=list(keys), follow_up__party__in=speaking_for(person))
    return list(rows.select_related("follow_up__party", "follow_up__provision", "follow_up__document"))


def open_answers_of(person: Person, follow_ups: Iterable[int]) -> list[Answer]:
    """Answers of the person's parties that are not published yet, by follow-ups; others are left out."""
    rows = Answer.objects.filter(
        follow_up__in=list(follow_ups), follow_up__party__in=speaking_for(person), state__in=Answer.OPEN
    )
    return list(rows.select_related("follow_up__party", "follow_up__provision", "follow_up__document"))


def follow_ups(person: Person) -> Any:
    """What has an answer that waits for the person as validator, the nearest date first."""
    rows = FollowUp.objects.filter(
        party__in=parties_of(person, rules.APPROVE),
        answers__state=Answer.State.SUBMITTED,
    )
    return whole(rows.order_by("answer_on", "document", "provision__start", "pk"))


HANDED_IN = ("register.draft_answers", "register.submit_answers", "register.bring_back_answers")
DECIDED = ("register.return_answers", "register.approve_answers")
STATED = ("register.claim", "register.conclude", "register.correct_claim", "register.withdraw_claim")


def told_of(entry: Entry, today: date) -> set[str]:
    """The references of those whom an act is told: validators of what waits, then drafters; of a claim,
    those who answer for whom it is about."""
    facts = entry.facts
    if entry.verb in HANDED_IN and facts.get("submitted"):
        return _able(rules.APPROVE, Party.objects.filter(key__in=facts["parties"]), today)
    if entry.verb in STATED:
        asked = FollowUp.objects.filter(pk=facts["follow_up"])
        return _able(rules.DRAFT, Party.objects.filter(pk__in=asked.values("party")), today)
    if entry.verb in DECIDED:
        keys = facts.get("follow_ups") or [key for key, _ in facts.get("answers", ())]
        decided = Answer.objects.filter(
            follow_up__in=keys or [facts["follow_up"]],
            state__in=(Answer.State.RETURNED, Answer.State.PUBLISHED),
        )
        drafters = Person.objects.filter(pk__in=decided.order_by().values("drafted_by"))
        return {person.reference for person in drafters}
    return set()


def _able(permission: str, parties: QuerySet[Party], today: date) -> set[str]:
    """Those whose mandate for one of the parties holds that permission on that day."""
    able = [role.key for role in ROLES.values() if permission in role.may]
    held = Mandate.objects.filter(party__in=parties, role__in=able)
    return {m.person.reference for m in held.select_related("person") if m.holds(today)}
