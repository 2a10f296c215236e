"""Imports: choose a file of rows, look at what it would do, take it in, see what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import intake as actions
from koinon.register.engine.intake.template import template
from koinon.register.forms.documents import ImportForm
from koinon.register.pages.serving import page_of
from koinon.register.queries import knowledge, previews
from koinon.register.rules import documents as rules
from koinon.ui.files import Listing, csv_file
from koinon.ui.telling import told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULT = ("row", "column", "value", "problem", "mend")


@login_required
@require_http_methods(["GET", "POST"])
def intakes(request: SignedInRequest) -> HttpResponse:
    """Choose a file; below, the files brought so far."""
    _may_take_in(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, data = form.content()
        try:
            made = actions.bring_rows(
                by=request.user, name=name, data=data, wanted=form.cleaned_data["wanted"]
            )
        except Refused as refusal:
            form.add_error("file", told(refusal.message))
        else:
            return redirect("register:intake", made.pk)
    context = {"form": form, "page": page_of(request, previews.intakes(request.user), 20)}
    return render(request, "register/intake/intakes.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def intake(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where one file stands: being read, to be confirmed, being taken in, done, failed."""
    found = previews.intake_for(request.user, pk)
    fragment = bool(request.headers.get("HX-Request"))
    working = found.state in ("reading", "taking")
    if fragment and not working:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {"intake": found, "working": working}
    if working:
        context["progress"] = previews.progress(pk)
    if fragment:
        return render(request, "register/intake/progress.html", context)
    if found.state == "done":
        context["entry"] = previews.entry_of(found)
        context["documents"] = previews.documents_of(found)
    return render(request, "register/intake/intake.html", context)


@login_required
@require_POST
def confirm_rows(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm what the preview shows."""
    found = previews.intake_for(request.user, pk)
    try:
        actions.confirm_rows(by=request.user, intake=found)
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    return redirect("register:intake", pk)


@login_required
@require_POST
def drop_rows(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw away a file that was not taken in."""
    found = previews.intake_for(request.user, pk)
    name = found.source.name
    try:
        actions.drop_rows(by=request.user, intake=found)
    except Refused as refusal:
        messages.error(request, told(refusal.message))
        return redirect("register:intake", pk)
    messages.success(request, _("“%(name)s” is removed; nothing of it was taken in.") % {"name": name})
    return redirect("register:intakes")


@login_required
@require_safe
def intake_faulty(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The rows that are left out, as a spreadsheet to mend them by."""
    found = previews.intake_for(request.user, pk)

    def rows() -> Iterator[dict[str, Any]]:
        for fault in found.faulty:
            yield {**fault, "problem": _(fault["problem"]), "mend": _(fault["mend"])}

    return csv_file(request, Listing(f"import-{pk}-faulty-rows", FAULT, rows))


@login_required
@require_safe
def intake_template(request: SignedInRequest) -> HttpResponse:
    """The spreadsheet to fill in oneself."""
    _may_take_in(request)
    made = template(knowledge.vocabulary(), tell=told, language=get_language() or "en")
    response = HttpResponse(made, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "koinon-template.xlsx") or ""
    return response


def _may_take_in(request: SignedInRequest) -> None:
    verdict = rules.may_take_in(by=request.user)
    if not verdict:
        raise NotPermitted("register.take_in.not_permitted", verdict.reason)
