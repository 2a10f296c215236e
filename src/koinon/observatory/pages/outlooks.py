"""The outlook: every place with its figure and its record, one place over time, and the model's card."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koinon.observatory.actions import outlooks as actions
from koinon.observatory.charts import outlooks as charts
from koinon.observatory.pages.serving import files, page_of, public
from koinon.observatory.queries import outlook_card, outlook_folds, places
from koinon.observatory.queries import outlooks as queries
from koinon.observatory.queries.asked import one_of
from koinon.observatory.rules.outlooks import may_make_outlooks
from koinon.people.pages.guards import permitted
from koinon.people.requests import SignedInRequest
from koinon.ui.beside import beside
from koinon.ui.downloads import links
from koinon.ui.files import Listing

DIRECTIONS = (queries.ADVERSE, queries.FAVOURABLE)


def _direction(request: HttpRequest) -> str:
    return one_of("direction", request.GET.get("direction"), DIRECTIONS) or queries.ADVERSE


@public
def outlooks(request: HttpRequest) -> HttpResponse:
    """Every place by its name, with its figure and how often such figures were right."""
    found, direction = queries.run(), _direction(request)
    context: dict[str, Any] = {"run": found, "direction": direction, "missing": queries.missing()}
    if found is not None:
        rows, words = queries.newest(found, direction), request.GET.get("q", "").strip()[:100]
        kept = [line for line in rows if words.casefold() in line.name.casefold()]
        context |= {
            "page": page_of(request, kept),
            "words": words,
            "base": rows[0].base if rows else None,
            "test": found.tests.get(direction),
            "releases": queries.sources(found),
            "since": found.year + 1,
            "until": found.year + queries.WINDOW,
            "downloads": links(request, "observatory:outlooks"),
        }
    return render(request, "observatory/outlooks/list.html", context)


@files
def outlooks_files(request: HttpRequest) -> Listing:
    """Every forecast of the run, past years too, of one direction where asked."""
    direction = one_of("direction", request.GET.get("direction"), DIRECTIONS)
    return Listing("outlooks", queries.COLUMNS, lambda: queries.records(direction))


@public
def outlook(request: HttpRequest, code: str) -> HttpResponse:
    """What was said of one place in each year, and what came."""
    place = places.country(code)
    found = queries.run()
    context = {
        "place": place,
        "run": found,
        "missing": queries.missing(),
        "lines": queries.of_place(found, place.code) if found else [],
        "releases": queries.sources(found) if found else [],
    }
    return render(request, "observatory/outlooks/place.html", context)


@public
def outlook_model(request: HttpRequest, version: str = "") -> HttpResponse:
    """The card of the model: what it foretells, how it was tested, and limits; also of older ones."""
    found, direction = queries.run_of(version) if version else queries.run(), _direction(request)
    context: dict[str, Any] = {
        "run": found, "direction": direction, "missing": queries.missing(), "tried": outlook_card.tried(),
    }  # fmt: skip
    if found is not None:
        test = found.tests[direction]
        context |= {
            "test": test,
            "measures": outlook_card.measures(found, direction),
            "differences": outlook_card.differences(found, direction),
            "protocols": outlook_card.protocols(found, direction),
            "apart": outlook_card.apart(found, direction),
            "spaces": outlook_card.spaces(found),
            "releases": queries.sources(found),
            "chart": charts.record(test, title=_("How often it came, by the figure that was given")),
        }
    return render(request, "observatory/outlooks/model.html", context)


@permitted(may_make_outlooks)
def outlook_desk(request: SignedInRequest) -> HttpResponse:
    """Which outlooks there are, whether figures wait for one, and how far the work has come."""
    context = {
        "runs": queries.runs()[:20],
        "due": actions.due(),
        "missing": queries.missing(),
        "progress": outlook_folds.told(),
    }
    return render(request, "observatory/outlooks/desk.html", context)


@require_POST
@permitted(may_make_outlooks)
def make_outlook(request: SignedInRequest) -> HttpResponse:
    """Have the outlook made of the newest figures."""
    actions.begin(by=request.user)
    messages.success(request, _("The outlook is being made. It takes some minutes."))
    return redirect("observatory:outlook_desk")


@beside("country", 70)
def of_country(request: HttpRequest, *, place: Any, **_rest: Any) -> SafeString | str:
    """The newest figures of a country, with the base rate and what came true in such cases."""
    found = queries.run()
    lines = [line for line in queries.of_place(found, place.code) if line.year == found.year] if found else []
    context = {
        "place": place,
        "run": found,
        "lines": lines,
        "missing": queries.missing(),
        "releases": queries.sources(found)[:1] if found and lines else [],
    }
    return render_to_string("observatory/outlooks/section.html", context, request)
