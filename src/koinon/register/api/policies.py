"""Dates by programs: the policies in force, a look at what another would change, setting it, agreeing one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.kernel.refusals import NotPermitted
from koinon.people.api.bearer import caller
from koinon.people.api.lists import Paging, framed
from koinon.people.api.lists import made as made_at
from koinon.people.api.operations import get, operation
from koinon.register.actions import policies as actions
from koinon.register.api import policy_shapes as shapes
from koinon.register.engine.following.policy import Proposed, proposed
from koinon.register.queries import agreeing, public
from koinon.register.queries import policies as queries
from koinon.register.rules.clocks import may_set_dates

TAG = "policies"


@get("/follow-up-policies", shapes.PolicyPart, "policies", tag=TAG)
def policies(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What is expected by when: every version of every policy, the latest of each first."""
    found = [(one, one is versions[0]) for versions in queries.everywhere() for one in versions]
    part = found[paging.offset : paging.offset + paging.limit]
    items = [{**queries.record(one), "in_force": in_force} for one, in_force in part]
    return framed(request, len(found), paging) | {"items": items}


@operation(
    "POST", "/desk/policies/preview", answer=shapes.PreviewOut, name="preview_policy", tag=TAG, scope="follow"
)
def preview_policy(request: HttpRequest, wanted: shapes.PreviewIn, paging: Query[Paging]) -> dict[str, Any]:
    """Every date that a policy would produce, before anything is set."""
    verdict = may_set_dates(by=caller(request))
    if not verdict:
        raise NotPermitted("register.set_policy.not_permitted", verdict.reason)
    preview = queries.preview(
        _document(wanted.document), _policy(wanted.policy), wanted.reaches_back, timezone.now()
    )
    part = preview.rows[paging.offset : paging.offset + paging.limit]
    slugs = {pk: document.slug for pk, document in queries.titles(part).items()}
    return framed(request, len(preview.rows), paging) | {
        "fingerprint": preview.fingerprint,
        "totals": preview.totals,
        "items": [{**asdict(row), "document": slugs.get(row.document)} for row in part],
    }


@operation(
    "POST", "/desk/policies", answer=shapes.PolicyOut, status=201, name="set_policy", tag=TAG, scope="follow",
    acts="register.set_policy",
)  # fmt: skip
def set_policy(request: HttpRequest, wanted: shapes.PolicyIn) -> dict[str, Any]:
    """Set what is expected by when, after a look at its preview, whose fingerprint is sent back."""
    made = actions.set_policy(
        by=caller(request),
        document=_document(wanted.document),
        policy=_policy(wanted.policy),
        reaches_back=wanted.reaches_back,
        reason=wanted.reason,
        seen=wanted.seen,
        now=timezone.now(),
    )
    made_at(request, "/follow-up-policies")
    return {**queries.record(made), "in_force": True}


@operation(
    "POST", "/desk/agreed-dates", answer=shapes.AgreedOut, name="agree_date", tag=TAG, scope="follow",
    acts="register.agree_date",
)  # fmt: skip
def agree_date(request: HttpRequest, wanted: shapes.AgreedIn) -> dict[str, Any]:
    """Agree another date with one addressee, for one of its follow-ups or several."""
    number = actions.agree_date(
        by=caller(request),
        follow_ups=agreeing.chosen(wanted.follow_ups),
        kind=wanted.kind,
        day=wanted.day,
        reason=wanted.reason,
        now=timezone.now(),
    )
    return {"follow_ups": number}


def _document(slug: str | None) -> Any:
    return public.document(slug) if slug else None


def _policy(given: shapes.PolicyIO) -> Proposed:
    return proposed(given.dict())
