"""Changing what is published: openly, with the reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.queries.directory import directory
from koinon.people.requests import SignedInRequest
from koinon.register.actions import deciding, publishing
from koinon.register.forms.documents import ContentForm, initial, revision_in
from koinon.register.pages import cards as card_pages
from koinon.register.queries import desk as queries
from koinon.register.queries import knowledge
from koinon.register.rules import documents as rules
from koinon.ui.telling import told


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a published provision, or take it out."""
    provision = queries.provision_for(request.user, pk)
    before = deciding.content_of(provision)
    choices = {"themes": knowledge.theme_choices(), "groups": knowledge.group_choices()}
    start = initial(before, provision.text, provision.revision)
    form = ContentForm(request.POST or None, initial=start, published=True, **choices)
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            publishing.correct(
                by=request.user,
                provision=provision,
                revision=form.cleaned_data["revision"],
                content=form.content(provision.document.text, directory(), before),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(card_pages.field_of(refusal), told(refusal.message))
            conflict = refusal.code == "register.changed_meanwhile"
        else:
            messages.success(request, _("The correction is published."))
            return redirect(provision)
    if conflict:
        form.data = card_pages.based_on(request, provision)
    context = {"provision": provision, "document": provision.document, "form": form, "theirs": conflict}
    return render(request, "register/review/correct.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def strike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a published provision out of the register."""
    provision = queries.provision_for(request.user, pk)
    context: dict[str, Any] = {"provision": provision, "document": provision.document}
    if request.method == "POST":
        try:
            publishing.strike(
                by=request.user,
                provision=provision,
                revision=revision_in(request.POST),
                reason=request.POST.get("reason", ""),
            )
        except Refused as refusal:
            context["problem"] = told(refusal.message)
            return render(request, "register/review/strike.html", context, status=422)
        messages.success(request, _("The provision is taken out; its page says why."))
        return redirect(provision)
    return render(request, "register/review/strike.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def insert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a provision to a published document."""
    document = queries.document_for(request.user, pk)
    _may_publish(request, document)
    form = card_pages.empty_form(request, published=True)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.content(document.text, directory(), None)
            made = publishing.insert(
                by=request.user, document=document, content=content, reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error(card_pages.field_of(refusal), told(refusal.message))
        else:
            messages.success(request, _("The provision is added."))
            return redirect(made)
    context = {"document": document, "form": form, "published": True}
    return render(request, "register/review/add.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a published document out of the register."""
    document = queries.document_for(request.user, pk)
    _may_publish(request, document)
    context: dict[str, Any] = {"document": document}
    if request.method == "POST":
        try:
            publishing.withdraw(
                by=request.user,
                document=document,
                revision=revision_in(request.POST),
                reason=request.POST.get("reason", ""),
            )
        except Refused as refusal:
            context["problem"] = told(refusal.message)
            return render(request, "register/review/withdraw.html", context, status=422)
        messages.success(request, _("The document is withdrawn; its address says why."))
        return redirect("register:desk")
    return render(request, "register/review/withdraw.html", context)


def _may_publish(request: SignedInRequest, document: Any) -> None:
    verdict = rules.may_publish(by=request.user, document=document)
    if not verdict:
        raise NotPermitted("register.publish.not_permitted", verdict.reason)
