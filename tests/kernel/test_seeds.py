"""The public stream: known answers, no favourite, and the same whoever computes it."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel import seeds
from koinon.kernel.seeds import Stream

# From `printf '%s' 'harbour/0' | sha256sum` and so on, in a shell.
KNOWN = [
    ("harbour/0", "16922755230085f773259d8b8c443a678dbf9d213a291822d5e3c39182fddff4"),
    ("harbour/1", "bb745f5bda3468d81d8a3019291167886eb160c445725dc1ddfcd80dbcbbd975"),
    ("harbour/12", "8773669d2bf3548a5476bff04f7f864ec93f0924fa008bf1c228f909a18e6555"),
    ("القرعة 2031/0", "4bc35a851c0c5201ceb0a41084d9bd2b80b1429a35270638403b5cf5f0a74376"),
]


@pytest.mark.parametrize(("said", "block"), KNOWN)
def test_a_block_is_what_any_sha256_program_says(said: str, block: str) -> None:
    seed, _, position = said.rpartition("/")
    assert f"{Stream(seed, int(position)).block():064x}" == block


def test_known_numbers_and_a_known_order() -> None:
    stream = Stream("harbour")
    assert [stream.below(6) for _ in range(8)] == [2, 1, 2, 4, 1, 1, 4, 2]
    assert Stream("harbour").shuffled("ABCDEFG") == list("ADFECBG")
    assert Stream("القرعة 2031").below(1000) == 350


def test_a_block_in_the_incomplete_last_run_is_thrown_away() -> None:
    blocks = [int.from_bytes(hashlib.sha256(f"tide/{i}".encode()).digest(), "big") for i in range(40)]
    n = seeds.SPACE // 2 + 1  # the run is so long that almost every other block is too high
    kept = [block for block in blocks if block < n]
    stream = Stream("tide")
    assert [stream.below(n) for _ in range(len(kept) - 1)] == kept[:-1]
    assert stream.position > len(kept) - 1


@given(st.text(min_size=1), st.integers(1, 10**40), st.integers(0, 50))
def test_numbers_are_below_n_and_the_stream_goes_on_where_it_was(seed: str, n: int, skip: int) -> None:
    seed = seed.encode("utf-8", "replace").decode()
    first, second = Stream(seed, skip), Stream(seed)
    second.position = skip
    assert 0 <= (number := first.below(n)) < n and number == second.below(n)
    assert first.position == second.position > skip


@given(st.lists(st.integers()), st.text("abc", min_size=1))
def test_shuffling_loses_and_adds_nothing(things: list[int], seed: str) -> None:
    before = list(things)
    assert Counter(Stream(seed).shuffled(things)) == Counter(before) and things == before


def test_every_order_comes_about_equally_often() -> None:
    """6,000 orders of three, from fixed seeds: chi-square with 5 degrees of freedom, 20.5 at 0.1 %."""
    orders = Counter(tuple(Stream(f"wave {i}").shuffled("abc")) for i in range(6000))
    assert set(orders) == set(permutations("abc"))
    assert sum((n - 1000) ** 2 / 1000 for n in orders.values()) < 20.5


@pytest.mark.parametrize("n", [0, -1, seeds.SPACE + 1])
def test_a_number_below_nothing_is_a_mistake(n: int) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        Stream("x").below(n)


def test_an_empty_seed_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs a seed"):
        Stream("")
