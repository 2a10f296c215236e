"""The short names that a document gives to bodies: in brackets, or by naming them again in one word."""

from __future__ import annotations

import re
from collections import Counter

_DEFINED = re.compile(
    r"\(\s*(?:the\s+|hereinafter,?\s+|hereafter,?\s+|referred\s+to\s+as\s+|ci-après\s+|"
    r"en\s+adelante\s+)*[“\"«‘']?([A-Z][\w&/+-]{1,24})[”\"»’']?\s*\)"
)
#: Words that may stand inside a name without a capital.
LINK = frozenset(
    [
        "of",
        "for",
        "the",
        "and",
        "on",
        "in",
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "et",
        "del",
        "y",
        "para",
        "a",
        "an",
        "to",
        "&",
        "der",
        "von",
    ]
)


def defined_short_forms(text: str) -> dict[str, str]:
    """Acronyms and short names that a text defines in brackets: "Alliance of Democracies (AoD)"."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        short = match.group(1)
        if short in found or short.isdigit():
            continue
        full = _full_form(text[max(0, match.start() - 160) : match.start()], short)
        if full and full != short:
            found[short] = full
            if short.endswith("s") and short[:-1].isupper():
                found.setdefault(short[:-1], full)
    return found


_ORGAN_WORDS = (
    "Rapporteur|Assembly|Conference|Parliament|Congress|Council|Committee|Commission|Secretariat|Office|Fund|Group|Board|"
    "Bureau|Court|Centre|Center|Agency|Commissioner|Forum|Panel|Mechanism|Pillar"
)
_FULL_NAME = re.compile(
    rf"\b(?:(?P<before>(?:[A-Z][\w’'-]+\s+(?:(?:of|and|"
    rf"for)\s+)?){{1,5}})(?P<a>{_ORGAN_WORDS})\b(?!\s+(?:of|on|for)\s)|(?P<b>{_ORGAN_WORDS})\s+(?:on|"
    rf"of|for)\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+(?:(?:of|and|for|the)\s+)*[A-Z][\w’'-]+)*)"
)


_MEMBER_SORTS = re.compile(r"member\s+(?!of\b|to\b|for\b)[a-z]+s\b")
_MEMBERS_OF = re.compile(r"[A-Z]{2,}\d*\s+[Mm]embers\b")


def full_names(text: str) -> dict[str, str]:
    """The single words by which a text names again a body that it has named in full just once."""
    found: dict[str, set[str]] = {}
    for match in _FULL_NAME.finditer(text):
        words = re.split(r"\n\s*\n|\b(?:The|This|Our|Its|Their|Each|And|In|For|To|By)\s+", match.group())[-1]
        name = " ".join(words.split())
        word = match.group("a") or match.group("b")
        if name != word and " " in name:
            found.setdefault(word, set()).add(name)
    full = {word: next(iter(names)) for word, names in found.items() if len(names) == 1}
    named = _MEMBERS_OF.findall(text) if "embers" in text else []
    sorts = Counter([*_MEMBER_SORTS.findall(text), *named]).most_common(1)
    if sorts and sorts[0][1] >= 2:
        full["Members"] = full["members"] = " ".join(sorts[0][0].split())
    return full


def _full_form(before: str, short: str) -> str | None:
    words = re.findall(r"[\w'’&/-]+|[^\w\s]", before)
    letters = [c.lower() for c in short if c.isalpha() and (c.isupper() or not short.isupper())]
    if not short.isupper() and sum(c.isupper() for c in short) == 1:
        return _titled_form(words, short)
    capitals = [c.lower() for c in short if c.isupper()] or letters
    taken: list[str] = []
    left = list(capitals)
    for word in reversed(words):
        if not word[0].isalnum():
            break
        taken.insert(0, word)
        if (
            left
            and word[0].lower() == left[-1]
            and (word[0].isupper() or word.lower() not in LINK or len(left) == len(capitals))
        ):
            left.pop()
        for piece in word.split("-")[1:]:
            if left and piece[:1].lower() == left[-1]:
                left.pop()
        if not left:
            return " ".join(taken)
        if len(taken) > 2 * len(capitals) + 3:
            break
    return None


def _titled_form(words: list[str], short: str) -> str | None:
    """The capitalised name before "(Summit)" that holds the word Summit."""
    taken: list[str] = []
    for word in reversed(words):
        if not (word[0].isupper() or word.lower() in LINK or word.isdigit()):
            break
        taken.insert(0, word)
    while taken and taken[0].lower() in LINK:
        taken.pop(0)
    return " ".join(taken) if short in taken and len(taken) > 1 else None
