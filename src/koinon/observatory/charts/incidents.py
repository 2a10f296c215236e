"""Counts of incidents as charts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.observatory.forms.incidents import GROUPS
from koinon.observatory.queries.incident_figures import Figures
from koinon.ui import charts


def incidents_over_time(figures: Figures) -> charts.Chart | None:
    """The incidents by spans of years, parted by group; None where there are none."""
    if not figures.bars:
        return None
    rows = [
        (str(bar.first) if bar.first == bar.last else f"{bar.first}–{bar.last}", bar.incidents)
        for bar in figures.bars
    ]
    most = max(figures.bars, key=lambda bar: sum(bar.incidents))
    number = sum(most.incidents)
    years = rows[figures.bars.index(most)][0]
    summary = ngettext(
        "%(n)s incident in %(years)s is the most of any of these spans. More may be told of years that are "
        "nearer.",
        "%(n)s incidents in %(years)s are the most of any of these spans. More may be told of years that "
        "are nearer.",
        number,
    ) % {"n": charts.number_text(number), "years": years}
    return charts.stacked(
        rows,
        title=_("Incidents over time"),
        summary=summary,
        label=_("Years"),
        series=[str(label) for _key, label in GROUPS],
    )
