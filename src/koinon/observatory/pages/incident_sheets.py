"""Incidents in a spreadsheet: what is wrong row by row, then all of them or none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from koinon.kernel.refusals import Refused
from koinon.observatory.actions import incident_batches as actions
from koinon.observatory.engine.incidents import sheet
from koinon.observatory.engine.incidents.tables import opened
from koinon.observatory.forms.incidents import SheetForm
from koinon.observatory.pages.incident_desk import behalves, telling
from koinon.observatory.queries import incident_alike
from koinon.observatory.queries import incidents as queries
from koinon.people.queries import parties
from koinon.people.requests import SignedInRequest
from koinon.ui.telling import told

KEPT = 3600  # seconds for which a sheet that was looked at waits to be taken in


@dataclass(frozen=True)
class Preview:
    """What a sheet holds. `kept` is where its bytes wait; `alike` counts rows that may stand here already."""

    rows: int
    faults: tuple[sheet.Fault, ...]
    told: list[tuple[int, Any, list[Any]]]
    alike: int
    kept: str
    behalf: str
    invented: bool


@telling
def bring_incidents(request: SignedInRequest) -> HttpResponse:
    """Look at a sheet, then take it in."""
    taking = request.method == "POST" and "kept" in request.POST
    wanted = request.method == "POST" and not taking
    form = SheetForm(
        request.POST if wanted else None, request.FILES if wanted else None, parties=behalves(request)
    )
    preview = None
    try:
        if taking:
            return _taken(request)
        if form.is_valid():
            said = form.cleaned_data
            preview = _preview(request, said["file"].name, said["file"].read(), said)
    except Refused as refusal:
        form = form if form.is_bound else SheetForm(None, parties=behalves(request))
        refused = told(refusal.message)
        if form.is_bound:
            form.add_error(None, refused)
        else:
            messages.error(request, refused)
    wrong = bool(form.errors) or (preview is not None and bool(preview.faults))
    context = {"form": form, "preview": preview}
    return render(request, "observatory/incidents/sheet.html", context, status=422 if wrong else 200)


def _preview(request: SignedInRequest, name: str, data: bytes, said: dict[str, Any]) -> Preview:
    found = sheet.parsed(opened(name, data), queries.resolver(), today=timezone.localdate())
    alike = incident_alike.alike_each([one for _row, one in found.told])
    kept = hashlib.sha256(data).hexdigest()
    if not found.faults:
        cache.set(_kept(request, kept), (name, data), KEPT)
    return Preview(
        len(found.told) + len(found.faults),
        found.faults,
        [(row, one, others) for (row, one), others in zip(found.told, alike, strict=True)],
        sum(map(bool, alike)),
        kept,
        said["behalf"],
        said["invented"],
    )


def _taken(request: SignedInRequest) -> HttpResponse:
    waiting = cache.get(_kept(request, request.POST["kept"][:64]))
    if waiting is None:
        raise Refused("observatory.sheet.gone", "The sheet waited too long: choose the file again.")
    name, data = waiting
    found = sheet.parsed(opened(name, data), queries.resolver(), today=timezone.localdate())
    behalf = request.POST.get("behalf", "")
    made = actions.bring(
        by=request.user,
        behalf=parties.party(behalf) if behalf else None,
        told=[one for _row, one in found.told],
        invented=bool(request.POST.get("invented")),
        anyway=bool(request.POST.get("anyway")),
        today=timezone.localdate(),
        now=timezone.now(),
    )
    cache.delete(_kept(request, request.POST["kept"][:64]))
    messages.success(
        request,
        ngettext("%(n)s incident taken in.", "%(n)s incidents taken in.", len(made)) % {"n": len(made)},
    )
    return redirect("observatory:incidents_desk")


def _kept(request: SignedInRequest, digest: str) -> str:
    return f"incident-sheet:{request.user.pk}:{digest}"
