"""Taking part in a review: papers, questions, speakers, recommendations, stages, and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from koinon.kernel.refusals import Refused
from koinon.people.api.bearer import caller
from koinon.people.api.lists import made, site
from koinon.people.api.operations import operation
from koinon.people.api.parties import party_named
from koinon.register.actions import cycles, recommending, reviews, sessions
from koinon.register.api import review_shapes as shapes
from koinon.register.api.reviews import (
    TAG,
    paper_record,
    question_record,
    recommendation_record,
    review_record,
    speaker_record,
    stage_record,
)
from koinon.register.engine import choices
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.queries import review_pages, review_stages
from koinon.register.queries import reviews as queries

BASE = "/reviews/{cycle}/parties/{party}"


F = TypeVar("F", bound=Callable[..., Any])


def _act(
    method: str, path: str, answer: Any, name: str, verb: str = "", status: int = 200
) -> Callable[[F], F]:
    return operation(
        method, BASE + path, answer=answer, status=status, name=name, tag=TAG, scope="convene",
        acts=f"register.{verb or name}",
    )  # fmt: skip


@_act("POST", "/reviewers/{reviewer}/standing-down", shapes.ReviewOut, "stand_down")
def stand_down(
    request: HttpRequest, cycle: str, party: str, reviewer: str, why: shapes.ReviewReasonIn
) -> dict[str, Any]:
    """Stand down as a reviewer; the next lot of the same stream finds who takes the place."""
    who = queries.reviewer(queries.review(cycle, party), reviewer)
    cycles.stand_down(by=caller(request), reviewer=who, reason=why.reason, now=timezone.now())
    return review_record(request, queries.review(cycle, party))


@_act("POST", "/papers", shapes.PaperOut, "hand_in", status=201)
def hand_in(request: HttpRequest, cycle: str, party: str, paper: shapes.PaperIn) -> dict[str, Any]:
    """Hand in a paper that is written here; an earlier one of the kind stays readable."""
    review = queries.review(cycle, party)
    given = reviews.hand_in(
        by=caller(request), review=review, kind=paper.kind, title=paper.title,
        language=_language(paper.language), party=party_named(paper.party), text=paper.text,
        now=timezone.now(),
    )  # fmt: skip
    made(request, f"/reviews/{cycle}/parties/{party}")
    return paper_record(given, review, site(request))


@_act("POST", "/files", shapes.PaperOut, "hand_in_file", "hand_in", status=201)
def hand_in_file(
    request: HttpRequest,
    cycle: str,
    party: str,
    file: File[UploadedFile],
    kind: Form[Paper] = Paper.SELF_REPORT,
    title: Form[str] = "",
    language: Form[str] = "en",
    behalf: Form[str] = "",
) -> dict[str, Any]:
    """Hand in a paper as a file, at most 50 MiB. `behalf`: for a submission, the key of whose it is."""
    review, name = queries.review(cycle, party), file.name or "paper"
    given = reviews.hand_in(
        by=caller(request), review=review, kind=kind, title=title[:300] or name, language=_language(language),
        party=party_named(behalf), file=(name, file.read()), now=timezone.now(),
    )  # fmt: skip
    made(request, f"/reviews/{cycle}/parties/{party}")
    return paper_record(given, review, site(request))


@_act("POST", "/questions", shapes.QuestionOut, "ask", status=201)
def ask(request: HttpRequest, cycle: str, party: str, question: shapes.QuestionIn) -> dict[str, Any]:
    """Ask a question in advance; it is public at once."""
    asked = reviews.ask(
        by=caller(request), review=queries.review(cycle, party), party=_party(question.party),
        text=question.text, language=_language(question.language), now=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    made(request, f"/reviews/{cycle}/parties/{party}")
    return question_record(asked)


@_act("POST", "/questions/{pk}/answer", shapes.QuestionOut, "reply")
def reply(request: HttpRequest, cycle: str, party: str, pk: int, answer: shapes.AnswerIn) -> dict[str, Any]:
    """Answer a question in advance; the answer is public at once."""
    question = queries.question(queries.review(cycle, party), pk)
    reviews.reply(by=caller(request), question=question, text=answer.text, now=timezone.now())
    return question_record(queries.question(queries.review(cycle, party), pk))


@_act("POST", "/stages/{stage}/finish", shapes.ReviewStageOut, "finish_stage")
def finish_stage(
    request: HttpRequest, cycle: str, party: str, stage: Stage, note: shapes.NoteIn
) -> dict[str, Any]:
    """Finish a stage, with a word on what was done."""
    review = queries.review(cycle, party)
    reviews.finish_stage(by=caller(request), review=review, kind=stage, note=note.note, now=timezone.now())
    return _stage(cycle, party, stage)


@_act("POST", "/stages/{stage}/passing", shapes.ReviewStageOut, "pass_stage")
def pass_stage(
    request: HttpRequest, cycle: str, party: str, stage: Stage, why: shapes.ReviewReasonIn
) -> dict[str, Any]:
    """Go on without a stage, for a reason that everyone reads."""
    review = queries.review(cycle, party)
    reviews.pass_stage(by=caller(request), review=review, kind=stage, reason=why.reason, now=timezone.now())
    return _stage(cycle, party, stage)


@_act("POST", "/stages/{stage}/move", shapes.ReviewStageOut, "move_stage")
def move_stage(
    request: HttpRequest, cycle: str, party: str, stage: Stage, move: shapes.MoveIn
) -> dict[str, Any]:
    """Move the dates of a stage; the earlier ones stay readable."""
    review = queries.review(cycle, party)
    reviews.move_stage(by=caller(request), review=review, kind=stage, now=timezone.now(), **move.dict())
    return _stage(cycle, party, stage)


@_act("PUT", "/speakers-list", shapes.ReviewOut, "open_list")
def open_list(request: HttpRequest, cycle: str, party: str, window: shapes.WindowIn) -> dict[str, Any]:
    """Say when the list of speakers opens and closes."""
    zone = timezone.get_default_timezone()
    opens, closes = (at if at.tzinfo else at.replace(tzinfo=zone) for at in (window.opens, window.closes))
    sessions.open_list(by=caller(request), review=queries.review(cycle, party), opens=opens, closes=closes)
    return review_record(request, queries.review(cycle, party))


@_act("POST", "/speakers", shapes.SpeakerOut, "put_on_list", status=201)
def put_on_list(request: HttpRequest, cycle: str, party: str, who: shapes.ReviewPartyIn) -> dict[str, Any]:
    """Put a party on the list of speakers."""
    listed = sessions.put_on_list(
        by=caller(request), review=queries.review(cycle, party), party=_party(who.party), now=timezone.now()
    )
    made(request, f"/reviews/{cycle}/parties/{party}")
    return speaker_record(listed)


@_act("DELETE", "/speakers/{speaker}", None, "take_off_list", status=204)
def take_off_list(request: HttpRequest, cycle: str, party: str, speaker: str) -> None:
    """Take a party off the list of speakers."""
    who = queries.speaker(queries.review(cycle, party), speaker)
    sessions.take_off_list(by=caller(request), speaker=who)


@_act("POST", "/speakers-list/order", shapes.ReviewOut, "order_list")
def order_list(request: HttpRequest, cycle: str, party: str) -> dict[str, Any]:
    """Put the list of speakers in order and divide the time."""
    sessions.order_list(by=caller(request), review=queries.review(cycle, party), now=timezone.now())
    return review_record(request, queries.review(cycle, party))


@_act("POST", "/speakers/{speaker}/call", shapes.SpeakerOut, "call_speaker")
def call_speaker(
    request: HttpRequest, cycle: str, party: str, speaker: str, call: shapes.CallIn
) -> dict[str, Any]:
    """Give a party the floor: whoever is next on the list, or another for a reason."""
    who = queries.speaker(queries.review(cycle, party), speaker)
    called = sessions.call_speaker(by=caller(request), speaker=who, now=timezone.now(), reason=call.reason)
    return speaker_record(called)


@_act("POST", "/speakers/{speaker}/end", shapes.SpeakerOut, "end_speech")
def end_speech(
    request: HttpRequest, cycle: str, party: str, speaker: str, end: shapes.SpeakerEndIn
) -> dict[str, Any]:
    """End a speech, or note that a party was called and is absent."""
    who = queries.speaker(queries.review(cycle, party), speaker)
    ended = sessions.end_speech(by=caller(request), speaker=who, now=timezone.now(), absent=end.absent)
    return speaker_record(ended)


@_act("POST", "/recommendations", shapes.RecommendationOut, "recommend", status=201)
def recommend(
    request: HttpRequest, cycle: str, party: str, recommendation: shapes.RecommendationIn
) -> dict[str, Any]:
    """Recommend something to the party under review, alone or together."""
    said = recommendation
    row = recommending.recommend(
        by=caller(request), review=queries.review(cycle, party),
        parties=[_party(key) for key in said.parties],
        text=said.text, language=_language(said.language), themes=said.themes, now=timezone.now(),
    )  # fmt: skip
    made(request, f"/reviews/{cycle}/parties/{party}")
    return _recommendation(request, cycle, party, row.number)


@_act("POST", "/recommendations/{number}/parties", shapes.RecommendationOut, "join_recommendation")
def join_recommendation(
    request: HttpRequest, cycle: str, party: str, number: int, who: shapes.ReviewPartyIn
) -> dict[str, Any]:
    """Join a recommendation that another party made."""
    row = queries.recommendation(queries.review(cycle, party), number)
    recommending.join_recommendation(by=caller(request), recommendation=row, party=_party(who.party))
    return _recommendation(request, cycle, party, number)


@_act("POST", "/recommendations/{number}/leaving", shapes.RecommendationOut, "leave_recommendation")
def leave_recommendation(
    request: HttpRequest, cycle: str, party: str, number: int, who: shapes.ReviewPartyIn
) -> dict[str, Any]:
    """Take a recommendation back for a party; where others made it too, it stays theirs."""
    row = queries.recommendation(queries.review(cycle, party), number)
    recommending.leave_recommendation(
        by=caller(request), recommendation=row, party=_party(who.party), now=timezone.now()
    )
    return _recommendation(request, cycle, party, number)


@_act("POST", "/outcome", shapes.ReviewOut, "adopt_outcome")
def adopt_outcome(
    request: HttpRequest, cycle: str, party: str, outcome: shapes.ReviewOutcomeIn
) -> dict[str, Any]:
    """Adopt the outcome: its recommendations become provisions that the party answers."""
    recommending.adopt_outcome(
        by=caller(request), review=queries.review(cycle, party), now=timezone.now(), **outcome.dict()
    )
    return review_record(request, queries.review(cycle, party))


def _party(key: str) -> Any:
    found = party_named(key)
    if found is None:
        raise Refused("register.review.party", "Name the party by its key.", field="party")
    return found


def _language(code: str) -> str:
    known: Sequence[str] = [key for key, _ in choices.LANGUAGES]
    if code not in known:
        raise Refused(
            "register.language",
            "“{value}” is not possible here: choose among {choices}.",
            value=code,
            choices=", ".join(known),
        )
    return code


def _stage(cycle: str, party: str, stage: Stage) -> dict[str, Any]:
    return stage_record(review_stages.stage(queries.review(cycle, party), stage, timezone.localdate()))


def _recommendation(request: HttpRequest, cycle: str, party: str, number: int) -> dict[str, Any]:
    told = review_pages.recommendations(queries.review(cycle, party), timezone.now())
    return recommendation_record(next(one for one in told if one.row.number == number), site(request))
