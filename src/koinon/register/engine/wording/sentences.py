"""Where sentences end, abbreviations and initials considered."""

from __future__ import annotations

import re

_CLOSED = r"[.!?…؟。।]+[\"”»’')\]*]*(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,2}(?=\s))?(?=\s|\Z)\s*"
_END = re.compile(_CLOSED)
_END_UNSPACED = re.compile(_CLOSED + "|(?<=[。؟])")  # scripts that put no space after a sentence
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|viz|al|approx|art|arts|no|nos|nr|para|paras|pp|p|vol|ch|sec|res|doc|ed|eds|fig|rev|add|corr|op|"
    r"cit|ibid|mr|mrs|ms|dr|prof|hon|h\.e|st|gen|col|lt|sr|sra|jr|inc|ltd|co|corp|dept|est|min|max|incl|jan|feb|mar|apr|jun|jul|"
    r"aug|sept?|oct|nov|dec|u\.s|u\.k|u\.n|e\.u|d\.c|a\.m|p\.m|m|mme|mm|mlle|p\.ej|núm|pág|arts|ee\.uu|ud|uds|n|resp|n\.b)|"
    r"\b[A-Z]|\b(?:[A-Z]\.)+[A-Z])\.[\"”»’')\]]*\s*\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:no|nos|nr|art|arts|para|paras|pp?|vol|ch|sec|fig|núm|pág|n)\.[\"”»’')\]]*\s*\Z", re.IGNORECASE
)
_INITIAL = re.compile(r"(?<![\w.])[b-zB-Z]\.\s*\Z")
_OPENING = re.compile(
    r"[\"“«‘'(\[*]*[A-ZÀ-ÖØ-ÞĀ-Ž\d\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u3040-\u9fff¿¡]"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence of a paragraph, in order, edge spaces left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    pattern = _END_UNSPACED if "。" in text or "؟" in text else _END
    for match in pattern.finditer(text):
        end = match.end()
        if end >= len(text):
            break
        if end <= start or not _breaks(text, start, match):
            continue
        spans.append((start, len(text[:end].rstrip()) if text[end - 1].isspace() else end))
        start = end
    tail = len(text.rstrip())
    if tail > start:
        spans.append((start, tail))
    return spans


def _breaks(text: str, start: int, match: re.Match[str]) -> bool:
    if not _OPENING.match(text, match.end()):
        return False
    mark = match.group()
    if mark[0] != ".":
        return True
    last = text[max(start, match.start() - 12) : match.start() + 1]
    if _NUMBERED.search(last) and not re.match(r"[(\[]?[\dIVX]", text[match.end() :]):
        return True
    if _ABBREVIATION.search(last):
        return _after_sentence_abbreviation(text, last, match)
    return not _INITIAL.search(last)


def _after_sentence_abbreviation(text: str, last: str, match: re.Match[str]) -> bool:
    """ "etc. The" and "in the U.S. The" end a sentence; "Res. 1373" and "J. Smith" do not."""
    word = last.rstrip(".").rsplit(None, 1)[-1].lower() if last.strip(".") else ""
    following = re.match(r"[\"“(]*(\w+)", text[match.end() :])
    nxt = following.group(1) if following else ""
    starter = nxt in (
        "The",
        "This",
        "These",
        "We",
        "It",
        "In",
        "They",
        "A",
        "An",
        "For",
        "States",
        "To",
        "Such",
        "Governments",
        "Les",
        "Los",
        "Nous",
    )
    return starter and word in (
        "etc",
        "al",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "d.c",
        "inc",
        "ltd",
        "co",
        "corp",
        "ee.uu",
        "p.m",
        "a.m",
    )
