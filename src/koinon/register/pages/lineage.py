"""Restatements: those to decide at the desk, and the chains that everyone may read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from koinon.kernel.refusals import Refused
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.requests import SignedInRequest
from koinon.register.actions import lineage as actions
from koinon.register.forms.lineage import RestatementForm
from koinon.register.pages.downloads import feed_of, files, links
from koinon.register.pages.feeds import answered, opened
from koinon.register.pages.serving import page_of, public, site_of
from koinon.register.queries import chain_records, knowledge
from koinon.register.queries import chains as told_chains
from koinon.register.queries import lineage as queries
from koinon.register.rules import lineage as rules
from koinon.register.templatetags.register_lineage import chain_sentence
from koinon.ui.files import Listing
from koinon.ui.telling import told

deciding = permitted(rules.may_decide_lineage)
MOST = 50  # entries of a feed
STATES = ("proposed", "confirmed", "rejected")


@deciding
@require_safe
def lineage(request: SignedInRequest) -> HttpResponse:
    """What there is to decide, the likeliest first; or what was decided."""
    asked, document = request.GET.get("state", ""), request.GET.get("document", "")
    state = asked if asked in STATES else "proposed"
    rows = queries.restatements_for(request.user, state=state, document=document)
    context = {
        "page": page_of(request, rows, 20),
        "chosen": {"state": state, "document": document},
        "counts": queries.counts_for(request.user),
        "documents": queries.documents_to_decide(request.user),
        "progress": queries.progress(),
        "waiting": queries.waiting().count(),
    }
    return render(request, "register/lineage/desk.html", context)


@deciding
@require_POST
def confirm_restatement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm a proposal."""
    row = queries.restatement_for(request.user, pk)
    return _decided(request, lambda: actions.confirm(by=request.user, restatement=row))


@deciding
@require_POST
def reject_restatement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reject a proposal, with a reason."""
    row, reason = queries.restatement_for(request.user, pk), request.POST.get("reason", "")[:500]
    return _decided(request, lambda: actions.reject(by=request.user, restatement=row, reason=reason))


@deciding
@require_POST
def undo_restatement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo a decision."""
    row = queries.restatement_for(request.user, pk)
    return _decided(request, lambda: actions.undo(by=request.user, restatement=row))


@deciding
@require_POST
def confirm_identical(request: SignedInRequest) -> HttpResponse:
    """Confirm every open proposal whose two texts are the same words."""
    rows = list(queries.restatements_for(request.user, identical=True))
    try:
        made = actions.confirm_restatements(by=request.user, restatements=rows)
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    else:
        n = len(made)
        messages.success(
            request,
            ngettext("%(n)d restatement is confirmed.", "%(n)d restatements are confirmed.", n) % {"n": n},
        )
    return redirect("register:lineage")


def _decided(request: SignedInRequest, act: Any) -> HttpResponse:
    """Do it, and go back to the list as it was asked for."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    kept = QueryDict(request.POST.get("back", "")).urlencode()
    return redirect(reverse("register:lineage") + (f"?{kept}" if kept else "") + "#next")


@deciding
def add_restatement(request: SignedInRequest) -> HttpResponse:
    """Say that a provision restates an earlier one."""
    known = {name: request.GET.get(name, "") for name in ("earlier", "later")}
    form = RestatementForm(posted(request), initial=known)
    if form.is_valid() and tried(form, lambda: actions.add(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The restatement is confirmed."))
        return redirect(form.cleaned_data["later"])
    return render(request, "register/lineage/add.html", {"form": form}, status=422 if form.errors else 200)


@public
def chains(request: HttpRequest) -> HttpResponse:
    """What was asked again, first what nobody ever answered."""
    every = told_chains.all_chains(timezone.now())
    chosen = _chosen(request)
    page = page_of(request, told_chains.filtered(every, **chosen), 20)
    page.object_list = told_chains.dressed(list(page.object_list))
    keys = {theme for one in every for theme in one.themes}
    context = {
        "page": page,
        "chosen": chosen,
        "themes": [(key, name) for key, name in knowledge.theme_choices() if key in keys],
        "parties": told_chains.parties_of(every),
        "downloads": links(request, "chains", feed=feed_of(request, "chains")),
    }
    return render(request, "register/lineage/chains.html", context)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("party", "theme")}


def _found(request: HttpRequest) -> list[told_chains.Told]:
    return told_chains.filtered(told_chains.all_chains(timezone.now()), **_chosen(request))


@files
def chains_files(request: HttpRequest) -> Listing:
    """Every provision of every chain of a filter, with how it was answered."""
    site, found = site_of(request), _found(request)
    return Listing("asked-again", chain_records.COLUMNS, lambda: chain_records.records(found, site))


@public
def chains_feed(request: HttpRequest) -> HttpResponse:
    """The restatements of a filter, the latest confirmed first."""
    feed = opened(request, _("Asked again"), reverse("register:chains"), query=True)
    by_key = {key: one for one in _found(request) for key in one.keys}
    for row in queries.latest_confirmed(by_key, most=MOST):
        told_of = by_key[row.later_id]
        feed.add(
            f"restatement/{row.pk}",
            title=chain_sentence(told_of),
            path=row.later.get_absolute_url(),
            text=f"{row.later.document.title}\n{row.later.text}",
            since=row.decided_at or row.proposed_at,
        )
    return answered(feed)
