"""Who may run a cycle of peer review, and who takes part in a review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from koinon.kernel.verdicts import Verdict, no
from koinon.people import rules as people
from koinon.people.engine.roles import ROLES
from koinon.people.models import Party
from koinon.register.engine.reviewing.words import Paper
from koinon.register.models import Review, Reviewer, ReviewQuestion, ReviewRecommendation, Speaker

RUN, TAKE_PART, SUBMIT = "reviews.run", "reviews.take_part", "reviews.submit"
OF_THE_PARTY = (Paper.SELF_REPORT, Paper.RESPONSE, Paper.MID_TERM)


def may_run(*, by: Any, **_: Any) -> Verdict:
    """Cycles, their draw and their sessions are run by the secretariat."""
    return people.may(by, RUN)


def may_see_desk(*, by: Any, **_: Any) -> Verdict:
    """The desk of reviews is for the secretariat, parties that take part, and civil society."""
    for permission in (RUN, SUBMIT):
        if verdict := people.may_somewhere(by, permission):
            return verdict
    return people.may_somewhere(by, TAKE_PART)


def may_stand_down(*, by: Any, reviewer: Reviewer, **_: Any) -> Verdict:
    """A reviewer stands down by itself, or the secretariat records it."""
    return may_run(by=by) or people.may_for(by, TAKE_PART, reviewer.party)


def may_hand_in(*, by: Any, review: Review, kind: Paper, party: Party | None = None, **_: Any) -> Verdict:
    """The party hands in its own papers, civil society its submissions, the secretariat the others."""
    if kind in OF_THE_PARTY:
        return people.may_for(by, TAKE_PART, review.party)
    if kind == Paper.SUBMISSION:
        return people.may_for(by, SUBMIT, party) if party else no("Say for whom the submission is handed in.")
    return may_run(by=by)


def may_ask(*, by: Any, review: Review, party: Party, **_: Any) -> Verdict:
    """Whoever takes part for another party asks in its name."""
    if party.pk == review.party_id:
        return no("The party under review asks itself nothing.")
    return people.may_for(by, TAKE_PART, party)


def may_reply(*, by: Any, question: ReviewQuestion, **_: Any) -> Verdict:
    """The party under review answers what it is asked."""
    return people.may_for(by, TAKE_PART, question.review.party)


def may_put_on_list(*, by: Any, review: Review, party: Party, **_: Any) -> Verdict:
    """A party puts itself on the list of speakers, or the secretariat does."""
    if party.pk == review.party_id:
        return no("The party under review has its own time and is not on the list.")
    return may_run(by=by) or people.may_for(by, TAKE_PART, party)


def may_take_off_list(*, by: Any, speaker: Speaker, **_: Any) -> Verdict:
    """A party takes itself off the list, or the secretariat does."""
    return may_run(by=by) or people.may_for(by, TAKE_PART, speaker.party)


def may_recommend(*, by: Any, review: Review, parties: Sequence[Party], **_: Any) -> Verdict:
    """A party recommends in its own name; for several at once the secretariat enters it."""
    if any(party.pk == review.party_id for party in parties):
        return no("The party under review recommends nothing to itself.")
    if verdict := may_run(by=by):
        return verdict
    for party in parties:
        if not (verdict := people.may_for(by, TAKE_PART, party)):
            return verdict
    return verdict if parties else no("Name who recommends it.")


def may_join(*, by: Any, recommendation: ReviewRecommendation, party: Party, **_: Any) -> Verdict:
    """A party joins a recommendation, or leaves it, in its own name; the secretariat enters it for others."""
    return may_recommend(by=by, review=recommendation.review, parties=[party])


def granted(role: str) -> frozenset[str]:
    """What a role may do about reviews."""
    return frozenset(ROLES[role].may) & {RUN, TAKE_PART, SUBMIT}
