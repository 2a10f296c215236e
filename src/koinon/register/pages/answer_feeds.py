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
from koinon.register.queries.following import words_shown
from koinon.register.templatetags.register_following import ENDED
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
        lines = (plain(words_shown(provision)), answer.part, answer.reasons, answer.change, _ended(follow_up))
        feed.add(
            f"answer/{answer.pk}",
            title=_("%(party)s: %(position)s – %(label)s, %(title)s") % words,
            path=_address(follow_up),
            text="\n".join(filter(None, lines)),
            since=at,
            changed=max(filter(None, (at, answer.replaced_at, follow_up.ended_at))),
        )
    return answered(feed)


def _ended(follow_up: Any) -> str:
    """Why it is followed up no more, where it is not."""
    if not follow_up.ended_because:
        return ""
    return _("Ended: %(because)s") % {"because": ENDED[follow_up.ended_because]}


def _address(follow_up: Any) -> str:
    """Where the answer is read: beside the others; where the provision was taken out, in its own thread."""
    provision = follow_up.provision
    if provision.withdrawn:
        return reverse("register:follow_up", args=[follow_up.pk])
    return reverse("register:provision", args=[follow_up.document.slug, provision.number])
