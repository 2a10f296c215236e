"""Claims as programs are given them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from koinon.register.models import Evidence, Judgement
from koinon.register.queries.claim_lists import Figures
from koinon.register.queries.claims import Shown, SideBySide
from koinon.ui.languages import permanent


def beside_record(beside: SideBySide, site: str) -> dict[str, Any]:
    """The claims on one follow-up, in the order of their numbers."""
    follow_up, provision = beside.follow_up, beside.follow_up.provision
    counting = {shown.claim.number for shown in beside.standing}
    every = sorted([*beside.standing, *beside.earlier, *beside.ended], key=lambda shown: shown.claim.number)
    return {
        "follow_up": follow_up.pk,
        "addressee": follow_up.party.name if follow_up.party else follow_up.name,
        "party": follow_up.party.key if follow_up.party else None,
        "document": provision.document.slug,
        "provision": provision.number,
        "disputed": beside.disputed,
        "claims": [claim_record(shown, site, shown.claim.number in counting) for shown in every],
    }


def claim_record(shown: Shown, site: str, counts: bool) -> dict[str, Any]:
    """One claim with its evidence and what contradicts it."""
    claim = shown.claim
    return {
        "id": claim.pk,
        "number": claim.number,
        "side": claim.side,
        "party": claim.party.key if claim.party else None,
        "pseudonymous": claim.pseudonymous,
        "level": claim.level,
        "as_of": claim.as_of,
        "text": claim.text,
        "language": claim.language,
        "conclusion": claim.conclusion,
        "contests": claim.contests.number if claim.contests else None,
        "corrects": claim.corrects.number if claim.corrects else None,
        "state": claim.state,
        "counts": counts,
        "published_on": claim.published_at.date(),
        "ended_on": claim.ended_at.date() if claim.ended_at else None,
        "ended_because": claim.ended_because,
        "evidence": [evidence_record(piece, site) for piece in shown.evidence],
        "contradicts": [{"number": one.number, "why": one.why} for one in shown.against],
    }


def evidence_record(piece: Evidence, site: str) -> dict[str, Any]:
    """One piece of evidence; of one that is sealed nothing but its title and whether it is kept."""
    is_open = not piece.sealed
    found = is_open and piece.kept_id is not None
    return {
        "id": piece.pk,
        "kind": piece.kind,
        "title": piece.title,
        "sealed": piece.sealed,
        "state": piece.state,
        "address": piece.address if is_open and piece.address else None,
        "copy_url": site + permanent(reverse("register:evidence", args=[piece.pk])) if found else None,
        "kept_at": piece.kept_at if is_open else None,
    }


def judgement_record(judgement: Judgement) -> dict[str, Any]:
    """One judgement whether a provision can be verified."""
    return {
        "id": judgement.pk,
        "party": judgement.party.key if judgement.party else None,
        "verifiable": judgement.verifiable,
        "reasons": judgement.reasons,
        "language": judgement.language,
        "published_on": judgement.published_at.date(),
        "ended_on": judgement.ended_at.date() if judgement.ended_at else None,
        "ended_because": judgement.ended_because,
    }


def judgement_records(judgements: Iterable[Judgement]) -> list[dict[str, Any]]:
    """Several judgements."""
    return [judgement_record(judgement) for judgement in judgements]


def figures_record(figures: Figures) -> dict[str, Any]:
    """Figures with what they are counted among."""
    return {
        "follow_ups": figures.followed,
        "claimed": figures.claimed,
        "disputed": figures.disputed,
        "provisions": figures.provisions,
        "judged": figures.judged,
        "verifiable": figures.verifiable,
        "sides": [
            {
                "side": side,
                "counts": {level.value: count for level, count in levels.items()},
                "statements": figures.total(side),
                "follow_ups": figures.spoken[side],
            }
            for side, levels in figures.counts.items()
        ],
    }
