"""Sheets of answers by programs: brought, looked at, confirmed or thrown away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File
from ninja.files import UploadedFile

from koinon.kernel.refusals import NotPermitted
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import made
from koinon.people.api.operations import get, operation
from koinon.people.rules import may_somewhere
from koinon.register.actions import answer_sheets as actions
from koinon.register.actions import sheets as waiting
from koinon.register.api import answer_shapes as shapes
from koinon.register.api.answers import TAG
from koinon.register.engine.sheets.weighing import Fate
from koinon.register.queries import answer_sheets as queries
from koinon.register.queries import sheets
from koinon.register.rules import answers as rules
from koinon.ui.telling import told

MOST = 500


@operation(
    "POST", "/desk/answer-sheets", answer=shapes.AnswerSheetOut, status=201, name="bring_answers", tag=TAG,
    scope="answer",
)  # fmt: skip
def bring_answers(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Bring a sheet of answers and see what it would write; nothing is written before it is confirmed.

    A sheet of one's own that still waited gives way to it.
    """
    me = caller(request)
    if not (verdict := may_somewhere(me, rules.DRAFT)):
        raise NotPermitted("register.answers.not_permitted", verdict.reason)
    kept = actions.keep(by=me, name=file.name or "answers", data=file.read())
    made(request, f"/desk/answer-sheets/{kept.pk}")
    return _sheet(request, kept)


@get("/desk/answer-sheets/{pk}", shapes.AnswerSheetOut, "answer_sheet", tag=TAG, scope="read")
def answer_sheet(request: HttpRequest, pk: int) -> dict[str, Any]:
    """What a sheet of one's own would write now."""
    return _sheet(request, sheets.brought_back_by(caller(request), pk, queries.FORMAT))


@operation(
    "POST", "/desk/answer-sheets/{pk}/confirmation", answer=shapes.AnswerSheetOut,
    name="bring_back_answers", tag=TAG, scope="answer", acts="register.bring_back_answers", changes=True,
)  # fmt: skip
def bring_back_answers(request: HttpRequest, pk: int, given: shapes.ConfirmAnswersIn) -> dict[str, Any]:
    """Write the answers of a sheet as it was seen, as drafts or for the validator; other rows stay out."""
    me = caller(request)
    with alone(f"sheet:{pk}"):
        found = sheets.brought_back_by(me, pk, queries.FORMAT)
        upon(request, _seen(found, actions.outcomes(me, found)))
        taken = actions.bring_back_answers(by=me, intake=found, now=timezone.now(), submit=given.submit)
    return _sheet(request, taken)


@operation(
    "DELETE", "/desk/answer-sheets/{pk}", answer=None, status=204, name="drop_answer_sheet", tag=TAG,
    scope="answer", changes=True,
)  # fmt: skip
def drop_answer_sheet(request: HttpRequest, pk: int) -> None:
    """Throw a sheet of answers away that was not taken in."""
    me = caller(request)
    found = sheets.brought_back_by(me, pk, queries.FORMAT)
    upon(request, _seen(found, actions.outcomes(me, found)))
    waiting.drop(by=me, intake=found)


def _sheet(request: HttpRequest, row: Any) -> dict[str, Any]:
    outcomes = actions.outcomes(caller(request), row)
    shows(request, _seen(row, outcomes))
    done = row.state == "done"
    return {
        "id": row.pk,
        "file": row.source.name,
        "state": row.state,
        "rows": row.rows,
        "unchanged": row.unchanged if done else sum(o.fate is Fate.UNCHANGED for o in outcomes),
        "written": row.changed if done else sum(o.fate is Fate.CHANGED for o in outcomes),
        "refused": [_row(o) for o in outcomes if o.fate is Fate.REFUSED][:MOST],
    }


def _row(outcome: Any) -> dict[str, Any]:
    return {
        "row": outcome.line.row,
        "columns": list(dict.fromkeys(problem.column for problem in outcome.problems)),
        "problems": [told(problem.said) for problem in outcome.problems],
    }


def _seen(row: Any, outcomes: Any) -> str:
    """What a person has seen who confirms: which rows would write what."""
    return version_of(str(row.state), [(o.line.row, o.fate.value, o.said) for o in outcomes])
