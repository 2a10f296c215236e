"""What is asked of us: the list on the desk, and one answer to many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from koinon.kernel.numbers import natural
from koinon.kernel.refusals import NotPermitted, Refused
from koinon.people.requests import SignedInRequest
from koinon.register.actions import answers as actions
from koinon.register.actions.answer_steps import MOST
from koinon.register.actions.answers import Written
from koinon.register.forms.answers import TogetherForm
from koinon.register.pages.serving import page_of, reading_language
from koinon.register.queries import asked as queries
from koinon.register.queries import knowledge
from koinon.register.queries.asked import Asked, Filter, Which
from koinon.register.rules import answers as rules
from koinon.ui import downloads
from koinon.ui.files import CSV, XLSX
from koinon.ui.telling import told

AT_ONCE = 50  # rows of a page
TABS = (
    (Which.OPEN, _("No answer yet")),
    (Which.OVERDUE, _("Overdue")),
    (Which.DRAFT, _("Drafts")),
    (Which.RETURNED, _("Returned")),
    (Which.SUBMITTED, _("With the validator")),
    (Which.ANSWERED, _("Answered")),
    (Which.ALL, _("Everything")),
)


@login_required
@require_safe
def asked(request: SignedInRequest) -> HttpResponse:
    """What is asked of the parties that one answers for."""
    let_see(request)
    return render(request, "register/answers/asked.html", _listed(request))


def let_see(request: SignedInRequest) -> None:
    """A refusal for whoever answers for no party."""
    if not (verdict := rules.may_see_asked(by=request.user)):
        raise NotPermitted("register.asked.not_permitted", verdict.reason)


def _listed(request: SignedInRequest) -> dict[str, Any]:
    now, narrowed = timezone.now(), Filter.of(request.GET)
    counts = queries.counts(request.user, narrowed, now)
    page = page_of(request, queries.listed(request.user, narrowed, now), AT_ONCE)
    return {
        "now": now,
        "chosen": narrowed,
        "page": page,
        "rows": queries.follow_ups_for(request.user, page),
        "tabs": _tabs(request, narrowed, counts),
        "count": counts[narrowed.which],
        "parties": queries.speaking_for(request.user),
        "documents": queries.documents_asking(request.user),
        "themes": sorted(knowledge.theme_choices(), key=lambda theme: theme[1]),
        "form": TogetherForm(today=timezone.localdate(now), initial={"language": reading_language()}),
        "drafts_for": {party.pk for party in queries.parties_of(request.user, rules.DRAFT)},
        "validates": bool(rules.may_validate(by=request.user)),
        "query": request.GET.urlencode(),
        "downloads": downloads.links(request, "register:asked", formats=(XLSX, CSV)),
    }


def _tabs(request: HttpRequest, narrowed: Filter, counts: dict[str, int]) -> list[dict[str, Any]]:
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for which, words in TABS:
        query["which"] = which
        found.append(
            {
                "address": f"?{query.urlencode()}",
                "words": words,
                "current": narrowed.which == which,
                "count": counts[which],
            }
        )
    return found


@login_required
@require_POST
def together(request: SignedInRequest) -> HttpResponse:
    """One answer to all that were ticked: first what would be written, then written."""
    let_see(request)
    do = request.POST.get("do", "look")
    rows = _chosen(request)
    replaces = any(row.follow_up.position for row in rows)
    today = timezone.localdate()
    form = TogetherForm(request.POST, today=today, replaces=replaces, complete=do == "submit")
    problem = ""
    sound = form.is_valid()
    if sound and do in ("save", "submit"):
        written = [_written(row, seen, form) for row, seen in zip(rows, _seen(request, rows), strict=True)]
        try:
            actions.draft_answers(by=request.user, written=written, now=timezone.now(), submit=do == "submit")
        except Refused as refusal:
            problem = told(refusal.message)
            rows = _chosen(request)
        else:
            return _done(request, len(written), submitted=do == "submit")
    context = {"rows": rows, "form": form, "problem": problem, "replaces": replaces, "now": timezone.now()}
    context |= {"seen": " ".join(f"{row.follow_up.pk}:{row.revision}" for row in rows)}
    context |= {"query": _query(request).urlencode()}
    status = 422 if problem or not sound or not rows else 200
    return render(request, "register/answers/together.html", context, status=status)


def _done(request: SignedInRequest, n: int, *, submitted: bool) -> HttpResponse:
    if submitted:
        said = ngettext("%(n)d answer is with the validator.", "%(n)d answers are with the validator.", n)
    else:
        said = ngettext("%(n)d draft is saved.", "%(n)d drafts are saved.", n)
    messages.success(request, said % {"n": n})
    response = redirect("register:asked")
    query = _query(request).urlencode()
    response["Location"] += f"?{query}" if query else ""
    return response


def _query(request: HttpRequest) -> QueryDict:
    """The query of the list from which the rows were ticked."""
    return QueryDict(request.POST.get("query", "")[:2_000])


def _chosen(request: SignedInRequest) -> list[Asked]:
    """What was looked at before, was ticked, or all that the filter finds; only what can be drafted now."""
    if request.POST.get("every"):
        narrowed = Filter.of(_query(request))
        rows = queries.whole(queries.asked(request.user, narrowed, timezone.now()))[: MOST + 1]
        found = [queries.row(row) for row in rows]
    else:
        found = queries.follow_ups_for(request.user, _pairs(request) or _ticked(request))
    mine = {party.pk for party in queries.parties_of(request.user, rules.DRAFT)}
    return [row for row in found if row.follow_up.party_id in mine and row.stands != "submitted"]


def _ticked(request: HttpRequest) -> list[int]:
    return [number for key in request.POST.getlist("chosen") if (number := natural(key)) is not None]


def _pairs(request: HttpRequest) -> dict[int, int]:
    """What the page before showed: the revision of the draft by the key of its follow-up, in one field."""
    pairs = (one.partition(":") for one in request.POST.get("seen", "").split())
    return {
        key: revision
        for first, _, second in pairs
        if (key := natural(first)) is not None and (revision := natural(second)) is not None
    }


def _seen(request: HttpRequest, rows: list[Asked]) -> list[int]:
    pairs = _pairs(request)
    return [pairs.get(row.follow_up.pk, 0) for row in rows]


def _written(row: Asked, revision: int, form: TogetherForm) -> Written:
    """The same words to each; why an answer changes only where one is published."""
    said = form.said()
    return Written(row.follow_up, revision, said if row.versions else replace(said, change=""))
