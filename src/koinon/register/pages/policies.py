"""Dates: what is expected by when, set after a look at every date; and what is in force, for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koinon.kernel.refusals import NotFound, Refused
from koinon.people.pages.guards import permitted, posted
from koinon.people.requests import SignedInRequest
from koinon.register.actions import policies as actions
from koinon.register.engine.following.policy import Proposed
from koinon.register.forms.clocks import BACK, AgreeForm, PolicyForm, filled_in
from koinon.register.pages.serving import public
from koinon.register.queries import agreeing, desk
from koinon.register.queries import policies as queries
from koinon.register.rules.clocks import may_set_dates
from koinon.ui.telling import told

ROWS = 100  # of a preview on one page
setting = permitted(may_set_dates)


@setting
@require_http_methods(["GET", "POST"])
def policy(request: SignedInRequest) -> HttpResponse:
    """What is expected of everyone where a document has no policy of its own."""
    return _page(request, None)


@setting
@require_http_methods(["GET", "POST"])
def document_policy(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is expected of the addressees of one document."""
    return _page(request, desk.document_for(request.user, pk))


def _page(request: SignedInRequest, document: Any) -> HttpResponse:
    standing = queries.in_force(document)
    known = queries.told(standing) if standing else Proposed(time_zone=timezone.get_default_timezone_name())
    form = PolicyForm(posted(request), initial=filled_in(known))
    context: dict[str, Any] = {"form": form, "document": document, "standing": standing}
    proposed = form.policy() if request.method == "POST" and form.is_valid() else None
    if proposed is not None:
        if "apply" in request.POST and _applied(request, document, form, proposed):
            return redirect(*(["register:document_policy", document.pk] if document else ["register:policy"]))
        context |= _shown(request, document, form, proposed)
    context["versions"] = [(version, queries.told(version)) for version in queries.versions(document)]
    context["steps_wrong"] = [error for row in form.steps for field in row for error in field.errors]
    return render(request, "register/policies/policy.html", context, status=422 if form.errors else 200)


def _applied(request: SignedInRequest, document: Any, form: PolicyForm, proposed: Proposed) -> bool:
    try:
        actions.set_policy(
            by=request.user,
            document=document,
            policy=proposed,
            reaches_back=form.cleaned_data["reaches_back"] == BACK,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except Refused as refusal:
        form.refused(refusal)
        return False
    messages.success(request, _("The dates are set; everyone can read what is expected by when."))
    return True


def _shown(request: HttpRequest, document: Any, form: PolicyForm, proposed: Proposed) -> dict[str, Any]:
    """The preview: what a follow-up that begins today would have, and every date that stands or would."""
    now = timezone.now()
    preview = queries.preview(document, proposed, form.cleaned_data["reaches_back"] == BACK, now)
    page = Paginator(preview.rows, ROWS).get_page(request.POST.get("page"))
    documents = queries.titles(page.object_list)
    return {
        "preview": preview,
        "back": form.cleaned_data["reaches_back"] == BACK,
        "example": proposed.clocks(timezone.localdate()),
        "page": page,
        "rows": [(documents.get(row.document), row) for row in page.object_list],
    }


@public
def policies(request: HttpRequest) -> HttpResponse:
    """What is expected by when, of whom, counted how, and what it was before."""
    found = [[(version, queries.told(version)) for version in versions] for versions in queries.everywhere()]
    may_set = bool(may_set_dates(by=request.user))
    return render(request, "register/policies/policies.html", {"policies": found, "may_set": may_set})


@setting
@require_http_methods(["GET", "POST"])
def agree_date(request: SignedInRequest) -> HttpResponse:
    """Another date for one addressee: choose of which of its follow-ups, the date, and say why."""
    values = request.POST if request.method == "POST" else request.GET
    chosen = _keys(values.getlist("follow_up"))
    found = agreeing.offered(chosen, values.get("party", ""))
    if not found:
        raise NotFound("register.no_follow_up", "Choose at least one follow-up that still runs.")
    form = AgreeForm(posted(request))
    if request.method == "POST" and form.is_valid() and _agreed(request, form, found, chosen):
        return redirect(found[0].provision)
    context = {
        "form": form,
        "found": [(one, one.pk in chosen) for one in found],
        "party": values.get("party", ""),
        "first": found[0],
    }
    return render(request, "register/policies/agree.html", context, status=422 if form.errors else 200)


def _agreed(request: SignedInRequest, form: AgreeForm, found: Sequence[Any], chosen: set[int]) -> bool:
    values = form.cleaned_data
    try:
        number = actions.agree_date(
            by=request.user,
            follow_ups=[one for one in found if one.pk in chosen],
            kind=values["kind"],
            day=values["day"],
            reason=values["reason"],
            now=timezone.now(),
        )
    except Refused as refusal:
        field = str(refusal.data.get("field", ""))
        form.add_error(field if field in form.fields else None, told(refusal.message))
        return False
    messages.success(request, _("The date is agreed for %(n)d follow-ups.") % {"n": number})
    return True


def _keys(values: Sequence[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal() and len(value) < 19}
