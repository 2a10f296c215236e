"""A review from its first paper to the outcome: what is taken when, and how each stage stands."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party
from koinon.register.actions import recommending, reviews, sessions
from koinon.register.engine.reviewing import speaking
from koinon.register.engine.reviewing.pool import digest
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.models import FollowUp, ReviewPaper
from koinon.register.queries import review_stages
from koinon.register.queries import reviews as queries
from tests.factories.following import answer
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db


def test_a_self_report_not_handed_in_is_overdue_from_the_day_after() -> None:
    review = made.first(made.drawn())
    due = review.stages.get(kind="self-report").due_on
    assert due
    for days, state, overdue in (
        (-200, "not-open", 0),
        (0, "open", 0),
        (1, "overdue", 1),
        (12, "overdue", 12),
    ):
        found = review_stages.stage(review, Stage.SELF_REPORT, due + timedelta(days=days))
        assert (found.state, found.standing.overdue) == (state, overdue)
    made.self_report(review)
    review = queries.review(review.cycle.key, review.party.key)
    assert review_stages.stage(review, Stage.SELF_REPORT, due + timedelta(days=12)).state == "done"


def test_a_paper_that_replaces_another_leaves_it_readable() -> None:
    review = made.first(made.drawn())
    first = made.self_report(review)
    second = made.self_report(review, "Corrected.")
    first.refresh_from_db()
    assert first.replaced_at and second.replaced_at is None
    assert [p.text for p in queries.papers(review)] == ["What we did since the last review.", "Corrected."]


def test_each_hands_in_its_own_papers() -> None:
    review = made.first(made.drawn())
    lamp = made.party("lamp", "Lamp Network", "network")
    coordinator = made.delegate(lamp, "coordinator")
    common = {"review": review, "title": "A paper", "language": "en", "text": "Words.", "now": made.DRAWN}
    reviews.hand_in(by=coordinator, kind=Paper.SUBMISSION, party=lamp, **common)
    reviews.hand_in(by=made.officer(), kind=Paper.SUMMARY, **common)
    reviews.hand_in(by=made.delegate(review.party, "focal-point"), kind=Paper.SELF_REPORT, **common)
    for by, kind, party in (
        (coordinator, Paper.SELF_REPORT, None),
        (coordinator, Paper.SUBMISSION, made.party("mast", "Mast")),
        (coordinator, Paper.SUBMISSION, None),
        (made.delegate(made.other(review)), Paper.RESPONSE, None),
        (made.delegate(review.party), Paper.COMPILATION, None),
        (made.officer(), Paper.MID_TERM, None),
    ):
        with pytest.raises(NotPermitted):
            reviews.hand_in(by=by, kind=kind, party=party, **common)
    assert ReviewPaper.objects.count() == 3


def test_a_paper_without_words_or_file_is_refused() -> None:
    review = made.first(made.drawn())
    for rest in ({"title": " ", "text": "x"}, {"title": "T"}, {"title": "T", "file": ("a.txt", b"")}):
        with pytest.raises(Refused):
            reviews.hand_in(
                by=PLATFORM, review=review, kind=Paper.SUMMARY, language="en", now=made.DRAWN, **rest
            )
    assert not ReviewPaper.objects.exists()


def test_questions_are_taken_in_their_time_and_answered_once() -> None:
    review = made.first(made.drawn())
    stage = review.stages.get(kind="questions")
    for day, words in (
        (stage.opens_on - timedelta(days=1), "can be asked from"),
        (stage.due_on + timedelta(days=1), "could be asked until"),
    ):
        with pytest.raises(Refused, match=words):
            reviews.ask(
                by=PLATFORM, review=review, party=made.other(review), text="?", language="en",
                now=made.DRAWN, today=day,
            )  # fmt: skip
    with pytest.raises(NotPermitted, match="asks itself nothing"):
        reviews.ask(
            by=PLATFORM, review=review, party=review.party, text="?", language="en", now=made.DRAWN,
            today=stage.due_on,
        )  # fmt: skip
    question = made.asked(review)
    reviews.reply(by=made.delegate(review.party), question=question, text="In spring.", now=made.DRAWN)
    with pytest.raises(Refused, match="its answer already"):
        reviews.reply(by=PLATFORM, question=question, text="In autumn.", now=made.DRAWN)


def test_the_time_for_questions_ends_by_itself() -> None:
    cycle = made.drawn()
    silent, curious = (queries.review(cycle.key, key) for key in cycle.record["order"][:2])
    made.asked(curious)
    after = made.SESSION + timedelta(days=3)
    for review, state in ((silent, "passed"), (curious, "done")):
        found = review_stages.stage(queries.review(cycle.key, review.party.key), Stage.QUESTIONS, after)
        assert found.state == state and found.by_itself


def test_a_stage_is_moved_with_a_trace_finished_or_passed_with_a_reason() -> None:
    review = made.first(made.drawn())
    before = review.stages.get(kind="response").due_on
    days = {"opens_on": made.SESSION, "due_on": made.SESSION + timedelta(days=200)}
    stage = reviews.move_stage(
        by=PLATFORM, review=review, kind=Stage.RESPONSE, reason="A new government.", now=made.DRAWN, **days
    )
    assert stage.moves[0]["due_on"] == before.isoformat() and stage.moves[0]["reason"] == "A new government."
    days["due_on"] = date(9999, 12, 31)
    with pytest.raises(Refused, match="cannot be meant"):
        reviews.move_stage(
            by=PLATFORM, review=review, kind=Stage.RESPONSE, reason="A slip.", now=made.DRAWN, **days
        )
    with pytest.raises(Refused, match="reason is public"):
        reviews.pass_stage(by=PLATFORM, review=review, kind=Stage.MID_TERM, reason="", now=made.DRAWN)
    reviews.pass_stage(by=PLATFORM, review=review, kind=Stage.MID_TERM, reason="It left.", now=made.DRAWN)
    with pytest.raises(Refused, match="passed without, already"):
        reviews.finish_stage(by=PLATFORM, review=review, kind=Stage.MID_TERM, note="", now=made.DRAWN)


def test_a_session_that_moves_takes_its_hour_along() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    calendar = made.Calendar(
        days=tuple(made.SESSION + timedelta(days=n) for n in range(3)), time_zone="Asia/Jakarta",
        times=(time(5), time(14)),
    )  # fmt: skip
    review = made.first(made.drawn(calendar=calendar))
    assert review.begins == datetime(2031, 11, 10, 5, tzinfo=zone)  # the day before in UTC
    day = made.SESSION + timedelta(days=30)
    common = {
        "by": PLATFORM,
        "review": review,
        "kind": Stage.SESSION,
        "reason": "A storm.",
        "now": made.DRAWN,
    }
    with pytest.raises(Refused, match="held on one day"):
        reviews.move_stage(**common, opens_on=day, due_on=day + timedelta(days=1))
    reviews.move_stage(**common, opens_on=day, due_on=day)
    moved = queries.review(review.cycle.key, review.party.key)
    assert moved.begins == datetime(2031, 12, 10, 5, tzinfo=zone) and moved.revision == review.revision + 1
    stage = moved.stages.get(kind="session")
    assert (stage.opens_on, stage.due_on) == (day, day)


def test_the_list_of_speakers_opens_and_closes_and_divides_the_time() -> None:
    review = made.listing(made.first(made.drawn()))
    assert review.begins
    early = review.begins - timedelta(days=8)
    with pytest.raises(Refused, match="not open now"):
        sessions.put_on_list(by=PLATFORM, review=review, party=made.other(review), now=early)
    one, two = made.other(review), made.third(review)
    speakers = made.listed(review, two, one)
    with pytest.raises(Refused, match="on the list already"):
        made.listed(review, one)
    with pytest.raises(Refused, match="has not closed yet"):
        sessions.order_list(by=PLATFORM, review=review, now=early)
    sessions.take_off_list(by=made.delegate(two), speaker=speakers[0])
    made.listed(review, two, later=1)  # again, now after the other
    with pytest.raises(Refused, match="in order first"):
        sessions.call_speaker(by=PLATFORM, speaker=speakers[1], now=review.begins)
    review = made.ordered(review)
    assert [s.party for s in queries.speakers(review)] == [one, two]
    assert review.list_record["seconds"] == 180
    with pytest.raises(Refused, match="in order already"):
        made.listing(review)


def test_the_order_by_lot_follows_from_the_seed_of_the_cycle_and_nobody_chooses_anything() -> None:
    cycle = made.drawn(speaking=made.BY_LOT)
    review = made.listing(made.first(cycle))
    four = list(Party.objects.filter(key__in=made.STATES).exclude(pk=review.party_id).order_by("-name"))
    made.listed(review, *four)
    review = made.ordered(review)
    said = json.loads(json.dumps(review.list_record))
    assert speaking.faults(said) == [] and said["digest"] == cycle.record["digest"]
    assert said["seed"] == cycle.seed and said["arrived"] == [party.key for party in four]

    def lot(party: str) -> str:  # as the documentation says it, written out
        text = f"{cycle.record['digest']}:4 8 15 16 23 42:{review.party.key}/{party}"
        return hashlib.sha256(text.encode()).hexdigest()

    assert said["order"] == sorted((party.key for party in four), key=lot)
    assert [s.party.key for s in queries.speakers(review)] == said["order"]
    assert Entry.objects.get(verb="register.order_list").facts["record"] == digest(review.list_record)


def test_a_class_of_addressees_neither_speaks_nor_recommends_nor_is_reviewed() -> None:
    members = made.party("members", "Member states", "class")
    review = made.listing(made.first(made.drawn()))
    assert review.begins
    listed_at = review.begins - timedelta(days=3)
    with pytest.raises(Refused, match="Member states is a class of addressees"):
        sessions.put_on_list(by=PLATFORM, review=review, party=members, now=listed_at)
    with pytest.raises(Refused, match="Member states is a class of addressees"):
        made.recommended(review, "Publish.", made.other(review), members)
    with pytest.raises(Refused, match="Member states is a class of addressees"):
        recommending.join_recommendation(by=PLATFORM, recommendation=made.recommended(review), party=members)
    with pytest.raises(Refused, match="Member states is a class of addressees"):
        made.prepared(reviewers=(*made.STATES, "members"))
    assert not queries.speakers(review) and review.recommendations.count() == 1
    lamp = made.party("lamp", "Lamp Network", "network")
    assert sessions.put_on_list(by=PLATFORM, review=review, party=lamp, now=listed_at).party == lamp


def test_one_speaks_at_a_time_and_the_absent_are_noted() -> None:
    review = made.listing(made.first(made.drawn()))
    made.listed(review, made.other(review), made.third(review))
    review = made.ordered(review)
    first, second = queries.speakers(review)
    now = review.begins
    assert now
    sessions.call_speaker(by=PLATFORM, speaker=first, now=now)
    with pytest.raises(Refused, match="Someone is speaking"):
        sessions.call_speaker(by=PLATFORM, speaker=second, now=now)
    with pytest.raises(Refused, match="not speaking"):
        sessions.end_speech(by=PLATFORM, speaker=second, now=now)
    sessions.end_speech(by=PLATFORM, speaker=first, now=now + timedelta(seconds=100))
    sessions.end_speech(by=PLATFORM, speaker=second, now=now, absent=True)
    assert [s.state for s in queries.speakers(review)] == ["spoke", "absent"]
    sessions.call_speaker(by=PLATFORM, speaker=second, now=now)  # who comes late speaks after the others
    with pytest.raises(Refused, match="has spoken already"):
        sessions.call_speaker(by=PLATFORM, speaker=first, now=now)


def test_the_floor_is_given_on_the_day_of_the_session_and_not_before() -> None:
    zone = ZoneInfo("Pacific/Auckland")
    calendar = made.Calendar(
        days=tuple(made.SESSION + timedelta(days=n) for n in range(3)), time_zone="Pacific/Auckland"
    )
    review = made.listing(made.first(made.drawn(calendar=calendar)))
    (speaker,) = made.listed(review, made.other(review))
    review = made.ordered(review)
    eve = datetime(2031, 11, 9, 23, 59, tzinfo=zone)
    common = {"by": PLATFORM, "review": review, "text": "Publish.", "language": "en"}
    with pytest.raises(Refused, match="made in the session"):
        recommending.recommend(**common, parties=[speaker.party], now=eve)
    recommending.recommend(**common, parties=[speaker.party], now=eve + timedelta(minutes=1))
    for act in (
        lambda now: sessions.call_speaker(by=PLATFORM, speaker=speaker, now=now),
        lambda now: sessions.end_speech(by=PLATFORM, speaker=speaker, now=now, absent=True),
    ):
        with pytest.raises(Refused, match="the floor is given then") as refusal:
            act(eve)
        assert refusal.value.data["day"] == made.SESSION
    called = sessions.call_speaker(by=PLATFORM, speaker=speaker, now=eve + timedelta(minutes=1))
    assert called.state == "speaking", "the chair may open some minutes early"


def test_whoever_is_called_out_of_turn_is_so_for_a_public_reason() -> None:
    review = made.listing(made.first(made.drawn()))
    four = list(Party.objects.filter(key__in=made.STATES).exclude(pk=review.party_id).order_by("name"))
    made.listed(review, *four)
    review = made.ordered(review)
    one, two, three, four_ = queries.speakers(review)
    now = review.begins
    assert now
    with pytest.raises(Refused, match=f"Next is {one.party.name}: .* why {three.party.name} speaks before"):
        sessions.call_speaker(by=PLATFORM, speaker=three, now=now)
    called = sessions.call_speaker(by=PLATFORM, speaker=three, now=now, reason=" Its minister leaves. ")
    assert called.reason == "Its minister leaves."
    entry = Entry.objects.filter(verb="register.call_speaker").latest("number")
    assert entry.facts["reason"] == "Its minister leaves."
    sessions.end_speech(by=PLATFORM, speaker=three, now=now)
    sessions.end_speech(by=PLATFORM, speaker=one, now=now, absent=True)
    with pytest.raises(Refused, match=f"Next is {two.party.name}"):  # who missed its turn waits for the end
        sessions.call_speaker(by=PLATFORM, speaker=one, now=now)
    in_turn = sessions.call_speaker(by=PLATFORM, speaker=two, now=now, reason="not needed")
    assert in_turn.reason == ""
    sessions.end_speech(by=PLATFORM, speaker=two, now=now)
    sessions.end_speech(by=PLATFORM, speaker=four_, now=now, absent=True)
    assert sessions.call_speaker(by=PLATFORM, speaker=one, now=now).state == "speaking"


def test_recommendations_are_joined_left_and_taken_back() -> None:
    review = made.first(made.drawn())
    one, two = made.other(review), made.third(review)
    recommendation = made.recommended(review, "Publish who owns the media.", one)
    recommending.join_recommendation(by=made.delegate(two), recommendation=recommendation, party=two)
    with pytest.raises(Refused, match="recommends this already"):
        recommending.join_recommendation(by=PLATFORM, recommendation=recommendation, party=two)
    with pytest.raises(NotPermitted):
        recommending.leave_recommendation(
            by=made.delegate(two), recommendation=recommendation, party=one, now=made.DRAWN
        )
    for party in (one, two):
        recommending.leave_recommendation(
            by=PLATFORM, recommendation=recommendation, party=party, now=made.DRAWN
        )
    recommendation.refresh_from_db()
    assert recommendation.withdrawn_at and list(recommendation.parties.all()) == [two]
    with pytest.raises(Refused, match="was taken back"):
        recommending.join_recommendation(by=PLATFORM, recommendation=recommendation, party=one)


def test_nothing_is_recommended_before_the_session_nor_to_oneself() -> None:
    review = made.first(made.drawn())
    assert review.begins
    common = {"review": review, "text": "Publish.", "language": "en"}
    with pytest.raises(Refused, match="made in the session"):
        recommending.recommend(by=PLATFORM, parties=[made.other(review)], now=made.DRAWN, **common)
    with pytest.raises(NotPermitted, match="nothing to itself"):
        recommending.recommend(by=PLATFORM, parties=[review.party], now=review.begins, **common)


def test_the_outcome_is_a_published_document_of_what_still_stands() -> None:
    review = made.first(made.drawn())
    one, two = made.other(review), made.third(review)
    with pytest.raises(Refused, match="Nothing was recommended"):
        made.adopted(review)
    made.recommended(review, "Publish who owns the media.", one, two)
    gone = made.recommended(review, "Do something.", one)
    recommending.leave_recommendation(by=PLATFORM, recommendation=gone, party=one, now=made.DRAWN)
    made.recommended(review, "Let courts decide on bans.", two)
    review = made.adopted(review)
    document = review.outcome
    assert document and document.public and document.kind == "review-outcome"
    assert document.origin == f"review:{review.cycle.key}/{review.party.key}"
    provisions = list(document.provisions.all())
    assert [p.label for p in provisions] == ["1", "3"]
    assert [document.text[p.start : p.end] for p in provisions] == [p.text for p in provisions]
    assert f"1. Publish who owns the media. ({one.name}; {two.name})" in document.text
    assert [i.party for i in provisions[0].issuers.all()] == [one, two]
    assert [a.party for a in provisions[1].addressees.all()] == [review.party]
    assert FollowUp.objects.filter(document=document, party=review.party).count() == 2
    assert review_stages.stage(review, Stage.OUTCOME, made.SESSION).state == "done"
    with pytest.raises(Refused, match="is adopted"):
        made.recommended(review, "Late.", one)


def test_the_response_is_complete_when_every_recommendation_has_its_answer() -> None:
    review = made.first(made.drawn())
    made.recommended(review, "Publish who owns the media.")
    made.recommended(review, "Let courts decide on bans.")
    late = made.SESSION + timedelta(days=300)
    waiting = review_stages.stage(review, Stage.RESPONSE, late)
    assert waiting.state == "not-open" and waiting.waits, "nobody owes a response before the outcome"
    review = made.adopted(review)
    first, second = FollowUp.objects.filter(document=review.outcome)
    answer(first, "accepted")
    halfway = queries.review(review.cycle.key, review.party.key)
    assert review_stages.stage(halfway, Stage.RESPONSE, late).state == "overdue"
    answer(second, "noted")
    whole = queries.review(review.cycle.key, review.party.key)
    found = review_stages.stage(whole, Stage.RESPONSE, late)
    assert found.state == "done" and found.by_itself
