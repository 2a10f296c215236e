"""Which clock a period of time counts from: the document's own date, or another event's."""

from __future__ import annotations

import re

_RECURRENT = re.compile(
    r"every|each|once|twice|times|per|annual|tous|toutes|chaque|fois|cada|todos|veces|una vez", re.IGNORECASE
)
_ANOTHER_CLOCK = re.compile(
    r"\b(?:each|every|any|whenever|wherever|if|when|upon|receipt|receiving|requests?|complaints?|"
    r"appointments?|arrests?|emergenc(?:y|ies)|chaque|toute?|lorsque|dès|cada|toda?|cuando)\b",
    re.IGNORECASE,
)
_ADOPTION = re.compile(
    r"adopt|entry into force|publication|th(?:is|e present) (?:decl|res|plan|doc|rec)|next|coming|"
    r"prochain|próxim",
    re.IGNORECASE,
)


_SHORT = frozenset({"hour", "heure", "hora", "day", "jour", "día", "week", "semaine", "semana"})


def counts_from_adoption(text: str, words: str, unit: str | None) -> bool:
    """Whether a period counts from the document's own date, and not from some other event.

    "Within ten days" of whatever happens fixes no day; "over the next two years" does. `unit` is the
    period's unit as written, None where the words name no period.
    """
    if _RECURRENT.search(words):
        return False
    if _ADOPTION.search(words) or _ADOPTION.search(text[text.find(words) + len(words) :][:60]):
        return True
    return unit is not None and unit not in _SHORT and not _ANOTHER_CLOCK.search(text)
