"""One's own subscriptions to alerts, and the link in each mail that ends them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import Refused
from koinon.observatory.actions import subscribing as actions
from koinon.observatory.forms.alerts import SubscriptionForm
from koinon.observatory.pages.serving import page_of
from koinon.observatory.queries import subscriptions as queries
from koinon.observatory.rules import alerts as rules
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.pages.guards import told as kept_by_nobody
from koinon.people.queries import parties
from koinon.people.requests import SignedInRequest


@login_required
@require_safe
def subscriptions(request: SignedInRequest) -> HttpResponse:
    """Every subscription that the person has."""
    context = {
        "rows": queries.subscriptions(request.user),
        "webhooks": settings.KOINON_WEBHOOKS,
        "failing": queries.failing_count() if rules.may_end_subscriptions(by=request.user) else 0,
    }
    return kept_by_nobody(render(request, "observatory/alerts/subscriptions.html", context))


@login_required
def subscribe(request: SignedInRequest) -> HttpResponse:
    """A further subscription; the secret of an address is shown this once."""
    places = [place for place in request.GET.getlist("place") if len(place) <= 40]
    start = {"places": places, "favourable": True, "way": "mail"}
    form = SubscriptionForm(posted(request), initial=start, webhooks=settings.KOINON_WEBHOOKS)
    made: list[actions.Made] = []
    if form.is_valid() and tried(form, lambda: made.append(_subscribed(request, form))):
        if made[0].secret:
            return _secret(request, made[0])
        messages.success(request, _("You will be told of new alerts by mail."))
        return redirect("observatory:subscriptions")
    return render(
        request, "observatory/alerts/subscribe.html", {"form": form}, status=422 if form.errors else 200
    )


def _subscribed(request: SignedInRequest, form: SubscriptionForm) -> actions.Made:
    values: dict[str, Any] = dict(form.cleaned_data)
    return actions.subscribe(
        by=request.user, now=timezone.now(), places_wanted=_codes(values.pop("places")), **values
    )


def _codes(words: list[str]) -> list[str]:
    """The codes of places by their names; refuses a name that is not known."""
    found = []
    for text in words:
        place = parties.place_named(text)
        if place is None:
            raise Refused(
                "observatory.subscription.place_unknown",
                "No place is called “{words}”: check the spelling, or write its code.",
                words=text,
                field="places",
            )
        found.append(place.code)
    return found


def _secret(request: SignedInRequest, made: actions.Made) -> HttpResponse:
    shown = {"subscription": made.subscription, "secret": made.secret}
    return kept_by_nobody(render(request, "observatory/alerts/secret.html", shown))


@login_required
@require_POST
def renew_secret(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new secret for an address, shown this once."""
    return _secret(
        request, actions.renew(by=request.user, subscription=queries.subscription(request.user, pk))
    )


@login_required
@require_POST
def pause_subscription(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send nothing for now; or, of one that is paused, send again."""
    found = queries.subscription(request.user, pk)
    if found.paused_at:
        actions.resume(by=request.user, subscription=found)
    else:
        actions.pause(by=request.user, subscription=found, now=timezone.now())
    return redirect("observatory:subscriptions")


@login_required
@require_POST
def end_subscription(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one of them."""
    actions.end(by=request.user, subscription=queries.subscription(request.user, pk))
    messages.success(request, _("The subscription has ended."))
    return redirect("observatory:subscriptions")


@permitted(rules.may_end_subscriptions)
@require_safe
def failing_subscriptions(request: SignedInRequest) -> HttpResponse:
    """Everyone's subscriptions that fail: whose, by what way, how often, and what was answered."""
    context = {"page": page_of(request, queries.failing()), "webhooks": settings.KOINON_WEBHOOKS}
    return kept_by_nobody(render(request, "observatory/alerts/failing.html", context))


@permitted(rules.may_end_subscriptions)
@require_POST
def end_failing_subscription(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one that fails; its person is told."""
    actions.end_failing(by=request.user, subscription=queries.failing_one(pk))
    messages.success(request, _("The subscription has ended."))
    return redirect("observatory:failing_subscriptions")


@csrf_exempt  # mail programs stop mails with a POST of their own (RFC 8058); the token is the proof
@require_http_methods(["GET", "POST"])
def stop_alerts(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails of alerts to whoever received this link. Opening it only asks."""
    stopped = actions.stop(token=token) if request.method == "POST" else None
    response = render(request, "observatory/alerts/stop.html", {"stopped": stopped is not None})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
