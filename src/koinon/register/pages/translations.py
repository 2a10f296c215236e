"""The desk of translations: bring one, look at it beside the original, accept, correct, fill in a sheet."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import translated_files, translating
from koinon.register.actions.translating import New
from koinon.register.engine.aligning.alignment import CONFIDENT
from koinon.register.engine.aligning.sheet import NUMBER, TEXT
from koinon.register.forms.documents import SheetForm, TranslationForm, WordingForm
from koinon.register.pages.serving import page_of
from koinon.register.queries import translations as queries
from koinon.register.templatetags.translations import language_choices
from koinon.ui.files import Listing, csv_file, xlsx_file
from koinon.ui.telling import told

STATES = ("proposed", "missing", "earlier", "confirmed")
SIZE = 50
SHEET = (NUMBER, "Label", "Original", TEXT, "Standing")  # the columns of the sheet to fill in


@login_required
@require_http_methods(["GET", "POST"])
def translations(request: SignedInRequest, pk: int) -> HttpResponse:
    """The translations of a document, and the form to bring one."""
    document = queries.document_for(request.user, pk)
    form = _translation_form(request, document)
    if request.method == "POST" and form.is_valid():
        made = _brought(request, form, document)
        if made:
            return redirect("register:translation", pk, made.language)
    context = {"document": document, "translations": queries.translations_of(document), "form": form}
    return render(request, "register/translations/all.html", context, status=422 if form.errors else 200)


def _translation_form(request: SignedInRequest, document: Any, **rest: Any) -> TranslationForm:
    languages = [choice for choice in language_choices() if choice[0] != document.language]
    return TranslationForm(request.POST or None, request.FILES or None, languages=languages, **rest)


def _brought(request: SignedInRequest, form: TranslationForm, document: Any) -> Any:
    said = dict(form.cleaned_data)
    file = said.pop("file")
    try:
        found = None
        if file is not None:
            found = translated_files.aligned(document, file.name, file.read(), said["language"])
        return translating.translate(by=request.user, document=document, file=found, **said)
    except Refused as refusal:
        form.add_error(_field(form, refusal), told(refusal.message))
        return None


def _field(form: Any, refusal: Refused) -> str | None:
    field = refusal.data.get("field")
    return str(field) if field in form.fields else None


@login_required
@require_safe
def translation(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """One translation beside the original, provision by provision."""
    found = queries.translation_for(request.user, pk, language)
    return _shown(request, found)


def _shown(request: SignedInRequest, found: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = queries.side_by_side(found)
    counts = {state: sum(row.state == state for row in rows) for state in STATES}
    wanted = request.GET.get("state", "")
    chosen = [row for row in rows if row.state == wanted] if wanted in STATES else rows
    context = {
        "document": found.document,
        "translation": found,
        "page": page_of(request, chosen, SIZE),
        "all": len(rows),
        "counts": counts,
        "state": wanted,
        "sure": [row for row in rows if _sure(row)],
        "sheet_form": SheetForm(),
        **more,
    }
    return render(request, "register/translations/translation.html", context, status=status)


def _sure(row: queries.Beside) -> bool:
    return bool(row.state == "proposed" and row.proposed and row.proposed["confidence"] >= CONFIDENT)


@login_required
@require_POST
def accept(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """Confirm one proposed wording, or all of which the machine is sure; as the page showed them."""
    found = queries.translation_for(request.user, pk, language)
    wanted = {int(n) for n in request.POST.getlist("number") if n.isdecimal() and len(n) < 9}
    rows = [row for row in queries.side_by_side(found) if row.provision.number in wanted and row.proposed]
    given = [_new(row, row.proposed["text"]) for row in rows if row.proposed]
    try:
        done = translating.confirm_wordings(by=request.user, translation=found, wordings=given)
    except Refused as refusal:
        return _shown(request, found, status=422, problem=told(refusal.message))
    messages.success(request, _("Wordings confirmed: %(n)s.") % {"n": len(done)})
    return _back(request, pk, language)


def _new(row: queries.Beside, text: str) -> New:
    before = row.wording.text if row.wording else ""
    return New(row.provision.number, text, row.provision.revision, before)


def _back(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    onward = redirect("register:translation", pk, language)
    state, page = request.POST.get("state", ""), request.POST.get("page", "")
    query = [f"state={state}"] if state in STATES else []
    query += [f"page={page}"] if page.isdecimal() else []
    onward["Location"] += f"?{'&'.join(query)}" if query else ""
    return onward


@login_required
@require_http_methods(["GET", "POST"])
def wording(request: SignedInRequest, pk: int, language: str, number: int) -> HttpResponse:
    """Type or correct the wording of one provision."""
    found = queries.translation_for(request.user, pk, language)
    provision = queries.provision_of(found, number)
    row = next(r for r in queries.side_by_side(found) if r.provision.pk == provision.pk)
    form = WordingForm(request.POST or None, initial=_first(row, found))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new = New(number, said["text"], said["revision"], " ".join(said["before"].split()))
        try:
            translating.reword(
                by=request.user,
                translation=found,
                wording=new,
                standing=said["standing"],
                made_by=said["made_by"],
            )
        except Refused as refusal:
            form.add_error(_field(form, refusal), told(refusal.message))
        else:
            messages.success(request, _("The wording is kept."))
            return redirect("register:translation", pk, language)
    context = {"document": found.document, "translation": found, "row": row, "form": form}
    return render(request, "register/translations/wording.html", context, status=422 if form.errors else 200)


def _first(row: queries.Beside, found: Any) -> dict[str, Any]:
    """What stands in the form at first: the wording or the proposal, to be made a person's own."""
    held = row.wording
    proposed = row.proposed["text"] if row.proposed else ""
    return {
        "text": held.text if held else proposed,
        "standing": "authoritative" if found.standing == "authoritative" else "human",
        "made_by": held.made_by if held and held.standing != "machine" else "",
        "before": held.text if held else "",
        "revision": row.provision.revision,
    }


@login_required
@require_POST
def clear(request: SignedInRequest, pk: int, language: str, number: int) -> HttpResponse:
    """Take the wording of one provision away, or what is proposed for it."""
    found = queries.translation_for(request.user, pk, language)
    translating.clear_wording(by=request.user, translation=found, number=number)
    return _back(request, pk, language)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """Drop a translation with all its wordings."""
    found = queries.translation_for(request.user, pk, language)
    translating.drop_translation(by=request.user, translation=found)
    messages.success(request, _("The translation is dropped."))
    return redirect("register:translations", pk)


@login_required
@require_safe
def blank_sheet(request: SignedInRequest, pk: int, language: str, form: str) -> HttpResponseBase:
    """The sheet to fill in: each provision's number and text, and its wording so far."""
    found = queries.translation_for(request.user, pk, language)
    rows = queries.side_by_side(found)
    listing = Listing(f"{found.document.slug}-{language}", SHEET, lambda: map(_row, rows))
    return csv_file(request, listing) if form == "csv" else xlsx_file(request, listing)


def _row(row: queries.Beside) -> dict[str, Any]:
    given = (
        row.provision.number,
        row.provision.label,
        row.provision.text,
        row.wording.text if row.wording else "",
        row.wording.standing if row.wording else "",
    )
    return dict(zip(SHEET, given, strict=True))


@login_required
@require_POST
def sheet(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """A filled-in sheet: first what it would change, then, when confirmed, all of it at once."""
    found = queries.translation_for(request.user, pk, language)
    try:
        if "rows" in request.POST:
            done = translating.confirm_wordings(
                by=request.user, translation=found, wordings=_confirmed(request.POST["rows"])
            )
            messages.success(request, _("Wordings taken from the sheet: %(n)s.") % {"n": len(done)})
            return redirect("register:translation", pk, language)
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return _shown(request, found, status=422, sheet_form=form)
        file = form.cleaned_data["file"]
        read = translated_files.sheet(found.document, file.name, file.read())
    except Refused as refusal:
        return _shown(request, found, status=422, problem=told(refusal.message))
    return render(request, "register/translations/sheet.html", _preview(found, read))


def _preview(found: Any, read: Any) -> dict[str, Any]:
    rows = [row for row in queries.side_by_side(found) if row.provision.number in read.texts]
    pairs = [(row, read.texts[row.provision.number]) for row in rows]
    changed = [(r, t) for r, t in pairs if r.wording is None or r.wording.text != t or r.wording.earlier]
    news = [_new(row, text) for row, text in changed]
    return {
        "document": found.document,
        "translation": found,
        "new": [(row, text) for row, text in changed if row.wording is None],
        "changed": [(row, text) for row, text in changed if row.wording is not None],
        "unchanged": len(pairs) - len(changed),
        "faults": read.faults,
        "rows": json.dumps([[n.number, n.text, n.revision, n.before] for n in news], ensure_ascii=False),
    }


def _confirmed(text: str) -> list[New]:
    """The rows of a preview as the form sent them back."""
    try:
        return [New(int(n), str(words), int(revision), str(b)) for n, words, revision, b in json.loads(text)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:  # the form is the person's
        raise Refused(
            "register.sheet_lost", "The preview did not come back whole: upload the sheet again."
        ) from error
