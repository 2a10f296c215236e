"""The two charts of a report; the figures of each stand in the table that follows it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from koinon.register.engine.following.words import Level, Side
from koinon.register.engine.reporting.facts import Counts
from koinon.register.engine.reporting.paper import Picture
from koinon.register.queries import report_words as words
from koinon.ui import charts


def answer_rows(counts: Counts) -> list[tuple[str, int]]:
    """Each position with its count, then silence and what is awaited: parts of what was expected."""
    given = [(str(words.FIGURES[f"answers.{name}"]), n) for name, n in counts.by_position.items()]
    return [*given, (_("silent"), counts.silent), (_("awaited"), counts.awaited)]


def answers(counts: Counts) -> Picture:
    """What addressees say, and how many say nothing."""
    said = _("%(answered)s of %(expected)s are answered; %(silent)s are silent.") % {
        "answered": number_format(counts.answered, force_grouping=True),
        "expected": number_format(counts.expected, force_grouping=True),
        "silent": number_format(counts.silent, force_grouping=True),
    }
    drawn = charts.bars(
        answer_rows(counts),
        title=_("What addressees answer"),
        summary=said,
        columns=(_("What the addressee says"), _("Follow-ups")),
    )
    return Picture(drawn.title, drawn.summary, drawn.wide, drawn.narrow)


def completion(claims: Mapping[str, Mapping[str, int]]) -> Picture:
    """Who claims how much: each side a bar of its own, its levels counted and never averaged."""
    rows = [(str(words.SIDES[s.value]), [claims[s.value][v.value] for v in Level]) for s in Side]
    drawn = charts.stacked(
        rows,
        title=_("How far it is done, as each side says"),
        summary=_("Each side is counted by itself; nothing is averaged between them."),
        label=_("Who says so"),
        series=[str(words.LEVELS[level.value]) for level in Level],
    )
    return Picture(drawn.title, drawn.summary, drawn.wide, drawn.narrow, drawn.series)
