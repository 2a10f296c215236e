"""Sentences with places to fill: written once in English, told in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping


class Sentence(str):
    """An English sentence as text that remembers its template and what fills it, to be told otherwise."""

    template: str
    data: Mapping[str, object]

    def __new__(cls, text: str, template: str = "", data: Mapping[str, object] | None = None) -> Sentence:
        made = super().__new__(cls, text)
        made.template, made.data = template or text, dict(data or {})
        return made


def sentence(template: str, **data: object) -> Sentence:
    """Fill a template: `sentence("{file} is empty.", file=name)`; without data it stands as it is."""
    return Sentence(template.format(**data) if data else template, template, data)
