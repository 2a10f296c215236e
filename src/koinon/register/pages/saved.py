"""Searches that someone keeps: opened, renamed, told of by mail, deleted; and how mails are stopped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import saving
from koinon.register.forms.documents import KeptSearchForm
from koinon.register.pages.serving import reading_language
from koinon.register.queries import saved as queries
from koinon.ui.telling import told


@login_required
@require_safe
def kept_searches(request: SignedInRequest) -> HttpResponse:
    """Every search that the person keeps."""
    return _list(request)


def _list(request: SignedInRequest, status: int = 200, **more: Any) -> HttpResponse:
    searches = queries.searches_of(request.user)
    rows = [(search, f"{reverse('register:search')}?{search.query}", _form_of(search)) for search in searches]
    return render(request, "register/saved/list.html", {"rows": rows, **more}, status=status)


def _form_of(search: Any) -> KeptSearchForm:
    start = {"name": search.name, "digest": search.digest}
    return KeptSearchForm(initial=start, auto_id=f"search-{search.pk}-%s")


@login_required
@require_http_methods(["GET", "POST"])
def keep_search(request: SignedInRequest) -> HttpResponse:
    """Keep a search under a name; led to from the page of its results."""
    query = request.GET.urlencode()
    form = KeptSearchForm(request.POST or None, initial={"query": query, "name": request.GET.get("q", "")})
    if request.method == "POST" and form.is_valid():
        try:
            saving.keep(by=request.user, language=reading_language(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, told(refusal.message))
        else:
            messages.success(request, _("The search is kept."))
            return redirect("register:kept_searches")
    return render(request, "register/saved/keep.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def change_search(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename a search, or change how often it is told of."""
    search = queries.saved_for(request.user, pk)
    form = KeptSearchForm(request.POST, auto_id=f"search-{pk}-%s")
    if not form.is_valid():
        return _list(request, 422, problem=_("Give the search a name."))
    said = form.cleaned_data
    saving.change(by=request.user, search=search, name=said["name"], digest=said["digest"])
    messages.success(request, _("Saved."))
    return redirect("register:kept_searches")


@login_required
@require_POST
def delete_search(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a search no longer."""
    saving.delete(by=request.user, search=queries.saved_for(request.user, pk))
    messages.success(request, _("The search is deleted."))
    return redirect("register:kept_searches")


@csrf_exempt  # mail programs stop mails with a POST of their own (RFC 8058); the token is the proof
@require_http_methods(["GET", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of kept searches to whoever received this link. Opening it only asks."""
    stopped = saving.stop(token=token) if request.method == "POST" else None
    response = render(request, "register/saved/stop.html", {"stopped": stopped is not None})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
