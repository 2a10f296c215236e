"""Standings drawn: the world at a date, a place over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.queries.standing import World
from koinon.ui.charts import Chart, Class, Placed, strip, world_map

KEYS = {Truth.YES: "meets", Truth.NO: "not", Truth.UNKNOWN: "open"}


def classes() -> list[Class]:
    """The three verdicts with their tones and letters."""
    return [
        Class("meets", _("meets"), "good", _("M")),
        Class("not", _("does not"), "bad", _("N")),
        Class("open", _("cannot be decided"), "care", "?"),
    ]


def standings_map(found: World, title: str) -> Chart:
    """The world under a reading at a date."""
    places = [
        Placed(row.subject.code, row.subject.name, KEYS[row.truth], "")
        for row in found.rows
        if row.subject.place is not None
    ]
    summary = _("%(yes)d meet it, %(no)d do not, %(open)d cannot be decided, of %(all)d judged.") % {
        "yes": found.counts[Truth.YES],
        "no": found.counts[Truth.NO],
        "open": found.counts[Truth.UNKNOWN],
        "all": found.judged,
    }
    columns = (_("Place"), _("Standing"), _("Note"))
    return world_map(
        places,
        classes(),
        title=title,
        summary=summary,
        columns=columns,
    )


def standing_history(rows: Sequence[tuple[str, Mapping[int, Truth]]], *, title: str, summary: str) -> Chart:
    """The verdict at the end of each year, one strip for each reading."""
    return strip(
        [(name, {year: KEYS[truth] for year, truth in held.items()}) for name, held in rows],
        classes(),
        title=title,
        summary=summary,
        columns=(_("Reading"), _("Years"), _("Standing")),
    )
