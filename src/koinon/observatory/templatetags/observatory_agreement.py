"""Words for what agreement rests on."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.queries import regimes
from koinon.observatory.templatetags.observatory_episodes import regime_word

register = template.Library()

ERRORS = {
    Errors.COMMON: gettext_lazy("the same in all years"),
    Errors.LASTING: gettext_lazy("slow to fade, by a twentieth a year"),
    Errors.SEPARATE: gettext_lazy("new in every year"),
}


@register.filter
def errors_word(errors: Errors) -> str:
    """How errors of different years are taken to hang together."""
    return str(ERRORS[errors])


@register.simple_tag
def classes_by_release(code: str, year: int | None = None) -> str:
    """In how many releases a place has which class of Regimes of the World; "" where there is one alone."""
    told = regimes.by_release(code, year)
    if told is None:
        return ""
    each = [
        _("%(regime)s in %(count)s of %(releases)s")
        % {
            "regime": regime_word(one),
            "count": number_format(count),
            "releases": number_format(told.releases),
        }
        for one, count in told.classes
    ]
    return _("Class of Regimes of the World in %(year)s, by release: %(each)s.") % {
        "year": told.year,
        "each": ", ".join(each),
    }
