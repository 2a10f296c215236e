"""A region or group since a year: what changed in its countries, where, and how sure that is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.observatory.charts import world as charts
from koinon.observatory.pages import looking
from koinon.observatory.pages.drawings import Drawn, records_of, shown
from koinon.observatory.pages.serving import page_of, public
from koinon.observatory.pages.world import place_address, told
from koinon.observatory.queries import episodes_shown, observations, places, world
from koinon.observatory.queries.asked import one_of
from koinon.ui.charts import Class
from koinon.ui.files import Record

SINCE = 2013  # from when backsliding in Asia is told of
SHOWN = 20  # members at a time in the table, and at most in a drawing that is not folded


@public
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region or group since a year."""
    found = places.region(code)
    offered = world.headlines(world.current())
    looked = _looked(request, found, offered)
    context: dict[str, Any] = {
        "place": found,
        "name": world.name_of(found),
        "since": looked["since"] if looked else looking.number(request, "since", 1789, 2999, SINCE),
        "notes": _notes(request, looked) if looked else [],
        "choices": [(looking.key_of(one), one) for one in offered],
        "chosen": "",
        "looked": looked,
    }
    if looked:
        context |= {
            "chosen": looking.key_of(looked["indicator"]),
            "figure": shown(request, _drawn(looked, None), image=True),
            "changes": shown(request, _changes(looked), image=True),
            "folded": len(looked["rows"]) > SHOWN,
            **_listed(request, looked),
        }
    return render(request, "observatory/world/region.html", context)


def _notes(request: HttpRequest, looked: dict[str, Any]) -> list[str]:
    """What the address asks for and is not shown."""
    notes = looking.missed_indicator(request, looked["indicator"], "indicator")
    wanted = request.GET.get("since", "").strip()[:20]
    if wanted and wanted != str(looked["since"]):
        words = {"year": wanted, "of": looked["indicator"].title}
        words |= {"last": looked["until"], "shown": looked["since"]}
        notes.append(
            _(
                "What changed since %(year)s cannot be told: the last year with figures of “%(of)s” is "
                "%(last)s. Shown is what changed since %(shown)s."
            )
            % words
        )
    return notes


def _listed(request: HttpRequest, looked: dict[str, Any]) -> dict[str, Any]:
    """The members one by one, those that fell most first: all, or those of one class; some at a time."""
    counts = looked["counts"]
    chosen = one_of("show", request.GET.get("show"), counts)
    kept = [row for row in looked["rows"] if chosen in ("", row["kind"])]
    offered = [("", _("All"), len(looked["rows"]))]
    offered += [(key, words, counts[key]) for key, words in _short_words() if counts[key] or key == chosen]
    return {
        "page": page_of(request, kept, SHOWN),
        "tabs": [
            {
                "address": "?" + urlencode(_query(looked) | ({"show": key} if key else {})) + "#sure",
                "words": words,
                "count": count,
                "current": key == chosen,
            }
            for key, words, count in offered
        ],
    }


def region_chart(request: HttpRequest, code: str) -> Drawn | None:
    """The map of a region by what changed; its places lead on where it stands by itself."""
    looked = _looked(request, places.region(code), world.headlines(world.current()))
    link = place_address() if request.GET.get("bare") else None
    return _drawn(looked, link) if looked else None


def region_changes(request: HttpRequest, code: str) -> Drawn | None:
    """How much each country of a region changed."""
    looked = _looked(request, places.region(code), world.headlines(world.current()))
    return _changes(looked) if looked else None


def _looked(request: HttpRequest, found: Any, offered: list[Any]) -> dict[str, Any] | None:
    """The changes of an indicator among the members of today, sorted by how sure they are."""
    indicator = looking.indicator(request, offered, "indicator")
    if indicator is None:
        return None
    release = indicator.release
    until = observations.last_covered(release, indicator)
    if until is None:
        return None
    since = looking.number(request, "since", 1789, until - 1, min(SINCE, until - 1))
    members = places.members(found.code, timezone.localdate())
    moves = [m for m in observations.moves(release, indicator, since, until) if m.place in members]
    names = world.named(members)
    table = episodes_shown.release()
    held = episodes_shown.since(table, since) if table else {}
    moves.sort(key=lambda move: (move.change, move.place))
    kinds = {move.place: _kind(indicator, move) for move in moves}
    words = dict(zip(("aut", "dem"), charts.episode_words(), strict=True))
    return {
        "place": found, "name": world.name_of(found), "indicator": indicator, "release": release,
        "since": since, "until": until, "members": members, "names": names, "moves": moves, "kinds": kinds,
        "rows": [
            told(indicator, move, names)
            | {"kind": kinds[move.place], "episodes": [words[k] for k in held.get(move.place, ())]}
            for move in moves
        ],
        "counts": {key: sum(kind == key for kind in kinds.values()) for key, _words in _words()},
        "table": table,
        "aut": sum("aut" in held.get(code, ()) for code in members),
        "dem": sum("dem" in held.get(code, ()) for code in members),
        "looked_at": sum(code in held for code in members),
        "without": sorted(names[code] for code in members if code not in kinds),
    }  # fmt: skip


def _kind(indicator: Any, move: Any) -> str:
    """better, worse, unsure (the intervals overlap), or same; without intervals every change counts."""
    if move.change == 0:
        return "same"
    if move.beyond is False:
        return "unsure"
    rises = move.change > 0
    lower_is_better = (
        indicator.better is not None and indicator.worse is not None and indicator.better < indicator.worse
    )
    return "better" if rises != lower_is_better else "worse"


def _words() -> tuple[tuple[str, str], ...]:
    return (
        ("worse", _("Worse, beyond the intervals")),
        ("unsure", _("May not have changed: the intervals overlap")),
        ("same", _("The same figure")),
        ("better", _("Better, beyond the intervals")),
    )


def _short_words() -> tuple[tuple[str, str], ...]:
    return (("worse", _("Worse")), ("better", _("Better")), ("unsure", _("Unsure")), ("same", _("The same")))


def summary(looked: dict[str, Any]) -> str:
    """What changed, in one sentence with its denominators."""
    counts = looked["counts"]
    said = ngettext(
        "Of %(all)s member, %(of)s has figures in both years: %(better)s better, %(worse)s worse, %(unsure)s "
        "within the intervals.",
        "Of %(all)s members %(of)s have figures in both years: %(better)s stand better, %(worse)s worse, and "
        "of %(unsure)s one cannot say, as the intervals overlap.",
        len(looked["members"]),
    ) % {
        "all": len(looked["members"]),
        "of": len(looked["moves"]),
        "better": counts["better"],
        "worse": counts["worse"],
        "unsure": counts["unsure"],
    }
    if counts["same"]:
        said += " " + ngettext(
            "%(count)s has the same figure.", "%(count)s have the same figure.", counts["same"]
        ) % {"count": counts["same"]}
    return said


def _title(looked: dict[str, Any]) -> str:
    return _("%(region)s, %(since)s to %(until)s: %(indicator)s") % {
        "region": looked["name"],
        "since": looked["since"],
        "until": looked["until"],
        "indicator": looked["indicator"].title,
    }


def _drawn(looked: dict[str, Any], link: Any) -> Drawn:
    tones = {"worse": "bad", "unsure": "soft", "same": "step-1", "better": "good"}
    signs = {"worse": "▼", "unsure": "?", "same": "=", "better": "▲"}
    classes = [Class(key, words, tones[key], signs[key]) for key, words in _words() if looked["counts"][key]]
    names = looked["names"]
    rows = sorted(((c, names[c], kind) for c, kind in looked["kinds"].items()), key=lambda row: row[1])
    chart = charts.sorted_map(
        rows, classes, title=_title(looked), summary=summary(looked), said=_("Change"),
        focus=looked["members"], link=link,
    )  # fmt: skip
    return Drawn(
        chart, (looked["release"],), "region", lambda: _records(looked),
        args=(looked["place"].code,), query=_query(looked),
    )  # fmt: skip


def _changes(looked: dict[str, Any]) -> Drawn:
    chart = charts.changes(
        looked["indicator"], looked["moves"], looked["names"], title=_title(looked), summary=summary(looked)
    )
    return Drawn(
        chart, (looked["release"],), "region-changes", lambda: _records(looked),
        args=(looked["place"].code,), query=_query(looked),
    )  # fmt: skip


def _query(looked: dict[str, Any]) -> dict[str, object]:
    return {"indicator": looking.key_of(looked["indicator"]), "since": looked["since"]}


def _records(looked: dict[str, Any]) -> list[Record]:
    """Both figures of every member, and into which class the change falls."""
    found = []
    for move in looked["moves"]:
        two = records_of(looked["indicator"], (move.before, move.after), looked["names"])
        found += [{**record, "class": looked["kinds"][move.place]} for record in two]
    return found
