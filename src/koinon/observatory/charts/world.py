"""Charts of the observatory's own pages, each with a sentence worked out from its rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.observatory.charts.classes import classed, ends
from koinon.observatory.charts.classes import decimals as decimals
from koinon.observatory.models import Indicator
from koinon.observatory.queries.observations import Figure, Move
from koinon.ui import charts
from koinon.ui.charts import Chart
from koinon.ui.charts import number_text as number_text

Names = Mapping[str, str]
Link = Callable[[str], str] | None


def figures_map(
    indicator: Indicator,
    year: int,
    found: Sequence[Figure],
    names: Names,
    *,
    focus: Collection[str] = (),
    link: Link = None,
) -> Chart:
    """A map of an indicator in a year; places without a figure are hatched."""
    title = _("%(indicator)s, %(year)s") % {"indicator": indicator.title, "year": year}
    columns = (_("Place"), _("Class"), indicator.title)
    if not found:
        return charts.world_map((), (), title=title, summary="", columns=columns)
    sorts = classed(indicator, [one.value for one in found])
    shown = [
        charts.Placed(one.place, names[one.place], sorts.of(one.value), told(one, indicator))
        for one in sorted(found, key=lambda one: names[one.place].casefold())
    ]
    summary = extremes(indicator, year, found, names)
    return charts.world_map(
        shown, sorts.classes, title=title, summary=summary, columns=columns, focus=focus, link=link
    )


def extremes(indicator: Indicator, year: int, found: Sequence[Figure], names: Names) -> str:
    """Of how many places there is a figure, and who stands at its ends."""
    highest, lowest = max(found, key=lambda one: one.value), min(found, key=lambda one: one.value)
    places = decimals(indicator)
    said = ngettext(
        "In %(year)s there is a figure of %(count)s place: %(high)s has %(most)s.",
        "In %(year)s there are figures of %(count)s places: the highest is %(most)s (%(high)s), the lowest "
        "%(least)s (%(low)s).",
        len(found),
    ) % {
        "year": year,
        "count": len(found),
        "high": names[highest.place],
        "low": names[lowest.place],
        "most": number_text(highest.value, places=places),
        "least": number_text(lowest.value, places=places),
    }
    if indicator.better is None or indicator.worse is None:
        return said
    better = _("Higher is better.") if indicator.better > indicator.worse else _("Lower is better.")
    return f"{said} {better}"


def signed(indicator: Indicator, change: float) -> str:
    """A change with its sign, as text."""
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + number_text(abs(change), places=decimals(indicator))


def episode_words() -> tuple[str, str]:
    """What the two kinds of episodes are called: downwards, upwards."""
    return _("Autocratization"), _("Democratization")


def told(one: Figure, indicator: Indicator) -> str:
    """A figure with its interval, as text."""
    return charts.interval_text(one.value, one.low, one.high, decimals(indicator))


def sorted_map(
    rows: Sequence[tuple[str, str, str]],
    classes: Sequence[charts.Class],
    *,
    title: str,
    summary: str,
    said: str,
    focus: Collection[str] = (),
    link: Link = None,
) -> Chart:
    """A map of what is said of places. `rows`: (code, name, key of a class); `said`: what that is called."""
    labels = {one.key: one.label for one in classes}
    shown = [charts.Placed(code, name, key, labels[key]) for code, name, key in rows]
    return charts.world_map(
        shown, classes, title=title, summary=summary, columns=(_("Place"), said, _("In words")),
        focus=focus, link=link,
    )  # fmt: skip


def line(
    indicator: Indicator, name: str, found: Sequence[Figure], spans: Sequence[charts.Span] = ()
) -> Chart:
    """An indicator of a place over the years with its interval."""
    title = _("%(indicator)s: %(place)s") % {"indicator": indicator.title, "place": name}
    return charts.lines(
        [series(indicator.title, found)] if found else [],
        title=title,
        summary=course(indicator, found),
        spans=spans,
        scale=ends(indicator),
        places=decimals(indicator),
    )


def several(indicator: Indicator, title: str, held: Sequence[tuple[str, Sequence[Figure]]]) -> Chart:
    """An indicator over the years, one line for each name; names without figures are told."""
    shown = [(name, found) for name, found in held if found]
    without = [name for name, found in held if not found]
    said = " ".join(f"{name}: {course(indicator, found)}" for name, found in shown)
    if without:
        said += " " + _("No figure of: %(names)s.") % {"names": ", ".join(without)}
    drawn = [series(name, found) for name, found in shown]
    return charts.lines(
        drawn, title=title, summary=said.strip(), scale=ends(indicator), places=decimals(indicator)
    )


def series(name: str, found: Sequence[Figure]) -> charts.Series:
    """Figures as a line."""
    return charts.Series(name, tuple(charts.Point(f.year, f.value, f.low, f.high) for f in found))


def course(indicator: Indicator, found: Sequence[Figure]) -> str:
    """Where a series stands, and how that differs from ten years before: beyond the intervals or within."""
    if not found:
        return ""
    last, places = found[-1], decimals(indicator)
    now = {"year": last.year, "value": told(last, indicator)}
    before = next((one for one in found if one.year == last.year - 10), None)
    if before is None:
        return _("It stands at %(value)s in %(year)s.") % now
    move = Move(before, last)
    said = now | {"then": before.year, "before": number_text(before.value, places=places)}
    if move.change == 0:
        return _("It stands at %(value)s in %(year)s, as in %(then)s.") % said
    if move.beyond is None:
        return _("It stands at %(value)s in %(year)s, after %(before)s in %(then)s.") % said
    if move.beyond:
        how = _("It stands at %(value)s in %(year)s, after %(before)s in %(then)s: beyond the intervals.")
    else:
        how = _(
            "It stands at %(value)s in %(year)s, after %(before)s in %(then)s: the intervals overlap, so it "
            "may not have changed."
        )
    return how % said


def changes(indicator: Indicator, moves: Sequence[Move], names: Names, *, title: str, summary: str) -> Chart:
    """How much each place changed, with the widest interval that the published ones allow."""
    rows = []
    for move in moves:
        first, last = move.before, move.after
        low = high = None
        if move.beyond is not None:
            low = (last.low or 0.0) - (first.high or 0.0)
            high = (last.high or 0.0) - (first.low or 0.0)
        rows.append(charts.Dot(names[move.place], move.change, low, high))
    columns = (_("Place"), _("Change"))
    return charts.dots(
        rows, title=title, summary=summary, columns=columns, at=0.0, places=decimals(indicator)
    )


def spread(indicator: Indicator, year: int, found: Sequence[Figure]) -> Chart:
    """How many places fall into each class in a year."""
    title = _("How the places spread, %(year)s") % {"year": year}
    columns = (indicator.title, _("Places"))
    if not found:
        return charts.bars((), title=title, summary="", columns=columns)
    sorts = classed(indicator, [one.value for one in found])
    keys = [sorts.of(one.value) for one in found]
    counts = [(one.label, float(keys.count(one.key))) for one in sorts.classes]
    most = max(counts, key=lambda row: row[1])
    said = ngettext(
        "Of %(all)s place, %(count)s stands at %(label)s.",
        "Of %(all)s places most, %(count)s, stand at %(label)s.",
        len(found),
    ) % {"all": len(found), "count": int(most[1]), "label": most[0]}
    return charts.bars(counts, title=title, summary=said, columns=columns)


def middle(indicator: Indicator, rows: Sequence[tuple[int, float, float, float, int]]) -> Chart:
    """The median of all places by year within the middle half. `rows`: year, median, quartiles, places."""
    places = decimals(indicator) or 1
    title = _("%(indicator)s: the middle of all places") % {"indicator": indicator.title}
    points = tuple(charts.Point(year, median, low, high) for year, median, low, high, _count in rows)
    said = ""
    if rows:
        year, median, low, high, count = rows[-1]
        said = _(
            "In %(year)s half of %(count)s places stand between %(low)s and %(high)s, around a median of "
            "%(median)s."
        ) % {
            "year": year,
            "count": count,
            "median": number_text(median, places=places),
            "low": number_text(low, places=places),
            "high": number_text(high, places=places),
        }
    drawn = [charts.Series(_("Median (middle half)"), points)] if rows else []
    return charts.lines(drawn, title=title, summary=said, scale=ends(indicator), places=places)
