"""The ways from the desk to what a person may do in the observatory."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from koinon.people import rules as people
from koinon.ui.beside import beside

#: Route, what it leads to, the permissions of which one lets a person in; none: everyone signed in.
WAYS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("alert_desk", _("Early warning"), ("alerts.handle",)),
    ("incidents_desk", _("Incidents"), ("incidents.tell", "incidents.verify")),
    ("approaches_desk", _("Approaches"), ("approaches.read", "approaches.keep")),
    ("own_rule_sets", _("Rule sets of our own"), ("figures.keep",)),
    ("datasets_desk", _("Datasets"), ("figures.keep",)),
    ("subscriptions", _("Being told of alerts"), ()),
)


@beside("desk", 10)
def desk_ways(request: HttpRequest) -> SafeString:
    """Where the person may go from the desk."""
    ways = [
        (reverse(f"observatory:{route}"), words)
        for route, words, permissions in WAYS
        if not permissions or any(people.may_somewhere(request.user, one) for one in permissions)
    ]
    return render_to_string("observatory/ways.html", {"ways": ways}, request)
