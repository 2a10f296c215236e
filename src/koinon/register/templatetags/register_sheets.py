"""How the columns and the cells of a sheet are told."""

from __future__ import annotations

from django import template

from koinon.register.engine.sheets import columns
from koinon.register.queries.sheet_words import dictionary, heading

register = template.Library()
register.filter("sheet_heading", heading)


@register.filter
def sheet_cell(words: tuple[str, ...], column: str) -> str:
    """The words of a cell as a reader sees them; a dash where there are none."""
    return columns.joined(column, dictionary().call(column, words)) or "—"
