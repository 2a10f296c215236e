"""What everyone sees of peer reviews, and what can be taken along."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party
from koinon.register.actions import cycles, reviews
from koinon.register.engine.reviewing import record as records
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.models import FollowUp, Review, ReviewStage
from koinon.register.queries import reviews as queries
from tests.factories.following import answer
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def test_a_cycle_in_preparation_has_no_public_page(client: Client) -> None:
    cycle = made.prepared()
    assert client.get(f"/reviews/{cycle.key}/").status_code == 404
    assert client.get(f"/reviews/{cycle.key}/draw.json").status_code == 404
    assert cycle.title not in text(client.get("/reviews/"))
    assert cycle.key not in text(client.get("/reviews/feed.atom"))


def test_a_fixed_cycle_tells_rules_source_and_digest_but_no_seed(client: Client) -> None:
    cycle = made.fixed()
    page = text(client.get(f"/reviews/{cycle.key}/"))
    assert cycle.record["digest"] in page and "harbour lottery" in page and "neighbours" in page
    assert "Nobody knows the seed yet" in page and "recompute" not in page


def test_a_drawn_cycle_shows_the_order_and_its_record_computes_again(client: Client) -> None:
    cycle = made.drawn()
    page = text(client.get(f"/reviews/{cycle.key}/"))
    places = [page.index(f"/reviews/{cycle.key}/{key}/") for key in cycle.record["order"]]
    assert places == sorted(places) and "4 8 15 16 23 42" in page
    record = json.loads(text(client.get(f"/reviews/{cycle.key}/draw.json")))
    assert records.faults(record) == []
    rows = list(
        csv.DictReader(io.StringIO(text(client.get(f"/reviews/{cycle.key}/reviews.csv")).lstrip("\ufeff")))
    )
    assert [row["party"] for row in rows] == cycle.record["order"]
    assert rows[0]["reviewers"] == "; ".join(cycle.record["reviewers"][rows[0]["party"]])


def test_the_calendar_has_every_stage_of_every_review(client: Client) -> None:
    cycle = made.drawn()
    events = Calendar.from_ical(text(client.get(f"/reviews/{cycle.key}/calendar.ics"))).walk("VEVENT")
    assert len(events) == 45 and len({str(e["uid"]) for e in events}) == 45
    first = queries.review(cycle.key, cycle.record["order"][0])
    (session,) = [
        e for e in events if str(e["uid"]).startswith(f"review-{cycle.key}-{first.party.key}-session@")
    ]
    assert session["dtstart"].dt == made.SESSION and first.party.name in session["summary"]


def test_a_review_shows_every_stage_with_what_belongs_to_it(client: Client) -> None:
    review = made.first(made.drawn())
    made.self_report(review)
    made.asked(review)
    made.listing(review)
    made.listed(review, made.other(review))
    made.ordered(review)
    made.recommended(review, "Publish <b>who</b> owns the media.", made.other(review), made.third(review))
    made.adopted(review)
    page = text(client.get(review.get_absolute_url()))
    for kind in ReviewStage.objects.filter(review=review).values_list("kind", flat=True):
        assert f'id="{kind}"' in page
    assert "Self-report</bdi>" in page and "When will the media act be reviewed?" in page
    assert "Publish &lt;b&gt;who&lt;/b&gt; owns" in page and "3:00" in page
    assert made.third(review).name in page and "not answered yet" in page
    assert len(page.encode()) < 100_000


def test_what_is_overdue_says_by_how_many_days(client: Client) -> None:
    review = made.first(made.drawn())
    with guard.writing("the past of a test"):
        today = timezone.localdate()
        ReviewStage.objects.filter(review=review, kind="self-report").update(
            opens_on=today - timedelta(days=90), due_on=today - timedelta(days=12)
        )
    assert "12 days overdue" in text(client.get(review.get_absolute_url()))
    assert "12 days overdue" in text(client.get(f"/reviews/{review.cycle.key}/"))


def test_a_session_that_moves_is_told_alike_everywhere(client: Client) -> None:
    review = made.first(made.drawn())
    day = made.SESSION + timedelta(days=10)
    reviews.move_stage(
        by=PLATFORM, review=review, kind=Stage.SESSION, reason="A storm.", now=made.DRAWN, opens_on=day,
        due_on=day,
    )  # fmt: skip
    page = text(client.get(review.get_absolute_url()))
    assert "20 November 2031, 09:00" in page and "10 November 2031, 09:00" not in page
    assert '<time datetime="2031-11-10">10 November 2031</time>. <bdi>A storm.</bdi>' in page
    arabic = text(client.get(f"/ar{review.get_absolute_url()}"))
    assert ">2031-11-10<" not in arabic and "2031-11-10" in arabic
    api = json.loads(text(client.get(f"/api/v1/reviews/{review.cycle.key}/parties/{review.party.key}")))
    assert api["begins"] == "2031-11-20T09:00:00Z"
    events = Calendar.from_ical(text(client.get(f"/reviews/{review.cycle.key}/calendar.ics"))).walk("VEVENT")
    (session,) = [e for e in events if f"{review.party.key}-session@" in str(e["uid"])]
    assert session["dtstart"].dt == day
    rows = list(csv.DictReader(io.StringIO(text(client.get(f"/reviews/{review.cycle.key}/reviews.csv")))))
    assert rows[0]["begins"].startswith("2031-11-20T09:00")


def test_the_recommendations_leave_as_csv_json_and_rows_of_the_index(client: Client) -> None:
    review = made.first(made.drawn())
    one, two = made.other(review), made.third(review)
    made.recommended(review, "Publish who owns the media.", one, two)
    made.recommended(review, "Let courts decide on bans.", two)
    review = made.adopted(review)
    answer(FollowUp.objects.get(document=review.outcome, provision__number=1), "accepted-in-part")
    stem = review.get_absolute_url() + "recommendations"
    rows = json.loads(text(client.get(f"{stem}.json")))
    assert [row["position"] for row in rows] == ["accepted-in-part", ""]
    assert [who["party"] for who in rows[0]["recommended_by"]] == [one.key, two.key]
    lines = list(csv.DictReader(io.StringIO(text(client.get(f"{stem}.csv")).lstrip("\ufeff"))))
    assert lines[0]["recommended_by"] == f"{one.name}; {two.name}"
    data = b"".join(client.get(f"{stem}.uhri.xlsx").streaming_content)  # type: ignore[attr-defined]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    head, first, second = sheet.to_python()
    cells = dict(zip(head, first, strict=True))
    assert cells["Countries Concerned"] == f"- {review.party.name}"
    assert cells["UPR Reccomending States"] == f"- {one.name}\n- {two.name}"
    assert cells["UPR Position"] == "- Supported in part" and not second[head.index("UPR Position")]


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_report_of_a_review_can_be_printed(client: Client, ending: str, start: bytes) -> None:
    review = made.first(made.drawn())
    made.self_report(review)
    made.asked(review)
    made.recommended(review)
    made.adopted(review)
    response = client.get(f"{review.get_absolute_url()}review.{ending}")
    assert response.status_code == 200 and response.content.startswith(start)


def test_a_paper_is_read_here_and_its_file_taken_along(client: Client) -> None:
    review = made.first(made.drawn())
    written = made.self_report(review, "First.\n\nSecond.")
    brought = reviews.hand_in(
        by=PLATFORM, review=review, kind=Paper.SUMMARY, title="Summary", language="en", now=made.DRAWN,
        file=("summary.txt", b"What was said."),
    )  # fmt: skip
    base = f"{review.get_absolute_url()}papers"
    assert "<p>First.</p>" in text(client.get(f"{base}/{written.pk}/"))
    assert client.get(f"{base}/{written.pk}/file").status_code == 404
    file = client.get(f"{base}/{brought.pk}/file")
    assert file.content == b"What was said." and "attachment" in file["Content-Disposition"]
    other = queries.review(review.cycle.key, review.cycle.record["order"][1])
    assert client.get(f"{other.get_absolute_url()}papers/{written.pk}/").status_code == 404


def test_the_feeds_tell_what_was_done_and_why(client: Client) -> None:
    review = made.first(made.drawn())
    reviewer = review.reviewers.select_related("party", "review__cycle").earliest("place")
    cycles.stand_down(by=PLATFORM, reviewer=reviewer, reason="Elections at home.", now=made.DRAWN)
    for address in ("/reviews/feed.atom", f"{review.get_absolute_url()}feed.atom"):
        feed = text(client.get(address))
        assert "Elections at home." in feed and f"{review.party.name}: Stand down as a reviewer" in feed


def test_a_review_costs_the_same_queries_at_one_and_at_three_of_everything(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = made.drawn()
    for key, n in zip(cycle.record["order"], (1, 3), strict=False):
        review = queries.review(cycle.key, key)
        parties = list(Party.objects.exclude(pk=review.party_id).order_by("name"))
        made.listing(review)
        made.listed(review, *parties[:n])
        for number in range(n):
            made.asked(review)
            made.recommended(review, f"Publish list {number}.", *parties[:n])
        made.adopted(review)
        with django_assert_num_queries(12):
            client.get(review.get_absolute_url())


def test_a_cycle_costs_the_same_queries_at_one_review_and_at_five(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = made.drawn()
    with django_assert_num_queries(6):
        client.get(f"/reviews/{cycle.key}/")
    with guard.writing("fewer reviews"):
        Review.objects.filter(cycle=cycle).exclude(order=1).delete()
    with django_assert_num_queries(6):
        client.get(f"/reviews/{cycle.key}/")


def test_an_adopted_outcome_is_news_like_any_publication(client: Client) -> None:
    review = made.first(made.drawn())
    made.recommended(review)
    review = made.adopted(review)
    assert review.outcome
    assert f"Published: {review.outcome.title}" in text(client.get("/feed.atom"))
    assert text(client.get(f"/parties/{review.party.key}/feed.atom")).count("<entry>") == 1
