"""Episodes for everyone: the list with its thresholds, one episode with its story, files and feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koinon.observatory.charts.episodes import index_with_episodes
from koinon.observatory.engine.episodes.writing import COLUMNS as PUBLISHED
from koinon.observatory.forms.episodes import ParametersForm
from koinon.observatory.pages.episode_words import otherwise, sentences
from koinon.observatory.pages.serving import files, page_of, public
from koinon.observatory.queries import agreement, episode_changes, episode_lists, incidents, places
from koinon.observatory.queries import episodes as queries
from koinon.observatory.queries.episodes import Found, Whole
from koinon.observatory.templatetags.observatory_episodes import episode_kind, episode_outcome
from koinon.ui.downloads import Download, links
from koinon.ui.feeds import MOST, answered, opened
from koinon.ui.files import Listing

NAMES = ("start_incl", "cum_incl", "year_turn", "cum_turn", "tolerance", "exact", "release")
SHOWN = 40  # episodes of one kind of change


@public
def episodes(request: HttpRequest) -> HttpResponse:
    """Episodes under way and past ones, with the thresholds of whoever asks, and what these change."""
    form, of = _asked(request)
    if of is None:
        return render(request, "observatory/episodes/none.html", {})
    wanted = episode_lists.chosen(request.GET)
    rows = episode_lists.episodes(of, wanted, timezone.localdate())
    published = queries.whole(of.release)
    context = {
        "form": form,
        "of": of,
        "wanted": wanted,
        "place": places.named([wanted.place]).get(wanted.place),
        "counts": episode_lists.counts(of, rows),
        "page": page_of(request, rows, 40, known=len(rows)),
        "regions": incidents.regions(),
        "sources": [(queries.name_of(one), one) for one in queries.sources()],
        "chosen_source": queries.name_of(of.release),
        "changes": _shortened(episode_changes.changes(published, of)) if form.altered else None,
        "hinging": episode_changes.hinging(of),
        "hinging_downloads": _hinging_links(request),
        "keeps": {name: value for name, value in request.GET.items() if name in NAMES and value},
        "tail": _tail(request),
        "across": _across(of),
        "downloads": links(request, "observatory:episodes", feed=reverse("observatory:episodes-feed")),
        "year_downloads": links(request, "observatory:episode_years"),
    }
    return render(request, "observatory/episodes/list.html", context)


@public
def episode(request: HttpRequest, place: str, start: int) -> HttpResponse:
    """One episode: how it came about, its figures, and how sure it is."""
    form, of = _asked(request)
    if of is None:
        return render(request, "observatory/episodes/none.html", {}, status=404)
    found = queries.one(of.release, place, start, of.parameters, exact=of.exact)
    own = of.of(place)
    context = {
        "row": found,
        "of": of,
        "form": form,
        "place": queries.named([found]).get(found.code),
        "sentences": sentences(found.story, of.parameters, of.last),
        "otherwise": otherwise(found.story, of.parameters),
        "chart": _chart(of, found, own),
        "others": [row for row in own if row is not found],
        "draws": () if form.altered else agreement.of_episode(of.release, found),
        "versions": _versions(of, found),
        "tail": _tail(request),
    }
    return render(request, "observatory/episodes/one.html", context)


@files
def episodes_files(request: HttpRequest) -> Listing:
    """The episodes of a filter, or those that hinge on floating point."""
    of = _there(request)
    if request.GET.get("only") == "hinging":
        columns = episode_changes.HINGING
        return Listing("episodes-hinging", columns, lambda: episode_changes.hinging_records(of))
    rows = episode_lists.episodes(of, episode_lists.chosen(request.GET), timezone.localdate())
    return Listing("episodes", episode_lists.COLUMNS, lambda: (episode_lists.record(of, row) for row in rows))


@files
def years_files(request: HttpRequest) -> Listing:
    """Every country-year with the columns of the published table of episodes."""
    of = _there(request)
    return Listing("episodes-years", PUBLISHED, lambda: episode_lists.years(of))


@public
def episodes_feed(request: HttpRequest) -> HttpResponse:
    """Episodes that began in the last years and are under way."""
    about = _("Movements towards and from democracy")
    feed = opened(request, _("Episodes"), reverse("observatory:episodes"), about=about)
    release = queries.source()
    for row in queries.whole(release).new()[:MOST] if release else ():
        assert release is not None
        feed.add(
            f"episode/{row.identity.rpartition('_')[0]}/{row.story.kind}",
            title=f"{row.name}: {episode_kind(row.story.kind)}, {row.story.start}–",
            path=reverse("observatory:episode", args=[row.code, row.story.start]),
            text=" ".join(sentences(row.story, queries.DEFAULT, release.last or 0)),
            since=datetime(row.story.start, 12, 31, tzinfo=UTC),
            changed=release.loaded_at,
        )
    return answered(feed)


def _asked(request: HttpRequest) -> tuple[ParametersForm, Whole | None]:
    form = ParametersForm({name: request.GET.get(name, "") for name in NAMES})
    release = queries.source(request.GET.get("release", ""))
    if release is None:
        return form, None
    return form, queries.whole(release, form.parameters, exact=form.exactly)


def _there(request: HttpRequest) -> Whole:
    _form, of = _asked(request)
    if of is None:
        raise queries.nothing()
    return of


def _tail(request: HttpRequest) -> str:
    """The thresholds and the release as the end of an address."""
    query = request.GET.copy()
    for name in list(query):
        if name not in NAMES or not query[name]:
            del query[name]
    return f"?{query.urlencode()}" if query else ""


def _hinging_links(request: HttpRequest) -> list[Download]:
    """The files of what hinges on floating point, with the same thresholds."""
    every = links(request, "observatory:episodes")
    return [replace(one, url=f"{one.url}{'&' if '?' in one.url else '?'}only=hinging") for one in every]


def _shortened(changes: episode_changes.Changes) -> dict[str, Any]:
    """What changed, each kind with how many there are and the first of them."""
    return {
        "gone": (len(changes.gone), changes.gone[:SHOWN]),
        "came": (len(changes.came), changes.came[:SHOWN]),
        "changed": (len(changes.changed), changes.changed[:SHOWN]),
        "same": changes.same,
    }


def _across(of: Whole) -> dict[str, Any] | None:
    """How far releases agree on who is moving, in the last year that all of them cover."""
    others = queries.by_version(of.release)
    if len(others) < 2:
        return None
    told = queries.laid_over(others, of.parameters)
    year = min(one.last for one in others if one.last is not None)
    aut, dem = told.called(told.aut, year), told.called(told.dem, year)
    return {
        "year": year,
        "releases": others,
        "aut": {"some": len(aut[0]), "every": len(aut[1])},
        "dem": {"some": len(dem[0]), "every": len(dem[1])},
    }


def _versions(of: Whole, found: Found) -> list[dict[str, Any]]:
    """What each release says of the country from the onset to the end."""
    others = queries.by_version(of.release)
    if len(others) < 2:
        return []
    return [
        {
            "release": release,
            "rows": queries.sharing(release, of, found),
            "covers": (release.last or 0) >= found.story.start,
        }
        for release in others
    ]


def _chart(of: Whole, found: Found, own: list[Found]) -> Any:
    summary = _("%(kind)s from %(start)s to %(end)s: %(outcome)s.") % {
        "kind": episode_kind(found.story.kind),
        "start": found.story.start,
        "end": found.story.end,
        "outcome": episode_outcome(found),
    }
    figures = queries.interval_of(of.release, found.story.unit)
    title = _("Electoral democracy index of %(name)s") % {"name": found.name}
    return index_with_episodes(
        figures, [row.story for row in own], title=title, summary=summary, one=found.story
    )
