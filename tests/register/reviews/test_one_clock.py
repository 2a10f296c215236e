"""A recommendation and the response stage of its review have one date: set, moved and told together."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from koinon.kernel.refusals import Refused
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import policies, recommending, reviews
from koinon.register.engine.following.policy import Proposed
from koinon.register.engine.reviewing.stages import Dates, postponed
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.models import Expectation, FollowUp, Review
from koinon.register.queries import policies as policy_queries
from koinon.register.queries import review_pages, review_stages
from koinon.register.queries import reviews as queries
from tests.factories.following import answer
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RESPONSE_DUE = date(2032, 2, 28)  # 110 days after the session, as the cycle says
OUTCOME_DUE = date(2031, 11, 14)  # four working days after it


def adopted(days_after: int = 3, *texts: str) -> Review:
    """The first review, its outcome adopted so many days after its session."""
    review = made.first(made.drawn())
    assert review.begins
    for text in texts or ("Publish who owns the media.",):
        made.recommended(review, text)
    at = review.begins + days_after * DAY
    recommending.adopt_outcome(
        by=PLATFORM, review=review, title="Outcome", issued_on=at.date(), place="Harbour", now=at
    )
    return again(review)


def again(review: Review) -> Review:
    return queries.review(review.cycle.key, review.party.key)


def expected(review: Review) -> set[date | None]:
    """The days by which recommendations are to be answered, and that of the stage: one, if all is well."""
    days = set(FollowUp.objects.filter(document=review.outcome).values_list("answer_on", flat=True))
    return days | {review.stages.get(kind="response").due_on}


def general_policy(now: datetime, **rest: Any) -> None:
    """A policy for all documents: an answer within 90 days, and a fortnight of grace."""
    given: dict[str, Any] = {"answer_days": 90, "grace_days": 14, "time_zone": "UTC", **rest}
    policy = Proposed(**given)
    seen = policy_queries.preview(None, policy, True, now).fingerprint
    policies.set_policy(
        by=PLATFORM, document=None, policy=policy, reaches_back=True, reason="For all.", seen=seen, now=now
    )


def move(review: Review, due_on: date, reason: str = "A new government.") -> None:
    reviews.move_stage(
        by=PLATFORM, review=review, kind=Stage.RESPONSE, opens_on=made.SESSION + DAY, due_on=due_on,
        reason=reason, now=datetime(2031, 12, 1, 9, tzinfo=UTC),
    )  # fmt: skip


def test_the_answers_are_expected_on_the_day_of_the_stage_whatever_policies_say() -> None:
    general_policy(made.DRAWN)
    review = adopted(3, "Publish who owns the media.", "Let courts decide on bans.")
    assert expected(review) == {RESPONSE_DUE}
    (basis,) = set(Expectation.objects.filter(term__kind="answer").values_list("basis", flat=True))
    assert basis == "review"
    assert Entry.objects.get(verb="register.adopt_outcome").facts["answer_on"] == "2032-02-28"
    general_policy(datetime(2031, 12, 1, tzinfo=UTC), answer_days=30)
    assert expected(again(review)) == {RESPONSE_DUE}, "a later policy moves no date of a review"


def test_without_any_policy_the_stage_sets_the_date() -> None:
    assert expected(adopted()) == {RESPONSE_DUE}


def test_stage_and_recommendation_are_overdue_since_the_same_day_without_grace() -> None:
    general_policy(made.DRAWN)
    review = adopted()
    for days, overdue in ((0, 0), (1, 1), (49, 49)):
        today = RESPONSE_DUE + days * DAY
        now = datetime(today.year, today.month, today.day, 0, 1, tzinfo=UTC)
        (told,) = review_pages.recommendations(review, now)
        assert (told.days, review_stages.stage(review, Stage.RESPONSE, today).standing.overdue) == (
            overdue, overdue,
        )  # fmt: skip
        assert told.silent == bool(overdue)


def test_moving_the_stage_moves_the_date_with_its_reason_and_a_trace() -> None:
    review = adopted(3, "Publish who owns the media.", "Let courts decide on bans.")
    first, second = FollowUp.objects.filter(document=review.outcome).order_by("id")
    answer(first, "accepted", at=datetime(2031, 11, 20, tzinfo=UTC))
    move(review, date(2032, 4, 1))
    second.refresh_from_db()
    assert second.answer_on == date(2032, 4, 1) == again(review).stages.get(kind="response").due_on
    old, new = Expectation.objects.filter(follow_up=second, term__kind="answer").order_by("id")
    assert old.ended_at and old.term.due_on == RESPONSE_DUE
    assert new.reason == "A new government." and new.basis == "review" and new.ended_at is None
    assert Expectation.objects.filter(follow_up=first, term__kind="answer").count() == 1, "met stays as met"
    with pytest.raises(Refused, match="still to come"):
        move(review, date(2031, 11, 30))


def test_an_outcome_adopted_late_gives_the_party_its_whole_time_from_then() -> None:
    review = adopted(160)
    day = made.SESSION + 160 * DAY
    assert expected(review) == {day + (RESPONSE_DUE - OUTCOME_DUE)}
    stage, adoption = (review.stages.get(kind=kind) for kind in ("response", "adoption"))
    assert stage.opens_on == day and stage.moves[0]["due_on"] == RESPONSE_DUE.isoformat()
    assert adoption.due_on and adoption.due_on > stage.due_on
    shown = review_stages.stage(review, Stage.RESPONSE, day)
    assert shown.state == "open", "nobody is overdue on the day of adoption"
    page = Client().get(review.get_absolute_url()).content.decode()
    assert "The outcome was adopted late, on 18 April 2032: the time counts from then." in page
    api = Client().get(f"/api/v1/reviews/{review.cycle.key}/parties/{review.party.key}").json()
    (told,) = [one for one in api["stages"] if one["stage"] == "response"]
    assert told["moves"][0]["reason"].startswith("The outcome was adopted late")
    assert api["recommended"][0]["answer_on"] == told["due_on"] == stage.due_on.isoformat()


def test_a_stage_that_was_moved_further_already_stays_where_it_is() -> None:
    review = made.first(made.drawn())
    made.recommended(review)
    move(review, date(2033, 1, 10), "Elections.")
    assert review.begins
    recommending.adopt_outcome(
        by=PLATFORM,
        review=review,
        title="Outcome",
        issued_on=made.SESSION,
        place="",
        now=review.begins + 60 * DAY,
    )
    review = again(review)
    assert expected(review) == {date(2033, 1, 10)}
    assert len(review.stages.get(kind="response").moves) == 2, "it opens later, on the day of adoption"


PLANNED = (date(2031, 11, 11), date(2032, 2, 28))


@pytest.mark.parametrize(
    ("adopted_on", "now", "found"),
    [
        (date(2031, 11, 14), PLANNED, None),
        (date(2031, 11, 15), PLANNED, (date(2031, 11, 15), date(2032, 2, 29))),
        (date(2032, 4, 18), PLANNED, (date(2032, 4, 18), date(2032, 8, 2))),
        (date(2031, 11, 24), (date(2031, 12, 1), date(2032, 6, 1)), None),  # moved further already
        (date(2032, 4, 18), (PLANNED[0], date(2032, 5, 1)), (date(2032, 4, 18), date(2032, 8, 2))),
        (date(2032, 7, 1), (date(2032, 9, 1), date(2033, 6, 1)), None),
    ],
)
def test_how_long_a_late_outcome_postpones(
    adopted_on: date, now: tuple[date, date], found: tuple[date, date] | None
) -> None:
    outcome = Dates((made.SESSION, OUTCOME_DUE), (made.SESSION, OUTCOME_DUE))
    assert postponed(adopted_on, outcome, Dates(PLANNED, now)) == found


def test_no_other_date_is_agreed_beside_the_stage() -> None:
    review = adopted()
    with pytest.raises(Refused, match="move that stage"):
        policies.agree_date(
            by=PLATFORM, follow_ups=list(FollowUp.objects.filter(document=review.outcome)), kind="answer",
            day=date(2032, 5, 5), reason="They asked.", now=datetime(2031, 12, 1, tzinfo=UTC),
        )  # fmt: skip
    assert expected(review) == {RESPONSE_DUE}


def test_a_stage_passed_without_leaves_the_date_to_the_policy_until_a_response_comes() -> None:
    general_policy(made.DRAWN)
    review, now = adopted(), datetime(2031, 12, 1, tzinfo=UTC)
    reviews.pass_stage(by=PLATFORM, review=review, kind=Stage.RESPONSE, reason="It has left.", now=now)
    (follow_up,) = FollowUp.objects.filter(document=review.outcome)
    assert follow_up.answer_on == date(2032, 2, 11), "90 days from the publication of the outcome"
    (standing,) = Expectation.objects.filter(follow_up=follow_up, ended_at=None, term__kind="answer")
    assert standing.basis == "policy" and standing.reason == "It has left."
    reviews.hand_in(
        by=PLATFORM, review=review, kind=Paper.RESPONSE, title="Response", language="en", text="All.", now=now
    )
    follow_up.refresh_from_db()
    assert follow_up.answer_on == RESPONSE_DUE


def test_the_page_of_the_follow_up_says_what_sets_its_date(client: Client) -> None:
    review = adopted()
    (follow_up,) = FollowUp.objects.filter(document=review.outcome)
    page = client.get(f"/follow-ups/{follow_up.pk}/").content.decode()
    assert "set by the response stage of the review" in page
    rows = client.get(f"{review.get_absolute_url()}recommendations.json")
    (row,) = json.loads(b"".join(rows.streaming_content))  # type: ignore[attr-defined]
    assert row["answer_on"] == "2032-02-28"
