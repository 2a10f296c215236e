"""Peer review for programs that follow it: feeds of what was done, and the dates of a cycle as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.kernel.calendars import Due, calendar
from koinon.ledger.wording import words
from koinon.register.pages.feeds import MOST, answered, opened
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import review_pages
from koinon.register.queries import reviews as queries
from koinon.register.templatetags.review_words import owner_word, stage_word


@public
def everything(request: HttpRequest) -> HttpResponse:
    """What was done in all cycles, the latest first."""
    abouts = [about for cycle in queries.cycles() for about in review_pages.everything_about(cycle)]
    return _feed(request, _("Peer reviews"), reverse("register:reviews"), review_pages.entries(abouts, MOST))


@public
def review(request: HttpRequest, cycle: str, key: str) -> HttpResponse:
    """What was done in one review, the latest first."""
    found = queries.review(cycle, key)
    title = _("Review of %(party)s") % {"party": found.party.name}
    entries = review_pages.entries([f"review:{cycle}/{key}"], MOST)
    return _feed(request, title, found.get_absolute_url(), entries)


def _feed(request: HttpRequest, title: str, address: str, entries: Iterable[Any]) -> HttpResponse:
    feed, entries = opened(request, title, address), list(entries)
    names = queries.names(entry.facts.get("review", "") for entry in entries)
    for entry in entries:
        key, cycle = entry.facts.get("review", ""), entry.facts["cycle"]
        path = reverse("register:peer_review", args=[cycle, key]) if key else _of_cycle(cycle)
        told = words(entry.verb)
        feed.add(
            f"entry/{entry.number}",
            title=f"{names.get(key, key)}: {told}" if key else told,
            path=path,
            text=str(entry.facts.get("reason", "")),
            since=entry.at,
        )
    return answered(feed)


def _of_cycle(key: str) -> str:
    return reverse("register:cycle", args=[key])


@public
def cycle_calendar(request: HttpRequest, cycle: str) -> StreamingHttpResponse:
    """Every date of a cycle: sessions, and until when which stage is due."""
    found, site = queries.cycle(cycle), site_of(request)
    host = request.get_host().partition(":")[0]

    def dues() -> Iterable[Due]:
        for review, stage in review_pages.dated(found):
            told = {"party": review.party.name, "stage": stage_word(stage.kind)}
            begins = timezone.localtime(review.begins).strftime("%H:%M %Z") if review.begins else ""
            yield Due(
                uid=f"review-{found.key}-{review.party.key}-{stage.kind}@{host}",
                due=stage.due_on,
                summary=_("%(party)s: %(stage)s") % told,
                description=begins if stage.kind == "session" else owner_word(stage.owner),
                url=site + review_pages.address(review, stage.kind),
                revision=1 + len(stage.moves) + bool(stage.done_at or stage.passed_at),
                changed_at=stage.done_at or stage.passed_at or found.drawn_at or timezone.now(),
            )

    pieces = calendar(found.title, get_language() or "en", dues())
    response = StreamingHttpResponse(pieces, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{found.key}.ics"'
    return response
