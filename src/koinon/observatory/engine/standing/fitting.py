"""Whether the words of a rule set fit what they refer to: the sentence, and names that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_NEAR = 3


def stands_in(phrase: str, sentence: str) -> bool:
    """Whether a phrase occurs in a sentence; what it leaves out (…) may be anything. Case and line breaks do
    not count."""
    rest = _plain(sentence)
    for part in map(_plain, _LEFT_OUT.split(phrase)):
        _before, found, rest = rest.partition(part) if part else ("", "…", rest)
        if not found:
            return False
    return True


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split())


def near(word: str, known: Iterable[str]) -> list[str]:
    """The names that are most like a word, the nearest first."""
    by_plain = {one.casefold(): one for one in known}
    return [by_plain[one] for one in get_close_matches(word.casefold(), by_plain, _NEAR)]
