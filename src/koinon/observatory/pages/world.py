"""The world on one page: a map of what is asked for, who moved the most, and what others put beside."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from koinon.kernel.refusals import NotFound
from koinon.ledger.queries import state
from koinon.observatory.charts import world as charts
from koinon.observatory.forms.standing import day_asked
from koinon.observatory.pages import looking
from koinon.observatory.pages.drawings import Drawn, records_of, shown
from koinon.observatory.pages.serving import public
from koinon.observatory.pages.standings import reading_title
from koinon.observatory.queries import episodes_shown, observations, rule_sets, standing, world
from koinon.observatory.templatetags.observatory_standing import plain_words
from koinon.ui.charts import Class
from koinon.ui.files import Record
from koinon.ui.remembered import remembered

MOST = 8  # places in each list of moves
EPISODES, STANDING = "episodes", "standing/"


@public
def world_page(request: HttpRequest) -> HttpResponse:
    """The world: map, moves, alerts."""
    releases = world.current()
    offered = world.headlines(releases)
    chosen = looking.indicator(request, offered)
    drawn = _drawn(request, offered)
    over = looking.number(request, "over", 1, 50, 10)
    context = {
        "figure": shown(request, drawn, image=True),
        "choices": _choices(request, offered),
        "notes": _notes(request, chosen, drawn),
        "year": drawn.query.get("year") if drawn else "",
        "moves": _moves(chosen, over) if chosen else None,
        "spans": looking.SPANS,
        "over": over,
        "without": _without(request, chosen, drawn),
        "releases": releases,
    }
    return render(request, "observatory/world/world.html", context)


def _notes(request: HttpRequest, chosen: Any, drawn: Drawn | None) -> list[str]:
    """What the address asks for and is not shown."""
    if drawn is None:
        return []
    wanted = request.GET.get("show", "")
    other = wanted == EPISODES or wanted.startswith(STANDING)
    notes = [] if other else looking.missed_indicator(request, chosen, "show")
    title = drawn.chart.title if other or chosen is None else chosen.title
    return notes + looking.missed_year(request, title, drawn.query.get("year"))


def world_chart(request: HttpRequest) -> Drawn | None:
    """The map of the world that the address asks for; its places lead on where it stands by itself."""
    links = bool(request.GET.get("bare"))
    return _drawn(request, world.headlines(world.current()), links=links)


def _drawn(request: HttpRequest, offered: list[Any], *, links: bool = True) -> Drawn | None:
    wanted = request.GET.get("show", "")
    link = place_address() if links else None
    if wanted == EPISODES:
        return _episodes(request, link)
    if wanted.startswith(STANDING):
        return _standing(request, wanted.removeprefix(STANDING), link)
    chosen = looking.indicator(request, offered)
    if chosen is None:
        return None
    years = observations.years(chosen.release, chosen)
    year = looking.year(request, years, observations.last_covered(chosen.release, chosen))
    if year is None:
        return None
    found = observations.cross_section(chosen.release, chosen, year)
    names = world.named(one.place for one in found)
    chart = charts.figures_map(chosen, year, found, names, link=link)
    query = {"show": looking.key_of(chosen), "year": year}
    return Drawn(chart, (chosen.release,), "world", lambda: records_of(chosen, found, names), query=query)


def _episodes(request: HttpRequest, link: Any) -> Drawn | None:
    release = episodes_shown.release()
    if release is None:
        return None
    years = episodes_shown.years(release)
    year = looking.year(request, years, years[-1] if years else None)
    if year is None:
        return None
    found = episodes_shown.under_way(release, year)
    names = world.named(found)
    rows = sorted(((code, names[code], kind) for code, kind in found.items()), key=lambda row: row[1])
    counts = {kind: sum(one == kind for one in found.values()) for kind in ("aut", "dem")}
    chart = charts.sorted_map(
        rows,
        episode_classes(),
        title=_("Episodes under way, %(year)s") % {"year": year},
        summary=_(
            "In %(year)s, of %(all)s places %(aut)s are in an episode of autocratization and %(dem)s in one "
            "of democratization."
        )
        % {"year": year, "all": len(rows), **counts},
        said=_("Episode"),
        link=link,
    )
    query = {"show": EPISODES, "year": year}
    return Drawn(chart, (release,), "world", lambda: _records(rows, year, release), query=query)


def _standing(request: HttpRequest, name: str, link: Any) -> Drawn | None:
    try:
        chosen = standing.reading(name)
    except NotFound:
        return None
    today = timezone.localdate()
    year = looking.number(request, "year", 1946, today.year, today.year)
    on = day_asked(request.GET.get("on", ""), min(today, date(year, 12, 31)))
    codes, releases = remembered(f"standing verdicts {name} {on}", state(), lambda: _verdicts(chosen, on))
    names = world.named(codes)
    rows = sorted(((code, names[code], verdict) for code, verdict in codes.items()), key=lambda row: row[1])
    counts = {
        verdict: sum(one == verdict for one in codes.values()) for verdict in standing.VERDICTS.values()
    }
    chart = charts.sorted_map(
        rows,
        standing_classes(),
        title=_("%(rules)s, %(year)s") % {"rules": reading_title(chosen), "year": on.year},
        summary=_(
            "At the end of %(year)s %(yes)s places meet the rules, %(no)s do not, and of %(open)s it cannot "
            "be decided."
        )
        % {
            "year": on.year,
            "yes": counts["meets"],
            "no": counts["does not"],
            "open": counts["cannot be decided"],
        },
        said=_("Verdict"),
        link=link and _trace_address(name, on),
    )
    query = {"show": STANDING + name, "year": on.year, "on": on.isoformat()}
    return Drawn(chart, releases, "world", lambda: _records(rows, on.year, None), query=query)


def _trace_address(name: str, on: date) -> Any:
    """What leads a code to why that place stands so at a date."""
    key, _colon, alternative = name.partition(":")
    pattern = reverse("observatory:standing", args=[key, "_"])
    tail = urlencode({"on": on.isoformat(), **({"alternative": alternative} if alternative else {})})
    return lambda code: f"{pattern.replace('/_/', f'/{code}/')}?{tail}"


def _verdicts(chosen: Any, on: date) -> tuple[dict[str, str], tuple[Any, ...]]:
    held = standing.world(chosen, on)
    codes = {row.subject.code: row.verdict for row in held.rows if row.subject.place}
    return codes, tuple(held.releases.values())


def _records(rows: list[tuple[str, str, str]], year: int, release: Any) -> list[Record]:
    about = {"dataset": release.dataset.key, "version": release.version} if release else {}
    return [
        {"place": code, "place_name": name, "year": year, "class": key, **about} for code, name, key in rows
    ]


def episode_classes() -> tuple[Class, ...]:
    """What a place may be in, in a year."""
    down, up = charts.episode_words()
    return (
        Class("aut", down, "bad", "▼"),
        Class("dem", up, "good", "▲"),
        Class("none", _("No episode"), "soft", "–"),
    )


def standing_classes() -> tuple[Class, ...]:
    """What a rule set may say of a place."""
    return (
        Class("meets", _("Meets the rules"), "good", "✓"),
        Class("does not", _("Does not"), "bad", "×"),
        Class("cannot be decided", _("Cannot be decided"), "care", "?"),
    )


def place_address() -> Any:
    """What leads a code to the address of its page, without looking it up for each."""
    pattern = reverse("observatory:place", args=["_"])
    return lambda code: pattern.replace("/_/", f"/{code}/")


def _choices(request: HttpRequest, offered: list[Any]) -> list[dict[str, object]]:
    """What the map can show, in groups: indicators, standings, episodes."""
    wanted = request.GET.get("show", "") or looking.PREFERRED
    language = get_language() or "en"
    figures = [(looking.key_of(one), f"{one.title} ({one.release.dataset.title})", "") for one in offered]
    rules = [
        (f"{STANDING}{held.key}", plain_words(held.rules.title), "" if language in held.rules.title else "en")
        for held in rule_sets.every()
    ]
    others = [(EPISODES, _("Episodes under way"), "")] if episodes_shown.release() else []
    groups = ((_("Indicators"), figures), (_("Standing"), rules), (_("Episodes"), others))
    return [
        {"name": name, "options": [(key, words, lang, key == wanted) for key, words, lang in options]}
        for name, options in groups
        if options
    ]


def _without(request: HttpRequest, chosen: Any, drawn: Drawn | None) -> str:
    """Which units of the dataset are no places of ours, so that they are on no map."""
    year = drawn.query.get("year") if drawn else None
    if chosen is None or not isinstance(year, int) or request.GET.get("show", "").startswith(STANDING):
        return ""
    units = observations.without_place(chosen.release, chosen, year)
    if not units:
        return ""
    return ngettext(
        "%(count)s unit of the dataset is no place of the directory and stands on no map: %(names)s.",
        "%(count)s units of the dataset are no places of the directory and stand on no map: %(names)s.",
        len(units),
    ) % {"count": len(units), "names": ", ".join(units)}


def _moves(indicator: Any, over: int) -> dict[str, Any] | None:
    """Who moved the most over so many years: upwards and downwards, those beyond their intervals first."""
    until = observations.last_covered(indicator.release, indicator)
    if until is None:
        return None
    moves = observations.moves(indicator.release, indicator, until - over, until)
    if not moves:
        return {"indicator": indicator, "since": until - over, "until": until, "of": 0}
    known = [m for m in moves if m.beyond is not None]
    sure = [m for m in moves if m.beyond] if known else [m for m in moves if m.change]
    up, down = [m for m in sure if m.change > 0], [m for m in sure if m.change < 0]
    names = world.named(m.place for m in (*up[:MOST], *down[:MOST]))
    return {
        "indicator": indicator,
        "key": looking.key_of(indicator),
        "since": until - over,
        "until": until,
        "of": len(moves),
        "known": bool(known),
        "up": len(up),
        "down": len(down),
        "lists": [
            (_("Risen the most"), [told(indicator, m, names) for m in up[:MOST]]),
            (_("Fallen the most"), [told(indicator, m, names) for m in down[:MOST]]),
        ],
        "release": indicator.release,
    }


def told(indicator: Any, move: Any, names: Any) -> dict[str, Any]:
    """A move as a row of a table."""
    return {
        "code": move.place,
        "name": names[move.place],
        "before": charts.told(move.before, indicator),
        "after": charts.told(move.after, indicator),
        "change": charts.signed(indicator, move.change),
        "beyond": move.beyond,
    }
