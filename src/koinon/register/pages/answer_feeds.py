"""Atom feeds of answers: of everyone, and of one party."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from koinon.register.pages.feeds import MOST, answered, opened
from koinon.register.pages.serving import public
from koinon.register.queries import answers
from koinon.register.queries import parties as register
from koinon.register.queries.answer_words import POSITIONS
from koinon.register.templatetags.register_text import plain


@public
def everything(request: HttpRequest) -> HttpResponse:
    """The answers of everyone, the latest first."""
    return _feed(request, _("Answers"), reverse("register:home"), answers.latest(most=MOST))


@public
def party(request: HttpRequest, key: str) -> HttpResponse:
    """The answers of one party, the latest first."""
    found = register.party(key)
    title = _("Answers of %(party)s") % {"party": found.name}
    return _feed(request, title, found.get_absolute_url(), answers.latest(most=MOST, party=found))


def _feed(request: HttpRequest, title: str, address: str, rows: Any) -> HttpResponse:
    feed = opened(request, title, address)
    for answer in rows:
        follow_up, at = answer.follow_up, answer.published_at
        provision, document = follow_up.provision, follow_up.document
        words = {
            "party": follow_up.name,
            "position": POSITIONS[answer.position],
            "label": provision.label or provision.number,
            "title": document.title,
        }
        lines = (plain(provision.text), answer.part, answer.reasons, answer.change)
        feed.add(
            f"answer/{answer.pk}",
            title=_("%(party)s: %(position)s – %(label)s, %(title)s") % words,
            path=reverse("register:provision", args=[document.slug, provision.number]),
            text="\n".join(filter(None, lines)),
            since=at,
            changed=answer.replaced_at or at,
        )
    return answered(feed)
