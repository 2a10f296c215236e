"""One example of every action of peer review, for the house to try."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.register.actions import reviews
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.queries import reviews as queries
from tests.house.actions import example
from tests.house.places import fills, fills_api
from tests.register.reviews import cycles as made

_REVIEW = "reviews/<slug:cycle>/<slug:key>/"
_DESK = "desk/reviews/<slug:cycle>/of/<slug:key>/"


def of_stage(kind: Stage, **rest: Any) -> dict[str, Any]:
    review = made.first(made.drawn())
    return {"by": made.officer(), "review": review, "kind": kind, "now": made.DRAWN, **rest}


@example("register.make_cycle")
def make_cycle() -> dict[str, Any]:
    made.prepared()
    return {"by": made.officer(), "title": "Second cycle", "plan": made.plan()}


@example("register.edit_cycle")
def edit_cycle() -> dict[str, Any]:
    cycle = made.prepared()
    return {"by": made.officer(), "cycle": cycle, "revision": 1, "title": "First", "plan": made.plan(each=1)}


@example("register.fix_cycle")
def fix_cycle() -> dict[str, Any]:
    cycle = made.prepared()
    today = made.FIXED.date()
    return {"by": made.officer(), "cycle": cycle, "revision": 1, "now": made.FIXED, "today": today}


@example("register.draw_cycle")
def draw_cycle() -> dict[str, Any]:
    cycle = made.fixed()
    return {
        "by": made.officer(), "cycle": cycle, "revision": cycle.revision, "seed": "4 8 15", "now": made.DRAWN,
        "today": made.DRAWN.date(),
    }  # fmt: skip


@example("register.stand_down")
def stand_down() -> dict[str, Any]:
    review = made.first(made.drawn())
    reviewer = review.reviewers.select_related("party", "review__cycle").earliest("place")
    by = made.delegate(reviewer.party, "reviewer")
    return {"by": by, "reviewer": reviewer, "reason": "Elections at home.", "now": made.DRAWN}


@example("register.hand_in")
def hand_in() -> dict[str, Any]:
    review = made.first(made.drawn())
    return {
        "by": made.delegate(review.party, "focal-point"), "review": review, "kind": Paper.SELF_REPORT,
        "title": "Self-report", "language": "en", "now": made.DRAWN, "file": ("report.txt", b"What we did."),
    }  # fmt: skip


@example("register.ask")
def ask() -> dict[str, Any]:
    review = made.first(made.drawn())
    party, at = made.other(review), review.begins - timedelta(days=28)
    return {
        "by": made.delegate(party), "review": review, "party": party, "text": "When?", "language": "en",
        "now": at, "today": at.date(),
    }  # fmt: skip


@example("register.reply")
def reply() -> dict[str, Any]:
    question = made.asked(made.first(made.drawn()))
    by = made.delegate(question.review.party)
    return {"by": by, "question": question, "text": "Next spring.", "now": made.DRAWN}


@example("register.finish_stage")
def finish_stage() -> dict[str, Any]:
    return of_stage(Stage.ADOPTION, note="Adopted at Harbour.")


@example("register.pass_stage")
def pass_stage() -> dict[str, Any]:
    return of_stage(Stage.MID_TERM, reason="The party left the partnership.")


@example("register.move_stage")
def move_stage() -> dict[str, Any]:
    days = {"opens_on": made.SESSION, "due_on": made.SESSION + timedelta(days=40)}
    return of_stage(Stage.RESPONSE, reason="A new government.", **days)


@example("register.open_list")
def open_list() -> dict[str, Any]:
    review = made.first(made.drawn())
    return {
        "by": made.officer(), "review": review, "opens": review.begins - timedelta(days=7),
        "closes": review.begins - timedelta(days=1),
    }  # fmt: skip


@example("register.put_on_list")
def put_on_list() -> dict[str, Any]:
    review = made.listing(made.first(made.drawn()))
    party = made.other(review)
    return {
        "by": made.delegate(party), "review": review, "party": party,
        "now": review.begins - timedelta(days=3),
    }  # fmt: skip


@example("register.take_off_list")
def take_off_list() -> dict[str, Any]:
    review = made.listing(made.first(made.drawn()))
    (speaker,) = made.listed(review, made.other(review))
    return {"by": made.delegate(speaker.party), "speaker": speaker}


@example("register.order_list")
def order_list() -> dict[str, Any]:
    review = made.listing(made.first(made.drawn()))
    made.listed(review, made.other(review))
    return {"by": made.officer(), "review": review, "now": review.begins}


def waiting() -> dict[str, Any]:
    review = made.listing(made.first(made.drawn()))
    made.listed(review, made.other(review))
    made.ordered(review)
    speaker = queries.speaker(review, made.other(review).key)
    return {"by": made.officer(), "speaker": speaker, "now": review.begins}


@example("register.call_speaker")
def call_speaker() -> dict[str, Any]:
    return waiting()


@example("register.end_speech")
def end_speech() -> dict[str, Any]:
    return {**waiting(), "absent": True}


@example("register.recommend")
def recommend() -> dict[str, Any]:
    review = made.first(made.drawn())
    party = made.other(review)
    return {
        "by": made.delegate(party), "review": review, "parties": [party], "text": "Publish who owns what.",
        "language": "en", "now": review.begins,
    }  # fmt: skip


@example("register.join_recommendation")
def join_recommendation() -> dict[str, Any]:
    review = made.first(made.drawn())
    party = made.third(review)
    return {"by": made.delegate(party), "recommendation": made.recommended(review), "party": party}


@example("register.leave_recommendation")
def leave_recommendation() -> dict[str, Any]:
    review = made.first(made.drawn())
    party = made.other(review)
    recommendation = made.recommended(review)
    return {
        "by": made.delegate(party), "recommendation": recommendation, "party": party, "now": review.begins,
    }  # fmt: skip


@example("register.adopt_outcome")
def adopt_outcome() -> dict[str, Any]:
    review = made.first(made.drawn())
    made.recommended(review)
    return {
        "by": made.officer(), "review": review, "title": "Outcome", "issued_on": made.SESSION,
        "place": "Harbour", "now": review.begins,
    }  # fmt: skip


def of_the_world(world: Any) -> dict[str, Any]:
    """A drawn cycle in which the world's party is reviewed, one of everything; and one in preparation."""
    cycle = made.drawn(parties=(world.party.key,), reviewers=("aldry", "berrin", "castell"), conflicts=())
    review = made.first(cycle)
    paper = reviews.hand_in(
        by=PLATFORM, review=review, kind=Paper.SELF_REPORT, title="Self-report", language="en",
        file=("report.txt", b"What we did."), now=made.DRAWN,
    )  # fmt: skip
    question = made.asked(review)
    made.listing(review)
    made.listed(review, made.other(review))
    made.ordered(review)
    made.recommended(review)
    return {
        "cycle": cycle.key, "prepared": made.prepared().key, "paper": paper.pk, "question": question.pk,
        "speaker": made.other(review).key, "reviewer": cycle.record["reviewers"][world.party.key][0],
        "party": world.party.key,
    }  # fmt: skip


@fills("reviews/", "desk/reviews/", _DESK)
def of_routes(world: Any) -> dict[str, Any]:
    there = of_the_world(world)
    world.reviewed = there
    return {"cycle": there["cycle"], "key": there["party"], "act": "hand-in", "number": 1}


@fills(_REVIEW + "papers/")
def of_papers(world: Any) -> dict[str, Any]:
    return {"cycle": world.reviewed["cycle"], "key": world.party.key, "pk": world.reviewed["paper"]}


@fills(_DESK + "questions/")
def of_questions(world: Any) -> dict[str, Any]:
    return {"cycle": world.reviewed["cycle"], "key": world.party.key, "pk": world.reviewed["question"]}


@fills(_DESK + "speakers/")
def of_speakers(world: Any) -> dict[str, Any]:
    return {"cycle": world.reviewed["cycle"], "key": world.party.key, "party": world.reviewed["speaker"]}


@fills(_DESK + "reviewers/")
def of_reviewers(world: Any) -> dict[str, Any]:
    return {"cycle": world.reviewed["cycle"], "key": world.party.key, "party": world.reviewed["reviewer"]}


@fills_api
def of_paths(world: Any) -> dict[str, Any]:
    there = world.reviewed
    return {
        "/desk/reviews/{cycle}": there["prepared"],
        "/reviews/{cycle}": there["cycle"],
        "/parties/{party}": there["party"],
        "/reviewers/{reviewer}": there["reviewer"],
        "/speakers/{speaker}": there["speaker"],
        "/questions/{pk}": there["question"],
        "/stages/{stage}": "adoption",
        "/recommendations/{number}": 1,
    }
