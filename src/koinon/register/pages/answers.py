"""One answer: written, handed in, taken back, returned, approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koinon.kernel.refusals import Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import answer_steps as steps
from koinon.register.actions import answers as actions
from koinon.register.actions.answers import Written
from koinon.register.engine.following.answers import Step, barred
from koinon.register.forms.answers import AnswerForm, NoteForm
from koinon.register.pages.serving import reading_language
from koinon.register.queries import asked as queries
from koinon.register.queries.asked import Asked
from koinon.register.rules import answers as rules
from koinon.ui.telling import told

FIELDS = ("position", "part", "reasons", "language", "change", "given_on")


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is asked, and the answer to it as it stands."""
    one = queries.follow_up_for(request.user, pk)
    if request.method == "GET":
        return _page(request, one, _form(one))
    do = request.POST.get("do", "save")
    if do in ("save", "submit"):
        return _write(request, one, submit=do == "submit")
    try:
        said = _step(request, one, do)
    except Refused as refusal:
        again = queries.follow_up_for(request.user, pk)
        return _page(request, again, _form(again), told(refusal.message))
    messages.success(request, said)
    return redirect("register:answers") if do in ("approve", "return") else redirect("register:answer", pk)


def _form(one: Asked) -> AnswerForm:
    """The form with the draft in it, else with the published answer as a beginning, else empty."""
    values: dict[str, Any] = {"language": reading_language()}
    if one.draft:
        values |= {name: getattr(one.draft, name) for name in FIELDS}
    elif one.versions:
        values |= {
            name: getattr(one.versions[0], name) for name in ("position", "part", "reasons", "language")
        }
    values["revision"] = one.revision
    return AnswerForm(initial=values, today=timezone.localdate(), replaces=bool(one.versions))


def _write(request: SignedInRequest, one: Asked, *, submit: bool) -> HttpResponse:
    form = AnswerForm(request.POST, today=timezone.localdate(), replaces=bool(one.versions), complete=submit)
    if not form.is_valid():
        return _page(request, one, form)
    written = Written(one.follow_up, form.cleaned_data["revision"], form.said())
    try:
        actions.draft_answers(by=request.user, written=[written], now=timezone.now(), submit=submit)
    except Refused as refusal:
        again = queries.follow_up_for(request.user, one.follow_up.pk)
        return _page(request, again, _kept(request, again), told(refusal.message))
    said = _("The answer is with the validator.") if submit else _("The draft is saved.")
    messages.success(request, said)
    return redirect("register:answer", one.follow_up.pk)


def _kept(request: SignedInRequest, one: Asked) -> AnswerForm:
    """What was typed, upon what stands now: saved again, it takes the place of theirs."""
    typed = request.POST.copy()
    typed["revision"] = str(one.revision)
    return AnswerForm(typed, today=timezone.localdate(), replaces=bool(one.versions))


def _step(request: SignedInRequest, one: Asked, do: str) -> str:
    """Take a step with the draft as the page showed it; what is said of it."""
    if one.draft is None:
        raise Refused("register.changed_meanwhile", barred(Step.SUBMIT, "") or "")
    revision = request.POST.get("revision", "")
    given: dict[str, Any] = {
        "by": request.user,
        "answers": [one.draft],
        "revisions": {one.draft.pk: int(revision) if revision.isdecimal() else 0},
    }
    if do == "approve":
        actions.approve_answers(**given, now=timezone.now())
        return _("The answer is published.")
    if do == "return":
        actions.return_answers(**given, note=request.POST.get("note", ""))
        return _("The answer is returned to those who draft.")
    if do == "take-back":
        actions.take_back_answers(**given)
        return _("The answer is yours again; the validator does not see it any more.")
    if do == "drop":
        actions.drop_answers(**given)
        return _("The draft is thrown away.")
    raise Refused("register.answer.step", "There is no such step: reload the page.")


def _page(request: SignedInRequest, one: Asked, form: AnswerForm, problem: str = "") -> HttpResponse:
    draft, follow_up = one.draft, one.follow_up
    may_draft = bool(rules.may_draft(by=request.user, written=[Written(follow_up, 0, steps.NOTHING)]))
    before, after = queries.beside(one)
    context = {
        "one": one,
        "form": form,
        "problem": problem,
        "theirs": draft if problem and form.is_bound else None,
        "now": timezone.now(),
        "closed": queries.closed(follow_up),
        "may_draft": may_draft,
        "writes": may_draft and not queries.closed(follow_up) and one.stands != "submitted",
        "validates": bool(draft and rules.may_return(by=request.user, answers=[draft])),
        "own": rules.is_of_another(by=request.user, answer=draft).reason if draft else "",
        "note_form": NoteForm(initial={"note": request.POST.get("note", "")}),
        "neighbours": queries.neighbours(one),
        "before": before,
        "after": after,
        "issuers": queries.issuers_of(one),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "register/answers/answer.html", context, status=status)
