"""Nouns that share an adjective, adjectives that share a noun: one phrase that names several parties."""

from __future__ import annotations

import re

_BOTH_SORTS = re.compile(
    r"(?P<sort>[\w-]+)(?:,)?\s+and\s+(?P<rest>non-?governmental\s+(?P<noun>organi[sz]ations))", re.IGNORECASE
)
_AND_OTHER = re.compile(r"\b(?P<one>[A-Z][\w-]+)\s+and\s+other\s+(?:relevant\s+)?(?P<noun>[A-Z][a-z]+s)\b")
ADJECTIVES = re.compile(
    r"\s*(?:and\s+|the\s+|all\s+|relevant\s+)*(?:(?:inter|sub|multi)[\w-]*(?:al|ary)|regional|national|international|local|"
    r"bilateral|global|federal|provincial)(?:\s+(?:regional|national|international|local|subregional))*\s*\Z",
    re.IGNORECASE,
)


def expanded(phrase: str) -> str:
    """A phrase in which each party has its noun.

    "Foreign and other relevant Ministers" names Foreign Ministers and Ministers; "intergovernmental and
    non-governmental organizations" two sorts of organizations.
    """
    if " and other " in phrase:
        phrase = _AND_OTHER.sub(r"\g<one> \g<noun>, \g<noun>", phrase)
    if "on-governmental" in phrase or "ongovernmental" in phrase:
        phrase = _BOTH_SORTS.sub(r"\g<sort> \g<noun>, \g<rest>", phrase)
    return phrase
