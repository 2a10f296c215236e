"""Claims: stated, corrected, withdrawn, concluded upon; what was public stays visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.people.models import Party, Person
from koinon.register.actions import evidence as exhibits
from koinon.register.actions import pseudonyms, standing
from koinon.register.engine.following.disputes import contradictions, counting
from koinon.register.engine.following.exhibits import Exhibit
from koinon.register.engine.following.words import Level, Side
from koinon.register.models import Claim, Claimant, Expectation, FollowUp, Term
from koinon.register.queries import claims as queries
from koinon.register.rules import claims as rules

LONGEST = 20_000  # characters of a text


@dataclass(frozen=True)
class Said:
    """What a claim says. `contests` is the number of another claim on the same follow-up."""

    level: Level
    as_of: date
    text: str
    language: str
    pseudonymous: bool = False
    contests: int | None = None
    evidence: Sequence[Exhibit] = ()


@action("register.claim", permit=rules.may_claim)
def claim(
    *, by: Any, follow_up: FollowUp, side: Side, party: Party | None, said: Said, now: datetime
) -> Claim:
    """State how far a follow-up is completed. Under a name or, for civil society, under a pseudonym."""
    follow_up = _locked(follow_up)
    made = _stated(by, follow_up, side, party, said, now)
    _stand(follow_up, now)
    _recorded(made)
    return made


@action("register.conclude", permit=rules.may_conclude)
def conclude(*, by: Any, follow_up: FollowUp, party: Party | None, said: Said, now: datetime) -> Claim:
    """Conclude as assessor how far a follow-up is completed. All other claims stay beside it."""
    follow_up = _locked(follow_up)
    made = _stated(by, follow_up, Side.ASSESSOR, party, said, now, conclusion=True)
    _stand(follow_up, now)
    _recorded(made)
    return made


@action("register.correct_claim", permit=rules.may_end)
def correct(*, by: Any, claim: Claim, said: Said, reason: str, keep_evidence: bool, now: datetime) -> Claim:
    """Correct a claim by another in its place. The earlier one stays visible as corrected."""
    follow_up = _locked(claim.follow_up, ended=True)
    before = _ended(claim, Claim.State.CORRECTED, reason, now)
    if said.pseudonymous != before.pseudonymous:
        raise Refused(
            "register.claim.pseudonym",
            "What was said under a pseudonym is not corrected under a name, nor the other way "
            "round: it would tell who said it.",
        )
    behind = Claimant.objects.filter(claim=before).first()
    party = behind.party if behind else before.party
    made = _stated(
        by, follow_up, Side(before.side), party, said, now, conclusion=before.conclusion, corrects=before
    )
    if keep_evidence:
        exhibits.carry_over(before, made)
    _stand(follow_up, now)
    _recorded(made, corrects=before.number)
    return made


@action("register.withdraw_claim", permit=rules.may_end)
def withdraw(*, by: Any, claim: Claim, reason: str, now: datetime) -> Claim:
    """Withdraw a claim. It stays visible as withdrawn, with the reason."""
    follow_up = _locked(claim.follow_up, ended=True)
    gone = _ended(claim, Claim.State.WITHDRAWN, reason, now)
    if gone.side == Side.ADDRESSEE:
        standing.reopen_reports(follow_up.pk, gone.published_at, now)
    _stand(follow_up, now)
    _recorded(gone)
    return gone


@action("register.look_behind", permit=rules.may_name)
def look_behind(*, by: Any, claim: Claim) -> Claimant | None:
    """Look who stands behind a pseudonym. That someone looked is kept."""
    provision = claim.follow_up.provision
    behind = Claimant.objects.select_related("party").filter(claim=claim).first()
    record(
        f"provision:{provision.document.slug}/{provision.number}",
        {"claim": claim.number, "follow_up": claim.follow_up_id},
        visibility=Visibility.RESTRICTED,
    )
    return behind


def _locked(follow_up: FollowUp, *, ended: bool = False) -> FollowUp:
    current = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("provision__document")
        .get(pk=follow_up.pk)
    )
    if current.ended_at is not None and not ended:
        raise Refused("register.claim.follow_up_ended", "This is not followed up any more.")
    return current


def _stated(
    by: Any,
    follow_up: FollowUp,
    side: Side,
    party: Party | None,
    said: Said,
    now: datetime,
    *,
    conclusion: bool = False,
    corrects: Claim | None = None,
) -> Claim:
    _weighed(follow_up, side, said, now)
    if corrects is None:
        _one_voice(follow_up, party, said.pseudonymous)
    person = by if isinstance(by, Person) else None
    if said.pseudonymous:
        if side != Side.CIVIL_SOCIETY:
            raise Refused(
                "register.claim.pseudonym_side", "Only civil society speaks under a pseudonym: use your name."
            )
        pseudonyms.refuse_names(party, person, said.text)
    made = Claim.objects.create(
        follow_up=follow_up,
        number=follow_up.stated.count() + 1,
        side=side,
        party=None if said.pseudonymous else party,
        pseudonymous=said.pseudonymous,
        level=said.level,
        as_of=said.as_of,
        text=visible(said.text),
        language=said.language,
        conclusion=conclusion,
        contests=_contested(follow_up, said.contests, side, party),
        corrects=corrects,
        published_at=pseudonyms.moment(said.pseudonymous, now),
        published_by=pseudonyms.latest(said.pseudonymous, now),
    )
    Claimant.objects.create(claim=made, party=party, person=person)
    exhibits.attach(made, said.evidence, made.published_at)
    return made


def _weighed(follow_up: FollowUp, side: Side, said: Said, now: datetime) -> None:
    """Refuse what cannot be meant."""
    if not visible(said.text) or len(said.text) > LONGEST:
        raise Refused(
            "register.claim.text",
            "Say in words what you base this on, in at most {most} characters.",
            most=LONGEST,
            field="text",
        )
    if said.as_of > timezone.localdate(now):
        raise Refused(
            "register.claim.future", "Describe how it stands on a day that has come.", field="as_of"
        )
    refuse_unmeant("as_of", said.as_of)
    if side == Side.ADDRESSEE and said.level == Level.NO_EVIDENCE:
        raise Refused(
            "register.claim.own_evidence",
            "The addressee knows what it has done: say “not started” if that is nothing.",
            field="level",
        )


def _one_voice(follow_up: FollowUp, party: Party | None, pseudonymous: bool) -> None:
    """An organisation speaks on a follow-up under its name or under a pseudonym, and there only once.

    Else one organisation could pass for several, and its name would stand beside its pseudonym.
    """
    if party is None:
        return
    made = Claimant.objects.filter(claim__follow_up=follow_up, party=party)
    if made.filter(claim__pseudonymous=True, claim__state=Claim.State.STANDING).exists():
        raise Refused(
            "register.claim.under_pseudonym",
            "Your organisation has a statement under a pseudonym here: whoever made it can correct or "
            "withdraw it first.",
        )
    if pseudonymous and made.filter(claim__pseudonymous=False).exists():
        raise Refused(
            "register.claim.under_name",
            "Your organisation has spoken under its name here: a pseudonym would hide nothing.",
        )


def _contested(follow_up: FollowUp, number: int | None, side: Side, party: Party | None) -> Claim | None:
    if number is None:
        return None
    found = follow_up.stated.filter(number=number, state=Claim.State.STANDING).first()
    if found is None:
        raise Refused(
            "register.claim.contests", "There is no such statement to contest any more.", field="contests"
        )
    if Claimant.objects.filter(claim=found, party=party).exclude(party=None).exists():
        raise Refused(
            "register.claim.contests_own",
            "Your own statement is corrected or withdrawn, not contested.",
            field="contests",
        )
    return found


def _ended(claim: Claim, state: Claim.State, reason: str, now: datetime) -> Claim:
    current = Claim.objects.select_for_update(of=("self",)).select_related("party").get(pk=claim.pk)
    if current.state != Claim.State.STANDING:
        raise Refused("register.claim.ended", "This statement was corrected or withdrawn already.")
    if not visible(reason):
        raise Refused("register.reason", "Say why: everyone reads it beside the statement.", field="reason")
    if current.pseudonymous:
        pseudonyms.unnamed(current, reason)
    current.state, current.ended_because = state, visible(reason)
    current.ended_at = max(pseudonyms.moment(current.pseudonymous, now), current.published_at)
    current.ended_by = pseudonyms.latest(current.pseudonymous, now)
    current.save()
    return current


def _stand(follow_up: FollowUp, now: datetime) -> None:
    """What was expected is met or expected again, and the mark of a dispute is set by the rules."""
    claims = list(queries.shown_claims().filter(follow_up=follow_up))
    said = [queries.stated(one) for one in claims]
    own = [one for one in claims if one.side == Side.ADDRESSEE and one.state == Claim.State.STANDING]
    counted = {one.number for one in counting(said)}
    done = any(one.number in counted and one.level == Level.COMPLETE for one in own)
    _met(follow_up, Term.Kind.DUE, done, now)
    _met(follow_up, Term.Kind.REPORT, _reported(follow_up, own), now)
    FollowUp.objects.filter(pk=follow_up.pk).update(disputed=bool(contradictions(said)))
    standing.stand([follow_up.pk])


def _met(follow_up: FollowUp, kind: Term.Kind, met: bool, now: datetime) -> None:
    if met:
        standing.meet([follow_up.pk], kind, now)
    elif _open(follow_up, kind).exclude(met_at=None).exists():
        standing.unmeet([follow_up.pk], kind, now)


def _reported(follow_up: FollowUp, own: Sequence[Claim]) -> bool:
    """Whether the addressee made a claim that stands since the round of reports began."""
    rounds = _open(follow_up, Term.Kind.REPORT).order_by("-term__round", "-set_at")
    latest = rounds.values_list("term__set_at", flat=True).first()
    return latest is not None and any(one.published_at >= latest for one in own)


def _open(follow_up: FollowUp, kind: Term.Kind) -> Any:
    return Expectation.objects.filter(follow_up=follow_up, term__kind=kind, ended_at=None)


def _recorded(made: Claim, **more: Any) -> None:
    provision = made.follow_up.provision
    disputed = FollowUp.objects.values_list("disputed", flat=True).get(pk=made.follow_up_id)
    record(
        f"provision:{provision.document.slug}/{provision.number}",
        pseudonyms.facts(made) | {"disputed": disputed} | more,
    )
