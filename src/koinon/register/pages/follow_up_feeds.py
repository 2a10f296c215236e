"""Atom feeds of follow-ups: what fell silent and what was answered, the latest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koinon.register.pages.feeds import MOST, answered, opened
from koinon.register.pages.follow_ups import chosen
from koinon.register.pages.serving import public
from koinon.register.queries import following_news as news
from koinon.register.queries.answer_words import POSITIONS
from koinon.register.templatetags.register_text import plain


@public
def follow_ups_feed(request: HttpRequest) -> HttpResponse:
    """What fell silent or was answered among the follow-ups of a filter, the latest first."""
    feed = opened(request, _("Follow-ups"), reverse("register:follow_ups"), query=True)
    for item in news.latest(chosen(request), timezone.now(), most=MOST):
        row = item.follow_up
        words = {
            "who": row.name,
            "label": row.provision.label or row.provision.number,
            "title": row.provision.document.title,
            "position": POSITIONS.get(row.position, row.position),
        }
        silent = _("No answer from %(who)s: %(label)s, %(title)s")
        feed.add(
            f"follow-up/{row.pk}/{item.kind}/{item.at:%Y%m%dT%H%M%S}",
            title=(silent if item.kind == "silent" else _("%(who)s: %(position)s – %(label)s, %(title)s"))
            % words,
            path=reverse("register:follow_up", args=[row.pk]),
            text=plain(row.provision.text),
            since=item.at,
        )
    return answered(feed)
