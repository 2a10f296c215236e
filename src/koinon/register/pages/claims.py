"""The desk of claims: state, conclude, correct, withdraw, add evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import claims as actions
from koinon.register.actions import evidence as exhibits
from koinon.register.engine.following.words import Level, Side
from koinon.register.forms import claims as forms
from koinon.register.pages.serving import download, page_of
from koinon.register.queries import claim_lists, claims, following
from koinon.register.rules import claims as rules
from koinon.register.templatetags.register_claims import claimant, level_meaning, level_word, side_word
from koinon.ui.telling import told


@login_required
@require_http_methods(["GET", "POST"])
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """State how far a follow-up is done, beside what others state."""
    follow_up = following.follow_up(pk)
    capacities = _capacities(request, follow_up, rules.MAKE)
    form = forms.ClaimForm(
        request.POST or None,
        request.FILES or None,
        initial=_first(follow_up),
        speakers=[(one.key, _speaker(one)) for one in capacities],
        nameless=any(one.side == Side.CIVIL_SOCIETY for one in capacities),
        levels=_levels(any(one.side != Side.ADDRESSEE for one in capacities)),
        contests=_contestable(follow_up, capacities),
    )

    def act() -> Any:
        chosen = next(one for one in capacities if one.key == form.cleaned_data["speaker"])
        return actions.claim(
            by=request.user,
            follow_up=follow_up,
            side=chosen.side,
            party=chosen.party,
            said=actions.Said(**form.said()),
            now=timezone.now(),
        )

    if made := _done(request, form, act):
        messages.success(request, _("Your statement is public."))
        return redirect("register:add_evidence", made.pk)
    return _form_page(request, "claim", form, follow_up)


@login_required
@require_http_methods(["GET", "POST"])
def conclude(request: SignedInRequest, pk: int) -> HttpResponse:
    """Conclude as assessor, beside what all others state."""
    follow_up = following.follow_up(pk)
    capacities = _capacities(request, follow_up, rules.CONCLUDE)
    form = forms.ClaimForm(
        request.POST or None,
        request.FILES or None,
        initial=_first(follow_up),
        speakers=[(one.key, _speaker(one)) for one in capacities],
        nameless=False,
        levels=_levels(True),
        contests=(),
    )

    def act() -> Any:
        chosen = next(one for one in capacities if one.key == form.cleaned_data["speaker"])
        return actions.conclude(
            by=request.user,
            follow_up=follow_up,
            party=chosen.party,
            said=actions.Said(**form.said()),
            now=timezone.now(),
        )

    if made := _done(request, form, act):
        messages.success(request, _("Your conclusion is public, beside all other statements."))
        return redirect("register:add_evidence", made.pk)
    return _form_page(request, "conclude", form, follow_up)


@login_required
@require_safe
def own_claims(request: SignedInRequest) -> HttpResponse:
    """What one stated, and what was stated in the names one may speak in."""
    page = page_of(request, claim_lists.own(request.user), 20)
    told = {"page": page, "rows": claim_lists.on_desk(page)}
    return render(request, "register/claims/own.html", told)


@login_required
@require_http_methods(["GET", "POST"])
def correct_claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a statement by another in its place."""
    before = claim_lists.own_claim(request.user, pk)
    start = {"level": before.level, "as_of": before.as_of, "text": before.text, "language": before.language}
    if before.contests:
        start["contests"] = before.contests.number
    others = claim_lists.contestable(before.follow_up, before.party)
    form = forms.CorrectClaimForm(
        request.POST or None,
        request.FILES or None,
        initial=start | {"keep_evidence": True},
        levels=_levels(before.side != Side.ADDRESSEE),
        contests=_choices([one for one in others if one.pk != before.pk]),
    )

    def act() -> Any:
        said = actions.Said(**form.said() | {"pseudonymous": before.pseudonymous})
        return actions.correct(
            by=request.user,
            claim=before,
            said=said,
            reason=form.cleaned_data["reason"],
            keep_evidence=form.cleaned_data["keep_evidence"],
            now=timezone.now(),
        )

    if made := _done(request, form, act):
        messages.success(request, _("The correction is public; the earlier statement stays visible."))
        return redirect("register:add_evidence", made.pk)
    return _form_page(request, "correct", form, before.follow_up, before=before)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw a statement, with the reason."""
    before = claim_lists.own_claim(request.user, pk)
    form = forms.WithdrawForm(request.POST or None)

    def act() -> Any:
        return actions.withdraw(
            by=request.user, claim=before, reason=form.cleaned_data["reason"], now=timezone.now()
        )

    if _done(request, form, act):
        messages.success(request, _("The statement is withdrawn; it stays visible with your reason."))
        return redirect("register:own_claims")
    return _form_page(request, "withdraw", form, before.follow_up, before=before)


@login_required
@require_http_methods(["GET", "POST"])
def add_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's statement with its evidence, and the form to add more."""
    found = claim_lists.own_claim(request.user, pk)
    form = forms.EvidenceForm(request.POST or None, request.FILES or None)

    def act() -> Any:
        return exhibits.add_evidence(
            by=request.user, claim=found, evidence=form.evidence(), now=timezone.now()
        )

    if _done(request, form, act):
        messages.success(request, _("The evidence is added."))
        return redirect("register:add_evidence", pk)
    context = {
        "form": form,
        "claim": found,
        "pieces": found.evidence.all(),
        "follow_up": found.follow_up,
        "provision": found.follow_up.provision,
    }
    return render(request, "register/claims/evidence_page.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def sealed_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """A piece of evidence for who may open what is sealed; as a file, opened in nobody's page."""
    found = claims.evidence_for(request.user, pk)
    if found.kept is None:
        return redirect("register:own_claims")
    response = download(f"evidence-{found.pk}", bytes(found.kept.data), found.kept.digest)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def copy_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the copy of a page again."""
    found = claims.evidence_for(request.user, pk)
    try:
        exhibits.copy_again(by=request.user, evidence=found)
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    else:
        messages.success(request, _("The copy is being made again."))
    return redirect("register:add_evidence", found.claim_id)


@login_required
@require_http_methods(["GET", "POST"])
def look_behind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who stands behind a pseudonym; that someone looked is kept."""
    if not (verdict := rules.may_name(by=request.user)):
        raise NotPermitted("register.look_behind.not_permitted", verdict.reason)
    found = claims.claim(pk)
    behind = actions.look_behind(by=request.user, claim=found) if request.method == "POST" else None
    context = {
        "claim": found,
        "pieces": found.evidence.all(),
        "behind": behind,
        "provision": found.follow_up.provision,
    }
    response = render(request, "register/claims/behind.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _capacities(request: HttpRequest, follow_up: Any, permission: str) -> list[rules.Capacity]:
    found = rules.capacities(request.user, follow_up, permission)
    if not found:
        raise NotPermitted("register.claim.not_permitted", rules.NO_CAPACITY)
    return found


def _first(follow_up: Any) -> dict[str, Any]:
    return forms.first_values(follow_up.provision.document.language, timezone.localdate())


def _speaker(capacity: rules.Capacity) -> str:
    side = side_word(capacity.side)
    return f"{capacity.party.name} ({side})" if capacity.party else side


def _levels(others: bool) -> list[tuple[str, str]]:
    """Every level with its sentence; the addressee itself knows what it has done."""
    offered = [level for level in Level if others or level != Level.NO_EVIDENCE]
    return [forms.in_words(level, level_word(level), level_meaning(level)) for level in offered]


def _contestable(follow_up: Any, capacities: list[rules.Capacity]) -> list[tuple[int, str]]:
    party = capacities[0].party if len(capacities) == 1 else None
    return _choices(claim_lists.contestable(follow_up, party))


def _choices(standing: list[Any]) -> list[tuple[int, str]]:
    said = _("Statement %(number)s: %(who)s, %(level)s")
    return [
        (one.number, said % {"number": one.number, "who": claimant(one), "level": level_word(one.level)})
        for one in standing
    ]


def _done(request: HttpRequest, form: Form, act: Any) -> Any:
    """What the act made; None while there is nothing to do, or where it was refused in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        field = refusal.data.get("field")
        form.add_error(str(field) if field in form.fields else None, told(refusal.message))
        return None


def _form_page(request: SignedInRequest, name: str, form: Form, follow_up: Any, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "follow_up": follow_up,
        "provision": follow_up.provision,
        "document": follow_up.provision.document,
        "claims": claims.side_by_side([follow_up])[follow_up.pk],
        **more,
    }
    return render(request, f"register/claims/{name}.html", context, status=422 if form.errors else 200)
