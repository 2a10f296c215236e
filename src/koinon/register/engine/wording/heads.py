"""How an item begins: as an order, a gerund, an infinitive, a bare noun phrase or a finite sentence."""

from __future__ import annotations

import re
from enum import StrEnum

from koinon.register.engine.wording.lexicon import Lexicon

_LEAD = re.compile(
    r"(?:as|in|to|for|with|by|where|when|at|through|within|on|under|given|based|following|recogni[sz]ing|building|upon|during|consistent|subject|"
    r"whenever|while|without|after|before|pursuant|en|dans|à|afin|pour|conformément|con|para|a|de|según)\b[^,:;]{2,140},\s+",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"[^.:;]{2,70}[:–—]\s+|[A-Z][^.:;]{2,60}\.\s+(?=[A-Z][a-z]+\s+[a-z])")


class Head(StrEnum):
    """The grammatical form in which an item begins."""

    IMPERATIVE = "imperative"
    GERUND = "gerund"
    INFINITIVE = "infinitive"
    OTHER = "other"


def head_of(sentence: str, lexicon: Lexicon) -> tuple[Head, str]:
    """The form of an item's first words, and the stretch from its verb on."""
    words = sentence.lstrip("*_“\"'«( ")
    for candidate in (words, *_after_lead_ins(words)):
        form = _form(candidate, lexicon)
        if form is not Head.OTHER:
            return form, candidate
    return Head.OTHER, words


def _after_lead_ins(words: str) -> list[str]:
    found = []
    if lead := _LEAD.match(words):
        found.append(words[lead.end() :])
    if run_in := _RUN_IN.match(words):
        found.append(words[run_in.end() :].lstrip("*_ "))
    return found


def _form(words: str, lexicon: Lexicon) -> Head:
    if lexicon.infinitive.match(words):
        return Head.INFINITIVE
    if lexicon.nominal.match(words):
        return Head.OTHER
    if lexicon.is_imperative(words):
        return Head.IMPERATIVE
    if lexicon.gerund.match(words):
        return Head.GERUND
    return Head.OTHER
