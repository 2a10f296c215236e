"""Finding operative words quickly: a pattern is tried only at words that can begin it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Scanner:
    """Searches a large alternation at the words that `openers` accepts; what a word is, is remembered.

    The matches are those of `pattern.finditer` for patterns that begin at such a word.
    """

    def __init__(self, pattern: re.Pattern[str], openers: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._openers = openers
        self._known: dict[str, bool] = {}

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """Every match from `start` on, without overlap, in order."""
        known, match = self._known, self.pattern.match
        end = start
        for found in _WORD.finditer(text, start):
            word = found.group()
            try:
                opens = known[word]
            except KeyError:
                opens = self._learn(word)
            if opens:
                at = found.start()
                if at >= end and (hit := match(text, at)):
                    end = hit.end()
                    yield hit

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match from `start` on."""
        return next(self.finditer(text, start), None)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match at `start`."""
        return self.pattern.match(text, start)

    def _learn(self, word: str) -> bool:
        opens = self._openers.fullmatch(word) is not None
        if len(self._known) < 60_000:
            self._known[word] = opens
        return opens


def openers(*lists: str) -> re.Pattern[str]:
    """What the first word of each phrase of word lists (separated by ` | ` or lines) looks like."""
    firsts: set[str] = set()
    for words in lists:
        for phrase in re.split(r"\s\|\s|\n", words):
            if phrase.strip():
                firsts.add(_first(phrase.strip()))
    return re.compile("|".join(sorted(firsts)), re.IGNORECASE)


def _first(phrase: str) -> str:
    """A phrase up to its first space outside brackets; a word may go on after an apostrophe or hyphen."""
    depth = 0
    for i, sign in enumerate(phrase):
        depth += (sign in "({") - (sign in ")}")
        if not depth and (sign in " ," or phrase.startswith("\\s", i)):
            return phrase[:i]
    return phrase
