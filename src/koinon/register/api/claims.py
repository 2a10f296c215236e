"""Claims, disputes, evidence and judgements."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query
from ninja.files import UploadedFile

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.api.bearer import caller
from koinon.people.api.lists import Paging, framed, made, site
from koinon.people.api.operations import get, operation
from koinon.register.actions import claims as actions
from koinon.register.actions import evidence as exhibits
from koinon.register.actions import judgements as judging
from koinon.register.api import claim_shapes as shapes
from koinon.register.api.desk_shapes import ReasonIn
from koinon.register.engine import choices
from koinon.register.engine.following.exhibits import Exhibit
from koinon.register.queries import claim_lists, claim_records, claims, following, public
from koinon.register.rules import claims as rules

TAG = "claims"


class DisputeFilter(Paging):
    """Of which document or party."""

    document: str = Field("", max_length=120, description="Slug of a document.")
    party: str = Field("", max_length=120, description="Key of the addressee.")


@get("/documents/{slug}/provisions/{number}/claims", shapes.ProvisionClaimsOut, "provision_claims", tag=TAG)
def provision_claims(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """What is stated of a provision: side by side on each follow-up, with those corrected and withdrawn.

    It stays when the provision is taken out of the register.
    """
    provision = public.provision(slug, number)
    beside = claims.side_by_side(following.of_provision(provision).select_related("provision__document"))
    return {
        "follow_ups": [claim_records.beside_record(one, site(request)) for one in beside.values()],
        "judgements": claim_records.judgement_records(claims.judgements(provision)),
    }


@get("/disputes", shapes.DisputePart, "disputes", tag=TAG)
def disputes(request: HttpRequest, filters: Query[DisputeFilter]) -> dict[str, Any]:
    """Running follow-ups on which claims contradict each other."""
    keys = claim_lists.listed_disputes(document=filters.document, party=filters.party)
    chosen = claim_lists.with_claims_of(keys[filters.offset : filters.offset + filters.limit])
    items = [claim_records.beside_record(one, site(request)) for one in chosen]
    return framed(request, len(keys), filters) | {"items": items}


@get("/claim-figures", shapes.FiguresOut, "claim_figures", tag=TAG)
def claim_figures(
    request: HttpRequest,
    document: str = Query("", max_length=120, description="Slug of a document; empty for all."),  # type: ignore[type-arg]
) -> dict[str, Any]:
    """How many counting claims there are of each level, by whom, and among how many follow-ups."""
    return claim_records.figures_record(claim_lists.figures(document))


@operation(
    "POST", "/desk/follow-ups/{pk}/claims", answer=shapes.ClaimOut, status=201, name="claim", tag=TAG,
    scope="claim", acts="register.claim",
)  # fmt: skip
def claim(request: HttpRequest, pk: int, claim: shapes.ClaimIn) -> dict[str, Any]:
    """State how far a follow-up is completed. Files are added afterwards."""
    follow_up = following.follow_up(pk)
    speaker = _speaker(request, follow_up, rules.MAKE, claim.speaker)
    added = actions.claim(
        by=caller(request),
        follow_up=follow_up,
        side=speaker.side,
        party=speaker.party,
        said=_said(claim, claim.pseudonymous),
        now=timezone.now(),
    )
    return _told(request, added.pk)


@operation(
    "POST", "/desk/follow-ups/{pk}/conclusions", answer=shapes.ClaimOut, status=201, name="conclude",
    tag=TAG, scope="claim", acts="register.conclude",
)  # fmt: skip
def conclude(request: HttpRequest, pk: int, conclusion: shapes.ConclusionIn) -> dict[str, Any]:
    """Conclude as assessor how far a follow-up is completed; all other claims stay beside it."""
    follow_up = following.follow_up(pk)
    speaker = _speaker(request, follow_up, rules.CONCLUDE, conclusion.speaker)
    added = actions.conclude(
        by=caller(request),
        follow_up=follow_up,
        party=speaker.party,
        said=_said(conclusion, False),
        now=timezone.now(),
    )
    return _told(request, added.pk)


@get("/desk/claims", shapes.ClaimPart, "own_claims", tag=TAG, scope="read")
def own_claims(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What one stated, and what was stated in the names that one may speak in, newest first."""
    rows = claim_lists.own(caller(request))
    shown = claim_lists.on_desk(rows[paging.offset : paging.offset + paging.limit])
    return framed(request, rows.count(), paging) | {
        "items": [
            claim_records.claim_record(claims.Shown(own.claim, own.evidence), site(request), own.counts)
            for own in shown
        ]
    }


@operation(
    "POST", "/desk/claims/{pk}/correction", answer=shapes.ClaimOut, status=201, name="correct_claim",
    tag=TAG, scope="claim", acts="register.correct_claim",
)  # fmt: skip
def correct_claim(request: HttpRequest, pk: int, correction: shapes.CorrectionIn) -> dict[str, Any]:
    """Correct a claim by another in its place; the earlier one stays visible."""
    before = claim_lists.own_claim(caller(request), pk)
    added = actions.correct(
        by=caller(request),
        claim=before,
        said=_said(correction, before.pseudonymous),
        reason=correction.reason,
        keep_evidence=correction.keep_evidence,
        now=timezone.now(),
    )
    return _told(request, added.pk)


@operation(
    "POST", "/desk/claims/{pk}/withdrawal", answer=shapes.ClaimOut, name="withdraw_claim", tag=TAG,
    scope="claim", acts="register.withdraw_claim",
)  # fmt: skip
def withdraw_claim(request: HttpRequest, pk: int, why: ReasonIn) -> dict[str, Any]:
    """Withdraw a claim; it stays visible with the reason."""
    before = claim_lists.own_claim(caller(request), pk)
    actions.withdraw(by=caller(request), claim=before, reason=why.reason, now=timezone.now())
    return _told(request, pk)


@operation(
    "POST", "/desk/claims/{pk}/files", answer=shapes.ClaimOut, status=201, name="add_evidence", tag=TAG,
    scope="claim", acts="register.add_evidence",
)  # fmt: skip
def add_evidence(
    request: HttpRequest, pk: int, file: File[UploadedFile], title: Form[str] = ""
) -> dict[str, Any]:
    """Add a file to a claim: PDF, PNG, JPEG, Word, Excel, OpenDocument, text or CSV, up to 20 MiB."""
    brought = Exhibit(title[:300], name=file.name or "file", data=file.read())
    return _added(request, pk, brought)


@operation(
    "POST", "/desk/claims/{pk}/links", answer=shapes.ClaimOut, status=201, name="add_link", tag=TAG,
    scope="claim", acts="register.add_evidence",
)  # fmt: skip
def add_link(request: HttpRequest, pk: int, link: shapes.LinkIn) -> dict[str, Any]:
    """Add the address of a page to a claim; a dated copy of it is made."""
    return _added(request, pk, Exhibit(link.title, address=link.address))


@operation(
    "POST", "/desk/claims/{pk}/naming", answer=shapes.BehindOut, name="look_behind", tag=TAG, scope="claim",
    acts="register.look_behind",
)  # fmt: skip
def look_behind(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Look who stands behind a pseudonym; that someone looked is kept."""
    behind = actions.look_behind(by=caller(request), claim=claims.claim(pk))
    return {"party": behind.party.key if behind and behind.party else None}


@operation(
    "POST", "/desk/evidence/{pk}/copying", answer=shapes.EvidenceOut, status=202, name="copy_again",
    tag=TAG, scope="claim", acts="register.copy_again",
)  # fmt: skip
def copy_again(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Ask for the copy of a page again, after it failed."""
    found = exhibits.copy_again(by=caller(request), evidence=claims.evidence_for(caller(request), pk))
    return claim_records.evidence_record(found, site(request))


@operation(
    "POST", "/desk/provisions/{pk}/judgements", answer=shapes.JudgementOut, status=201, name="judge",
    tag=TAG, scope="claim", acts="register.judge",
)  # fmt: skip
def judge(request: HttpRequest, pk: int, judgement: shapes.JudgementIn) -> dict[str, Any]:
    """Judge whether a provision can be verified."""
    _language(judgement.language)
    names = {party.key if party else "": party for party in rules.judging_for(caller(request))}
    if judgement.party not in names:
        raise NotPermitted(
            "register.judge.not_permitted", rules.may_judge(by=caller(request), party=None).reason
        )
    added = judging.judge(
        by=caller(request),
        provision=claims.provision(pk),
        party=names[judgement.party],
        verifiable=judgement.verifiable,
        reasons=judgement.reasons,
        language=judgement.language,
        now=timezone.now(),
    )
    return claim_records.judgement_record(added)


@operation(
    "POST", "/desk/judgements/{pk}/withdrawal", answer=shapes.JudgementOut, name="withdraw_judgement",
    tag=TAG, scope="claim", acts="register.withdraw_judgement",
)  # fmt: skip
def withdraw_judgement(request: HttpRequest, pk: int, why: ReasonIn) -> dict[str, Any]:
    """Withdraw a judgement; it stays visible with the reason."""
    ended = judging.withdraw_judgement(
        by=caller(request), judgement=claims.judgement(pk), reason=why.reason, now=timezone.now()
    )
    return claim_records.judgement_record(ended)


def _said(given: shapes.SaidIn, pseudonymous: bool) -> actions.Said:
    _language(given.language)
    return actions.Said(
        level=given.level,
        as_of=given.as_of,
        text=given.text,
        language=given.language,
        pseudonymous=pseudonymous,
        contests=given.contests,
        evidence=[Exhibit(link.title, address=link.address) for link in given.links],
    )


def _language(language: str) -> None:
    known = [code for code, _ in choices.LANGUAGES]
    if language not in known:
        raise Refused(
            "register.claim.language",
            "“{value}” is not possible here: choose among {choices}.",
            value=language,
            choices=", ".join(known),
        )


def _speaker(request: HttpRequest, follow_up: Any, permission: str, wanted: str) -> rules.Capacity:
    found = rules.capacities(caller(request), follow_up, permission)
    chosen = [one for one in found if not wanted or one.key == wanted]
    if not found or not chosen:
        raise NotPermitted("register.claim.not_permitted", rules.NO_CAPACITY)
    if len(chosen) > 1:
        raise Refused(
            "register.claim.speaker",
            "Say in whose name: name one of {speakers} as “speaker”.",
            speakers=", ".join(one.key for one in chosen),
        )
    return chosen[0]


def _added(request: HttpRequest, pk: int, brought: Exhibit) -> dict[str, Any]:
    found = claim_lists.own_claim(caller(request), pk)
    exhibits.add_evidence(by=caller(request), claim=found, evidence=[brought], now=timezone.now())
    return _told(request, pk)


def _told(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The claim as it stands now, beside the others on its follow-up."""
    found = claims.claim(pk)
    beside = claims.side_by_side([found.follow_up])[found.follow_up_id]
    every = [*beside.standing, *beside.earlier, *beside.ended]
    shown = next(one for one in every if one.claim.pk == pk)
    made(request, "/desk/claims")
    return claim_records.claim_record(shown, site(request), shown in beside.standing)
