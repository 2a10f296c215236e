"""Setting what is expected by when: a policy after a look at every date it produces, or one date agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import expecting
from koinon.register.actions.standing import stand
from koinon.register.engine.following import terms
from koinon.register.engine.following.calendar import local_day
from koinon.register.engine.following.policy import Proposed, checked
from koinon.register.engine.following.settling import AGREED, REVIEW, Change, Wanted
from koinon.register.engine.following.terms import Expected, Rules
from koinon.register.models import Document, FollowUp, Policy
from koinon.register.queries import clocks, policies
from koinon.register.rules.clocks import may_set_dates


@action("register.set_policy", permit=may_set_dates)
def set_policy(
    *,
    by: Any,
    document: Document | None,
    policy: Proposed,
    reaches_back: bool,
    reason: str,
    seen: str,
    now: datetime,
) -> Policy:
    """Set what is expected by when. Of a document's addressees, or of all where it has no policy of its own.

    `seen` is the fingerprint of the preview that was looked at (`queries.policies.preview`); if other dates
    would come of it meanwhile, nothing is set. With `reaches_back`, dates that stand are moved: each ends and
    another begins, with the reason; what was met or agreed stays.
    """
    checked(policy)
    if not visible(reason):
        raise Refused(
            "register.policy.reason", "Say why these dates are set; everyone may read it.", field="reason"
        )
    expecting.alone()
    preview = policies.preview(document, policy, reaches_back, now)
    if preview.fingerprint != seen:
        raise Refused(
            "register.policy.changed_meanwhile",
            "Other dates would come of this than those you saw: look at the preview again, then apply it.",
        )
    standing = policies.latest(document)
    made = Policy.objects.create(
        document=document,
        version=standing.version + 1 if standing else 1,
        reaches_back=reaches_back,
        reason=visible(reason),
        set_at=now,
        set_by=by if by is not PLATFORM else None,
        **policy.columns(),
    )
    if reaches_back:
        groups = clocks.of_scope(document.pk if document else None, keys=True)
        expecting.settle([g for g in groups if g.policy == made.pk], now, made.reason)
    record(
        f"policy:{document.slug}" if document else "policies",
        {
            **({"policy_of": document.slug} if document else {}),
            "version": made.version,
            "reaches_back": reaches_back,
            "reason": made.reason,
            "dates": preview.totals,
            **{name: str(value) if name == "due_on" else value for name, value in policy.columns().items()},
        },
    )
    return made


@action("register.agree_date", permit=may_set_dates)
def agree_date(
    *,
    by: Any,
    follow_ups: Sequence[FollowUp],
    kind: str,
    day: date,
    reason: str,
    now: datetime,
) -> int:
    """Agree another date with one addressee. For what it is to answer, report or do; the reason is public."""
    expecting.alone()
    keys = sorted({f.pk for f in follow_ups})
    current = list(FollowUp.objects.select_for_update().filter(pk__in=keys).select_related("document"))
    _refuse(current, kind, day, reason, now)
    writing = expecting.Writing(now, visible(reason))
    groups = clocks.of_follow_ups(keys)
    stood, held = clocks.stood(groups), clocks.policies(group.policy for group in groups)
    for group in groups:
        open_ones = [s for s in stood[group.standing] if s.clock.kind == kind and not s.met]
        if any(s.basis == REVIEW for s in open_ones):
            raise Refused(
                "register.agreed.review",
                "This answer is expected by the response stage of a peer review: move that stage, with a "
                "reason, and the date moves with it.",
                field="day",
            )
        if any(s.basis == AGREED and s.clock.due_on == day for s in open_ones):
            continue
        policy = held.get(group.policy or 0)
        rules = terms.rules_of(policy.__dict__) if policy else Rules(clocks.home())
        if day < local_day(now, rules.time_zone):
            raise Refused(
                "register.agreed.day",
                "Agree a date that is still to come: in {zone} it is {today}.",
                zone=rules.time_zone,
                today=local_day(now, rules.time_zone),
                field="day",
            )
        number = max((s.clock.round for s in open_ones), default=1)
        wanted = Wanted(
            AGREED, terms.agreed(rules, Expected(kind), day, number), policy.pk if policy else None
        )
        writing.add(group.follow_ups, [*(Change(one, None) for one in open_ones), Change(None, wanted)])
    touched = writing.write()
    if not touched:
        raise Refused("register.agreed.already", "That date is agreed already.")
    stand(touched)
    first = current[0]
    record(
        f"party:{first.party.key}" if first.party else f"document:{first.document.slug}",
        {
            "agreed_for": sorted({f"{f.document.slug}/{f.provision.number}" for f in current}),
            "kind": kind,
            "date": day.isoformat(),
            "reason": visible(reason),
            "follow_ups": len(touched),
        },
    )
    return len(touched)


def _refuse(found: Sequence[FollowUp], kind: str, day: date, reason: str, now: datetime) -> None:
    if not visible(reason):
        raise Refused(
            "register.agreed.reason", "Say why another date is agreed; everyone may read it.", field="reason"
        )
    if kind not in set(Expected):
        raise Refused(
            "register.agreed.kind", "A date is agreed for an answer, a report or the deed.", field="kind"
        )
    refuse_unmeant("day", day, today=now.date())
    if not found or len({(f.party_id, f.name if f.party_id is None else "") for f in found}) > 1:
        raise Refused("register.agreed.party", "A date is agreed with one addressee at a time.")
    if any(f.ended_at is not None for f in found):
        raise Refused("register.agreed.ended", "A follow-up that has ended has no dates any more.")
    if kind == Expected.ANSWER and any(f.position for f in found):
        raise Refused("register.agreed.answered", "The answer is given already: there is no date to agree.")
