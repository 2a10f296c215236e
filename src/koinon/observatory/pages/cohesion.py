"""How alike members vote in the General Assembly: groups, roll calls, countries, pairs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from koinon.observatory.charts import cohesion as charts
from koinon.observatory.engine.cohesion.votes import OPENED
from koinon.observatory.forms.cohesion import DATASETS, VotesForm
from koinon.observatory.pages.serving import files, page_of, public
from koinon.observatory.queries import cohesion as queries
from koinon.observatory.queries import cohesion_records as records
from koinon.observatory.queries import ideal_points, places, roll_calls, voting_groups, voting_pairs
from koinon.observatory.queries.cohesion import Asked
from koinon.observatory.queries.roll_calls import Held
from koinon.ui.downloads import links
from koinon.ui.files import Listing

SHOWN = 40  # members on a page
ISSUE = "hr"  # of which the ratings are compared at first


@public
def cohesion(request: HttpRequest) -> HttpResponseBase:
    """Choose a group, a country or two; and how alike the rated groups vote on human rights."""
    wanted = request.GET.get("group", "")
    if wanted:
        return redirect("observatory:cohesion_group", voting_groups.group(wanted).key)
    held, form = _asked_of(request)
    context: dict[str, Any] = {"held": held, "form": form, "groups": voting_groups.choices()}
    if held:
        asked = _asked(form, ISSUE)
        keys = voting_groups.RATED if roll_calls.rated() else (voting_groups.ALL,)
        found = [(group, queries.by_session(group, held, asked)) for group in map(voting_groups.group, keys)]
        drawn = [(group.name, rows) for group, rows in found]
        context |= {
            "chart": charts.several(
                drawn, title=_("How alike they vote on human rights"), summary=charts.moved(drawn[0][1])
            ),
            "compared": [group for group, _rows in found],
            "rated": roll_calls.rated(),
            "countries": places.named(set(held.places[-1].tolist())),
        }
    return render(request, "observatory/cohesion/cohesion.html", context)


@public
def cohesion_group(request: HttpRequest, group: str) -> HttpResponse:
    """One group: over time, by issue, who leaves its line, and on what."""
    of = voting_groups.group(group)
    held, form = _asked_of(request)
    context: dict[str, Any] = {"group": of, "held": held, "form": form}
    if held:
        found = queries.cohesion(of, held, _asked(form))
        leaving = sorted(found.members, key=lambda one: (-one.left, one.name.casefold()))
        context |= {
            "found": found,
            "chart": charts.over_time(of.name, found.sessions),
            "members": page_of(request, leaving, SHOWN),
            "downloads": links(request, "observatory:cohesion_group", group),
            "member_downloads": links(request, "observatory:cohesion_members", group),
        }
    return render(request, "observatory/cohesion/group.html", context)


@files
def cohesion_group_files(request: HttpRequest, group: str) -> Listing:
    """A group by session and by issue."""
    held, form = _needed(request)
    found = queries.cohesion(voting_groups.group(group), held, _asked(form))
    return Listing(f"cohesion-{group}", records.COHESION, lambda: records.rows_of(found))


@files
def cohesion_members_files(request: HttpRequest, group: str) -> Listing:
    """The members of a group, and how often each left its line."""
    held, form = _needed(request)
    found = queries.cohesion(voting_groups.group(group), held, _asked(form))
    head = {"group": group, "release": records.told(held.release)}
    return Listing(
        f"cohesion-{group}-members",
        records.MEMBERS,
        lambda: ({**head, **records.member_record(one)} for one in found.members),
    )


@public
def cohesion_call(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """How each member of a group voted at one roll call."""
    of = voting_groups.group(group)
    held, _form = _asked_of(request)
    context: dict[str, Any] = {"group": of, "held": held}
    if held:
        found = queries.one_call(of, held, number)
        context |= {
            "found": found,
            "positions": sorted(found.positions, key=lambda one: (not one.departs, one.vote)),
            "downloads": links(request, "observatory:cohesion_call", group, number),
        }
    return render(request, "observatory/cohesion/call.html", context)


@files
def cohesion_call_files(request: HttpRequest, group: str, number: int) -> Listing:
    """The positions of a group's members at one roll call."""
    held, _form = _needed(request)
    found = queries.one_call(voting_groups.group(group), held, number)
    return Listing(f"roll-call-{number}-{group}", records.POSITIONS, lambda: records.call_rows(found))


@public
def cohesion_country(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who votes how like one country, and where it stands on one dimension."""
    place = places.country(code)
    other = request.GET.get("other", "")
    if other:
        return redirect("observatory:cohesion_pair", code, places.country(other).code)
    held, form = _asked_of(request)
    context: dict[str, Any] = {"place": place, "held": held, "form": form}
    computing = False
    if held:
        until = form.value("until")
        found = voting_pairs.near(held, place, until - OPENED if until else None)
        points = ideal_points.of_place(held, place)
        computing = points is None
        name = _("Where {place} stands").format(place=voting_groups.named(place))
        context |= {
            "found": found,
            "points": charts.ideal(name, points) if points else None,
            "computing": computing,
            "correlation": ideal_points.agreement(held),
            "published": roll_calls.published(),
            "downloads": links(request, "observatory:cohesion_country", code),
        }
    response = render(request, "observatory/cohesion/country.html", context)
    if computing:
        patch_cache_control(response, no_store=True)
    return response


@files
def cohesion_country_files(request: HttpRequest, code: str) -> Listing:
    """Everyone beside one country."""
    held, form = _needed(request)
    until = form.value("until")
    found = voting_pairs.near(held, places.country(code), until - OPENED if until else None)
    rows = records.near_rows(found, held.release) if found else []
    return Listing(f"votes-beside-{code}", records.NEAR, lambda: rows)


@public
def cohesion_pair(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Two countries over time."""
    first, second = places.country(one), places.country(other)
    held, form = _asked_of(request)
    context: dict[str, Any] = {"one": first, "other": second, "held": held, "form": form}
    if held:
        rows = voting_pairs.together(held, first, second)
        names = [voting_groups.named(place) for place in (first, second)]
        title = _("{one} and {other}").format(one=names[0], other=names[1])
        context |= {
            "rows": rows[::-1],
            "chart": charts.pair(title, rows),
            "downloads": links(request, "observatory:cohesion_pair", one, other),
        }
    return render(request, "observatory/cohesion/pair.html", context)


@files
def cohesion_pair_files(request: HttpRequest, one: str, other: str) -> Listing:
    """Two countries, session by session."""
    held, _form = _needed(request)
    rows = voting_pairs.together(held, places.country(one), places.country(other))
    head = {"one": one, "other": other, "release": records.told(held.release)}
    return Listing(
        f"votes-{one}-{other}",
        records.PAIR,
        lambda: ({**head, **records.together_record(row)} for row in rows),
    )


def _asked_of(request: HttpRequest) -> tuple[Held | None, VotesForm]:
    """The roll calls that are asked for, None where none are loaded, and the form that asks."""
    loaded = [release.dataset for release in roll_calls.loaded()]
    kinds = [(one.key, f"{one.title} ({DATASETS[one.key]})") for one in loaded]
    form = VotesForm(request.GET, datasets=kinds)
    if (problem := form.problem()) is not None:
        raise problem
    return roll_calls.held(form.value("dataset") or ""), form


def _needed(request: HttpRequest) -> tuple[Held, VotesForm]:
    held, form = _asked_of(request)
    return roll_calls.needed(held), form


def _asked(form: VotesForm, issue: str = "") -> Asked:
    """What a form asks; years become sessions, and `issue` is taken where none was asked."""
    since, until = form.value("since"), form.value("until")
    return Asked(
        form.value("issue") or issue,
        since - OPENED if since else None,
        until - OPENED if until else None,
    )
