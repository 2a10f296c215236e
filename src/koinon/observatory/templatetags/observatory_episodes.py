"""Words for episodes: their kinds, how they ended, what came of them, and figures as text."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koinon.observatory.queries.episodes import Found

register = template.Library()

KINDS = {
    "dem": pgettext_lazy("episode", "Democratization"),
    "aut": pgettext_lazy("episode", "Autocratization"),
}
OUTCOMES = {
    ("dem", 1): gettext_lazy("democratic transition"),
    ("dem", 2): gettext_lazy("preempted transition"),
    ("dem", 3): gettext_lazy("stabilized electoral autocracy"),
    ("dem", 4): gettext_lazy("reverted liberalization"),
    ("dem", 5): gettext_lazy("deepened democracy"),
    ("dem", 6): gettext_lazy("not known yet"),
    ("aut", 1): gettext_lazy("democratic breakdown"),
    ("aut", 2): gettext_lazy("preempted breakdown"),
    ("aut", 3): gettext_lazy("diminished democracy"),
    ("aut", 4): gettext_lazy("averted regression"),
    ("aut", 5): gettext_lazy("regressed autocracy"),
    ("aut", 6): gettext_lazy("not known yet"),
}
REGIMES = {
    0: gettext_lazy("closed autocracy"),
    1: gettext_lazy("electoral autocracy"),
    2: gettext_lazy("electoral democracy"),
    3: gettext_lazy("liberal democracy"),
}


@register.filter
def episode_kind(kind: str) -> str:
    """What a direction is called."""
    return str(KINDS[kind])


@register.filter
def episode_outcome(row: Found) -> str:
    """What came of an episode."""
    story = row.story
    return str(OUTCOMES[story.kind, story.outcome]) if story.outcome else _("not determined")


@register.filter
def regime_word(code: int | None) -> str:
    """What a class of Regimes of the World is called."""
    return _("not classified") if code is None else str(REGIMES[code])


@register.filter
def index_figure(value: float) -> str:
    """A figure of the index, with its three decimals."""
    return number_format(f"{value:.3f}", decimal_pos=3)


@register.filter
def of_hundred(share: float) -> str:
    """A share in whole per cent; what is neither none nor all is never told as such."""
    whole = round(share * 100)
    if whole == 0 and share > 0:
        return _("less than 1 %%") % ()
    if whole == 100 and share < 1:
        return _("more than 99 %%") % ()
    return _("%(number)s %%") % {"number": whole}
