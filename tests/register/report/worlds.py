"""A small register whose every figure is known: what the report on it must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from koinon.ledger import guard
from koinon.people.models import Party, Person
from koinon.register.actions import reports
from koinon.register.actions.standing import meet, stand
from koinon.register.models import Claim, FollowUp, Judgement, Provision, Report, Term
from tests.factories import following
from tests.factories.people import party, person
from tests.factories.register import DAY, document, provision

AS_OF = date(2031, 9, 1)
LATER = datetime(2031, 10, 1, 12, 0, tzinfo=UTC)
LINES = (
    "We ask the members to publish every vote within a month.",
    "We ask the members to protect those who report abuse.",
    "Democracy rests on trust.",
)


@dataclass
class Harbour:
    """Three addressees of two recommendations: Alba accepts in part and claims completion, which is contested
    by civil society and rated limited by an assessor; Bruma is silent; Corva has substantially done it."""

    officer: Person
    parties: dict[str, Party]
    provisions: list[Provision]
    threads: dict[str, FollowUp]


def harbour() -> Harbour:
    """The register of the stories."""
    parties = {key: party(key, key.capitalize()) for key in ("alba", "bruma", "corva")}
    body = party("lamps", "Lamps for All", "civil-society")
    paper = document("outcome-of-harbour", *LINES, title="Outcome of the Harbour Conference")
    asked = list(parties.values())
    provisions = [
        provision(paper, LINES[0], label="1", addressees=asked, themes=["elections"]),
        provision(paper, LINES[1], label="2", addressees=asked[:1]),
        provision(paper, LINES[2], label="3", kind="principle"),
    ]
    by, due = date(2031, 7, 18), date(2031, 8, 1)
    threads = {p.key: following.follow_up(provisions[0], p, answer_by=by, due=due) for p in asked}
    threads["later"] = following.follow_up(provisions[1], parties["alba"], answer_by=date(2031, 12, 1))
    answered = DAY + timedelta(days=20)
    following.answer(threads["alba"], "accepted-in-part", part="the votes in plenary", at=answered)
    following.answer(threads["corva"], "accepted", at=answered)
    with guard.writing("test"):
        for key in ("alba", "corva"):
            meet([threads[key].pk], Term.Kind.ANSWER, answered)
    said(threads["alba"], "addressee", "complete", parties["alba"])
    contested = said(threads["alba"], "civil-society", "not-started", body, contests=True)
    assert contested.contests
    said(threads["alba"], "assessor", "limited", conclusion=True)
    said(threads["alba"], "civil-society", "limited", pseudonymous=True)
    said(threads["corva"], "addressee", "substantial", parties["corva"])
    with guard.writing("test"):
        meet([threads["alba"].pk], Term.Kind.DUE, DAY + timedelta(days=30))
        Judgement.objects.create(
            provision=provisions[0], side="assessor", verifiable=True, reasons="It names a month.",
            published_at=DAY + timedelta(days=40),
        )  # fmt: skip
        stand([f.pk for f in threads.values()])
    return Harbour(person("Ada", role="secretariat"), parties, provisions, threads)


def said(
    of: FollowUp, side: str, level: str, by: Party | None = None, *, contests: bool = False, **rest: Any
) -> Claim:
    """A claim that stands since thirty days after publication."""
    with guard.writing("test"):
        last = Claim.objects.filter(follow_up=of).order_by("number").last()
        return Claim.objects.create(
            follow_up=of, number=last.number + 1 if last else 1, side=side, party=by, level=level,
            as_of=date(2031, 6, 1), text="What we saw.", contests=last if contests else None,
            published_at=DAY + timedelta(days=30), **rest,
        )  # fmt: skip


def report(here: Harbour, **rest: Any) -> Report:
    """A report on that register as of the first of September."""
    given = {"title": "Report to the Third Conference", "as_of": AS_OF, "subtitle": "What became of Harbour"}
    covers = reports.Covers(**{**given, **rest})  # type: ignore[arg-type]
    made = reports.make(by=here.officer, covers=covers, now=LATER)
    reports.count(report=made, now=LATER)
    return made
