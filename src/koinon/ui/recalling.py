"""Sentences that were kept as English text, told again in the language of whoever reads them later.

A refusal that stopped a job is kept beside it as text. The catalogue of the language holds every
template there is, so the one from which the text was made can be found, and what filled it read back.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import translation

_PLACE = re.compile(r"{(\w+)}")
_FIXED = 10  # letters that a template must bring itself: “{a}, {b}” would match anything


def recalled(text: str) -> str:
    """The text in the active language where its template is known, else as it was kept."""
    if not text or (whole := gettext(text)) != text:
        return whole if text else ""
    for template, pattern in _patterns(get_language() or "en"):
        if found := pattern.fullmatch(text):
            filling = {name: recalled(value) for name, value in found.groupdict().items()}
            return gettext(template).format(**filling)
    return text


@cache
def _patterns(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """The templates of a catalogue as patterns, those with the most words of their own first."""
    every = translation(language)._catalog.keys()  # type: ignore[attr-defined]
    known = {key for key in every if isinstance(key, str) and _PLACE.search(key)}
    own = {key: len(re.findall(r"\w", _PLACE.sub("", key))) for key in known}
    ordered = sorted((key for key in known if own[key] >= _FIXED), key=lambda key: (-own[key], key))
    return [(key, _pattern(key)) for key in ordered]


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = re.split(r"{(\w+)}", template)
    for at in range(1, len(parts), 2):
        name = parts[at]
        parts[at] = f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"
        seen.add(name)
    parts[::2] = map(re.escape, parts[::2])
    return re.compile("".join(parts), re.DOTALL)
