"""Dates that stand, in words: what is expected, of how many, how far it went."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

register = template.Library()

_KINDS: dict[str, str | Promise] = {"answer": _("Answer"), "report": _("Report"), "due": _("To be done")}
_LEVELS: dict[str, str | Promise] = {
    "": _("Nobody was reminded yet"),
    "focal-point": _("The focal point was reminded"),
    "validator": _("The validator was told"),
    "secretariat": _("The secretariat was told"),
    "public": _("Public notice was given"),
}


@register.filter
def date_kind(kind: str) -> str | Promise:
    """What is expected by a date."""
    return _KINDS.get(kind, kind)


@register.filter
def counted(count: int, kind: str) -> str:
    """So many answers, reports or deeds that are expected."""
    told = {
        "answer": ngettext("%(count)s answer", "%(count)s answers", count),
        "report": ngettext("%(count)s report", "%(count)s reports", count),
        "due": ngettext("%(count)s thing to be done", "%(count)s things to be done", count),
    }
    return told[kind] % {"count": count}


@register.filter
def level_words(level: str) -> str | Promise:
    """How far a date has escalated."""
    return _LEVELS.get(level, level)
