"""The desk of peer reviews: cycles are prepared, fixed and drawn; parties see what they have to hand in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import Refused
from koinon.people.pages.guards import permitted, posted
from koinon.people.requests import SignedInRequest
from koinon.register.actions import cycles as actions
from koinon.register.engine.reviewing import cycles as planning
from koinon.register.engine.reviewing.draw import possible
from koinon.register.forms.cycles import CycleForm, SeedForm, initial
from koinon.register.queries import review_stages
from koinon.register.queries import reviews as queries
from koinon.register.rules import reviews as rules
from koinon.ui.telling import told

running = permitted(rules.may_run)
taking_part = permitted(rules.may_see_desk)


@require_safe
@taking_part
def desk_reviews(request: SignedInRequest) -> HttpResponse:
    """The cycles one runs, the reviews one takes part in, and what one has to hand in."""
    today = timezone.localdate()
    own = queries.parties_of(request.user)
    reviews = list(queries.reviews_concerning(own)) if own else []
    context = {
        "may_run": bool(rules.may_run(by=request.user)),
        "cycles": queries.every_cycle(request.user),
        "own": own,
        "owed": [stage for party in own for stage in review_stages.owed(reviews, party, today)],
        "reviews": [(r, review_stages.now(review_stages.shown(r, today))) for r in reviews],
    }
    return render(request, "register/reviews/desk.html", context)


@require_http_methods(["GET", "POST"])
@running
def make_cycle(request: SignedInRequest) -> HttpResponse:
    """Prepare a new cycle."""
    form = CycleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_cycle(by=request.user, title=form.cleaned_data["title"], plan=form.plan())
        except Refused as refusal:
            form.add_error(_field(form, refusal), told(refusal.message))
        else:
            messages.success(request, _("The cycle is kept; nobody else sees it yet."))
            return redirect("register:desk_cycle", made.key)
    return render(request, "register/reviews/plan.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@running
def desk_cycle(request: SignedInRequest, cycle: str) -> HttpResponse:
    """One cycle: its plan while it is being prepared, then its seed, then its reviews."""
    found = queries.cycle_for(request.user, cycle)
    if found.state != "preparing":
        return render(request, "register/reviews/fixed.html", _fixed(found, SeedForm()))
    plan = queries.plan(found)
    form = CycleForm(posted(request), initial={**initial(found.title, plan), "revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_cycle(
                by=request.user,
                cycle=found,
                revision=form.cleaned_data["revision"] or 0,
                title=form.cleaned_data["title"],
                plan=form.plan(),
            )
        except Refused as refusal:
            form.add_error(_field(form, refusal), told(refusal.message))
        else:
            messages.success(request, _("The cycle is kept; nobody else sees it yet."))
            return redirect("register:desk_cycle", cycle)
    context = {"cycle": found, "form": form, "preview": _preview(plan)}
    return render(request, "register/reviews/plan.html", context, status=422 if form.errors else 200)


def _preview(plan: Any) -> dict[str, Any]:
    """Whether the plan allows a draw, and which sessions it has; the sentence why not."""
    preview: dict[str, Any] = {"problems": [], "sessions": [], "loads": plan.pool.loads}
    for check in (
        lambda: possible(plan.pool, queries.names([*plan.pool.parties, *plan.pool.reviewers])),
        lambda: preview["sessions"].extend(planning.sessions(plan)),
        lambda: planning.ahead(plan) if preview["sessions"] else None,
    ):
        try:
            check()
        except Refused as refusal:
            preview["problems"].append(told(refusal.message))
    return preview


@require_POST
@running
def fix_cycle(request: SignedInRequest, cycle: str) -> HttpResponse:
    """Fix the rules of a cycle."""
    found = queries.cycle_for(request.user, cycle)
    try:
        actions.fix_cycle(
            by=request.user, cycle=found, revision=_revision(request), now=timezone.now(),
            today=timezone.localdate(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    else:
        messages.success(request, _("Pool and rules are public and fixed."))
    return redirect("register:desk_cycle", cycle)


@require_POST
@running
def draw_cycle(request: SignedInRequest, cycle: str) -> HttpResponse:
    """Enter the seed, by which the draw is made."""
    found, form = queries.cycle_for(request.user, cycle), SeedForm(request.POST)
    if form.is_valid():
        try:
            actions.draw_cycle(
                by=request.user, cycle=found, revision=_revision(request), seed=form.cleaned_data["seed"],
                now=timezone.now(), today=timezone.localdate(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("seed" if refusal.data.get("field") == "seed" else None, told(refusal.message))
        else:
            messages.success(request, _("The draw is made; everyone can compute it again."))
            return redirect("register:cycle", cycle)
    return render(request, "register/reviews/fixed.html", _fixed(found, form), status=422)


def _fixed(found: Any, form: SeedForm) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "cycle": found,
        "form": form,
        "ready": found.state == "fixed" and found.seed_on <= today,
        "reviews": [(r, review_stages.now(review_stages.shown(r, today))) for r in queries.reviews(found)],
    }


def _revision(request: SignedInRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def _field(form: CycleForm, refusal: Refused) -> str | None:
    field = refusal.data.get("field")
    return field if isinstance(field, str) and field in form.fields else None
