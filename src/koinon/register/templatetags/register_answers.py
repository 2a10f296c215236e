"""Answers in templates: their positions as words with a shape, and every version of a provision's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.register.engine.following.silence import days_past
from koinon.register.models import Provision
from koinon.register.queries import answers
from koinon.register.queries.answer_sheets import heading
from koinon.register.queries.answer_words import POSITIONS, STATES
from koinon.register.queries.asked import Asked

register = template.Library()
register.filter("answer_heading", heading)

#: Position → (icon, tone): a shape and a word beside the colour.
_LOOKS: dict[str, tuple[str, str]] = {
    "accepted": ("good", "good"),
    "accepted-in-part": ("part", "care"),
    "noted": ("info", ""),
    "declined": ("close", "bad"),
}
_FORMATS: dict[str, str | Promise] = {
    "upr-info": _("UPR Info"),
    "uhri": _("the Universal Human Rights Index"),
    "impact-oss": _("IMPACT OSS"),
    "sheet": _("a spreadsheet of rows"),
}


@register.simple_tag
def answers_of(provision: Provision) -> answers.Versions:
    """By the key of a follow-up of the provision: its published versions, newest first. One query."""
    return answers.of_provision(provision)


@register.filter
def versions_of(found: answers.Versions, follow_up: Any) -> list[Any]:
    """Of what `answers_of` gives, the versions of one follow-up; none where it never answered."""
    return found.get(follow_up.pk, [])


@register.inclusion_tag("register/answers/position.html")
def position_badge(position: str) -> dict[str, object]:
    """The shape and the word of a position; "no answer" for none."""
    shape, tone = _LOOKS.get(position, ("clock", ""))
    return {"word": POSITIONS.get(position, _("no answer")), "icon": shape, "tone": tone}


@register.filter
def position_word(position: str) -> str | Promise:
    """The word of a position for prose and lists."""
    return POSITIONS.get(position, position)


@register.filter
def answer_state(state: str) -> str | Promise:
    """How an answer stands, in words."""
    return STATES.get(state, state)


@register.filter
def origin_word(origin: str) -> str | Promise:
    """The data set that an answer came with."""
    return _FORMATS.get(origin, origin)


@register.inclusion_tag("register/answers/by.html")
def answer_by(one: Asked, now: datetime) -> dict[str, object]:
    """The date for the answer that is still expected, and how far off it is by the policy's time zone."""
    follow_up = one.follow_up
    if follow_up.position or not follow_up.answer_on or follow_up.ended_at:
        return {}
    days = days_past(follow_up.answer_on, one.time_zone or settings.TIME_ZONE, now)
    silent = bool(follow_up.silent_from and follow_up.silent_from <= now)
    return {"on": follow_up.answer_on, "days": days, "left": -days, "overdue": silent}
