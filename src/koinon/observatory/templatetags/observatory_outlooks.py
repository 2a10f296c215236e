"""Words and figures of the outlook in templates."""

from __future__ import annotations

from django import template

from koinon.observatory.queries import outlook_words

register = template.Library()
for name in ("chance", "measured", "member_word", "measure_word", "space_word"):
    register.filter(name, getattr(outlook_words, name))
