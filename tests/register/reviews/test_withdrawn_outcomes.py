"""After an outcome was withdrawn its review tells one truth: why, and that nothing is due any more."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import publishing, recommending, reviews
from koinon.register.engine.reviewing.words import Stage
from koinon.register.models import Expectation, FollowUp, Review
from koinon.register.queries import review_pages, review_stages
from koinon.register.queries import reviews as queries
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db
LATER = made.SESSION + timedelta(days=160)  # 50 days after the response was due
GONE = ("outcome", "response", "adoption", "mid-term")


def withdrawn() -> Review:
    review = made.first(made.drawn())
    made.recommended(review, "Publish who owns the media.")
    made.recommended(review, "Let courts decide on bans.", made.third(review))
    taken_back = made.recommended(review, "Do something.")
    recommending.leave_recommendation(
        by=PLATFORM, recommendation=taken_back, party=made.other(review), now=made.DRAWN
    )
    review = made.adopted(review)
    assert review.outcome
    with guard.writing("a withdrawal goes by the clock on the wall: the dates were set before it"):
        Expectation.objects.update(set_at=timezone.now() - timedelta(days=1))
    publishing.withdraw(
        by=PLATFORM, document=review.outcome, revision=review.outcome.revision, reason="The wrong text <1>."
    )
    return queries.review(review.cycle.key, review.party.key)


def body(client: Client, address: str) -> str:
    response: Any = client.get(address)
    assert response.status_code == 200, address
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, address).lstrip("\ufeff"))))


def test_no_stage_that_hangs_on_the_outcome_is_due_any_more() -> None:
    review = withdrawn()
    stages = {stage.kind.value: stage for stage in review_stages.shown(review, LATER)}
    assert {kind: stages[kind].state for kind in GONE} == dict.fromkeys(GONE, "withdrawn")
    assert {stages[kind].due_on for kind in GONE} == {None} and stages["session"].due_on == made.SESSION
    owed = [stage.kind.value for stage in review_stages.owed([review], review.party, LATER)]
    assert owed == ["self-report"], "what was owed before the session is owed still"
    made.self_report(review)
    for kind in ("summary", "compilation"):
        reviews.pass_stage(
            by=PLATFORM, review=review, kind=Stage(kind), reason="Nobody wrote.", now=made.DRAWN
        )
    again = queries.review(review.cycle.key, review.party.key)
    at = review_stages.now(review_stages.shown(again, LATER))
    assert at and (at.kind, at.state) == (Stage.OUTCOME, "withdrawn")
    assert not FollowUp.objects.filter(document=review.outcome, ended_at=None).exists()


def test_the_page_says_why_and_shows_no_deadline(client: Client) -> None:
    review = withdrawn()
    page = body(client, review.get_absolute_url())
    assert "The wrong text &lt;1&gt;." in page and page.count("outcome withdrawn") >= 2 * len(GONE)
    response = review.stages.get(kind="response").due_on
    assert response and f'datetime="{response.isoformat()}"' not in page
    assert "recommendations.uhri.xlsx" not in page
    for row in review.recommendations.exclude(provision=None):
        assert row.provision and row.provision.get_absolute_url() not in page
    assert "outcomes adopted: 0 of 5" in body(client, "/reviews/")


def test_every_export_says_the_same(client: Client) -> None:
    review = withdrawn()
    base, cycle = review.get_absolute_url(), review.cycle.get_absolute_url()
    (line,) = [row for row in rows(client, f"{cycle}reviews.csv") if row["party"] == review.party.key]
    assert (line["recommendations"], line["answered"], line["outcome_state"]) == ("2", "0", "withdrawn")
    recommended = rows(client, f"{base}recommendations.csv")
    assert [row["outcome_state"] for row in recommended] == ["withdrawn"] * 3
    assert len([row for row in recommended if not row["withdrawn_at"]]) == int(line["recommendations"])
    for number, row in enumerate(recommended, start=1):
        address, _, anchor = row["url"].partition("#")
        assert anchor == f"r{number}" and f'id="{anchor}"' in body(
            client, address.removeprefix("http://testserver")
        )
        assert (row["position"], row["answer_on"], row["overdue"]) == ("", "", "0")
    uhri = client.get(f"{base}recommendations.uhri.xlsx", headers={"Accept": "text/html"})
    assert uhri.status_code == 404 and "The wrong text" in uhri.content.decode()
    api = json.loads(
        body(client, f"/api/v1{base.rstrip('/').replace(review.cycle.key, f'{review.cycle.key}/parties')}")
    )
    assert (api["outcome_state"], api["outcome_withdrawn"]) == ("withdrawn", "The wrong text <1>.")
    assert {one["state"] for one in api["stages"] if one["stage"] in GONE} == {"withdrawn"}
    assert {one["due_on"] for one in api["stages"] if one["stage"] in GONE} == {None}
    assert {one["outcome_state"] for one in api["recommended"]} == {"withdrawn"}
    events = Calendar.from_ical(body(client, f"{cycle}calendar.ics")).walk("VEVENT")
    own = [str(event["uid"]) for event in events if f"-{review.party.key}-" in str(event["uid"])]
    assert len(own) == 9 - len(GONE) and len(events) == 45 - len(GONE)
    assert client.get(f"{base}review.docx").status_code == 200


def test_an_outcome_that_stands_is_told_as_adopted_and_none_as_none(client: Client) -> None:
    cycle = made.drawn()
    first, second = (queries.review(cycle.key, key) for key in cycle.record["order"][:2])
    for review in (first, second):
        made.recommended(review)
    first = made.adopted(first)
    lines = rows(client, f"{cycle.get_absolute_url()}reviews.csv")
    assert [row["outcome_state"] for row in lines] == ["adopted", "", "", "", ""]
    assert [row["recommendations"] for row in lines] == ["1", "1", "0", "0", "0"]
    (one,), (other,) = (
        rows(client, f"{review.get_absolute_url()}recommendations.csv") for review in (first, second)
    )
    assert "/documents/" in one["url"] and other["url"].endswith("#r1")
    assert review_pages.why_withdrawn(first) == review_pages.why_withdrawn(second) == ""


def test_nothing_is_done_with_what_was_withdrawn() -> None:
    review = withdrawn()
    with pytest.raises(Refused, match="was withdrawn: nothing is to be done"):
        reviews.move_stage(
            by=PLATFORM, review=review, kind=Stage.RESPONSE, opens_on=made.SESSION, due_on=date(2033, 1, 1),
            reason="Late.", now=made.DRAWN,
        )  # fmt: skip
    with pytest.raises(Refused, match="was withdrawn: nothing is added"):
        made.recommended(review, "Late.")
    moved = reviews.move_stage(
        by=PLATFORM, review=review, kind=Stage.SELF_REPORT, opens_on=made.SESSION, due_on=LATER,
        reason="Late.", now=made.DRAWN,
    )  # fmt: skip
    assert moved.due_on == LATER
