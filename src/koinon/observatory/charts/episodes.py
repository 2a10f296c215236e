"""The index of a country over the years, with its episodes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from koinon.observatory.engine.episodes.telling import Story
from koinon.ui.charts import Chart, Mark, Point, Series, Span, lines

AROUND = 15  # years before and after an episode that its chart shows
Figures = Sequence[tuple[int, float, float | None, float | None]]


def index_with_episodes(
    figures: Figures, told: Sequence[Story], *, title: str, summary: str, one: Story | None = None
) -> Chart:
    """The index with its interval; episodes shaded. With `one`, the years around it and its turns."""
    first, last = (one.pre - AROUND, one.end + AROUND) if one else (0, 9999)
    points = tuple(Point(*figure) for figure in figures if first <= figure[0] <= last)
    words = {"dem": (_("Democratization"), "good"), "aut": (_("Autocratization"), "bad")}
    spans = [Span(s.start, s.end, *words[s.kind]) for s in told if s.end >= first and s.start <= last]
    return lines(
        [Series(_("Electoral democracy index"), points)],
        title=title,
        summary=summary,
        spans=spans,
        marks=_marks(one) if one else (),
        scale=(0, 1),
        places=3,
    )


def _marks(one: Story) -> list[Mark]:
    told = [Mark(one.start, _("Onset"))]
    if one.turn:
        told.append(Mark(one.turn.year, _("Turned")))
    if one.crossed and one.crossed != one.start:
        told.append(Mark(one.crossed, _("Crossed between autocracy and democracy")))
    return told
