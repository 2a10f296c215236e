"""Standings for everyone: every rule set, who is in under it, and why a place is or is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koinon.observatory.charts.standing import standing_history, standings_map
from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.forms.standing import day_asked, years_before
from koinon.observatory.pages.serving import files, page_of, public, site_of
from koinon.observatory.queries import places, rule_sets, standing
from koinon.observatory.queries import standing_records as records
from koinon.observatory.queries.standing import Reading, World
from koinon.observatory.queries.standing_agreement import agreement
from koinon.observatory.queries.standing_draws import draws
from koinon.observatory.rules.standing import may_keep_rule_sets
from koinon.observatory.templatetags.observatory_standing import plain_words
from koinon.ui.beside import beside
from koinon.ui.charts import Chart
from koinon.ui.downloads import links
from koinon.ui.files import Listing
from koinon.ui.serving import download

NEAREST = 12  # places shown that are nearest to changing
LOOK_BACK = 5  # years, for changes where no earlier date is asked for


@public
def standings(request: HttpRequest) -> HttpResponse:
    """Every rule set with its source sentence, and how many stand how at a date."""
    on = _day(request)
    found = [(held, standing.world(Reading(held), on)) for held in rule_sets.every()]
    feed = reverse("observatory:standings-feed")
    context = {
        "found": found,
        "on": on,
        "may_keep": bool(may_keep_rule_sets(by=request.user)),
        "feed": feed,
        "downloads": links(request, "observatory:standings", feed=feed),
    }
    return render(request, "observatory/standing/list.html", context)


@files
def standings_files(request: HttpRequest) -> Listing:
    """Every rule set, and how many stand how."""
    on, site = _day(request), site_of(request)
    every = rule_sets.every()
    return Listing(
        "standings",
        records.RULE_COLUMNS,
        lambda: (records.of_rules(held, on, site) for held in every),
        records.flat_rules,
    )


@public
def rule_set(request: HttpRequest, key: str) -> HttpResponse:
    """Who is in under a rule set at a date, who is not, who cannot be decided, and why."""
    chosen, on = _reading(request, key), _day(request)
    before = day_asked(request.GET.get("before", ""), years_before(on, LOOK_BACK))
    found = standing.world(chosen, on)
    feed = reverse("observatory:rule_set-feed", args=[key])
    context = {
        "chosen": chosen,
        "rules": chosen.rules,
        "on": on,
        "before": before,
        "row_query": _query(chosen, on),
        "world": found,
        "map": standings_map(found, plain_words(chosen.held.rules.title)),
        "map_image": _map_image(chosen, on),
        "groups": [(truth, found.of(truth)) for truth in (Truth.UNKNOWN, Truth.NO, Truth.YES)],
        "nearest": _nearest(found),
        "changes": standing.changes((chosen, before), (chosen, on)),
        "versions": rule_sets.versions(key) if chosen.held.own else [],
        "feed": feed,
        "downloads": links(request, "observatory:rule_set", key, feed=feed),
    }
    return render(request, "observatory/standing/rule_set.html", context)


def _query(chosen: Reading, on: date) -> str:
    """What the links to places ask for: the same day, the same reading."""
    asked = {"on": on.isoformat(), **({"alternative": chosen.alternative} if chosen.alternative else {})}
    return f"?{urlencode(asked)}"


def _map_image(chosen: Reading, on: date) -> str:
    """Where the map is found as an image, which the page does not hold: a page is light."""
    asked = {"show": f"standing/{chosen.name}", "on": on.isoformat(), "bare": 1}
    return f"{reverse('observatory:world-svg')}?{urlencode(asked)}"


def _nearest(found: World) -> list[standing.Row]:
    """Those whose verdict is nearest to changing, as far as every distance is told."""
    told = [row for row in found.rows if row.truth is not Truth.UNKNOWN and row.way.told]
    return sorted(told, key=lambda row: (row.way.cost, row.subject.name))[:NEAREST]


@files
def rule_set_files(request: HttpRequest, key: str) -> Listing:
    """Everyone under a rule set at a date, with what decided."""
    found, site = standing.world(_reading(request, key), _day(request)), site_of(request)
    name = f"{found.reading.name.replace(':', '-')}-{found.on.isoformat()}"
    return Listing(name, records.COLUMNS, lambda: records.records(found, site), records.flat)


@public
def rule_set_text(request: HttpRequest, key: str) -> HttpResponse:
    """A rule set as it is written."""
    held = rule_sets.rule_set(key)
    return download(f"{held.key}-{held.rules.version}.toml", held.text.encode(), held.digest)


@public
def standing_of(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Why one place is in, or is not, or cannot be decided."""
    chosen, on, place = _reading(request, key), _day(request), places.country(code)
    held = chosen.held
    first, last = standing.years(chosen, on)
    days = [*standing.ends_of(first, last - 1), on]
    every = [standing.past(Reading(held, name), place, days) for name in ("", *held.rules.alternatives)]
    own = next(one for one in every if one.reading.alternative == chosen.alternative)
    context = {
        "chosen": chosen,
        "rules": chosen.rules,
        "on": on,
        "place": place,
        "name": own.row.subject.name,
        "row": own.row,
        "releases": own.gathered.releases,
        "missing": own.gathered.missing,
        "agreement": agreement(chosen, on).get(place.code, []),
        "draws": draws(chosen, own.row, own.gathered),
        "readings": [(one.reading, one.row) for one in every],
        "history": _history(every, own.row.subject.name),
    }
    return render(request, "observatory/standing/place.html", context)


def _history(every: Sequence[standing.Past], name: str) -> Chart:
    """The verdict at the end of each year under each reading."""
    held = []
    for one in every:
        title = plain_words(one.reading.title) if one.reading.alternative else _("As it is read here")
        years = {day.year: truth for day, truth in one.verdicts.items() if truth is not None}
        held.append((title, years))
    return standing_history(
        held,
        title=_("%(place)s over the years") % {"place": name},
        summary=_("The verdict at the end of each year, under each reading of the rule set."),
    )


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Who stands otherwise under another rule set, or at another date."""
    one, other = _sides(request)
    before, after = standing.counts(*one), standing.counts(*other)
    context = {
        "sides": [("a", one), ("b", other)],
        "b": other,
        "choices": [(chosen.name, reading_title(chosen)) for chosen in _readings()],
        "counts": [(truth, before[truth], after[truth]) for truth in reversed(Truth)],
        "page": page_of(request, standing.changes(one, other)),
        "releases": standing.sources([one[0], other[0]]),
        "downloads": links(request, "observatory:compare_standings"),
    }
    return render(request, "observatory/standing/compare.html", context)


def _readings() -> list[Reading]:
    """Every rule set, each followed by its alternatives."""
    every = rule_sets.every()
    return [Reading(held, key) for held in every for key in ("", *held.rules.alternatives)]


def reading_title(chosen: Reading) -> str:
    """What a rule set is called, and how it is read where that is not its own way."""
    title = plain_words(chosen.held.rules.title)
    if not chosen.alternative:
        return title
    return _("%(rules)s, read as: %(alternative)s") % {
        "rules": title, "alternative": plain_words(chosen.title),
    }  # fmt: skip


@files
def compare_files(request: HttpRequest) -> Listing:
    """Who stands otherwise."""
    found = standing.changes(*_sides(request))
    return Listing(
        "standings-compared", records.CHANGE_COLUMNS, lambda: (records.of_change(one) for one in found)
    )


def _sides(request: HttpRequest) -> tuple[tuple[Reading, date], tuple[Reading, date]]:
    """Both looks: `a` and `b` name rule sets, `a_on` and `b_on` dates."""
    given, today = request.GET, timezone.localdate()
    usual = list(rule_sets.shipped())
    a = standing.reading(given.get("a") or usual[0])
    b = standing.reading(given.get("b") or (usual[-1] if not given.get("a") else given["a"]))
    b_on = day_asked(given.get("b_on", ""), today)
    return (a, day_asked(given.get("a_on", ""), b_on)), (b, b_on)


def _day(request: HttpRequest) -> date:
    return day_asked(request.GET.get("on", ""), timezone.localdate())


def _reading(request: HttpRequest, key: str) -> Reading:
    alternative = request.GET.get("alternative", "")
    return standing.reading(f"{key}:{alternative}" if alternative else key)


@beside("country", 30)
def of_country(request: HttpRequest, place: Any) -> SafeString | str:
    """How a country stands under every rule set today."""
    today = timezone.localdate()
    readings = [Reading(held) for held in rule_sets.every()]
    found = [(one.held, standing.row(one, place, today)[0]) for one in readings]
    context = {"found": found, "place": place, "releases": standing.sources(readings)}
    return render_to_string("observatory/standing/section.html", context, request)


@beside("region", 30)
def of_region(request: HttpRequest, place: Any, **_about: Any) -> SafeString | str:
    """How many members of a region or group stand how under every rule set today."""
    return _counted(request, places.members(place.code, timezone.localdate()))


@beside("world", 30)
def of_world(request: HttpRequest, **_about: Any) -> SafeString | str:
    """How many stand how under every rule set today."""
    return _counted(request, None)


def _counted(request: HttpRequest, among: frozenset[str] | None) -> SafeString:
    today = timezone.localdate()
    readings = [Reading(held) for held in rule_sets.every()]
    found = []
    for one in readings:
        told = [v for code, v in standing.verdicts(one, today).items() if among is None or code in among]
        found.append((one.held, *(told.count(standing.VERDICTS[truth]) for truth in standing.ORDER)))
    context = {"found": found, "releases": standing.sources(readings)}
    return render_to_string("observatory/standing/counts_section.html", context, request)
