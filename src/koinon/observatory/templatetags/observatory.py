"""The line that stands below every figure: from where, of which version, under which licence, loaded when.

And why a unit has no place, in the language of the page.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from koinon.observatory.engine.crosswalk import reason_in
from koinon.observatory.models import Release

register = template.Library()


@register.inclusion_tag("observatory/_source.html")
def source(release: Release | None) -> dict[str, object]:
    """The source line of a release: {% source release %}. Nothing where there is none."""
    return {"release": release}


@register.filter
def unit_reason(reason: str) -> SafeString:
    """Why a unit leads to no place, in the reader's language, else in English and marked as such."""
    wanted = get_language() or "en"
    told, language = reason_in(wanted, reason)
    if language == wanted:
        return format_html("<bdi>{}</bdi>", told)
    return format_html('<bdi lang="{}">{}</bdi>', language, told)
