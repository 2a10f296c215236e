"""Places as pages name them."""

from __future__ import annotations

from django import template

from koinon.observatory.queries.world import name_of

register = template.Library()
register.filter("place_name", name_of)
