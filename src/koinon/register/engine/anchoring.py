"""Finding words in a document's text, and the places where a provision may be cut."""

from __future__ import annotations

import re

from koinon.kernel.refusals import Refused


def found(text: str, words: str, near: int) -> tuple[int, int]:
    """Where the words stand in the text, white space aside; the occurrence nearest to `near`."""
    tokens = words.split()
    if not tokens:
        raise Refused("register.words", "Give the words of the document that make up the provision.")
    pattern = re.compile(r"\s+".join(map(re.escape, tokens)))
    hits = [match.span() for match in pattern.finditer(text)]
    if not hits:
        raise Refused(
            "register.words_not_found",
            "These words do not stand in the document like this: copy them from the text, unchanged.",
        )
    return min(hits, key=lambda span: abs(span[0] - near))


_CUT = re.compile(r"(?<=[.;:!?؛؟。])[)\]”’»*]*\s+(?=\S)|\n+")


def cuts(text: str, start: int, end: int) -> list[int]:
    """Offsets at which a provision may be split: after a sentence, a clause or a line."""
    return [start + match.end() for match in _CUT.finditer(text[start:end]) if 0 < match.end() < end - start]
