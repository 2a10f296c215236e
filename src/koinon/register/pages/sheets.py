"""Sheets that go out to be filled in and come back: download, look at what would change, confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel import workbooks
from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import sheets as actions
from koinon.register.engine.sheets import columns, workbook
from koinon.register.engine.sheets.weighing import Fate, Outcome
from koinon.register.forms.documents import SheetForm
from koinon.register.queries import contents, desk, sheets
from koinon.register.queries.sheet_words import HEADINGS, dictionary, heading
from koinon.register.rules import documents as rules
from koinon.ui.files import workbook_file
from koinon.ui.telling import told

SHOWN = 25  # rows of each sort on a page


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: SignedInRequest) -> HttpResponse:
    """Bring a spreadsheet back, and see those brought before."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        before = [waiting.source.name for waiting in sheets.waiting(request.user)]
        try:
            intake = actions.keep(by=request.user, name=file.name, data=file.read())
        except Refused as refusal:
            form.add_error("file", told(refusal.message))
        else:
            gave_way(request, before)
            return redirect("register:sheet", intake.pk)
    context = {"form": form, "brought": sheets.brought_back(request.user)[:20], "columns": _open_columns()}
    return render(request, "register/sheets/bring.html", context, status=422 if form.errors else 200)


def gave_way(request: SignedInRequest, before: Iterable[str]) -> None:
    """Say that the sheets of those names, which waited, are there no more."""
    for name in before:
        words = _("“%(file)s”, which waited for you, gave way to this sheet: nothing of it was written.")
        messages.info(request, words % {"file": name})


def _open_columns() -> list[str]:
    return [heading(column) for column in columns.OPEN]


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a sheet would change, row by row; confirming takes it in."""
    intake = sheets.brought_back_by(request.user, pk)
    problem = ""
    if request.method == "POST":
        try:
            taken = actions.bring_back(by=request.user, intake=intake)
        except Refused as refusal:
            problem = told(refusal.message)
        else:
            said = ngettext("%(n)d provision is changed.", "%(n)d provisions are changed.", taken.changed)
            messages.success(request, said % {"n": taken.changed})
            return redirect("register:sheet", pk)
    context = {"intake": intake, "problem": problem, **_weighed(request, intake)}
    return render(request, "register/sheets/sheet.html", context, status=422 if problem else 200)


def _weighed(request: HttpRequest, intake: Any) -> dict[str, Any]:
    found = actions.outcomes(request.user, intake)
    counts = Counter(outcome.fate for outcome in found)
    changed, refused = ([o for o in found if o.fate is fate] for fate in (Fate.CHANGED, Fate.REFUSED))
    ignored = [o for o in found if o.ignored]
    return {
        "changed": Paginator(changed, SHOWN).get_page(request.GET.get("changed")),
        "refused": Paginator(refused, SHOWN).get_page(request.GET.get("refused")),
        "unchanged": counts[Fate.UNCHANGED],
        "ignored": ignored[:SHOWN],
        "ignored_count": len(ignored),
        "barred": rules.may_bring_back(by=request.user, intake=intake).reason,
    }


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a sheet away that was not taken in."""
    actions.drop(by=request.user, intake=sheets.brought_back_by(request.user, pk))
    messages.success(request, _("The sheet is thrown away; nothing was changed."))
    return redirect("register:bring_sheet")


@login_required
@require_safe
def refused(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The rows that were refused, each with the reason, to be mended and brought back."""
    found = actions.outcomes(request.user, sheets.brought_back_by(request.user, pk))
    rows = [_mending(outcome) for outcome in found if outcome.fate is Fate.REFUSED]
    return _own(workbook_file(_("rows-to-mend") + ".xlsx", _workbook(rows, problems=True)))


def _mending(outcome: Outcome) -> dict[str, workbooks.Value]:
    """A refused row upon what stands now: what was written into it, and why it came back."""
    standing, line, words = outcome.standing, outcome.line, dictionary()
    row: dict[str, workbooks.Value] = dict(line.cells)
    if standing is not None and line.key is not None:
        slug, number = line.key
        cells = columns.values(standing.content) | {c.column: c.after for c in outcome.changes}
        row = workbook.row(slug, number, standing.revision, standing.fixed, cells, words)
        row |= {p.column: line.cells[p.column] for p in outcome.problems if p.column in columns.OPEN}
        row[columns.REASON] = line.cells.get(columns.REASON, "")
    return row | {columns.PROBLEM: " ".join(_said(outcome))}


def _said(outcome: Outcome) -> Iterable[str]:
    words = dictionary()
    for problem in outcome.problems:
        yield f"{heading(problem.column)}: {told(problem.said)}"
    for cell in outcome.changes:
        if cell.theirs is not None:
            theirs = columns.joined(cell.column, words.call(cell.column, cell.theirs)) or "—"
            yield _("%(column)s, theirs: %(words)s.") % {"column": heading(cell.column), "words": theirs}


@login_required
@require_safe
def of_document(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The provisions of a document under review, to be filled in offline."""
    document = desk.document_for(request.user, pk)
    verdict = rules.may_review(by=request.user, document=document)
    if not verdict:
        raise NotPermitted("register.review.not_permitted", verdict.reason)
    found = sheets.flowing(sheets.decided(document))
    return _own(workbook_file(f"{document.slug}-provisions.xlsx", to_fill_in(found)))


def _own(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_store=True)
    return response


def to_fill_in(found: Iterable[Any]) -> list[workbooks.Sheet]:
    """The workbook of some provisions that goes out to be filled in."""
    words = dictionary()
    rows = (
        workbook.row(
            p.document.slug,
            p.number,
            p.revision,
            {"document_title": p.document.title, "text": p.text},
            columns.values(contents.content(p, p.addressees.all())),
            words,
        )
        for p in found
    )
    return _workbook(rows)


def _workbook(rows: Iterable[Any], *, problems: bool = False) -> list[workbooks.Sheet]:
    words, turned = dictionary(), get_language_bidi()
    headings = {key: str(name) for key, name in HEADINGS.items()}
    lists = [
        (heading(column), [(word, code) for code, word in words.called[column].items()])
        for column in ("kind", "strength", "themes", "groups")
    ]
    explained = [(heading(key), text) for key, text in _explained().items()]
    return [
        workbook.provisions(
            rows, words, headings, name=_("Provisions"), right_to_left=turned, problems=problems
        ),
        workbook.guide(
            _("How to"), _("How to fill this in"), _paragraphs(), [(_("Columns"), explained), *lists],
            right_to_left=turned,
        ),
    ]  # fmt: skip


def _paragraphs() -> list[str]:
    return [
        _("Each row is one provision. Change what you like in the columns marked ✎; the others are closed."),
        _("For a provision that is published already, say in the last column why you correct it."),
        _("Rows may be sorted or deleted; what is not in the sheet stays as it is."),
        _("Save the file, then bring it back on the desk: you see what would change before anything does."),
        _("Dates are written as 2032-12-31. Several names or themes in one cell are parted by semicolons."),
        _("The sheet has no password: its protection only guards against slips of the hand."),
    ]


def _explained() -> dict[str, str]:
    return {
        "document": _("The document’s key in its address. A row is known by it and by the number."),
        "number": _("The provision’s number in its document."),
        "revision": _("Which state of the provision you see: so that nobody’s change is lost by yours."),
        "text": _("The document’s own words. They are never typed: change them on the provision’s page."),
        "label": _("How the document itself numbers the provision."),
        "section": _("Headings from the top, joined by “>”."),
        "issuer": _("Who asks or promises. Names of parties that are known are linked to them."),
        "addressees": _("Who is to do it. Names of parties that are known are linked to them."),
        "deadline": _("The deadline as the document words it; the two dates beside say which days it means."),
        "reason": _("Everyone can read it beside the corrected provision."),
    }
