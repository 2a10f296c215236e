"""Follow-ups for everyone: the list of all, narrowed at will, and the thread of each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koinon.kernel.numbers import natural
from koinon.register.engine.documents import Kind
from koinon.register.engine.following.words import Position
from koinon.register.pages.downloads import feed_of, files, links
from koinon.register.pages.serving import SIZE, public, site_of
from koinon.register.queries import answers, claims, following, following_threads
from koinon.register.queries import following_choices as choices
from koinon.register.queries import following_figures as figures
from koinon.register.queries import following_lists as lists
from koinon.register.queries import following_records as records
from koinon.register.queries.answer_words import POSITIONS
from koinon.register.queries.themes import theme_name
from koinon.register.templatetags.register_following import sentence_of, standing_word
from koinon.ui.files import Listing
from koinon.ui.templatetags.ui import kind_word

LONGEST = 400  # characters of anything that is asked for


def chosen(request: HttpRequest) -> lists.Chosen:
    """What a query string narrows the list to."""
    names = ("standing", "position", "party", "document", "number", "via", "theme", "kind", "order")
    given = {name: request.GET.get(name, "").strip()[:LONGEST] for name in names}
    return lists.Chosen(**given, words=request.GET.get("q", "").strip()[:LONGEST])


@public
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Every follow-up of what is published, narrowed, with its figures."""
    wanted, now = chosen(request), timezone.now()
    number = min(natural(request.GET.get("page", "")) or 1, lists.DEEPEST // SIZE)
    tally = figures.of_scope(wanted, now)
    known = figures.known(wanted, tally)
    part = lists.part(wanted, now, offset=(number - 1) * SIZE, limit=SIZE, known=known)
    count = part.count
    context = {
        "chosen": wanted,
        "now": now,
        "tally": tally,
        "scope": wanted.scope,
        "scope_address": "?" + "".join(f"{urlencode({_named(k): v})}&" for k, v in wanted.scope.items()),
        "rows": part.rows,
        "count": count,
        "denominator": tally.all if tally and (wanted.standing or wanted.position) else None,
        "page": _page(count, number),
        "beyond": count is None or count > lists.DEEPEST,
        "deepest": lists.DEEPEST,
        "most_counted": lists.MOST_COUNTED,
        "best": lists.BEST,
        "told": told(wanted),
        "standings": lists.STANDINGS,
        "positions": list(Position),
        "kinds": list(Kind),
        "choices": choices.choices(now),
        "feed": feed_of(request, "follow_ups"),
        "downloads": links(request, "follow_ups", feed=feed_of(request, "follow_ups")),
    }
    return render(request, "register/following/list.html", context)


def _page(count: int | None, number: int) -> Page[Any]:
    """The page for its links; its rows are already at hand."""
    reachable = lists.DEEPEST if count is None else min(count, lists.DEEPEST)
    return Paginator(range(reachable), SIZE).get_page(number)


def _named(name: str) -> str:
    return "q" if name == "words" else name


def told(wanted: lists.Chosen) -> list[dict[str, str]]:
    """What is chosen, in words, each with the query that takes it away."""
    given = {name: value for name, value in wanted.given.items() if name != "order"}
    names = choices.names(wanted)
    words = {
        "standing": (_("How it stands"), standing_word(wanted.standing)),
        "position": (_("Position"), str(POSITIONS.get(wanted.position, wanted.position))),
        "party": (_("Asked of"), names.get(wanted.party, wanted.party)),
        "document": (_("Document"), names.get(wanted.document, wanted.document)),
        "number": (_("Provision"), wanted.number),
        "via": (_("Asked through"), names.get(wanted.via, wanted.via)),
        "theme": (_("Theme"), theme_name(wanted.theme)),
        "kind": (_("Kind of provision"), str(kind_word(wanted.kind))),
        "words": (_("Words"), wanted.words),
    }
    return [
        {
            "title": words[name][0],
            "label": words[name][1],
            "without": "?" + urlencode({_named(k): v for k, v in wanted.given.items() if k != name}),
        }
        for name in given
    ]


@files
def follow_ups_files(request: HttpRequest) -> Listing:
    """The follow-ups of a filter, with silence as it stands now."""
    wanted, site, now = chosen(request), site_of(request), timezone.now()
    return Listing(
        "follow-ups", records.COLUMNS, lambda: records.records(lists.found(wanted, now), site, now)
    )


@public
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One addressee and one provision: how it stands, its dates, its answers, what is said of it."""
    now, found = timezone.now(), following.follow_up(pk)
    context = {
        "follow_up": found,
        "provision": found.provision,
        "taken_out": following_threads.taken_out(found),
        "document": found.provision.document,
        "now": now,
        "told": sentence_of(found, now),
        "dates": following_threads.dates(found, now),
        "versions": answers.of_follow_ups([pk]).get(pk, []),
        "claims": claims.side_by_side([found], request.user)[pk],
        "entries": following_threads.entries(found),
        "list": reverse("register:follow_ups") + f"?document={found.provision.document.slug}",
    }
    return render(request, "register/following/thread.html", context)
