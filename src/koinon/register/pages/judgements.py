"""Whether a provision can be verified: judged, and withdrawn, by assessors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koinon.kernel.refusals import NotPermitted
from koinon.people.pages.guards import tried
from koinon.people.requests import SignedInRequest
from koinon.register.actions import judgements as actions
from koinon.register.forms import claims as forms
from koinon.register.queries import claims as queries
from koinon.register.rules import claims as rules
from koinon.register.templatetags.register_claims import side_word


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Judge whether a provision can be verified."""
    provision = queries.provision(pk)
    names = {party.key if party else "": party for party in rules.judging_for(request.user)}
    if not names:
        raise NotPermitted(
            "register.judge.not_permitted", rules.may_judge(by=request.user, party=None).reason
        )
    speakers = [(key, party.name if party else side_word("assessor")) for key, party in names.items()]
    start = forms.first_values(provision.document.language, timezone.localdate())
    form = forms.JudgementForm(
        request.POST or None, initial=start, speakers=[(k or "-", n) for k, n in speakers]
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        speaker = "" if said["speaker"] == "-" else said["speaker"]
        if tried(
            form,
            lambda: actions.judge(
                by=request.user,
                provision=provision,
                party=names[speaker],
                verifiable=said["verifiable"],
                reasons=said["reasons"],
                language=said["language"],
                now=timezone.now(),
            ),
        ):
            messages.success(request, _("Your judgement is public."))
            return redirect(provision)
    context = {"form": form, "provision": provision, "document": provision.document}
    return render(request, "register/claims/judge.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_judgement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw a judgement, with the reason."""
    found = queries.judgement(pk)
    if not (verdict := rules.may_end_judgement(by=request.user, judgement=found)):
        raise NotPermitted("register.withdraw_judgement.not_permitted", verdict.reason)
    form = forms.WithdrawForm(request.POST or None)

    def act() -> object:
        said = form.cleaned_data["reason"]
        return actions.withdraw_judgement(by=request.user, judgement=found, reason=said, now=timezone.now())

    if request.method == "POST" and form.is_valid() and tried(form, act):
        messages.success(request, _("The judgement is withdrawn; it stays visible with your reason."))
        return redirect(found.provision)
    context = {"form": form, "judgement": found, "provision": found.provision}
    return render(
        request, "register/claims/withdraw_judgement.html", context, status=422 if form.errors else 200
    )
