"""One card of a review: show, accept, edit, reject, reopen, split, merge; drafts kept while typing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from koinon.kernel.numbers import natural
from koinon.kernel.refusals import Refusal, Refused
from koinon.people.queries.directory import directory
from koinon.people.requests import SignedInRequest
from koinon.register.actions import deciding, drafting
from koinon.register.engine import anchoring
from koinon.register.forms.documents import ContentForm, initial, revision_in
from koinon.register.queries import desk as queries
from koinon.register.queries import drafts, knowledge
from koinon.register.rules import documents as rules
from koinon.ui.telling import told


def _choices() -> dict[str, Any]:
    return {"themes": knowledge.theme_choices(), "groups": knowledge.group_choices()}


def empty_form(request: SignedInRequest, *, published: bool = False) -> ContentForm:
    """The form for a provision that is added by hand; words may come from a selection."""
    start = {
        "words": request.GET.get("words", ""),
        "near": request.GET.get("near", "0"),
        "revision": 0,
        "kind": "recommendation",
        "strength": "recommendation",
    }
    return ContentForm(request.POST or None, initial=start, published=published, **_choices())


def _shown(request: SignedInRequest, card: Any, status: int = 200, **extra: Any) -> HttpResponse:
    """The card as a fragment for the page, or the whole page again for a browser without scripts."""
    if request.headers.get("HX-Request"):
        document = rules.document_of(card)
        context = {
            "card": card,
            "document": document,
            "tally": queries.tally_of(document),
            "drafts": drafts.drafts_of(request.user, [card]),
            "fragment": True,
            **extra,
        }
        return render(request, "register/review/card.html", context, status=status)
    return _back(card)


def _back(card: Any) -> HttpResponse:
    page = redirect("register:review", rules.document_of(card).pk).url
    return redirect(f"{page}#card-{deciding.card_key(card)}")


def _whole_page(request: SignedInRequest, card: Any) -> HttpResponse:
    """Load the review page anew: the cards themselves are others now."""
    answer = _back(card)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"], "HX-Refresh": "true"})
    return answer


@login_required
def card(request: SignedInRequest, key: str) -> HttpResponse:
    """The card as it stands."""
    return _shown(request, queries.card_for(request.user, key))


@login_required
@require_POST
def accept(request: SignedInRequest, key: str) -> HttpResponse:
    """Confirm a proposal as it stands."""
    current = queries.card_for(request.user, key)
    try:
        made = deciding.accept(
            by=request.user, card=queries.open_proposal(current), revision=revision_in(request.POST)
        )
    except Refused as refusal:
        return _problem(request, current, refusal)
    return _shown(request, queries.card_for(request.user, deciding.card_key(made)))


@login_required
@require_POST
def reopen(request: SignedInRequest, key: str) -> HttpResponse:
    """Undo a decision."""
    current = queries.card_for(request.user, key)
    proposed = queries.origin(current)
    try:
        deciding.reopen(by=request.user, card=current, revision=revision_in(request.POST))
    except Refused as refusal:
        return _problem(request, current, refusal)
    return _whole_page(request, proposed)


@login_required
@require_http_methods(["GET", "POST"])
def reject(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask for the reason, then reject."""
    current = queries.card_for(request.user, key)
    if request.method == "GET":
        current = queries.successor(current)
        return _form_page(request, current, "register/review/reject.html", {})
    reason = request.POST.get("reason", "")
    proposed = queries.origin(current)
    try:
        deciding.reject(by=request.user, card=current, revision=revision_in(request.POST), reason=reason)
    except Refused as refusal:
        if refusal.code != "register.reason":
            return _problem(request, current, refusal)
        return _form_page(
            request, current, "register/review/reject.html", {"problem": told(refusal.message)}, 422
        )
    if key.startswith("provision"):
        return _whole_page(request, proposed)
    return _shown(request, queries.card_for(request.user, key))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, key: str) -> HttpResponse:
    """Change a card; typed input is kept as a draft, and never overwrites someone else's change."""
    named = queries.card_for(request.user, key)
    current = queries.successor(named)
    if request.method == "GET":
        return _edit_page(request, current)
    before = deciding.content_of(current)
    form = ContentForm(request.POST, **_choices())
    try:
        if current != named:  # someone accepted it, while a change of the proposal was being typed
            raise Refused("register.changed_meanwhile", "This proposal was accepted meanwhile.")
        if not form.is_valid():
            return _form_page(request, current, "register/review/edit.html", {"form": form}, 422)
        content = form.content(rules.document_of(current).text, directory(), before)
        made = deciding.amend(
            by=request.user, card=current, revision=revision_in(request.POST), content=content
        )
    except Refused as refusal:
        return _edit_refused(request, queries.successor(queries.card_for(request.user, key)), form, refusal)
    if (content.start, content.end) != (before.start, before.end):
        return _whole_page(request, made)
    return _shown(request, queries.card_for(request.user, deciding.card_key(made)))


def _edit_page(request: SignedInRequest, card: Any) -> HttpResponse:
    start = initial(deciding.content_of(card), card.text, card.revision)
    draft = drafts.draft_of(request.user, card)
    stale = draft and (draft.card, draft.revision) != (deciding.card_key(card), card.revision)
    values = {**start, **(draft.fields if draft else {}), "revision": card.revision}
    extra = {"form": ContentForm(initial=values, **_choices()), "draft": draft, "theirs": bool(stale)}
    return _form_page(request, card, "register/review/edit.html", extra)


def _edit_refused(request: SignedInRequest, card: Any, form: ContentForm, refusal: Refused) -> HttpResponse:
    """The form again with what was typed; on a conflict beside the other's version, and building on it."""
    if refusal.code not in ("register.changed_meanwhile", "register.decided"):
        form.add_error(field_of(refusal), told(refusal.message))
        return _form_page(request, card, "register/review/edit.html", {"form": form}, 422)
    form.data = based_on(request, card)
    if request.headers.get("HX-Request"):
        return _shown(request, card, 422, form=form, theirs=True)
    return _form_page(request, card, "register/review/edit.html", {"form": form, "theirs": True}, 422)


def based_on(request: SignedInRequest, card: Any) -> Any:
    """What was typed, now as a change of the card as it stands."""
    data = request.POST.copy()
    data["revision"] = str(card.revision)
    return data


def field_of(refusal: Refused) -> str | None:
    """The form's field that a refusal speaks of, if it names one."""
    field = refusal.data.get("field")
    if refusal.code.startswith("register.words"):
        return "words"
    return field if isinstance(field, str) else None


def _form_page(
    request: SignedInRequest, card: Any, template: str, extra: dict[str, Any], status: int = 200
) -> HttpResponse:
    fragment = bool(request.headers.get("HX-Request"))
    context = {"card": card, "document": rules.document_of(card), "fragment": fragment, **extra}
    if not fragment:
        return render(request, "register/review/alone.html", {**context, "part": template}, status=status)
    return render(request, template, context, status=status)


@login_required
@require_POST
def draft(request: SignedInRequest, key: str) -> HttpResponse:
    """Keep what is being typed."""
    current = queries.card_for(request.user, key)
    names = ContentForm.base_fields.keys() - {"revision", "near"}
    fields = {
        name: request.POST.getlist(name) if name in ("themes", "groups") else request.POST.get(name, "")
        for name in sorted(names)
        if name in request.POST or name in ("themes", "groups")
    }
    drafting.keep(by=request.user, card=current, revision=revision_in(request.POST), fields=fields)
    return render(request, "register/review/kept.html")


@login_required
@require_POST
def drop(request: SignedInRequest, key: str) -> HttpResponse:
    """Throw away what was typed and not saved."""
    current = queries.card_for(request.user, key)
    drafting.drop(by=request.user, card=current)
    return _shown(request, current)


@login_required
@require_http_methods(["GET", "POST"])
def split(request: SignedInRequest, key: str) -> HttpResponse:
    """Offer the places between sentences and clauses, then cut there."""
    current = queries.card_for(request.user, key)
    if request.method == "GET":
        current = queries.successor(current)
    document = rules.document_of(current)
    places = anchoring.cuts(document.text, current.start, current.end)
    edges = [current.start, *places, current.end]
    pieces = [(a, " ".join(document.text[a:b].split())) for a, b in pairwise(edges)]
    if request.method == "GET":
        return _form_page(request, current, "register/review/split.html", {"pieces": pieces})
    at = [n for t in request.POST.getlist("at") if (n := natural(t)) is not None]
    try:
        made = deciding.split(by=request.user, card=current, revision=revision_in(request.POST), at=at)
    except Refused as refusal:
        if refusal.code != "register.split":
            return _problem(request, current, refusal)
        return _form_page(
            request,
            current,
            "register/review/split.html",
            {"pieces": pieces, "problem": told(refusal.message)},
            422,
        )
    return _whole_page(request, made[0])


@login_required
@require_POST
def merge(request: SignedInRequest, key: str) -> HttpResponse:
    """Merge a card with the one after it."""
    current = queries.card_for(request.user, key)
    after = queries.after(current)
    try:
        if after is None:
            raise Refused("register.merge", "There is no card after this one to merge with.")
        if request.POST.get("with") not in ("", None, deciding.card_key(after)):
            raise Refused("register.changed_meanwhile", "The card below changed meanwhile: look again.")
        made = deciding.merge(
            by=request.user, cards=[current, after], revisions=[revision_in(request.POST), after.revision]
        )
    except Refused as refusal:
        return _problem(request, current, refusal)
    return _whole_page(request, made)


def _problem(request: SignedInRequest, card: Any, refusal: Refusal) -> HttpResponse:
    """The card as it stands now, with the sentence why nothing was written."""
    card = queries.successor(queries.card_for(request.user, deciding.card_key(card)))
    if request.headers.get("HX-Request"):
        return _shown(request, card, 422, problem=told(refusal.message))
    messages.error(request, told(refusal.message))
    return _back(card)
