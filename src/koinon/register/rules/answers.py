"""Who may draft an answer, and who may let it be published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from koinon.kernel.verdicts import YES, Verdict, no
from koinon.people import rules as people
from koinon.people.models import Party
from koinon.register.models import Answer, FollowUp, Intake

DRAFT, APPROVE = "answers.draft", "answers.approve"


def may_draft(*, by: Any, written: Iterable[Any], **_: Any) -> Verdict:
    """Drafting needs a mandate for every party whose answers they are, as its focal point."""
    return _for_all(by, DRAFT, (one.follow_up for one in written))


def may_change(*, by: Any, answers: Iterable[Answer], **_: Any) -> Verdict:
    """Submitting, taking back and dropping a draft is for whoever may draft for its party."""
    return _for_all(by, DRAFT, (answer.follow_up for answer in answers))


def may_return(*, by: Any, answers: Iterable[Answer], **_: Any) -> Verdict:
    """Returning an answer needs a mandate for its party as validator."""
    return _for_all(by, APPROVE, (answer.follow_up for answer in answers))


def may_approve(*, by: Any, answers: Iterable[Answer], **_: Any) -> Verdict:
    """Approving needs a mandate for the party as validator; nobody approves their own draft."""
    found = list(answers)
    verdict = may_return(by=by, answers=found)
    return verdict and next((v for a in found if not (v := is_of_another(by=by, answer=a))), YES)


def is_of_another(*, by: Any, answer: Answer) -> Verdict:
    """Whether someone else drafted the answer."""
    own = answer.drafted_by_id is not None and answer.drafted_by_id == getattr(by, "pk", None)
    if not own:
        return YES
    return no(
        "You drafted this answer yourself: someone else with a mandate for {party} as validator approves it.",
        party=answer.follow_up.name,
    )


def may_bring_back(*, by: Any, intake: Intake, **_: Any) -> Verdict:
    """Writing drafts by a sheet is for whoever brought it, with a mandate as focal point."""
    if intake.brought_by_id != getattr(by, "pk", None):
        return no("Only whoever brought this sheet may take it in.")
    return people.may_somewhere(by, DRAFT)


def may_see_asked(*, by: Any, **_: Any) -> Verdict:
    """What is asked of a party is seen on the desk by those who answer for it."""
    return people.may_somewhere(by, (DRAFT, APPROVE))


def may_validate(*, by: Any, **_: Any) -> Verdict:
    """Answers that wait are seen by validators."""
    return people.may_somewhere(by, APPROVE)


def may_see(*, by: Any, party: Party, **_: Any) -> Verdict:
    """Drafts stay within the party: its focal points and validators see them."""
    return people.may_for(by, (DRAFT, APPROVE), party)


def _for_all(by: Any, permission: str, follow_ups: Iterable[FollowUp]) -> Verdict:
    one_of_each = {f.party_id: f for f in follow_ups}
    if None in one_of_each:
        return no("Nobody answers here yet: the name of this addressee leads to no known party.")
    verdicts = (people.may_for(by, permission, f.party) for f in one_of_each.values() if f.party)
    return next((verdict for verdict in verdicts if not verdict), people.may_somewhere(by, permission))
