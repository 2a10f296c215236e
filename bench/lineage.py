"""Likely restatements: how many are found, how fast; Koinon beside scikit-learn, same texts, in one run.

    uv run --group bench python bench/lineage.py [--provisions 250000]

Recall: of the invented pairs (tests/spec/lineage), in how many is the earlier provision the first, or among
the first five, that is proposed for the later one, among 5,000 invented provisions and 40 look-alikes. "tune"
is the half that weights were chosen by, "held" the other; "free" are retellings that share almost no words.
Peers: the cosine of scikit-learn's TfidfVectorizer, over words and pairs of words, and over three to five
letters within words.

Time: making a register of that many provisions (bench/corpus.py) comparable, then comparing the 150 of a
new document with all. Koinon analyses a text once in its life and keeps its row; what a job does when all but
the new document is known is the sum of the last three. Processor seconds of one process.

Exit code 1 when Koinon's recall@5 over all pairs is under 0.9 or not above both peers'.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import numpy as np  # noqa: E402
from corpus import papers  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402

from koinon.register.engine.lineage.likeness import Asked, Collection  # noqa: E402
from koinon.register.engine.lineage.rows import Worded, chosen, rows  # noqa: E402
from tests.register.lineage.pairs import measured, ours, recall  # noqa: E402

NEW = 150  # provisions of a new document
PEERS: dict[str, dict[str, Any]] = {
    "scikit-learn, words": {"ngram_range": (1, 2), "sublinear_tf": True},
    "scikit-learn, letters": {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True},
}


def peer(
    settings: dict[str, Any],
) -> Callable[[Sequence[tuple[str, str]], Sequence[int], int], list[list[int]]]:
    """What ranks by the cosine of one vectorizer."""

    def ranked(texts: Sequence[tuple[str, str]], places: Sequence[int], most: int) -> list[list[int]]:
        matrix = TfidfVectorizer(**settings).fit_transform([text for _, text in texts])
        return _nearest(matrix, list(places), most)

    return ranked


def _nearest(matrix: Any, places: list[int], most: int) -> list[list[int]]:
    likeness = (matrix[places] @ matrix.T).toarray()
    likeness[np.arange(len(places)), places] = -1
    return [list(map(int, np.argsort(-row, kind="stable")[:most])) for row in likeness]


def recalls() -> dict[str, float]:
    """Print the table of recall; recall@5 over all pairs by contender."""
    contenders = {"Koinon": ours, **{name: peer(settings) for name, settings in PEERS.items()}}
    found = {}
    print(f"{'recall@1 / recall@5':24}{'all':>15}{'tune':>15}{'held':>15}{'free, all':>15}{'free, held':>15}")
    sets = [(measured(), ("", "tune", "held")), (measured(name="free"), ("", "held"))]
    for name, ranked in contenders.items():
        cells = [
            [recall(of, ranked, at=at, only=only) for at in (1, 5)] for of, halves in sets for only in halves
        ]
        found[name] = cells[0][1]
        print(f"{name:24}" + "".join(f"{one:8.3f} /{five:5.3f}" for one, five in cells))
    print(
        f"{len(sets[0][0].pairs)} pairs and {len(sets[1][0].pairs)} retellings among {len(sets[0][0].texts)}."
    )
    return found


def times(size: int) -> None:
    """Print how long a register of that size takes."""
    asked, worded = [], []
    for paper in papers(size):
        for item in paper.items:
            worded.append(Worded(len(worded), 0, paper.language, item.text))
            asked.append(Asked(len(asked), paper.number, paper.issued_on.isoformat()))
    new = list(range(len(asked) - NEW, len(asked)))
    clock = _Clock()
    made = rows(worded)
    clock.told("Koinon: every text analysed, once in its life")
    before = chosen(made, np.arange(len(made), dtype=np.int64))
    clock.told("Koinon: rows taken up")
    collection = Collection(asked, before)
    clock.told("Koinon: made comparable")
    sum(len(best) for best in collection.likely(new))
    job = clock.told(f"Koinon: {NEW} new against all") + clock.seconds[-2] + clock.seconds[-3]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'Koinon: peak memory':56}{peak:9} MiB")
    del collection, before, made
    for name, settings in PEERS.items():
        clock = _Clock()
        matrix = TfidfVectorizer(**settings).fit_transform([one.text for one in worded])
        fitted = clock.told(f"{name}: vectors")
        for at in range(0, NEW, 50):
            _nearest(matrix, new[at : at + 50], 5)
        whole = fitted + clock.told(f"{name}: {NEW} new against all")
        print(f"{'  a new document, taken together: ' + name + ' / Koinon':56}{whole / job:8.1f} ×")


class _Clock:
    """Processor seconds between two looks."""

    def __init__(self) -> None:
        self.last, self.seconds = time.process_time(), list[float]()

    def told(self, what: str) -> float:
        now = time.process_time()
        self.seconds.append(now - self.last)
        print(f"{what:56}{self.seconds[-1]:9.2f} s")
        self.last = time.process_time()
        return self.seconds[-1]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=250_000)
    options = parser.parse_args()
    found = recalls()
    print()
    times(options.provisions)
    best = max(value for name, value in found.items() if name != "Koinon")
    return 0 if found["Koinon"] >= max(0.9, best) else 1


if __name__ == "__main__":
    sys.exit(main())
