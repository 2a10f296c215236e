"""Taking part in a review on the desk, and the session as it runs: who speaks, who is next, the time left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import cycles, reviews
from koinon.register.forms.reviews import LeavingForm, ReplyForm
from koinon.register.pages.review_acts import ACTS, Taking, of_recommendation, of_speaker, taking
from koinon.register.pages.review_desk import running, taking_part
from koinon.register.queries import review_pages, review_stages
from koinon.register.queries import reviews as queries
from koinon.ui.telling import told

LONGEST_REASON = 2000  # characters


@require_safe
@taking_part
def desk_review(request: SignedInRequest, cycle: str, key: str) -> HttpResponse:
    """Everything that one may do in a review now."""
    return _hub(request, taking(request.user, queries.review(cycle, key)))


def _hub(request: SignedInRequest, taken: Taking, tried: dict[str, Form] | None = None) -> HttpResponse:
    review, now, today = taken.review, timezone.now(), timezone.localdate()
    forms = {name: act.form(taken) for name, act in ACTS.items() if act.offered(taken)} | (tried or {})
    context = {
        "taking": taken,
        "review": review,
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "stages": review_stages.shown(review, today),
        "owed": review_stages.owed([review], review.party, today) if taken.under_review else [],
        "questions": queries.questions(review),
        "reply": ReplyForm(auto_id=False),
        "speakers": list(queries.speakers(review)),
        "recommendations": review_pages.recommendations(review, now),
        "own_keys": [party.key for party in taken.others],
        "reviewers": [(one, taken.runs or one.party in taken.own) for one in review.now_reviewing],
        "leaving": LeavingForm(auto_id=False),
    }
    return render(request, "register/reviews/part.html", context, status=422 if tried else 200)


@require_POST
@taking_part
def review_act(request: SignedInRequest, cycle: str, key: str, act: str) -> HttpResponse:
    """One act in a review; what was typed stays where it is refused."""
    taken, wanted = taking(request.user, queries.review(cycle, key)), ACTS.get(act)
    if wanted is None:
        raise NotFound("register.review.no_act", "There is nothing called {act} to do in a review.", act=act)
    if not wanted.offered(taken):
        raise NotPermitted("register.review.not_permitted", _("This is not yours to do in this review."))
    form = wanted.form(taken, request.POST, request.FILES)
    if form.is_valid():
        try:
            wanted.perform(taken, form)
        except Refused as refusal:
            field = refusal.data.get("field")
            form.add_error(
                field if isinstance(field, str) and field in form.fields else None, told(refusal.message)
            )
        else:
            messages.success(request, wanted.said())
            return redirect(_hub_address(taken) + f"#{wanted.anchor}")
    return _hub(request, taken, {act: form})


def _hub_address(taken: Taking) -> str:
    return reverse("register:desk_review", args=[taken.review.cycle.key, taken.review.party.key])


def _done(request: SignedInRequest, address: str, act: Callable[[], Any]) -> HttpResponse:
    """Back to where one was, with what was refused if anything was."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    return redirect(address)


@require_POST
@taking_part
def reply(request: SignedInRequest, cycle: str, key: str, pk: int) -> HttpResponse:
    """Answer a question in advance."""
    taken = taking(request.user, queries.review(cycle, key))
    question = queries.question(taken.review, pk)
    return _done(
        request,
        _hub_address(taken) + "#questions",
        lambda: reviews.reply(
            by=request.user, question=question, text=request.POST.get("text", ""), now=timezone.now()
        ),
    )


@require_POST
@taking_part
def join(request: SignedInRequest, cycle: str, key: str, number: int) -> HttpResponse:
    """Join a recommendation, or leave it, in the name of a party."""
    taken = taking(request.user, queries.review(cycle, key))
    what = "leave" if "leave" in request.POST else "join"
    party = request.POST.get("leave") or request.POST.get("join", "")
    return _done(
        request,
        _hub_address(taken) + "#recommendations",
        lambda: of_recommendation(taken, number, what, party),
    )


@require_POST
@taking_part
def stand_down(request: SignedInRequest, cycle: str, key: str, party: str) -> HttpResponse:
    """A reviewer stands down."""
    taken = taking(request.user, queries.review(cycle, key))
    reviewer = queries.reviewer(taken.review, party)
    return _done(
        request,
        _hub_address(taken) + "#reviewers",
        lambda: cycles.stand_down(
            by=request.user, reviewer=reviewer, reason=request.POST.get("reason", ""), now=timezone.now()
        ),
    )


@require_POST
@taking_part
def speaker(request: SignedInRequest, cycle: str, key: str, party: str) -> HttpResponse:
    """What is done with a speaker: off the list, called, ended, absent."""
    taken = taking(request.user, queries.review(cycle, key))
    what = request.POST.get("what", "")
    if what not in ("off", "call", "end", "absent"):
        raise NotFound("register.review.no_act", "There is nothing called {act} to do in a review.", act=what)
    session = reverse("register:review_session", args=[cycle, key])
    address = session if request.POST.get("from") == "session" else _hub_address(taken) + "#speakers"
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    return _done(request, address, lambda: of_speaker(taken, party, what, reason))


@require_safe
@running
def review_session(request: SignedInRequest, cycle: str, key: str) -> HttpResponse:
    """The session as it runs; the time left is computed here, anew for each look."""
    review = queries.review(cycle, key)
    speakers = list(queries.speakers(review))
    context = {
        "review": review,
        "speakers": speakers,
        "floor": review_pages.floor(speakers, timezone.now()),
        "done": sum(1 for one in speakers if one.state in ("spoke", "absent")),
    }
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, f"register/reviews/{'floor' if fragment else 'session'}.html", context)
