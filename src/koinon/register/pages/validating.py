"""The validator's list: answers that wait, beside what was asked; approved or returned, one or many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from koinon.kernel.numbers import natural
from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import answers as actions
from koinon.register.actions.answer_steps import MOST
from koinon.register.forms.answers import NoteForm
from koinon.register.pages.serving import page_of
from koinon.register.queries import asked, waiting
from koinon.register.queries.asked import Filter
from koinon.register.rules import answers as rules
from koinon.ui.telling import told

AT_ONCE = 25  # answers of a page


@login_required
@require_http_methods(["GET", "POST"])
def answers(request: SignedInRequest) -> HttpResponse:
    """The answers that wait for the validator."""
    if not (verdict := rules.may_validate(by=request.user)):
        raise NotPermitted("register.answers.not_permitted", verdict.reason)
    if request.method == "GET":
        return _list(request)
    if request.POST.get("do") == "look":
        return _look(request)
    try:
        done, sent = _decide(request)
    except Refused as refusal:
        return _list(request, told(refusal.message))
    if sent:
        said = ngettext("%(n)d answer is returned.", "%(n)d answers are returned.", done)
    else:
        said = ngettext("%(n)d answer is published.", "%(n)d answers are published.", done)
    messages.success(request, said % {"n": done})
    return redirect("register:answers")


def _decide(request: SignedInRequest) -> tuple[int, bool]:
    """Approve or return what was chosen: how many, and whether they were returned."""
    do, _, one = request.POST.get("do", "").partition(" ")
    if do not in ("approve", "return", "approve-all"):
        raise Refused("register.answer.step", "There is no such step: reload the page.")
    if do == "approve-all":
        found = [row for row in _all(request) if _others(request, row)]
        revisions = {answer.pk: answer.revision for answer in found}
    else:
        revisions = _pairs([one] if one else request.POST.getlist("chosen"))
        found = waiting.answers_for(request.user, revisions)
        if len(found) < len(revisions):
            raise Refused("register.changed_meanwhile", _GONE)
    given: dict[str, Any] = {"by": request.user, "answers": found, "revisions": revisions}
    if do == "return":
        return len(actions.return_answers(**given, note=request.POST.get("note", ""))), True
    return len(actions.approve_answers(**given, now=timezone.now())), False


_GONE = "One of these answers was dropped meanwhile: look at those that wait now."


def _pairs(chosen: list[str]) -> dict[int, int]:
    """The revisions that the page showed, by the key of the answer: "12:3"."""
    parts = (one.partition(":") for one in chosen)
    return {
        key: revision
        for first, _, second in parts
        if (key := natural(first)) is not None and (revision := natural(second)) is not None
    }


def _list(request: SignedInRequest, problem: str = "") -> HttpResponse:
    narrowed = Filter.of(request.GET)
    page = page_of(request, waiting.waiting(request.user, narrowed), AT_ONCE)
    context = {
        "page": page,
        "rows": [(answer, _others(request, answer)) for answer in page],
        "chosen": narrowed,
        "ticked": set(request.POST.getlist("chosen")),
        "problem": problem,
        "note_form": NoteForm(initial={"note": request.POST.get("note", "")}),
        "parties": asked.parties_of(request.user, rules.APPROVE),
        "documents": waiting.documents_waiting(request.user),
        "now": timezone.now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "register/answers/answers.html", context, status=422 if problem else 200)


def _others(request: SignedInRequest, answer: Any) -> bool:
    """Whether someone else drafted it, so that this validator may approve it."""
    return bool(rules.is_of_another(by=request.user, answer=answer))


def _look(request: SignedInRequest) -> HttpResponse:
    """What approving everything would publish."""
    found = _all(request)
    others = [answer for answer in found if _others(request, answer)]
    context = {
        "found": others,
        "own": len(found) - len(others),
        "positions": waiting.positions(others),
        "until": _until(request).isoformat(),
        "query": request.POST.get("query", ""),
    }
    return render(request, "register/answers/approve_all.html", context)


def _all(request: SignedInRequest) -> list[Any]:
    """Everything that waited when the page was made, as its filter finds it."""
    narrowed = Filter.of(QueryDict(request.POST.get("query", "")[:2_000]))
    return list(waiting.waiting(request.user, narrowed, _until(request))[: MOST + 1])


def _until(request: HttpRequest) -> datetime:
    """The moment to which a page is bound; what came later waits for another look."""
    try:
        given = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        given = None
    now = timezone.now()
    return min(given, now) if given and timezone.is_aware(given) else now
