"""Likely restatements: which provisions of other documents ask the same as one, and how likely.

Candidates are found by sparse products in blocks, over the stems and matters that are rare enough to tell;
the best of them are weighed by everything they share. Weights are tf-idf (Spärck Jones, 1972), counted within
each language so that a language spoken by few does not look rare in all its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from koinon.register.engine.lineage.rows import COLUMNS, Floats, Ints, Rows

CANDIDATES = 150  # of each text, that are weighed
BLOCK = 256  # provisions whose candidates are found at once
TELLING = 14  # terms of a text, the heaviest, by which candidates are found
WORDS, MATTERS, LETTERS, HELD = 0.25, 0.25, 0.25, 0.25  # parts of the score; together 1
LIGHTER = 0.6  # how far the lighter of two decides what share of it the other holds
PRIOR = 20.0  # texts without a term that are taken as seen: a small register knows little of what is rare
OTHERS = 0.62  # what is left of a score when both name whom they ask, and these are different parties
ELSEWHERE = 0.8  # what is left of it between texts of different languages
THEMES = 0.06  # added at most for common themes


@dataclass(frozen=True, slots=True)
class Asked:
    """A provision, apart from its texts.

    `document` tells apart what stands in one text; `day` orders documents (ISO date, "" when unknown).
    `asked` are the keys of the addressees and of the classes they belong to; `named` whether all addressees
    are known parties.
    """

    key: int
    document: int
    day: str = ""
    asked: frozenset[str] = frozenset()
    named: bool = False
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """`later` may restate `earlier`: places in the sequence that was compared; 0 to 1."""

    earlier: int
    later: int
    score: float


class Collection:
    """Provisions made comparable: `asked` in any order, `rows` with at least one text of each."""

    def __init__(self, asked: Sequence[Asked], rows: Rows) -> None:
        self.asked = asked
        self._owner, self._rows_of = _owners(asked, rows)
        self._documents: Ints = np.array([one.document for one in asked], dtype=np.int64)
        self._languages = rows.languages
        words = _weighted(rows.word_starts, rows.word_columns, rows.word_values, rows.languages)
        self._weights = _weighted(rows.matter_starts, rows.matter_columns, rows.matter_values, rows.languages)
        self._letters = _unit(
            _weighted(rows.letter_starts, rows.letter_columns, rows.letter_values, rows.languages)
        )
        self._words, self._matters = _unit(words), _unit(self._weights)
        self._telling = _heaviest(sparse.hstack([self._words, self._matters], format="csr"))
        self._turned = self._telling.T.tocsr()

    def likely(
        self, places: Iterable[int], *, most: int = 5, tell: Callable[[int], None] | None = None
    ) -> Iterator[list[Likeness]]:
        """For each provision at those places the likeliest others of other documents, best first."""
        wanted = list(places)
        for begin in range(0, len(wanted), BLOCK):
            block = wanted[begin : begin + BLOCK]
            found = self._weighed(np.concatenate([self._rows_of[place] for place in block]))
            for place in block:
                yield self._best(place, found.get(place, {}), most)
            if tell is not None:
                tell(begin + len(block))

    def scores(self, left: Sequence[int], right: Sequence[int]) -> Floats:
        """The scores of pairs of provisions by their first texts."""
        one = np.array([self._rows_of[at][0] for at in left], dtype=np.int64)
        other = np.array([self._rows_of[at][0] for at in right], dtype=np.int64)
        return self._scored(one, other)

    def _weighed(self, rows: Ints) -> dict[int, dict[int, float]]:
        left, right = self._candidates(rows)
        apart = self._documents[self._owner[left]] != self._documents[self._owner[right]]
        left, right = left[apart], right[apart]
        found: dict[int, dict[int, float]] = {}
        owners = zip(self._owner[left].tolist(), self._owner[right].tolist(), strict=True)
        for (own, other), score in zip(owners, self._scored(left, right).tolist(), strict=True):
            best = found.setdefault(own, {})
            best[other] = max(best.get(other, 0.0), score)
        return found

    def _candidates(self, rows: Ints) -> tuple[Ints, Ints]:
        """Pairs of rows, those given and the likeliest others of each."""
        products = sparse.csr_matrix(self._telling[rows] @ self._turned)
        left, right = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for at, row in enumerate(rows):
            begin, end = products.indptr[at], products.indptr[at + 1]
            columns, values = products.indices[begin:end], products.data[begin:end]
            if len(values) > CANDIDATES:
                columns = columns[np.argpartition(-values, CANDIDATES)[:CANDIDATES]]
            columns = columns[columns != row].astype(np.int64)
            left.append(np.full(len(columns), row, dtype=np.int64))
            right.append(columns)
        return np.concatenate(left), np.concatenate(right)

    def _scored(self, left: Ints, right: Ints) -> Floats:
        score = (
            WORDS * _dots(self._words, left, right)
            + MATTERS * _dots(self._matters, left, right)
            + LETTERS * _dots(self._letters, left, right)
            + HELD * _held(self._weights, left, right)
        )
        score[self._languages[left] != self._languages[right]] *= ELSEWHERE
        owners = zip(self._owner[left].tolist(), self._owner[right].tolist(), strict=True)
        judged = [
            _judged(one, self.asked[a], self.asked[b])
            for one, (a, b) in zip(score.tolist(), owners, strict=True)
        ]
        return np.array(judged, dtype=np.float32)

    def _best(self, place: int, found: dict[int, float], most: int) -> list[Likeness]:
        ranked = sorted(found, key=lambda other: (-found[other], other))[:most]
        return [_ordered(self.asked, place, other, found[other]) for other in ranked]


def _judged(score: float, one: Asked, other: Asked) -> float:
    """A score in the light of whom both ask and what both are about."""
    if one.named and other.named and one.asked and other.asked and not one.asked & other.asked:
        score *= OTHERS
    if one.themes and other.themes:
        score += THEMES * len(one.themes & other.themes) / len(one.themes | other.themes)
    return min(score, 1.0)


def _ordered(asked: Sequence[Asked], place: int, other: int, score: float) -> Likeness:
    """By the day of the documents; on the same day, or where one has none, by the order of the documents."""
    one, two = asked[place], asked[other]
    known = bool(one.day and two.day)
    first = (one.day if known else "", one.document) < (two.day if known else "", two.document)
    return Likeness(place, other, score) if first else Likeness(other, place, score)


def _owners(asked: Sequence[Asked], rows: Rows) -> tuple[Ints, list[Ints]]:
    """The place of the provision of each row, and the rows of each provision."""
    place_of = {one.key: at for at, one in enumerate(asked)}
    owner: Ints = np.array([place_of[key] for key in rows.keys.tolist()], dtype=np.int64)
    order = np.argsort(owner, kind="stable")
    cuts = np.searchsorted(owner[order], np.arange(1, len(asked)))
    return owner, np.split(order, cuts)


def _weighted(starts: Ints, columns: Any, values: Floats, languages: Ints) -> Any:
    """Texts × hashed terms: the values times the term's rarity among the texts of its language."""
    codes, code_of = np.unique(languages, return_inverse=True)
    lengths = np.diff(starts)
    keys = np.repeat(code_of, lengths) * COLUMNS + columns
    total = np.bincount(code_of, minlength=len(codes)).astype(np.float64)
    held = np.bincount(keys, minlength=len(codes) * COLUMNS)[keys]
    whole = np.repeat(total[code_of], lengths)
    rarity = np.log(1.0 + (whole - held + PRIOR) / (held + 1.0)).astype(np.float32)
    made = sparse.csr_matrix((values * rarity, columns, starts), shape=(len(lengths), COLUMNS))
    made.sum_duplicates()
    return made


def _unit(matrix: Any) -> Any:
    """Each row divided by its length."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0]))
    data = (matrix.data / lengths[rows]).astype(np.float32)
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _heaviest(matrix: Any) -> Any:
    """Only the heaviest terms of each row: the rest tells little and costs most."""
    lengths = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((-matrix.data, rows))
    rank = np.arange(len(order)) - np.repeat(matrix.indptr[:-1], lengths)
    kept = np.sort(order[rank < TELLING])
    return sparse.csr_matrix((matrix.data[kept], (rows[kept], matrix.indices[kept])), shape=matrix.shape)


def _dots(matrix: Any, left: Ints, right: Ints) -> Floats:
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1), dtype=np.float32).ravel()


def _held(weights: Any, left: Ints, right: Ints) -> Floats:
    """How much of the lighter one stands in the other: a half of what was split is held by the whole."""
    one, other = weights[left], weights[right]
    shared = np.asarray(one.minimum(other).sum(axis=1), dtype=np.float32).ravel()
    own = np.asarray(one.sum(axis=1), dtype=np.float32).ravel()
    theirs = np.asarray(other.sum(axis=1), dtype=np.float32).ravel()
    weight = LIGHTER * np.minimum(own, theirs) + (1 - LIGHTER) * np.maximum(own, theirs)
    return np.divide(shared, weight, out=np.zeros_like(shared), where=weight > 0)
