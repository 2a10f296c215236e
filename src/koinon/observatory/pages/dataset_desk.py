"""The desk of datasets: bring the files of a release, watch them being loaded, take a release out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from koinon.observatory.actions import bringing, loading
from koinon.observatory.forms.datasets import BringForm, EndReleaseForm
from koinon.observatory.pages.serving import page_of
from koinon.observatory.queries import brought as queries
from koinon.observatory.queries import catalogue
from koinon.observatory.rules import loading as rules
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.requests import SignedInRequest
from koinon.ui.telling import told

keeping = permitted(rules.may_keep_figures)


@keeping
@require_http_methods(["GET", "POST"])
def datasets_desk(request: SignedInRequest) -> HttpResponse:
    """Choose the files of a release; below, what was brought so far."""
    form = BringForm(posted(request), request.FILES or None)
    made: list[Any] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: made.append(_brought(request, form)))
    ):
        return redirect("observatory:loading", made[0].pk)
    context = {"form": form, "page": page_of(request, queries.loadings(request.user), 20)}
    return render(request, "observatory/datasets/desk.html", context, status=422 if form.errors else 200)


def _brought(request: SignedInRequest, form: BringForm) -> Any:
    return bringing.bring_release(
        by=request.user, source=form.cleaned_data["source"], version=form.cleaned_data["version"],
        files=form.brought(), now=timezone.now(),
    )  # fmt: skip


@login_required
@require_safe
def loading_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where what was brought stands: waiting or being loaded, done, failed."""
    found = queries.loading_for(request.user, pk)
    fragment, working = bool(request.headers.get("HX-Request")), found.state == "waiting"
    if fragment and not working:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {
        "loading": found,
        "working": working,
        "problem": told(queries.problem_of(found)),
    }
    if working:
        context["progress"] = queries.progress(pk)
    page = "progress" if fragment else "loading"
    return render(request, f"observatory/datasets/{page}.html", context)


@keeping
@require_http_methods(["GET", "POST"])
def end_release(request: SignedInRequest, key: str, version: str) -> HttpResponse:
    """Take a release out, with the reason."""
    found = catalogue.one(key, version)
    form = EndReleaseForm(posted(request))
    if form.is_valid() and tried(form, lambda: _ended(request, form, found)):
        messages.success(request, _("The release is taken out."))
        return redirect("observatory:dataset", key)
    context = {"form": form, "release": found}
    return render(request, "observatory/datasets/end.html", context, status=422 if form.errors else 200)


def _ended(request: SignedInRequest, form: EndReleaseForm, found: Any) -> None:
    loading.end_release(
        by=request.user, release=found, reasons=form.cleaned_data["reasons"], now=timezone.now()
    )
