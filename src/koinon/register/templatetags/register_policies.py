"""What policies say, in words: whom a step tells and when, which days are worked, what becomes of a date."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from koinon.register.forms.clocks import EXPECTED, TOLD, WEEKDAYS

register = template.Library()

_FATES: dict[str, str | Promise] = {
    "new": _("new"),
    "moved": _("moves"),
    "otherwise": _("same date, other steps or grace"),
    "ended": _("falls away"),
    "stays": _("stays"),
}
_WORDS: dict[str, dict[str, Any]] = {
    "expected": dict(EXPECTED),
    "told": dict(TOLD),
    "weekday": dict(WEEKDAYS),
    "fate": _FATES,
}


@register.filter
def date_word(value: object, what: str) -> Any:
    """The word for a coded value: `what` is expected, told, weekday or fate."""
    return _WORDS[what].get(str(value), value)


@register.filter
def step_when(days: int) -> str:
    """When a step is taken: "30 days before", "1 day after", "on the day"."""
    if days == 0:
        return str(_("on the day"))
    words = (
        ngettext("%(n)d day before", "%(n)d days before", -days)
        if days < 0
        else ngettext("%(n)d day after", "%(n)d days after", days)
    )
    return words % {"n": abs(days)}
