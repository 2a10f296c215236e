"""The line that stands below every figure: from where, of which version, under which licence, loaded when."""

from __future__ import annotations

from django import template

from koinon.observatory.models import Release

register = template.Library()


@register.inclusion_tag("observatory/_source.html")
def source(release: Release | None) -> dict[str, object]:
    """The source line of a release: {% source release %}. Nothing where there is none."""
    return {"release": release}
