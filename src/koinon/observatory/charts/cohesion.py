"""Rows of cohesion to charts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from koinon.observatory.queries.cohesion import Row
from koinon.observatory.queries.ideal_points import Point as Ideal
from koinon.observatory.queries.voting_pairs import Together
from koinon.ui.charts import Chart, Point, Series, lines

WIDTH = 1.96  # standard errors either side of a point, for an interval of 95 %


def over_time(name: str, rows: Sequence[Row]) -> Chart:
    """The agreement index of one group by the year in which sessions opened."""
    return several([(name, rows)], title=_("How alike {group} votes").format(group=name), summary=moved(rows))


def several(groups: Sequence[tuple[str, Sequence[Row]]], *, title: str, summary: str) -> Chart:
    """The agreement index of several groups."""
    series = [
        Series(name, tuple(Point(row.year or 0, row.summary.agreement) for row in rows))
        for name, rows in groups
    ]
    return lines(series, title=title, summary=summary, scale=(0, 1))


def moved(rows: Sequence[Row]) -> str:
    """A sentence on the first and the last session with an index."""
    told = [row for row in rows if row.summary.agreement is not None]
    if not told:
        return ""
    values = [f"{row.summary.agreement:.2f}" for row in (told[0], told[-1])]
    return _("Agreement index, from 0 to 1: {before} in {first}, {after} in {last}.").format(
        before=values[0], first=told[0].year, after=values[1], last=told[-1].year
    )


def pair(name: str, rows: Sequence[Together]) -> Chart:
    """Two countries over time, an abstention against a yes or no counted as half and as none."""
    series = [
        Series(_("Abstention counts half"), tuple(Point(row.year, row.agreement) for row in rows)),
        Series(_("Abstention counts as no agreement"), tuple(Point(row.year, row.strict) for row in rows)),
    ]
    told = [row for row in rows if row.agreement is not None]
    summary = (
        _(
            "Share of roll calls on which both stood together: {before} % in {first}, {after} % in {last}."
        ).format(
            before=f"{100 * (told[0].agreement or 0):.0f}",
            first=told[0].year,
            after=f"{100 * (told[-1].agreement or 0):.0f}",
            last=told[-1].year,
        )
        if told
        else ""
    )
    return lines(series, title=name, summary=summary, scale=(0, 1))


def ideal(name: str, rows: Sequence[Ideal]) -> Chart:
    """Ideal points of one country with their intervals, and the published ones where they are loaded."""
    own = tuple(
        Point(row.year, row.point, row.point - WIDTH * row.error, row.point + WIDTH * row.error)
        for row in rows
    )
    series = [Series(_("Found here, with an interval of 95 %"), own)]
    if any(row.published is not None for row in rows):
        series.append(Series(_("As published"), tuple(Point(row.year, row.published) for row in rows)))
    summary = _(
        "One dimension of all votes; higher is nearer to the United States. Both have a scale of their own."
    )
    return lines(series, title=name, summary=summary if len(series) > 1 else "")
