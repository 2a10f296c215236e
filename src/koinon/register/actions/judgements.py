"""Whether a provision can be verified at all: judged with reasons, and withdrawn with reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.people.models import Party, Person
from koinon.register.engine.following.words import Side
from koinon.register.models import Judgement, Provision
from koinon.register.rules import claims as rules


@action("register.judge", permit=rules.may_judge)
def judge(
    *,
    by: Any,
    provision: Provision,
    party: Party | None,
    verifiable: bool,
    reasons: str,
    language: str,
    now: datetime,
) -> Judgement:
    """Judge whether a provision can be verified. An earlier judgement in the same name is replaced."""
    provision = (
        Provision.objects.select_for_update(of=("self",)).select_related("document").get(pk=provision.pk)
    )
    if not visible(reasons):
        raise Refused("register.judgement.reasons", "Say why: everyone reads it.", field="reasons")
    before = Judgement.objects.filter(provision=provision, party=party, ended_at=None)
    before.update(ended_at=now, ended_because="")
    made = Judgement.objects.create(
        provision=provision,
        side=Side.ASSESSOR,
        party=party,
        verifiable=verifiable,
        reasons=visible(reasons),
        language=language,
        person=by if isinstance(by, Person) else None,
        published_at=now,
    )
    _recorded(provision, made)
    return made


@action("register.withdraw_judgement", permit=rules.may_end_judgement)
def withdraw_judgement(*, by: Any, judgement: Judgement, reason: str, now: datetime) -> Judgement:
    """Withdraw a judgement. It stays visible as withdrawn, with the reason."""
    current = Judgement.objects.select_for_update(of=("self",)).get(pk=judgement.pk)
    if current.ended_at is not None:
        raise Refused("register.judgement.ended", "This judgement was withdrawn or replaced already.")
    if not visible(reason):
        raise Refused("register.reason", "Say why: everyone reads it beside the judgement.", field="reason")
    current.ended_at, current.ended_because = now, visible(reason)
    current.save()
    _recorded(current.provision, current)
    return current


def _recorded(provision: Provision, judgement: Judgement) -> None:
    record(
        f"provision:{provision.document.slug}/{provision.number}",
        {
            "document": provision.document.slug,
            "id": provision.document_id,
            "provision": provision.number,
            "judgement": judgement.pk,
            "verifiable": judgement.verifiable,
        },
    )
