"""The review page: the text with its spans beside the machine's proposals, and publication."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from koinon.kernel.numbers import natural
from koinon.kernel.refusals import NotPermitted, Refusal, Refused
from koinon.people.queries.directory import directory
from koinon.people.requests import SignedInRequest
from koinon.register.actions import deciding, publishing
from koinon.register.forms.documents import DescriptionForm, revision_in
from koinon.register.pages import cards as card_pages
from koinon.register.queries import desk as queries
from koinon.register.queries import drafts
from koinon.register.rules import documents as rules
from koinon.ui.telling import told


@login_required
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text and its cards, side by side."""
    document = queries.document_for(request.user, pk)
    if document.state in ("reading", "failed"):
        return redirect("register:reading", pk)
    if document.state != "review":
        return redirect(document)
    _may_review(request, document)
    cards = queries.cards(document)
    context = {
        "document": document,
        "cards": cards,
        "blocks": queries.marked_text(document, cards),
        "tally": queries.tally(cards),
        "reading": queries.current_reading(document),
        "drafts": drafts.drafts_of(request.user, cards),
        "may_publish": rules.may_publish(by=request.user, document=document),
    }
    return render(request, "register/review/page.html", context)


def _may_review(request: SignedInRequest, document: Any) -> None:
    verdict = rules.may_review(by=request.user, document=document)
    if not verdict:
        raise NotPermitted("register.review.not_permitted", verdict.reason)


@login_required
@require_http_methods(["GET", "POST"])
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    """The document's own data: title, kind, issuers, date, place, language."""
    document = queries.document_for(request.user, pk)
    _may_review(request, document)
    start = {
        "title": document.title,
        "kind": document.kind,
        "issuers": "\n".join(document.issuer_names),
        "issued_on": document.issued_on,
        "place": document.place,
        "language": document.language,
    }
    form = DescriptionForm(request.POST or None, initial=start)
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            _described(request, document, form)
        except Refused as refusal:
            form.add_error(None, told(refusal.message))
            conflict = refusal.code == "register.changed_meanwhile"
        else:
            messages.success(request, _("The document’s data are saved."))
            return redirect("register:review", pk)
    context = {"document": document, "form": form, "theirs": conflict}
    return render(request, "register/review/describe.html", context, status=422 if form.errors else 200)


def _described(request: SignedInRequest, document: Any, form: DescriptionForm) -> None:
    names = form.names()
    publishing.describe(
        by=request.user,
        document=document,
        revision=revision_in(request.POST),
        title=form.cleaned_data["title"],
        kind=form.cleaned_data["kind"],
        issuer_names=names,
        issuers=queries.parties_named(names, directory()),
        issued_on=form.cleaned_data["issued_on"],
        place=form.cleaned_data["place"],
        language=form.cleaned_data["language"],
    )


@login_required
@require_POST
def accept_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept every proposal that is still open, as the page showed it."""
    document = queries.document_for(request.user, pk)
    pairs = [tuple(map(natural, p.split(":"))) for p in request.POST.getlist("seen")]
    seen = [(p[0], p[1]) for p in pairs if len(p) == 2 and p[0] is not None and p[1] is not None]
    try:
        done = deciding.accept_all(by=request.user, document=document, seen=seen)
    except Refused as refusal:
        messages.error(request, told(refusal.message))
        return redirect("register:review", pk)
    words = ngettext("%(n)s proposal is accepted.", "%(n)s proposals are accepted.", done)
    messages.success(request, words % {"n": done})
    if left := queries.tally_of(document).open:
        words = ngettext(
            "%(n)s proposal changed after your page was loaded and stays open: look at it first.",
            "%(n)s proposals changed after your page was loaded and stay open: look at them first.",
            left,
        )
        messages.warning(request, words % {"n": left})
    return redirect("register:review", pk)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a provision over words of the text that the machine passed over."""
    document = queries.document_for(request.user, pk)
    _may_review(request, document)
    form = card_pages.empty_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.content(document.text, directory(), None)
            made = deciding.add(by=request.user, document=document, content=content)
        except Refused as refusal:
            form.add_error(card_pages.field_of(refusal), told(refusal.message))
        else:
            return redirect(f"{redirect('register:review', pk).url}#card-{deciding.card_key(made)}")
    context = {"document": document, "form": form}
    return render(request, "register/review/add.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look once more, then open the document to everyone."""
    document = queries.document_for(request.user, pk)
    verdict = rules.may_publish(by=request.user, document=document)
    if not verdict:
        raise NotPermitted("register.publish.not_permitted", verdict.reason)
    cards = queries.cards(document)
    context = {"document": document, "tally": queries.tally(cards), "summary": queries.summary(cards)}
    if request.method == "POST":
        try:
            revision = revision_in(request.POST)
            document = publishing.publish(by=request.user, document=document, revision=revision)
        except Refusal as refusal:
            return render(
                request,
                "register/review/publish.html",
                {**context, "problem": told(refusal.message)},
                status=422,
            )
        messages.success(request, _("Published. Everyone can read it at this address."))
        return redirect(document)
    return render(request, "register/review/publish.html", context)
