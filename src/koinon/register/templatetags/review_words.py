"""How peer review is told in templates: its words, how stages stand, times of speakers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.register.queries.review_words import CYCLES, OWNERS, PAPERS, SPEAKERS, STAGES, move_reason

register = template.Library()

TONES = {"overdue": "bad", "open": "care", "done": "good", "withdrawn": "care"}


@register.filter
def stage_word(kind: object) -> str:
    """ "self-report" → "Self-report"."""
    return str(STAGES.get(str(kind), kind))


@register.filter
def paper_word(kind: object) -> str:
    """The kind of a paper in words."""
    return str(PAPERS.get(str(kind), kind))


@register.filter
def owner_word(owner: object) -> str:
    """Who has a stage in hand."""
    return str(OWNERS.get(str(owner), owner))


@register.filter
def speaker_word(state: object) -> str:
    """How a speaker stands."""
    return str(SPEAKERS.get(str(state), state))


@register.filter
def cycle_word(state: object) -> str:
    """How a cycle stands."""
    return str(CYCLES.get(str(state), state))


@register.filter
def stage_tone(stage: Any) -> str:
    """The tone in which a stage is marked."""
    return TONES.get(stage.state, "")


@register.filter
def stage_standing(stage: Any) -> str:
    """How a stage stands in words: "12 days overdue"."""
    row, state = stage.row, stage.state
    if state == "overdue":
        days = stage.standing.overdue
        return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}
    if state == "withdrawn":
        return _("outcome withdrawn")
    if state == "not-open" and stage.waits:
        return _("waits for the outcome")
    if state == "not-open":
        return _("opens on %(day)s") % {"day": date_format(row.opens_on, "DATE_FORMAT")}
    if state == "open":
        return _("open until %(day)s") % {"day": date_format(row.due_on, "DATE_FORMAT")}
    if state == "passed":
        return _("nobody asked") if stage.by_itself else _("passed without")
    return (
        _("done on %(day)s") % {"day": date_format(row.done_at, "DATE_FORMAT")} if row.done_at else _("done")
    )


@register.filter
def why_moved(move: dict[str, str]) -> str:
    """Why a stage was moved."""
    return move_reason(move)


@register.filter
def day(kept: str) -> date | None:
    """A day as it is kept in JSON: "2031-06-16"; None where there was none."""
    return date.fromisoformat(kept) if kept else None


@register.filter
def clock(seconds: object) -> str:
    """Seconds as minutes and seconds: 185 → "3:05", -20 → "−0:20"."""
    whole = int(str(seconds))
    minutes, rest = divmod(abs(whole), 60)
    return f"{'−' if whole < 0 else ''}{minutes}:{rest:02}"
