"""The desk of reviews: who sees which form, what a refusal leaves standing, and the session as it runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from koinon.ledger import guard
from koinon.people.models import Party, Person
from koinon.register.models import Cycle, Review, ReviewPaper, ReviewStage, Speaker
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db

PLAN = {
    "title": "First cycle", "parties": "Aldry\nBerrin\nCastell\ndorne\nElvara", "reviewers": "", "each": "2",
    "mutual": "on", "balanced": "on", "conflicts": "Aldry; Berrin: neighbours", "groups": "", "seed_on": "",
    "most_of_a_group": "0", "seed_source": "The harbour lottery",
    "days": "2031-11-10\n2031-11-11\n2031-11-12", "times": "09:00, 14:30",
    "time_zone": "UTC", "minutes": "210", "speakers_minutes": "140",
    "speaker_most": "180", "order": "arrival", "weekend": ["6", "7"], "revision": "",
    "opens_summary": "-210", "due_summary": "-84", "opens_self-report": "-180", "due_self-report": "-84",
    "opens_compilation": "-150", "due_compilation": "-70", "opens_questions": "-42", "due_questions": "-10w",
    "opens_outcome": "0", "due_outcome": "+4w", "opens_response": "+1", "due_response": "+110",
    "opens_adoption": "+110", "due_adoption": "+140", "opens_mid-term": "+730", "due_mid-term": "+913",
}  # fmt: skip


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:1500]
    return str(response.content.decode())


def session_now(review: Review) -> None:
    """The session is today, and its list of speakers is open."""
    now = timezone.now()
    with guard.writing("the calendar of a test"):
        Review.objects.filter(pk=review.pk).update(
            begins=now, list_opens=now - timedelta(days=2), list_closes=now + timedelta(hours=1)
        )


def test_an_officer_prepares_fixes_and_is_told_when_the_seed_can_be_entered() -> None:
    for key, name in made.STATES.items():
        made.party(key, name)
    client = browser(made.officer())
    assert client.post("/desk/reviews/new/", PLAN)["Location"] == "/desk/reviews/first-cycle/"
    page = text(client.get("/desk/reviews/first-cycle/"))
    assert "A draw is possible under these rules." in page and "Aldry; Berrin: neighbours" in page
    client.post("/desk/reviews/first-cycle/fix/", {"revision": "1"})
    assert Cycle.objects.get().state == "preparing", "no day of the seed yet"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert (
        client.post("/desk/reviews/first-cycle/", PLAN | {"seed_on": tomorrow, "revision": "1"}).status_code
        == 302
    )
    client.post("/desk/reviews/first-cycle/fix/", {"revision": "2"})
    assert "It can be entered on" in text(client.get("/desk/reviews/first-cycle/"))
    early = client.post("/desk/reviews/first-cycle/draw/", {"revision": "3", "seed": "4 8"})
    assert "cannot be entered before that day" in text(early, 422)
    assert Cycle.objects.get().state == "fixed"


def test_sessions_before_the_seed_are_said_in_the_preview() -> None:
    for key, name in made.STATES.items():
        made.party(key, name)
    client = browser(made.officer())
    client.post("/desk/reviews/new/", PLAN | {"seed_on": "2031-11-10"})
    page = text(client.get("/desk/reviews/first-cycle/"))
    assert "The first session would be on 10 November 2031" in page and "disabled" in page


def test_rules_that_allow_no_draw_are_said_in_the_preview() -> None:
    for key, name in made.STATES.items():
        made.party(key, name)
    client = browser(made.officer())
    plan = PLAN | {"conflicts": "Aldry; Berrin; Castell; Dorne: one alliance", "days": "2031-11-10"}
    client.post("/desk/reviews/new/", plan)
    page = text(client.get("/desk/reviews/first-cycle/"))
    assert "1 of the reviewers may review Aldry (conflicts: one alliance)" in page
    assert "the calendar has 2 sessions" in page and "disabled" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("parties", "Nowhere", "No party is called “Nowhere”"),
        ("conflicts", "Aldry; Berrin", "cannot be read"),
        ("days", "10.11.2031", "is no day"),
        ("times", "nine", "is no time"),
        ("due_response", "soon", "is no distance from the session"),
        ("time_zone", "Port", "There is no time zone Port"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(field: str, value: str, words: str) -> None:
    for key, name in made.STATES.items():
        made.party(key, name)
    page = text(browser(made.officer()).post("/desk/reviews/new/", PLAN | {field: value}), 422)
    assert words in page and value in page and not Cycle.objects.exists()


def test_a_party_sees_what_it_owes_and_hands_it_in() -> None:
    review = made.first(made.drawn())
    with guard.writing("the calendar of a test"):
        ReviewStage.objects.filter(review=review, kind="self-report").update(
            opens_on=made.FIXED.date() - timedelta(days=3000), due_on=timezone.localdate() - timedelta(days=3)
        )
    client = browser(made.delegate(review.party, "focal-point"))
    desk = text(client.get("/desk/reviews/"))
    assert "3 days overdue" in desk and "Prepare a cycle" not in desk
    hub = f"/desk/reviews/{review.cycle.key}/of/{review.party.key}/"
    page = text(client.get(hub))
    assert (
        "Hand in a paper" in page and "Adopt the outcome" not in page and "Compilation</option>" not in page
    )
    empty = client.post(f"{hub}acts/hand-in/", {"kind": "self-report", "title": "Ours", "language": "en"})
    assert "Write the paper here" in text(empty, 422) and 'value="Ours"' in text(empty, 422)
    given = {"kind": "self-report", "title": "Ours", "language": "en", "text": "What we did."}
    assert client.post(f"{hub}acts/hand-in/", given).status_code == 302
    assert ReviewPaper.objects.get().party == review.party


def test_another_party_sees_its_own_forms_only() -> None:
    review = made.first(made.drawn())
    session_now(review)
    party = made.other(review)
    client = browser(made.delegate(party))
    hub = f"/desk/reviews/{review.cycle.key}/of/{review.party.key}/"
    page = text(client.get(hub))
    assert "Hand in a paper" not in page and "Ask a question" in page and "Set the times" not in page
    assert client.post(f"{hub}acts/stage/", {"kind": "session", "what": "finish"}).status_code == 403
    assert client.post(f"{hub}acts/no-such/", {}).status_code == 404
    assert client.post(f"{hub}acts/put-on-list/", {"party": party.key}).status_code == 302
    assert client.post(f"{hub}acts/put-on-list/", {"party": review.party.key}).status_code == 422
    assert [s.party for s in Speaker.objects.all()] == [party]
    said = {"party": party.key, "text": "Publish who owns the media.", "language": "en"}
    assert client.post(f"{hub}acts/recommend/", said).status_code == 302
    assert client.post(f"{hub}recommendations/1/", {"leave": party.key}).status_code == 302
    assert "taken back" in text(client.get(hub))


def test_the_session_shows_who_speaks_who_is_next_and_the_time_left() -> None:
    review = made.first(made.drawn())
    session_now(review)
    client, hub = browser(made.officer()), f"/desk/reviews/{review.cycle.key}/of/{review.party.key}/"
    one, two = made.other(review), made.third(review)
    for party in (one, two):
        assert client.post(f"{hub}acts/put-on-list/", {"party": party.name}).status_code == 302
    with guard.writing("the calendar of a test"):
        Review.objects.filter(pk=review.pk).update(list_closes=timezone.now())
    assert client.post(f"{hub}acts/order-list/").status_code == 302
    page = text(client.get(f"{hub}session/"))
    assert f"1. <bdi>{one.name}" in page and page.count("Call out of turn") == 1
    refused = client.post(f"{hub}speakers/{two.key}/", {"what": "call", "from": "session"}, follow=True)
    assert f"Next is {one.name}" in text(refused)
    speaker = f"{hub}speakers/{one.key}/"
    assert client.post(speaker, {"what": "call", "from": "session"})["Location"] == f"{hub}session/"
    with guard.writing("a minute has passed"):
        Speaker.objects.filter(party=one).update(began_at=timezone.now() - timedelta(seconds=190))
    page = text(client.get(f"{hub}session/"))
    assert "−0:1" in page and 'http-equiv="refresh"' in page and f"2. <bdi>{two.name}" in page
    fragment = text(client.get(f"{hub}session/", headers={"HX-Request": "true"}))
    assert "<html" not in fragment and "hx-get" in fragment
    client.post(speaker, {"what": "end", "from": "session"})
    assert Speaker.objects.get(party=one).state == "spoke"
    assert "Someone is speaking" not in text(client.get(f"{hub}session/"))


def test_an_officer_adopts_the_outcome_and_everyone_is_led_to_the_document() -> None:
    review = made.first(made.drawn())
    made.recommended(review)
    client, hub = browser(made.officer()), f"/desk/reviews/{review.cycle.key}/of/{review.party.key}/"
    page = text(client.get(hub))
    assert f"Outcome of the review of {review.party.name}" in page
    said = {"title": "Outcome at Harbour", "issued_on": "2031-11-13", "place": "Harbour"}
    assert client.post(f"{hub}acts/adopt/", said).status_code == 302
    review.refresh_from_db()
    assert review.outcome and review.outcome.public
    assert "Adopt the outcome" not in text(client.get(hub))


def test_a_reviewer_stands_down_on_the_desk() -> None:
    review = made.first(made.drawn())
    reviewer = review.reviewers.select_related("party").earliest("place")
    client = browser(made.delegate(reviewer.party, "reviewer"))
    hub = f"/desk/reviews/{review.cycle.key}/of/{review.party.key}/"
    assert text(client.get(hub)).count("stands down") == 1
    client.post(f"{hub}reviewers/{reviewer.party.key}/", {"reason": "Elections at home."})
    reviewer.refresh_from_db()
    assert reviewer.reason == "Elections at home." and reviewer.until


def test_the_desk_is_closed_to_others() -> None:
    review = made.first(made.drawn())
    validator = made.delegate(Party.objects.get(pk=review.party_id), "validator")
    client = browser(validator)
    assert client.get("/desk/reviews/").status_code == 403
    assert client.get(f"/desk/reviews/{review.cycle.key}/").status_code == 403
    assert Client().get("/desk/reviews/").status_code == 302
