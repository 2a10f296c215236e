"""Files of rows and edited sheets: bring one, look at what it would do, confirm it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import File, Form, Query
from ninja.files import UploadedFile

from koinon.kernel.refusals import NotPermitted
from koinon.people import rules as people
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import Paging, made, part
from koinon.people.api.operations import get, operation
from koinon.register.actions import intake as actions
from koinon.register.actions import sheets as sheet_actions
from koinon.register.api import translation_shapes as shapes
from koinon.register.engine.intake.formats import FIND_OUT
from koinon.register.engine.sheets.weighing import Fate
from koinon.register.queries import previews, sheets
from koinon.register.rules import documents as rules
from koinon.ui.telling import told

TAG = "files"
MOST = 500


@get("/desk/intakes", shapes.IntakePart, "intakes", tag=TAG, scope="read")
def intakes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The files of rows brought so far, newest first."""
    _let_take_in(request)
    counted = Func(F("faulty"), function="jsonb_array_length", output_field=IntegerField())
    return part(request, previews.intakes(caller(request)).annotate(faults=counted), paging, _record)


@operation(
    "POST", "/desk/intakes", answer=shapes.IntakeOut, status=201, name="bring_rows", tag=TAG, scope="upload",
    acts="register.bring_rows",
)  # fmt: skip
def bring_rows(
    request: HttpRequest,
    file: File[UploadedFile],
    format: Form[str] = FIND_OUT,  # noqa: A002 - the word of the command and of the page
) -> dict[str, Any]:
    """Bring a file of rows: upr-info, uhri, impact-oss, sheet, or find-out. Its preview is made at once."""
    brought = actions.bring_rows(
        by=caller(request), name=file.name or "rows", data=file.read(), wanted=format
    )
    made(request, f"/desk/intakes/{brought.pk}")
    shows(request, _version(brought))
    return _record(brought)


@get("/desk/intakes/{pk}", shapes.IntakeWithFaultsOut, "intake", tag=TAG, scope="read")
def intake(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One file of rows with its counts, and the rows that are left out."""
    found = previews.intake_for(caller(request), pk)
    shows(request, _version(found))
    faults = [
        {**f, "problem": gettext(f["problem"]), "mend": gettext(f["mend"])} for f in found.faulty[:MOST]
    ]
    return _record(found) | {"faults": faults}


@operation(
    "POST", "/desk/intakes/{pk}/confirmation", answer=shapes.IntakeOut, status=202, name="confirm_rows",
    tag=TAG, scope="publish", acts="register.confirm_rows", changes=True,
)  # fmt: skip
def confirm_rows(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Confirm a preview as it was seen; the file is then taken in, all at once or not at all."""
    confirmed = actions.confirm_rows(by=caller(request), intake=_under(request, pk))
    shows(request, _version(confirmed))
    return _record(confirmed)


@operation(
    "DELETE", "/desk/intakes/{pk}", answer=None, status=204, name="drop_rows", tag=TAG, scope="upload",
    acts="register.drop_rows", changes=True,
)  # fmt: skip
def drop_rows(request: HttpRequest, pk: int) -> None:
    """Remove a file that was not taken in."""
    actions.drop_rows(by=caller(request), intake=_under(request, pk))


@operation(
    "POST", "/desk/sheets", answer=shapes.SheetOut, status=201, name="bring_sheet", tag=TAG, scope="upload"
)
def bring_sheet(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Bring an edited sheet back and see what it would change; nothing changes before it is confirmed."""
    me = caller(request)
    if not (verdict := _may_bring(me)):
        raise NotPermitted("register.bring_back.not_permitted", verdict.reason)
    kept = sheet_actions.keep(by=me, name=file.name or "sheet", data=file.read())
    made(request, f"/desk/sheets/{kept.pk}")
    return _sheet(request, kept)


@get("/desk/sheets/{pk}", shapes.SheetOut, "sheet", tag=TAG, scope="read")
def sheet(request: HttpRequest, pk: int) -> dict[str, Any]:
    """What a sheet of one's own would change now, row by row."""
    return _sheet(request, sheets.brought_back_by(caller(request), pk))


@operation(
    "POST", "/desk/sheets/{pk}/confirmation", answer=shapes.SheetOut, name="bring_back", tag=TAG,
    scope="publish", acts="register.bring_back", changes=True,
)  # fmt: skip
def bring_back(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Take a sheet in as it was seen: every row that changes something, at once; the others stay out."""
    me = caller(request)
    with alone(f"sheet:{pk}"):
        found = sheets.brought_back_by(me, pk)
        upon(request, _sheet_version(me, found))
        taken = sheet_actions.bring_back(by=me, intake=found)
    return _sheet(request, sheets.brought_back_by(me, taken.pk))


@operation(
    "DELETE", "/desk/sheets/{pk}", answer=None, status=204, name="drop_sheet", tag=TAG, scope="upload",
    changes=True,
)  # fmt: skip
def drop_sheet(request: HttpRequest, pk: int) -> None:
    """Throw a sheet away that was not taken in."""
    me = caller(request)
    found = sheets.brought_back_by(me, pk)
    upon(request, _sheet_version(me, found))
    sheet_actions.drop(by=me, intake=found)


def _under(request: HttpRequest, pk: int) -> Any:
    found = previews.intake_for(caller(request), pk)
    upon(request, _version(found))
    return found


def _let_take_in(request: HttpRequest) -> None:
    if not (verdict := rules.may_take_in(by=caller(request))):
        raise NotPermitted("register.take_in.not_permitted", verdict.reason)


def _may_bring(person: Any) -> Any:
    return people.may_somewhere(person, "documents.publish") or people.may_somewhere(
        person, "documents.review"
    )


def _record(row: Any) -> dict[str, Any]:
    columns = ("format", "state", "rows", "new", "changed", "unchanged", "brought_at", "finished")
    return {
        "id": row.pk,
        "file": row.source.name,
        "faulty": row.faults if hasattr(row, "faults") else len(row.faulty),
        "problem": gettext(row.problem) if row.problem else "",
        **{name: getattr(row, name) for name in columns},
    }


def _version(row: Any) -> str:
    return version_of(row.state, row.new, row.changed, (row.sample or {}).get("plan"))


def _sheet(request: HttpRequest, row: Any) -> dict[str, Any]:
    outcomes = sheet_actions.outcomes(caller(request), row)
    shows(request, _seen(row, outcomes))
    return {
        "id": row.pk,
        "file": row.source.name,
        "state": row.state,
        "rows": row.rows,
        "unchanged": sum(o.fate is Fate.UNCHANGED for o in outcomes),
        "changed": [_row(o) for o in outcomes if o.fate is Fate.CHANGED][:MOST],
        "refused": [_row(o) for o in outcomes if o.fate is Fate.REFUSED][:MOST],
    }


def _row(outcome: Any) -> dict[str, Any]:
    cells = outcome.line.cells
    named = [cell.column for cell in (*outcome.changes, *outcome.problems)]
    return {
        "row": outcome.line.row,
        "document": cells.get("document", ""),
        "number": cells.get("number", ""),
        "columns": list(dict.fromkeys(named)),
        "problems": [told(problem.said) for problem in outcome.problems],
    }


def _sheet_version(person: Any, row: Any) -> str:
    return _seen(row, sheet_actions.outcomes(person, row))


def _seen(row: Any, outcomes: Any) -> str:
    """What a person has seen who confirms: which rows would change what."""
    told_ = [(o.line.row, o.fate.value, [(c.column, c.after) for c in o.changes]) for o in outcomes]
    return version_of(row.state, told_)
