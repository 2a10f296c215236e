"""Sentences with places to fill: written once in English, told in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce


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


def either(choices: Sequence[str]) -> str:
    """Several things of which one will do: "a", "a or b", "a, b or c"."""
    if len(choices) < 2:
        return several(choices)
    return sentence("{those} or {other}", those=several(choices[:-1]), other=choices[-1])


def several(things: Sequence[str]) -> str:
    """Things after each other: "a, b, c"; of none, nothing."""
    if not things:
        return ""
    return reduce(lambda those, other: sentence("{those}, {other}", those=those, other=other), things)
