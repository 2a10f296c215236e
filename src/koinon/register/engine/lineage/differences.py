"""Two wordings laid side by side: what both have, what only the earlier has, what only the later has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from koinon.register.engine.searching.words import folded

_TOKEN = re.compile(r"\s*(?:\w+(?:[’'\-]\w+)*|[^\w\s])")
LONGEST = 4_000  # words of a text that are laid side by side; beyond, one is shown after the other


class Stretch(StrEnum):
    """Where a stretch of words stands."""

    BOTH = "both"
    GONE = "gone"  # only in the earlier
    NEW = "new"  # only in the later


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand together, as written; `before` is how the earlier writes what stands in both."""

    stretch: Stretch
    text: str
    before: str = ""


def differences(earlier: str, later: str) -> list[Part]:
    """The parts in order; without those that are gone they give the later text.

    Words are the same whatever their case and accents.
    """
    one, other = _tokens(earlier), _tokens(later)
    if max(len(one), len(other)) > LONGEST:
        return [Part(Stretch.GONE, earlier), Part(Stretch.NEW, later)]
    return list(_parts(one, other))


def _parts(one: list[str], other: list[str]) -> Iterator[Part]:
    match = SequenceMatcher(None, _forms(one), _forms(other), autojunk=False)
    for kind, a, b, c, d in match.get_opcodes():
        if kind == "equal":
            yield Part(Stretch.BOTH, "".join(other[c:d]), "".join(one[a:b]))
            continue
        if b > a:
            yield Part(Stretch.GONE, "".join(one[a:b]))
        if d > c:
            yield Part(Stretch.NEW, "".join(other[c:d]))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.strip())


def _forms(tokens: list[str]) -> list[str]:
    return [folded(token.strip()) for token in tokens]
