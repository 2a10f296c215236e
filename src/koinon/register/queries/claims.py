"""Claims as everyone may see them, side by side; what stands behind a pseudonym is joined nowhere here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from koinon.kernel.refusals import NotFound
from koinon.people.models import Mandate
from koinon.people.rules import mandates_in_force
from koinon.register.engine.following.disputes import (
    Contradiction,
    Stated,
    contradictions,
    counting,
)
from koinon.register.engine.following.words import Level
from koinon.register.models import Claim, Claimant, Document, Evidence, FollowUp, Judgement, Provision
from koinon.register.queries.following import WAS_PUBLIC
from koinon.register.rules import claims as rules


@dataclass(frozen=True)
class Against:
    """Another claim that contradicts one, and why: "contested", "same-day", "undone", "no-evidence"."""

    number: int
    why: str


@dataclass(frozen=True)
class Shown:
    """A claim with its evidence, and the claims that contradict it."""

    claim: Claim
    evidence: list[Evidence]
    against: list[Against] = field(default_factory=list)


@dataclass
class SideBySide:
    """The claims on one follow-up. `standing` are those that count, one for each claimant."""

    follow_up: FollowUp
    standing: list[Shown] = field(default_factory=list)
    conclusions: list[Shown] = field(default_factory=list)  # among the standing
    earlier: list[Shown] = field(default_factory=list)  # that stand, but say what was said before
    ended: list[Shown] = field(default_factory=list)  # withdrawn or corrected
    may_claim: bool = False
    may_conclude: bool = False
    may_open: bool = False  # what is sealed
    may_name: bool = False  # who stands behind a pseudonym

    @property
    def past(self) -> int:
        """How many no longer count."""
        return len(self.earlier) + len(self.ended)

    @property
    def disputed(self) -> bool:
        """Whether any two of them contradict."""
        return any(shown.against for shown in self.standing)


def shown_claims() -> QuerySet[Claim]:
    """Claims with what is shown beside them: party, what they contest or correct, evidence."""
    return (
        Claim.objects.select_related("party", "contests", "corrects")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.select_related("kept").defer("kept__data")),
        )
        .order_by("number")
    )


def of_provision(provision: Provision, by: object = None) -> dict[int, SideBySide]:
    """The claims on each follow-up of a provision, by its key, in three queries; one more when signed in."""
    follow_ups = FollowUp.objects.filter(provision=provision).select_related("party")
    return side_by_side(follow_ups, by)


def side_by_side(follow_ups: Iterable[FollowUp], by: object = None) -> dict[int, SideBySide]:
    """The claims on some follow-ups, by their keys."""
    found = {follow_up.pk: SideBySide(follow_up) for follow_up in follow_ups}
    mandates: list[Mandate] = []
    if getattr(by, "is_authenticated", False) and getattr(by, "is_active", False):
        mandates = list(mandates_in_force(by))  # type: ignore[arg-type]
    claims = defaultdict(list)
    for claim in shown_claims().filter(follow_up__in=list(found)):
        claims[claim.follow_up_id].append(claim)
    for pk, beside in found.items():
        _sort(beside, claims[pk])
        running = beside.follow_up.ended_at is None
        beside.may_claim = running and bool(rules.capacities_of(mandates, beside.follow_up))
        beside.may_conclude = running and bool(
            rules.capacities_of(mandates, beside.follow_up, rules.CONCLUDE)
        )
        beside.may_name = rules.holds(mandates, rules.NAME)
        beside.may_open = beside.may_name or rules.holds(mandates, rules.CONCLUDE)
    return found


def _sort(beside: SideBySide, claims: list[Claim]) -> None:
    said = [stated(claim) for claim in claims]
    count = {one.number for one in counting(said)}
    against = _against(contradictions(said))
    for claim in claims:
        shown = Shown(claim, list(claim.evidence.all()), against.get(claim.number, []))
        if claim.state != Claim.State.STANDING:
            beside.ended.append(shown)
        elif claim.number not in count:
            beside.earlier.append(shown)
        else:
            beside.standing.append(shown)
            if claim.conclusion:
                beside.conclusions.append(shown)


def _against(found: Iterable[Contradiction]) -> Mapping[int, list[Against]]:
    against: dict[int, list[Against]] = defaultdict(list)
    for pair in found:
        against[pair.one].append(Against(pair.other, pair.why.value))
        against[pair.other].append(Against(pair.one, pair.why.value))
    return against


def stated(claim: Claim, at: datetime | None = None) -> Stated:
    """A claim as the rules of disputes see it, now or as of a moment; `contests` is loaded with it.

    Whoever speaks under a pseudonym is a claimant of their own in every claim: to reckon two of them
    together would tell that they have one maker. Assessors of no party speak for one office.
    """
    standing = claim.state == Claim.State.STANDING
    if at is not None:
        standing = claim.published_at <= at and (claim.ended_at is None or claim.ended_at > at)
    if claim.pseudonymous:
        claimant = f"~{claim.number}"
    else:
        claimant = f"party {claim.party_id}" if claim.party_id else claim.side
    return Stated(
        claim.number,
        claimant,
        Level(claim.level),
        claim.as_of,
        claim.contests.number if claim.contests else None,
        standing,
    )


def disputed_at(claims: Iterable[Claim], at: datetime) -> bool:
    """Whether the claims on one follow-up contradicted each other at a moment."""
    return bool(contradictions([stated(claim, at) for claim in claims]))


def judgements(provision: Provision) -> QuerySet[Judgement]:
    """Whether a provision can be verified, as assessors judge it; those withdrawn come last."""
    return (
        Judgement.objects.filter(provision=provision)
        .select_related("party")
        .order_by("ended_at", "published_at", "pk")
    )


def claim(pk: int) -> Claim:
    """The claim of that key on a follow-up that is or was public."""
    found = _public(shown_claims().select_related("follow_up__party", "follow_up__provision")).filter(pk=pk)
    if (claim := found.first()) is None:
        raise NotFound("register.no_claim", "There is no such claim, or its document is not public.")
    return claim


def _public(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.filter(follow_up__document__state__in=WAS_PUBLIC)


def evidence(pk: int) -> Evidence:
    """The piece of evidence of that key that everyone may open, with its bytes.

    One that is sealed, or whose claim was withdrawn, is not told apart from one that does not exist.
    """
    return _opened(_evidence().filter(pk=pk, sealed=False).exclude(claim__state=Claim.State.WITHDRAWN))


def evidence_for(person: Any, pk: int) -> Evidence:
    """The piece of evidence of that key, sealed or not, for who may open what is sealed or made it."""
    found = _evidence().filter(pk=pk)
    if not rules.may_open_sealed(by=person):
        found = found.filter(Q(sealed=False) | Q(claim__in=_made_by(person)))
    return _opened(found)


def _evidence() -> QuerySet[Evidence]:
    return Evidence.objects.select_related("claim", "kept").filter(
        claim__follow_up__document__state__in=WAS_PUBLIC
    )


def _opened(found: QuerySet[Evidence]) -> Evidence:
    if (row := found.first()) is None:
        raise NotFound("register.no_evidence", "There is no such piece of evidence that you may open.")
    return row


def _made_by(person: Any) -> QuerySet[Any]:
    return Claimant.objects.filter(person=person.pk).values("claim")


def provision(pk: int) -> Provision:
    """The standing provision of that key in a published document."""
    found = Provision.objects.filter(pk=pk, withdrawn=False, document__state=Document.State.PUBLISHED)
    if (row := found.select_related("document").defer("document__text").first()) is None:
        raise NotFound("register.no_provision", "There is no such provision, or its document is not public.")
    return row


def judgement(pk: int) -> Judgement:
    """The judgement of that key on a provision that is or was public."""
    found = Judgement.objects.filter(pk=pk, provision__document__state__in=WAS_PUBLIC)
    if (row := found.select_related("party", "provision__document").first()) is None:
        raise NotFound("register.no_judgement", "There is no such judgement, or its document is not public.")
    return row
