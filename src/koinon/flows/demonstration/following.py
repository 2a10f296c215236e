"""What became of an older outcome: one answers in part, one claims what others contest, one is silent.

Its dates lie in the past, so that the demonstration has something to show on its first day.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from koinon.flows.demonstration.partnership import INES, MIRA
from koinon.people.models import Party, Person
from koinon.people.queries import persons
from koinon.register.actions import answers, claims, judgements, policies
from koinon.register.engine.following.answers import Said as Answered
from koinon.register.engine.following.policy import ISSUED, Proposed
from koinon.register.engine.following.words import Level, Position, Side
from koinon.register.models import Document, FollowUp, Policy, Provision
from koinon.register.queries import policies as previews

OUTCOME = "Outcome of the Conference of Lisse Harbour"
TOMAS, DELA = "tomas.vey@altamere.example", "dela.marsh@altamere.example"
ANA, OKE = "ana.brask@corrada.example", "oke.lind@assessors.example"
#: To answer within ninety days, and for this outcome from the day of the conference.
ORDINARY = Proposed(answer_days=90, report_months=12, grace_days=7)
OLDER = Proposed(answer_days=120, grace_days=14, counted_from=ISSUED)


def set_dates() -> None:
    """The partnership's policy, and one for the older outcome: its days count from the conference."""
    now = timezone.now()
    if not Policy.objects.filter(document=None).exists():
        _set(None, ORDINARY, "The Council decided that every recommendation is answered.", now)
    outcome = _outcome()
    if outcome and not outcome.policies.exists():
        _set(outcome, OLDER, "Answers were due four months after the conference.", now)


def _set(document: Document | None, policy: Proposed, reason: str, now: datetime) -> None:
    seen = previews.preview(document, policy, True, now)
    policies.set_policy(
        by=_person(MIRA), document=document, policy=policy, reaches_back=True, reason=reason,
        seen=seen.fingerprint, now=now,
    )  # fmt: skip


def answer() -> None:
    """Altamere accepts the repeal in part; Tomas drafts it, Dela approves."""
    asked = _asked("repeal", "altamere")
    if asked is None or asked.answers.exists():
        return
    now = timezone.now()
    said = Answered(
        position=Position.IN_PART,
        part="Registration before money from abroad is received will no longer be required of associations "
        "with fewer than fifty members.",
        reasons="For larger associations a review is under way, which will end in spring.",
    )
    drafts = answers.draft_answers(
        by=_person(TOMAS), written=[answers.Written(asked, 0, said)], now=now, submit=True
    )
    answers.approve_answers(
        by=_person(DELA), answers=drafts, revisions={row.pk: row.revision for row in drafts}, now=now
    )


def claim() -> None:
    """Corrada says that it is done, the Lantern Network contests it, Oke Lind finds it limited."""
    asked = _asked("repeal", "corrada")
    if asked is None or asked.stated.exists():
        return
    now = timezone.now()
    done = claims.claim(
        by=_person(ANA), follow_up=asked, side=Side.ADDRESSEE, party=asked.party, now=now,
        said=_said(
            Level.COMPLETE, date(2026, 3, 1),
            "Parliament repealed the registration law on 20 February 2026.",
        ),
    )  # fmt: skip
    claims.claim(
        by=_person(INES), follow_up=asked, side=Side.CIVIL_SOCIETY,
        party=Party.objects.get(key="lantern-network"), now=now,
        said=_said(
            Level.NOT_STARTED, date(2026, 6, 30),
            "The law of February renames registration as notification; three associations were refused "
            "since.",
            contests=done.number,
        ),
    )  # fmt: skip
    claims.conclude(
        by=_person(OKE), follow_up=asked, party=None, now=now,
        said=_said(
            Level.LIMITED, date(2026, 8, 31),
            "The duty to register fell; notification may still be refused, for grounds that are wide.",
        ),
    )  # fmt: skip


def judge() -> None:
    """Oke Lind finds that the repeal can be verified."""
    provision = _provision("repeal")
    if provision and not provision.judgements.exists():
        judgements.judge(
            by=_person(OKE), provision=provision, party=None, verifiable=True, now=timezone.now(),
            language="en", reasons="It names the kind of law, who is to repeal it, and a day.",
        )  # fmt: skip


def _said(level: Level, as_of: date, text: str, contests: int | None = None) -> claims.Said:
    return claims.Said(level=level, as_of=as_of, text=text, language="en", contests=contests)


def _outcome() -> Document | None:
    return Document.objects.filter(title=OUTCOME, invented=True, state=Document.State.PUBLISHED).first()


def _provision(words: str) -> Provision | None:
    outcome = _outcome()
    return outcome.provisions.filter(text__contains=words).first() if outcome else None


def _asked(words: str, party: str) -> FollowUp | None:
    provision = _provision(words)
    return provision.follow_ups.filter(party__key=party).first() if provision else None


def _person(email: str) -> Person:
    person = persons.person_of(email)
    assert person is not None
    return person
