"""The early-warning desk, and the steps of an alert's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from koinon.kernel.numbers import natural
from koinon.observatory.actions import alert_threads as actions
from koinon.observatory.forms.alerts import CloseForm, OwnerForm, StepForm
from koinon.observatory.pages.serving import page_of
from koinon.observatory.queries import alert_rules, alert_words, flashpoints, subscriptions
from koinon.observatory.queries import alerts as queries
from koinon.observatory.rules import alerts as rules
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.requests import SignedInRequest

AHEAD = timedelta(days=183)  # for which flashpoints are shown
SHOWN = 15  # alerts at a time: a few screens of a phone
handling = permitted(rules.may_handle)

HEADINGS: dict[str, str | Promise] = {
    "assess": lazy("Assess this alert"),
    "note": lazy("Add a note"),
    "convene": lazy("Bring it before those who decide"),
    "close": lazy("Close this alert"),
    "reopen": lazy("Open it again"),
}
LABELS: dict[str, str | Promise] = {
    "assess": lazy("What the change means"),
    "note": lazy("Note"),
    "convene": lazy("Why it is brought before them"),
    "close": lazy("The reason"),
    "reopen": lazy("Why it is opened again"),
}


@handling
@require_safe
def alert_desk(request: SignedInRequest) -> HttpResponse:
    """What is open, the most urgent first; whose it is and what is late; and what lies ahead."""
    today = timezone.localdate()
    parts = queries.parts(queries.waiting(today), request.user)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in parts else ""
    page = page_of(request, parts[chosen], SHOWN)
    records = alert_rules.records()
    ahead = flashpoints.coming(today, today + AHEAD)
    context = {
        "counts": {name: len(rows) for name, rows in parts.items()},
        "open": len(parts[""]),
        "tabs": _tabs(parts, chosen),
        "page": page,
        "groups": _by_urgency(list(page), parts[chosen]),
        "failing": subscriptions.failing_count() if rules.may_end_subscriptions(by=request.user) else 0,
        "ahead": len(ahead),
        "months": [
            (month, list(many)) for month, many in groupby(ahead, key=lambda one: _month(one.on, today))
        ],
        "records": [(rule, records[rule.key]) for rule in alert_rules.every().values()],
    }
    return render(request, "observatory/alerts/desk.html", context)


def _tabs(parts: dict[str, list[queries.Waiting]], chosen: str) -> list[dict[str, Any]]:
    words = {"": _("All open"), "late": _("Overdue"), "mine": _("Yours"), "unseen": _("Not acknowledged")}
    return [
        {
            "address": f"?show={name}" if name else "?",
            "words": words[name],
            "current": name == chosen,
            "count": len(rows),
        }
        for name, rows in parts.items()
    ]


def _by_urgency(
    shown: list[queries.Waiting], every: list[queries.Waiting]
) -> list[tuple[str, int, int, list[queries.Waiting]]]:
    """What is shown by urgency, 0 being overdue: its anchor, and how many there are of it on all pages."""
    counts = Counter(map(_urgency, every))
    return [
        (f"u-{urgency}" if urgency else "late", urgency, counts[urgency], list(many))
        for urgency, many in groupby(shown, key=_urgency)
    ]


def _urgency(row: queries.Waiting) -> int:
    return 0 if row.overdue else row.rule.urgency


def _month(on: date, today: date) -> date:
    """The first day of the month under which something stands: what is over in part stands under this one."""
    return max(on, today).replace(day=1)


@handling
@require_POST
def acknowledge_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that someone has seen it and looks into it."""
    found = queries.alert(pk)
    actions.acknowledge(
        by=request.user,
        alert=found,
        revision=natural(request.POST.get("revision", "")) or 0,
        now=timezone.now(),
    )
    messages.success(request, _("You look into it from now on."))
    return redirect(found)


@handling
def own_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say who looks into it."""
    found = queries.alert(pk)
    people = queries.handlers()
    form = OwnerForm(
        posted(request),
        owners=[(str(one.pk), one.name) for one in people],
        initial={"revision": found.revision, "owner": str(found.owner_id or request.user.pk)},
    )

    def act() -> None:
        owner = next(one for one in people if str(one.pk) == form.cleaned_data["owner"])
        actions.own(
            by=request.user,
            alert=found,
            revision=form.cleaned_data["revision"],
            owner=owner,
            now=timezone.now(),
        )

    if form.is_valid() and tried(form, act):
        return redirect(found)
    return _page(request, found, form, _("Who looks into it"))


@handling
def assess_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the change means."""
    return _step(request, pk, "assess", actions.assess)


@handling
def note_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a note to the thread."""
    return _step(request, pk, "note", actions.note)


@handling
def convene_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring it before those who decide."""
    return _step(request, pk, "convene", actions.convene)


@handling
def reopen_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open it again."""
    return _step(request, pk, "reopen", actions.reopen)


@handling
def close_alert(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close it, with what became of it."""
    return _step(request, pk, "close", actions.close)


def _step(request: SignedInRequest, pk: int, step: str, action: Callable[..., Any]) -> HttpResponse:
    found = queries.alert(pk)
    start = {"revision": found.revision}
    form: StepForm = (
        CloseForm(posted(request), outcomes=queries.outcomes(found), initial=start)
        if step == "close"
        else StepForm(posted(request), initial=start)
    )
    form.fields["said"].label = str(LABELS[step])
    if form.is_valid() and tried(
        form, lambda: action(by=request.user, alert=found, now=timezone.now(), **form.cleaned_data)
    ):
        return redirect(found)
    return _page(request, found, form, str(HEADINGS[step]))


def _page(request: HttpRequest, found: Any, form: Form, heading: str) -> HttpResponse:
    context = {"alert": found, "form": form, "heading": heading, "about": alert_words.headline(found)}
    return render(request, "observatory/alerts/step.html", context, status=422 if form.errors else 200)
