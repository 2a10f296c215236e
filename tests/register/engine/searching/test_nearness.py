"""Slips of the pen: the distance against a slow reference, the candidates against trying every word."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from koinon.register.engine.searching.nearness import apart, at_least, near, slips
from koinon.register.engine.searching.postings import Gathered, Layer

words = st.text("abcdé", min_size=1, max_size=10)


def reference(one: str, other: str) -> int:
    """Optimal string alignment by its definition."""

    @cache
    def distance(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        best = min(
            distance(i - 1, j) + 1,
            distance(i, j - 1) + 1,
            distance(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        )
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            best = min(best, distance(i - 2, j - 2) + 1)
        return best

    return distance(len(one), len(other))


@given(words, words, st.integers(0, 3))
def test_the_distance_is_that_of_the_reference(one: str, other: str, most: int) -> None:
    exact = reference(one, other)
    found = apart(one, other, most)
    assert found == exact if exact <= most else found > most


@given(st.lists(words, unique=True, max_size=30), words)
def test_every_near_word_is_found_and_no_other(known: list[str], typed: str) -> None:
    with TemporaryDirectory() as folder:
        gathered = Gathered()
        for pk, word in enumerate(known, start=1):
            gathered.add(pk, [], [word], {})
        for base in ("", "base"):
            path = Path(folder) / f"layer-{base}"
            gathered.write(path, base=base)
            found = {word for word, _, _ in near(typed, Layer(path).shelves)}
            most = slips(typed)
            expected = {w for w in known if w != typed and len(w) > 2 and reference(typed, w) <= most}
            assert found == (expected if most else set())


@given(st.lists(st.sets(st.integers(0, 8)), max_size=7), st.integers(1, 5))
def test_at_least_so_many(sets: list[set[int]], least: int) -> None:
    expected = {n for n in range(9) if sum(n in each for each in sets) >= least}
    assert set(at_least(least, [BitMap(each) for each in sets])) == expected
