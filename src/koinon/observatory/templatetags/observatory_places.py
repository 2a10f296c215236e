"""Places as pages name them."""

from __future__ import annotations

import re
from html import unescape

from django import template
from django.utils.html import strip_tags

from koinon.observatory.queries.world import name_of

register = template.Library()
register.filter("place_name", name_of)

_SECTION = re.compile(r'<h2 id="([\w-]+)"[^>]*>(.*?)</h2>', re.S)


@register.filter
def sections(markup: str) -> list[tuple[str, str]]:
    """The anchor and the words of each section of a part of a page, for links at its top."""
    return [(anchor, unescape(strip_tags(words)).strip()) for anchor, words in _SECTION.findall(markup)]
