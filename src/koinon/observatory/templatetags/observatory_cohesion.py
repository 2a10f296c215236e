"""Words of votes: what was voted, on which issue, and shares as people read them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.observatory.engine.cohesion import symbols
from koinon.observatory.forms.cohesion import ISSUES

register = template.Library()
VOTES: dict[int, str | Promise] = {
    1: _("Yes"),
    2: _("Abstention"),
    3: _("No"),
    8: _("Absent"),
    0: _("None"),
}
DEPARTS: dict[str, str | Promise] = {"apart": _("stood apart"), "opposed": _("against the line")}


@register.filter
def vote_word(code: int) -> str | Promise:
    """Yes, no, abstention, absent."""
    return VOTES.get(code, str(code))


@register.filter
def issue_word(key: str) -> str | Promise:
    """An issue by its key."""
    return ISSUES.get(key, _("No issue named") if key == "none" else key)


@register.filter
def departs_word(kind: str) -> str | Promise:
    """How a member left the line."""
    return DEPARTS.get(kind, "")


@register.filter
def index_figure(value: float | None) -> str:
    """An index from 0 to 1 with three places; a dash where there is none."""
    return "–" if value is None else number_format(value, decimal_pos=3)


@register.filter
def percent(value: float | None) -> str:
    """A share from 0 to 1 as a whole per cent; a dash where there is none."""
    return "–" if value is None else f"{number_format(100 * value, decimal_pos=0)}\u202f%"


@register.filter
def share_of(part: int, whole: int) -> str:
    """A part of a whole in per cent."""
    return percent(part / whole if whole else None)


@register.filter
def document_symbol(written: str) -> str:
    """The symbol of the resolution as the United Nations write it."""
    return symbols.symbol(written) or written


@register.filter
def document_address(written: str) -> str:
    """Where the resolution is published."""
    return symbols.address(written)
