"""Scores reckoned the slow and plain way: dictionaries and loops, one pair after the other."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

from koinon.register.engine.lineage import likeness
from koinon.register.engine.lineage.concepts import default
from koinon.register.engine.lineage.features import features
from koinon.register.engine.lineage.rows import KINDS

Weights = dict[str, float]


def slow_scores(texts: Sequence[tuple[str, str]]) -> list[list[float]]:
    """The score of every pair of texts of one language."""
    made = [features(language, text, default()) for language, text in texts]
    words = _weights([of.words for of in made])
    matters = _weights([of.matters for of in made])
    letters = _weights([of.letters for of in made])
    return [
        [
            likeness.WORDS * _cosine(words[a], words[b])
            + likeness.MATTERS * _cosine(matters[a], matters[b])
            + likeness.LETTERS * _cosine(letters[a], letters[b])
            + likeness.HELD * _held(matters[a], matters[b])
            for b in range(len(texts))
        ]
        for a in range(len(texts))
    ]


def _weights(counted: Sequence[dict[str, int]]) -> list[Weights]:
    found = []
    for counts in counted:
        weights = {}
        for term, count in counts.items():
            held = sum(term in other for other in counted)
            rarity = log(1 + (len(counted) - held + likeness.PRIOR) / (held + 1))
            told = KINDS[term.partition(".")[0]] if term.startswith("=") else 1.0
            weights[term] = told * (1 + log(count)) * rarity
        found.append(weights)
    return found


def _cosine(one: Weights, other: Weights) -> float:
    lengths = sqrt(sum(w * w for w in one.values())) * sqrt(sum(w * w for w in other.values()))
    return sum(one[term] * other[term] for term in one if term in other) / lengths if lengths else 0.0


def _held(one: Weights, other: Weights) -> float:
    shared = sum(min(one[term], other[term]) for term in one if term in other)
    less, more = sorted((sum(one.values()), sum(other.values())))
    whole = likeness.LIGHTER * less + (1 - likeness.LIGHTER) * more
    return shared / whole if whole else 0.0
