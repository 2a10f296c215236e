"""Answers in a spreadsheet: downloaded, filled in offline, brought back, looked at, written as drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel import workbooks
from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.people.rules import may_somewhere
from koinon.register.actions import answer_sheets as actions
from koinon.register.actions import sheets as waiting
from koinon.register.engine.sheets import answering
from koinon.register.engine.sheets.answering import Outcome
from koinon.register.engine.sheets.weighing import Fate
from koinon.register.engine.sheets.workbook import MARK, guide
from koinon.register.forms.answers import AnswerSheetForm
from koinon.register.pages.asked import let_see
from koinon.register.pages.sheets import gave_way
from koinon.register.queries import answer_sheets as queries
from koinon.register.queries import asked, sheets
from koinon.register.queries.asked import Filter
from koinon.register.rules import answers as rules
from koinon.ui import downloads
from koinon.ui.files import CSV, Format, Listing, workbook_file
from koinon.ui.telling import told

SHOWN = 25  # rows of each sort on a page
_WIDTHS = {
    "follow_up": 10, "version": 14, "document": 18, "number": 8, "document_title": 28, "label": 10,
    "text": 70, "addressee": 20, "answer_on": 12, "stands": 16, "state": 16, "position": 18, "part": 34,
    "reasons": 50, "language": 10, "change": 30, "problem": 60,
}  # fmt: skip
_WRAPPED = ("text", "part", "reasons", "change", "problem")


def _xlsx(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    return workbook_file(f"{listing.name}.xlsx", _workbook(listing.records()))


XLSX_TO_FILL = Format("xlsx", "xlsx", "XLSX", _xlsx)
FORMATS = (XLSX_TO_FILL, CSV)


def _listing(request: SignedInRequest) -> Listing:
    let_see(request)
    narrowed = Filter.of(request.GET)
    found = asked.asked(request.user, narrowed, timezone.now())

    def records() -> Iterator[dict[str, Any]]:
        return (queries.record(one) for one in queries.flowing(found))

    return Listing("answers", answering.SHOWN, records)


def _guarded(view: downloads.View) -> downloads.View:
    def own(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    guarded: downloads.View = login_required(require_safe(own))
    return guarded


asked_files = downloads.files(_listing, guard=_guarded)


@login_required
@require_http_methods(["GET", "POST"])
def bring_answers(request: SignedInRequest) -> HttpResponse:
    """Bring a spreadsheet of answers back, and see those brought before."""
    if not (verdict := may_somewhere(request.user, rules.DRAFT)):
        raise NotPermitted("register.answers.not_permitted", verdict.reason)
    form = AnswerSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        before = [intake.source.name for intake in sheets.waiting(request.user, queries.FORMAT)]
        try:
            kept = actions.keep(by=request.user, name=file.name, data=file.read())
        except Refused as refusal:
            form.add_error("file", told(refusal.message))
        else:
            gave_way(request, before)
            return redirect("register:answer_sheet", kept.pk)
    context = {"form": form, "brought": sheets.brought_back(request.user, queries.FORMAT)[:20]}
    return render(request, "register/answers/bring.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def answer_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a sheet would write, row by row; confirming writes it."""
    intake = sheets.brought_back_by(request.user, pk, queries.FORMAT)
    problem, do = "", request.POST.get("do", "")
    if request.method == "POST":
        try:
            taken = actions.bring_back_answers(
                by=request.user, intake=intake, now=timezone.now(), submit=do == "submit"
            )
        except Refused as refusal:
            problem = told(refusal.message)
        else:
            messages.success(request, _said(taken.changed, submitted=do == "submit"))
            return redirect("register:answer_sheet", pk)
    context = {"intake": intake, "problem": problem, **_weighed(request, intake)}
    return render(request, "register/answers/sheet.html", context, status=422 if problem else 200)


def _said(n: int, *, submitted: bool) -> str:
    if submitted:
        words = ngettext("%(n)d answer is with the validator.", "%(n)d answers are with the validator.", n)
    else:
        words = ngettext("%(n)d draft is saved.", "%(n)d drafts are saved.", n)
    return words % {"n": n}


def _weighed(request: SignedInRequest, intake: Any) -> dict[str, Any]:
    found = actions.outcomes(request.user, intake)
    counts = Counter(outcome.fate for outcome in found)
    changed, refused = ([o for o in found if o.fate is fate] for fate in (Fate.CHANGED, Fate.REFUSED))
    return {
        "changed": Paginator(changed, SHOWN).get_page(request.GET.get("changed")),
        "refused": Paginator(refused, SHOWN).get_page(request.GET.get("refused")),
        "unchanged": counts[Fate.UNCHANGED],
        "barred": rules.may_bring_back(by=request.user, intake=intake).reason,
    }


@login_required
@require_POST
def drop_answers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a sheet away that was not taken in."""
    waiting.drop(by=request.user, intake=sheets.brought_back_by(request.user, pk, queries.FORMAT))
    messages.success(request, _("The sheet is thrown away; nothing was written."))
    return redirect("register:bring_answers")


@login_required
@require_safe
def answers_to_mend(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The rows that were refused, each with the reason, to be mended and brought back."""
    found = actions.outcomes(request.user, sheets.brought_back_by(request.user, pk, queries.FORMAT))
    rows = (_mending(outcome) for outcome in found if outcome.fate is Fate.REFUSED)
    response = workbook_file(_("rows-to-mend") + ".xlsx", _workbook(rows, problems=True))
    patch_cache_control(response, private=True, no_store=True)
    return response


def _mending(outcome: Outcome) -> dict[str, workbooks.Value]:
    """A refused row with the version that stands now, and why it came back."""
    row: dict[str, workbooks.Value] = dict(outcome.line.cells)
    if outcome.held is not None:
        row |= {"follow_up": outcome.line.key, "version": outcome.held.version}
        row["number"] = int(outcome.held.fixed["number"])
    told_ = (f"{queries.heading(p.column)}: {told(p.said)}" for p in outcome.problems)
    return row | {answering.PROBLEM: " ".join(told_)}


def _workbook(rows: Iterable[dict[str, Any]], *, problems: bool = False) -> list[workbooks.Sheet]:
    turned, words = get_language_bidi(), queries.words()
    shown = (answering.PROBLEM, *answering.SHOWN) if problems else answering.SHOWN
    choices = {"position": tuple(words.called.values()), "language": answering.CODES}
    columns = [
        workbooks.Column(
            (MARK if key in answering.OPEN else "") + queries.heading(key),
            key,
            _WIDTHS[key],
            key in answering.OPEN,
            choices.get(key, ()),
            key in _WRAPPED,
        )
        for key in shown
    ]
    answers = workbooks.Sheet(
        _("Answers"),
        columns,
        ([row.get(key) for key in shown] for row in rows),
        protected=True,
        frozen=2,
        right_to_left=turned,
    )
    return [answers, guide(_("How to"), _("How to fill this sheet in"), _how(), (), right_to_left=turned)]


def _how() -> list[str]:
    return [
        _("Fill in the columns marked ✎: the position, which part you accept, your reasons."),
        _("Choose the position from the list in its cell. Leave a row empty that you do not answer now."),
        _("The language is that of your words, as a code such as fr: it tells how they are read."),
        _("What is noted or declined needs reasons; what is accepted in part needs the part."),
        _("Where an answer is published already, say in the last column why it changes."),
        _("The grey columns tell what is asked, and are not read. Sort and filter whole rows only."),
        _("Save the file, then bring it back on the desk: you see what would be written before anything is."),
    ]
