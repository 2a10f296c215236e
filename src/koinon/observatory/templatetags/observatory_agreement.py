"""Words for what agreement rests on."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy

from koinon.observatory.engine.agreement.drawing import Errors

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
