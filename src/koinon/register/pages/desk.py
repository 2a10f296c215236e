"""The desk: bring a document, watch it being read, see what is under review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koinon.kernel.refusals import NotPermitted, Refusal
from koinon.ledger import notices
from koinon.people.requests import SignedInRequest
from koinon.register.actions import uploading
from koinon.register.forms.documents import UploadForm
from koinon.register.pages.serving import page_of
from koinon.register.queries import desk as queries
from koinon.register.queries.news import told
from koinon.register.rules import documents as rules
from koinon.ui import telling

AT_ONCE = 50  # documents of a page of the desk


@login_required
@require_http_methods(["GET", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    """Everything the person works on, and the form to bring a document."""
    behalves = queries.behalves(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _uploaded(request, form, behalves)
    context = _desk(request, form, behalves)
    return render(request, "register/desk.html", context, status=422 if form.errors else 200)


def _desk(request: SignedInRequest, form: UploadForm, behalves: list[Any]) -> dict[str, Any]:
    return {
        "form": form,
        "behalves": behalves,
        "behalf": request.POST.get("behalf", ""),
        "told": told(request.user),
        "documents": page_of(request, queries.documents_of(request.user), AT_ONCE),
    }


def _uploaded(request: SignedInRequest, form: UploadForm, behalves: list[Any]) -> HttpResponse:
    key = request.POST.get("behalf", "")
    behalf = next((p for p in behalves if (p.key if p else "") == key), behalves[0] if behalves else None)
    name, data = form.content()
    try:
        document = uploading.upload(by=request.user, name=name, data=data, behalf=behalf)
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error(None, telling.told(refusal.message))
        context = _desk(request, form, behalves)
        context["twin"] = queries.named(request.user, refusal.data.get("id"))
        return render(request, "register/desk.html", context, status=422)
    return redirect("register:reading", document.pk)


@login_required
def reading(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the reading has come; leads on to the review when it is done."""
    document = queries.document_for(request.user, pk)
    if document.state in ("published", "withdrawn"):
        return redirect(document)
    fragment = bool(request.headers.get("HX-Request"))
    if document.state == "review" and rules.may_review(by=request.user, document=document):
        onward = redirect("register:review", pk)
        return HttpResponse(status=204, headers={"HX-Redirect": onward.url}) if fragment else onward
    template = "register/review/progress.html" if fragment else "register/reading.html"
    return render(request, template, _progress(request, document))


def _progress(request: SignedInRequest, document: Any) -> dict[str, Any]:
    return {
        "document": document,
        "reading": queries.current_reading(document),
        "may_clear": rules.may_clear(by=request.user, document=document),
    }


@login_required
@require_POST
def read_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Queue another reading."""
    document = queries.document_for(request.user, pk)
    uploading.read_again(by=request.user, document=document)
    return redirect("register:reading", pk)


@login_required
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a document that was never published."""
    document = queries.document_for(request.user, pk)
    title = document.title
    uploading.discard(by=request.user, document=document)
    messages.success(request, _("“%(title)s” is removed.") % {"title": title})
    return redirect("register:desk")


@login_required
@require_POST
def seen(request: SignedInRequest) -> HttpResponse:
    """The person has seen what is new."""
    notices.mark_seen(request.user.reference, timezone.now())
    return redirect("register:desk")
