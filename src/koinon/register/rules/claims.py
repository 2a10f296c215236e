"""Who may state completion, conclude, judge, take back, and look behind a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from koinon.kernel.sentences import sentence
from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger.platform import PLATFORM
from koinon.people import rules as people
from koinon.people.engine.roles import ROLES
from koinon.people.models import Mandate, Party, Person
from koinon.register.engine.following.words import Side
from koinon.register.models import Claim, Claimant, Evidence, FollowUp, Judgement

MAKE, CONCLUDE, JUDGE, NAME = "claims.make", "claims.conclude", "claims.judge", "claims.name"
SIDES = {
    "focal-point": Side.ADDRESSEE,
    "coordinator": Side.CIVIL_SOCIETY,
    "assessor": Side.ASSESSOR,
    "reviewer": Side.PEER,
}

NO_CAPACITY = sentence(
    "No mandate of yours lets you speak in that name on this follow-up: a focal point speaks for its own "
    "party, everyone else on parties other than their own."
)


@dataclass(frozen=True)
class Capacity:
    """In whose name someone may speak on a follow-up; an assessor may be nobody's but the partnership's."""

    side: Side
    party: Party | None

    @property
    def key(self) -> str:
        """As forms name it: "civil-society:lantern-network"."""
        return f"{self.side}:{self.party.key if self.party else ''}"


def capacities(by: Any, follow_up: FollowUp, permission: str = MAKE) -> list[Capacity]:
    """Every capacity in which someone may speak on a follow-up, each once."""
    if not isinstance(by, Person) or not by.is_active:
        return []
    return capacities_of(people.mandates_in_force(by), follow_up, permission)


def capacities_of(mandates: Iterable[Mandate], follow_up: FollowUp, permission: str = MAKE) -> list[Capacity]:
    """The capacities that mandates in force give on a follow-up."""
    found = {}
    for mandate in mandates:
        side = SIDES.get(mandate.role)
        if side is None or permission not in ROLES[mandate.role].may:
            continue
        own = mandate.party_id is not None and mandate.party_id == follow_up.party_id
        if own == (side == Side.ADDRESSEE):
            capacity = Capacity(side, mandate.party)
            found[capacity.key] = capacity
    return list(found.values())


def holds(mandates: Iterable[Mandate], permission: str) -> bool:
    """Whether any of the mandates grants a permission: for what a page offers, not for what is permitted."""
    return any(permission in ROLES[mandate.role].may for mandate in mandates)


def may_claim(*, by: Any, follow_up: FollowUp, side: Side, party: Party | None, **_: Any) -> Verdict:
    """A focal point claims for the addressee, the others for their own side, never on their own party."""
    return _may_speak(by, MAKE, follow_up, side, party)


def may_conclude(*, by: Any, follow_up: FollowUp, party: Party | None, **_: Any) -> Verdict:
    """Concluding is an independent assessor's, never on their own party."""
    return _may_speak(by, CONCLUDE, follow_up, Side.ASSESSOR, party)


def may_end(*, by: Any, claim: Claim, **_: Any) -> Verdict:
    """A claim is corrected or withdrawn by whoever made it, or by who may speak in the same name today.

    One under a pseudonym is its maker's alone; where they have left, the secretariat ends it.
    """
    behind = Claimant.objects.filter(claim=claim).first()
    maker = behind.person_id if behind else None
    if isinstance(by, Person) and by.is_active and maker is not None and maker == by.pk:
        return YES
    if claim.pseudonymous:
        if maker is None and (orphaned := people.may(by, NAME)):
            return orphaned
        return no("Only whoever made this claim may change it.")
    return _may_speak(by, MAKE, claim.follow_up, Side(claim.side), claim.party)


def may_copy_again(*, by: Any, evidence: Evidence, **_: Any) -> Verdict:
    """A copy is asked for again by who may change the claim, the secretariat, or an assessor."""
    return may_end(by=by, claim=evidence.claim) or may_open_sealed(by=by)


def may_judge(*, by: Any, party: Party | None, **_: Any) -> Verdict:
    """Judging whether a provision can be verified is an independent assessor's."""
    return people.may_for(by, JUDGE, party) if party else people.may(by, JUDGE)


def may_end_judgement(*, by: Any, judgement: Judgement, **_: Any) -> Verdict:
    """A judgement is withdrawn by who may judge in the same name."""
    return may_judge(by=by, party=judgement.party)


def may_name(*, by: Any, **_: Any) -> Verdict:
    """Who stands behind a pseudonym is for the secretariat alone."""
    return people.may(by, NAME)


def may_open_sealed(*, by: Any, **_: Any) -> Verdict:
    """Sealed evidence is opened by the secretariat and by assessors."""
    return people.may(by, NAME) or people.may_somewhere(by, CONCLUDE)


def only_the_platform(*, by: Any, **_: Any) -> Verdict:
    """Copies of pages are made by the platform alone."""
    return YES if by is PLATFORM else no("Only the platform keeps the copy of a page.")


def judging_for(by: Any, today: date | None = None) -> list[Party | None]:
    """In whose name someone may judge: parties, or None for the partnership."""
    if not isinstance(by, Person) or not by.is_active:
        return []
    held = (m for m in people.mandates_in_force(by, today) if JUDGE in ROLES[m.role].may)
    return list({mandate.party_id: mandate.party for mandate in held}.values())


def _may_speak(by: Any, permission: str, follow_up: FollowUp, side: Side, party: Party | None) -> Verdict:
    wanted = Capacity(side, party).key
    if any(capacity.key == wanted for capacity in capacities(by, follow_up, permission)):
        return YES
    verdict = people.may_somewhere(by, permission)
    if by is PLATFORM or verdict:
        return no(NO_CAPACITY)
    return verdict
