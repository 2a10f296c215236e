"""Answers by programs: what is asked, drafting, handing in, returning, approving; what is published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import Paging, framed, part
from koinon.people.api.operations import get, operation
from koinon.register.actions import answers as actions
from koinon.register.actions.answers import Written
from koinon.register.api import answer_shapes as shapes
from koinon.register.engine.following.answers import Said
from koinon.register.queries import answers as published
from koinon.register.queries import asked as queries
from koinon.register.queries import waiting
from koinon.register.queries.asked import Asked, Filter
from koinon.register.rules import answers as rules
from koinon.ui.telling import told

TAG = "answers"
VERSION = (
    "number", "position", "part", "reasons", "language", "given_on", "origin", "change", "published_at",
    "replaced_at",
)  # fmt: skip
DRAFT = ("state", "position", "part", "reasons", "language", "given_on", "change", "note", "revision")


@get("/answers", shapes.PublicAnswerPart, "answers", tag=TAG)
def answers(
    request: HttpRequest, paging: Query[Paging], party: str = "", document: str = "", standing: bool = True
) -> dict[str, Any]:
    """Published answers, the latest first. `standing=false` gives those that were replaced as well."""
    chosen = {"party": party, "document": document}
    rows = published.listed(**chosen, standing=standing)
    total = published.how_many(**chosen, standing=standing)
    return part(request, rows, paging, _public, total)


@get("/desk/asked", shapes.AskedPart, "asked", tag=TAG, scope="read")
def asked(request: HttpRequest, paging: Query[Paging], narrowed: Query[shapes.AskedFilter]) -> dict[str, Any]:
    """What is asked of the parties that one answers for, the nearest date first."""
    me = caller(request)
    if not (verdict := rules.may_see_asked(by=me)):
        raise NotPermitted("register.asked.not_permitted", verdict.reason)
    keys = queries.listed(me, Filter(**narrowed.dict()), timezone.now())
    rows = queries.follow_ups_for(me, keys[paging.offset : paging.offset + paging.limit])
    return framed(request, len(keys), paging) | {"items": [_record(row) for row in rows]}


@get("/desk/answers", shapes.AskedPart, "waiting_answers", tag=TAG, scope="read")
def waiting_answers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The answers that wait for one as validator, the nearest date first."""
    me = caller(request)
    if not (verdict := rules.may_validate(by=me)):
        raise NotPermitted("register.answers.not_permitted", verdict.reason)
    return part(request, waiting.follow_ups(me), paging, lambda found: _record(queries.row(found)))


@get("/desk/follow-ups/{pk}/answer", shapes.AskedOut, "answer", tag=TAG, scope="read")
def answer(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One thing that is asked, with its answer as it stands. Its version is that of the draft, 0 for none."""
    return _shown(request, queries.follow_up_for(caller(request), pk))


@operation(
    "PUT", "/desk/follow-ups/{pk}/answer", answer=shapes.AskedOut, name="draft_answer", tag=TAG,
    scope="answer", acts="register.draft_answers", changes=True,
)  # fmt: skip
def draft_answer(request: HttpRequest, pk: int, given: shapes.DraftAnswerIn) -> dict[str, Any]:
    """Draft an answer, or change the draft; with `submit` it goes to the validator at once."""
    me = caller(request)
    one = queries.follow_up_for(me, pk)
    upon(request, one.revision)
    written = [Written(one.follow_up, one.revision, _said(given))]
    actions.draft_answers(by=me, written=written, now=timezone.now(), submit=given.submit)
    return _shown(request, queries.follow_up_for(me, pk))


@operation(
    "DELETE", "/desk/follow-ups/{pk}/answer", answer=None, status=204, name="drop_answer", tag=TAG,
    scope="answer", acts="register.drop_answers", changes=True,
)  # fmt: skip
def drop_answer(request: HttpRequest, pk: int) -> None:
    """Throw a draft away; what was published stays."""
    me = caller(request)
    one = queries.follow_up_for(me, pk)
    if one.draft is None:
        raise NotFound("register.no_draft", "There is no draft of an answer here.")
    upon(request, one.revision)
    actions.drop_answers(by=me, answers=[one.draft], revisions={one.draft.pk: one.revision})


@operation(
    "POST", "/desk/answers", answer=shapes.AnswersDoneOut, name="draft_answers", tag=TAG, scope="answer",
    acts="register.draft_answers",
)  # fmt: skip
def draft_answers(request: HttpRequest, given: shapes.AnswersIn) -> dict[str, int]:
    """Draft several answers, all or none."""
    me = caller(request)
    found = {
        one.follow_up.pk: one for one in queries.follow_ups_for(me, [a.follow_up for a in given.answers])
    }
    _all_there(len(found), {a.follow_up for a in given.answers})
    written = [Written(found[a.follow_up].follow_up, a.revision, _said(a)) for a in given.answers]
    done = actions.draft_answers(by=me, written=written, now=timezone.now(), submit=given.submit)
    return {"answers": len(done)}


@operation(
    "POST", "/desk/answers/submission", answer=shapes.AnswersDoneOut, name="submit_answers", tag=TAG,
    scope="answer", acts="register.submit_answers",
)  # fmt: skip
def submit_answers(request: HttpRequest, given: shapes.SeenAnswersIn) -> dict[str, int]:
    """Hand drafts to the validator, all or none."""
    return _done(actions.submit_answers(**_seen(request, given.seen), now=timezone.now()))


@operation(
    "POST", "/desk/answers/taking-back", answer=shapes.AnswersDoneOut, name="take_back_answers", tag=TAG,
    scope="answer", acts="register.take_back_answers",
)  # fmt: skip
def take_back_answers(request: HttpRequest, given: shapes.SeenAnswersIn) -> dict[str, int]:
    """Take answers back from the validator, all or none."""
    return _done(actions.take_back_answers(**_seen(request, given.seen)))


@operation(
    "POST", "/desk/answers/return", answer=shapes.AnswersDoneOut, name="return_answers", tag=TAG,
    scope="answer", acts="register.return_answers",
)  # fmt: skip
def return_answers(request: HttpRequest, given: shapes.ReturnAnswersIn) -> dict[str, int]:
    """Return answers to those who drafted them, all or none."""
    return _done(actions.return_answers(**_seen(request, given.seen), note=given.note))


@operation(
    "POST", "/desk/answers/approval", answer=shapes.AnswersDoneOut, name="approve_answers", tag=TAG,
    scope="answer", acts="register.approve_answers",
)  # fmt: skip
def approve_answers(request: HttpRequest, given: shapes.SeenAnswersIn) -> dict[str, int]:
    """Publish answers that wait, all or none; nobody approves what they drafted."""
    return _done(actions.approve_answers(**_seen(request, given.seen), now=timezone.now()))


def _done(rows: list[Any]) -> dict[str, int]:
    return {"answers": len(rows)}


def _seen(request: HttpRequest, seen: list[shapes.SeenAnswerIn]) -> dict[str, Any]:
    """The open answers of the follow-ups that were named, with the revisions that the caller saw."""
    me = caller(request)
    wanted = {one.follow_up: one.revision for one in seen}
    found = waiting.open_answers_of(me, wanted)
    _all_there(len(found), set(wanted))
    return {"by": me, "answers": found, "revisions": {a.pk: wanted[a.follow_up_id] for a in found}}


def _all_there(found: int, wanted: set[int]) -> None:
    if found < len(wanted):
        raise Refused(
            "register.answer.not_asked",
            "{n} of these are not asked of a party that you answer for, or have no answer that waits.",
            n=len(wanted) - found,
        )


def _said(given: shapes.AnswerSaidIn) -> Said:
    return Said(given.position.value, given.part, given.reasons, given.language, given.change, given.given_on)


def _shown(request: HttpRequest, one: Asked) -> dict[str, Any]:
    shows(request, one.revision)
    return _record(one)


def _record(one: Asked) -> dict[str, Any]:
    follow_up, draft = one.follow_up, one.draft
    closed = queries.closed(follow_up)
    return {
        **_where(follow_up),
        "number": follow_up.provision.number,
        "label": follow_up.provision.label,
        "text": follow_up.provision.text,
        "language": follow_up.document.language,
        "answer_on": follow_up.answer_on,
        "silent_from": follow_up.silent_from,
        "ended": told(closed) if closed else "",
        "draft": {name: getattr(draft, name) for name in DRAFT} if draft else None,
        "versions": [{name: getattr(row, name) for name in VERSION} for row in one.versions],
    }


def _where(follow_up: Any) -> dict[str, Any]:
    party = follow_up.party
    return {
        "follow_up": follow_up.pk,
        "party": {"name": follow_up.name, "party": party.key if party else None},
        "document": follow_up.document.slug,
    }


def _public(row: Any) -> dict[str, Any]:
    ended = row.follow_up.ended_at
    return {
        **_where(row.follow_up),
        "provision": row.follow_up.provision.number,
        "ended_on": ended.date() if ended else None,
        "ended_because": row.follow_up.ended_because or None,
        **{name: getattr(row, name) for name in VERSION},
    }
