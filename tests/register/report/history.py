"""Acts upon a small register at moments of a clock that the test moves: what Hypothesis draws from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import parties
from koinon.people.models import Party, Person
from koinon.register.actions import deciding, publishing
from koinon.register.actions.standing import meet, stand, unmeet
from koinon.register.engine.content import Named
from koinon.register.models import Answer, Claim, Document, FollowUp, Judgement, Provision, Term
from tests.factories import following
from tests.factories.people import party, person
from tests.factories.register import document, provision

BEGIN = datetime(2031, 5, 5, 9, 30, tzinfo=UTC)
LEVELS = ("no-evidence", "not-started", "limited", "substantial", "complete")
SIDES = ("addressee", "civil-society", "assessor", "peer")
POSITIONS = ("accepted", "accepted-in-part", "noted", "declined")


@dataclass
class Clock:
    """The time as every room of the platform sees it."""

    now: datetime = BEGIN

    @contextmanager
    def runs(self) -> Any:
        with mock.patch("django.utils.timezone.now", lambda: self.now):
            yield self


@dataclass
class World:
    """Two documents, one of them under review, three addressees, one officer."""

    clock: Clock
    officer: Person
    parties: list[Party]
    open: Document
    waiting: Document
    follow_ups: list[FollowUp] = field(default_factory=list)


def world(clock: Clock) -> World:
    """The register before anything happens: one document is published, nobody is followed up yet."""
    asked = [party(key, key.capitalize()) for key in ("alba", "bruma", "corva")]
    one = document("harbour", *(f"Line {n} asks for something." for n in range(6)))
    two = document("lantern", "Another line asks too.", "And a last one.", state="review")
    Document.objects.filter(pk=one.pk)
    for n in range(3):
        provision(one, f"Line {n} asks for something.", addressees=asked[: n + 1], themes=["elections"])
    provision(two, "Another line asks too.", addressees=asked)
    return World(clock, person("Ada", role="secretariat"), asked, one, two)


Act = Callable[[World, int, int], None]


def publish(w: World, a: int, b: int) -> None:
    current = Document.objects.get(pk=w.waiting.pk)
    if current.state == "review":
        publishing.publish(by=w.officer, document=current, revision=current.revision)


def withdraw(w: World, a: int, b: int) -> None:
    current = Document.objects.get(pk=w.waiting.pk)
    if current.state == "published":
        publishing.withdraw(
            by=w.officer, document=current, revision=current.revision, reason="It was a draft."
        )


def _one(w: World, a: int) -> Provision | None:
    standing = list(w.open.provisions.filter(withdrawn=False).order_by("pk"))
    return standing[a % len(standing)] if standing else None


def correct(w: World, a: int, b: int) -> None:
    if found := _one(w, a):
        content = deciding.content_of(found)
        names = tuple(Named(p.name, "", p.key) for p in w.parties[: b % 4])
        span = (content.start, content.end - (b % 3))
        content = replace(
            content, label=f"({b})", addressees=names, themes=("media",) * (b % 2), start=span[0], end=span[1]
        )
        publishing.correct(
            by=w.officer, provision=found, revision=found.revision, content=content, reason="A slip."
        )


def insert(w: World, a: int, b: int) -> None:
    like = w.open.provisions.order_by("pk").first()
    if like:
        content = replace(deciding.content_of(like), label=f"new {b}")
        publishing.insert(by=w.officer, document=w.open, content=content, reason="It was missed.")


def strike(w: World, a: int, b: int) -> None:
    if found := _one(w, a):
        publishing.strike(
            by=w.officer, provision=found, revision=found.revision, reason="It is no provision."
        )


def rename(w: World, a: int, b: int) -> None:
    one = Party.objects.get(pk=w.parties[a % 3].pk)
    parties.save(by=PLATFORM, party=one, name=f"{one.key.capitalize()} {b}", kind=one.kind)


def follow(w: World, a: int, b: int) -> None:
    found = _one(w, a)
    asked = w.parties[b % 3]
    if found and not FollowUp.objects.filter(provision=found, party=asked).exists():
        day = (w.clock.now + timedelta(days=b)).date()
        made = following.follow_up(found, asked, answer_by=day, due=day if a % 2 else None, begun=w.clock.now)
        w.follow_ups.append(made)


def _thread(w: World, a: int) -> FollowUp | None:
    return FollowUp.objects.get(pk=w.follow_ups[a % len(w.follow_ups)].pk) if w.follow_ups else None


def end(w: World, a: int, b: int) -> None:
    if (found := _thread(w, a)) and found.ended_at is None:
        with guard.writing("test"):
            FollowUp.objects.filter(pk=found.pk).update(ended_at=w.clock.now, ended_because="unnamed")


def begin_anew(w: World, a: int, b: int) -> None:
    if (found := _thread(w, a)) and found.ended_at is not None:
        with guard.writing("test"):
            found.earlier.append(
                {
                    "begun": found.begun_at.isoformat(),
                    "ended": found.ended_at.isoformat(),
                    "because": found.ended_because,
                }
            )
            found.begun_at, found.ended_at, found.ended_because = w.clock.now, None, ""
            found.save()


def move_date(w: World, a: int, b: int) -> None:
    if found := _thread(w, a):
        with guard.writing("test"):
            found.expectations.filter(ended_at=None, met_at=None, term__kind="answer").update(
                ended_at=w.clock.now
            )
        day: date = (w.clock.now + timedelta(days=b)).date()
        if not found.answers.filter(state="published").exists():
            following.expectation(found, Term.Kind.ANSWER, day, w.clock.now)
        with guard.writing("test"):
            stand([found.pk])


def answer(w: World, a: int, b: int) -> None:
    if found := _thread(w, a):
        following.answer(found, POSITIONS[b % 4], at=w.clock.now)
        with guard.writing("test"):
            meet([found.pk], Term.Kind.ANSWER, w.clock.now)
            stand([found.pk])


def draft(w: World, a: int, b: int) -> None:
    """What is not published is told of no day."""
    if (found := _thread(w, a)) and not found.answers.filter(state="draft").exists():
        with guard.writing("test"):
            Answer.objects.create(
                follow_up=found, number=90 + b, position="declined", drafted_at=w.clock.now, state="draft"
            )


def claim(w: World, a: int, b: int) -> None:
    if found := _thread(w, a):
        side, level = SIDES[b % 4], LEVELS[(a + b) % 5]
        with guard.writing("test"):
            last = Claim.objects.filter(follow_up=found).order_by("number").last()
            Claim.objects.create(
                follow_up=found,
                number=last.number + 1 if last else 1,
                side=side,
                party=found.party if side == "addressee" else None,
                pseudonymous=side == "civil-society",
                level=level,
                as_of=(w.clock.now - timedelta(days=b % 5)).date(),
                text="What we saw.",
                contests=last if a % 3 == 0 and last and last.state == "standing" else None,
                published_at=w.clock.now,
            )
            if side == "addressee" and level == "complete":
                meet([found.pk], Term.Kind.DUE, w.clock.now)
            stand([found.pk])


def withdraw_claim(w: World, a: int, b: int) -> None:
    if found := _thread(w, a):
        with guard.writing("test"):
            standing = Claim.objects.filter(follow_up=found, state="standing").order_by("number")
            if one := standing.first():
                one.state, one.ended_at = "withdrawn", w.clock.now
                one.save()
                if (one.side, one.level) == ("addressee", "complete"):
                    unmeet([found.pk], Term.Kind.DUE, w.clock.now)
                    if standing.filter(side="addressee", level="complete").exists():
                        meet([found.pk], Term.Kind.DUE, w.clock.now)
            stand([found.pk])


def judge(w: World, a: int, b: int) -> None:
    if found := _one(w, a):
        with guard.writing("test"):
            Judgement.objects.create(
                provision=found, side="assessor", verifiable=bool(b % 2), reasons="It names no date.",
                published_at=w.clock.now,
            )  # fmt: skip


def take_judgement_back(w: World, a: int, b: int) -> None:
    with guard.writing("test"):
        if one := Judgement.objects.filter(ended_at=None).first():
            one.ended_at = w.clock.now
            one.save()


ACTS: tuple[Act, ...] = (
    publish, withdraw, correct, correct, insert, strike, rename, follow, follow, follow, end, begin_anew,
    move_date, answer, answer, draft, claim, claim, claim, withdraw_claim, judge, take_judgement_back,
)  # fmt: skip
