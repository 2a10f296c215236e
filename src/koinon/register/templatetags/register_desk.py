"""The ways from the desk to what a person may do, with how much waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.people import rules as people
from koinon.register.queries import asked, waiting

register = template.Library()

#: Route, what it leads to, the permissions of which one lets a person in; none: everyone signed in.
WAYS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("asked", _("Asked of us"), ("answers.draft", "answers.approve")),
    ("answers", _("Answers to validate"), ("answers.approve",)),
    ("dates", _("Dates"), ()),
    ("own_claims", _("My statements"), ("claims.make",)),
    ("desk_reviews", _("Peer reviews"), ("reviews.run", "reviews.take_part", "reviews.submit")),
    ("lineage", _("Restatements to decide"), ("lineage.decide",)),
    ("policy", _("What is expected by when"), ("follow_ups.policy",)),
    ("desk_reports", _("Conference reports"), ("reports.make",)),
    ("kept_searches", _("Kept searches"), ()),
)


@dataclass(frozen=True)
class Way:
    """A link of the desk; `waiting` is how much is to be done there, None where nobody counts."""

    address: str
    words: str | Promise
    waiting: int | None = None


@register.inclusion_tag("register/ways.html", takes_context=True)
def desk_ways(context: template.Context) -> dict[str, list[Way]]:
    """Where the person may go from the desk."""
    person = context["user"]
    ways = [
        Way(reverse(f"register:{route}"), words, _waiting(route, person))
        for route, words, permissions in WAYS
        if not permissions or any(people.may_somewhere(person, one) for one in permissions)
    ]
    return {"ways": ways}


def _waiting(route: str, person: Any) -> int | None:
    if route == "asked":
        now = timezone.now()
        return asked.counts(person, asked.Filter(), now)[asked.Which.OPEN]
    if route == "answers":
        return waiting.waiting(person, asked.Filter()).count()
    return None
