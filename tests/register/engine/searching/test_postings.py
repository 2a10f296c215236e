"""Bitmaps in two layers against plain dictionaries: sets, counts and merging after any changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from koinon.register.engine.searching import postings, shelves
from koinon.register.engine.searching.postings import Gathered, Layer, Postings, merged

TERMS = ["en:a", "en:b", "fr:a", ":c", "#人"]
VALUES = ["x", "y", "z", "~Some body"]
rows = st.dictionaries(
    st.integers(1, 200_000),
    st.tuples(st.sets(st.sampled_from(TERMS)), st.sets(st.sampled_from(VALUES))),
    max_size=25,
)
Rows = dict[int, tuple[set[str], set[str]]]


def gathered(content: Rows, aside: Path | None = None) -> Gathered:
    made = Gathered(aside)
    for pk in sorted(content):
        terms, values = content[pk]
        made.add(pk, terms, [t.partition(":")[2] for t in terms], {"facet": values})
    return made


@settings(max_examples=60)
@given(rows, rows, st.sets(st.integers(1, 200_000)), st.sets(st.integers(1, 200_000)), st.integers(1, 5))
def test_sets_and_counts_are_those_of_plain_dictionaries(
    first: Rows, changed: Rows, deleted: set[int], among: set[int], most: int
) -> None:
    deleted |= set(list(first)[::3])
    among |= set(list(first)[::2]) | set(changed)
    standing = {pk: row for pk, row in first.items() if pk not in deleted} | changed
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "AT_ONCE", 7)
        base, delta, fresh = (Path(folder) / name for name in ("base", "delta", "fresh"))
        gathered(first, Path(folder)).write(base)
        gone = BitMap(deleted | set(changed)) & BitMap(first)
        gathered(changed).write(delta, base="base", gone=gone)
        check(Postings(Layer(base), Layer(delta)), standing, among, most)
        merged(Layer(base), Layer(delta), fresh)
        Gathered().write(delta, base="fresh")
        check(Postings(Layer(fresh), Layer(delta)), standing, among, most)


def check(found: Postings, standing: Rows, among: set[int], most: int) -> None:
    assert set(found.rows) == set(standing)
    for term in TERMS:
        assert set(found.term(term)) == {pk for pk, (terms, _) in standing.items() if term in terms}
    for value in VALUES:
        assert set(found.facet("facet", value)) == {pk for pk, (_, held) in standing.items() if value in held}
    for chosen in (among & set(standing), set(standing)):
        counted = Counter(value for pk in chosen for value in standing[pk][1])
        expected = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        assert found.counts("facet", BitMap(chosen), most) == expected[:most]


@given(rows, rows, st.sets(st.integers(1, 200_000)))
def test_a_layer_read_again_forgets_what_is_taken_out(first: Rows, more: Rows, out: set[int]) -> None:
    out |= set(more)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "layer"
        gathered(first).write(path)
        again = Gathered.read(Layer(path))
        again.remove(BitMap(out))
        for pk in sorted(more):
            again.add(pk, more[pk][0], [], {"facet": more[pk][1]})
        again.write(path)
        left = {pk: row for pk, row in first.items() if pk not in out} | more
        layer = Layer(path)
        assert set(layer.rows) == set(left)
        for term in TERMS:
            assert set(layer.term(term)) == {pk for pk, (terms, _) in left.items() if term in terms}


@pytest.mark.parametrize("content", [b"", b"nonsense", shelves.MAGIC + b"\xff" * 8])
def test_a_file_that_is_not_whole_is_called_broken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "layer").write_bytes(content)
    with pytest.raises(shelves.Broken):
        Layer(tmp_path / "layer")


def test_a_file_cut_short_is_called_broken(tmp_path: Path) -> None:
    path = tmp_path / "layer"
    gathered({1: ({"en:a"}, {"x"})}).write(path)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(shelves.Broken):
        Layer(path)
