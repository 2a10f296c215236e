"""How likely restatements are found: recall on the pairs, and the fast way against a slow one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.register.engine.lineage import concepts, features, likeness
from koinon.register.engine.lineage.likeness import Asked, Collection
from koinon.register.engine.lineage.rows import Worded, chosen, joined, rows
from tests.register.lineage.pairs import Set, measured, ours, real_texts, recall
from tests.register.lineage.pairs import rows as table_of
from tests.register.lineage.slow import slow_scores

WORDS = ("ban", "prohibit", "spyware", "export", "judges", "courts", "protect", "schools", "free", "press")


@pytest.fixture(scope="module")
def pairs() -> Set:
    return measured()


def test_the_set_is_what_it_says_it_is(pairs: Set) -> None:
    """At least 100 pairs, half to tune by, at least 30 look-alikes, at least 5,000 others, all different."""
    assert len(pairs.pairs) >= 100 and len(pairs.decoys) >= 30 and len(pairs.texts) >= 5_000
    assert {row["language"] for row in table_of("pairs")} == {"en", "fr", "es", "ar", "id"}
    held = sum(which == "held" for which, *_ in pairs.pairs)
    assert abs(2 * held - len(pairs.pairs)) <= 1
    assert len(set(pairs.texts)) == len(pairs.texts)


@pytest.mark.parametrize("only", ["", "tune", "held"])
def test_nine_of_ten_earlier_provisions_are_among_the_first_five(pairs: Set, only: str) -> None:
    assert recall(pairs, ours, at=5, only=only) >= 0.9


def test_among_real_recommendations_many_of_which_ask_the_same() -> None:
    """Less than among invented ones: what stands before the right one is often as right."""
    shared = Path(__file__).resolve().parents[4] / "shared/data/upr"
    if not shared.exists():
        pytest.skip("needs ../shared/data/upr, which is not part of the repository")
    real = measured([("en", text) for text in real_texts(shared, most=6_000)])
    assert recall(real, ours, at=5) >= 0.85


def test_a_number_changes_nothing_and_another_party_much() -> None:
    texts = ["Plant two million trees by 2027.", "Plant two million trees by 2033.", "Open two schools."]
    worded = rows(Worded(at, 0, "en", text) for at, text in enumerate(texts))
    same = Collection([Asked(at, at) for at in range(3)], worded)
    assert same.scores([0], [1])[0] == pytest.approx(1.0)
    parties = [Asked(at, at, asked=frozenset((f"state-{at}",)), named=True) for at in range(3)]
    assert Collection(parties, worded).scores([0], [1])[0] == pytest.approx(likeness.OTHERS)


def test_the_longer_phrase_is_what_is_meant() -> None:
    table = concepts.default()
    stems = features.stems_of("en", "access to information, freedom of expression")
    assert [hit.concept for hit in table.hits(stems, "en")] == ["about.access-info", "about.expression"]


def test_translations_join_languages() -> None:
    texts = [Worded(1, 0, "fr", "Protéger les juges."), Worded(1, 0, "en", "Protect the judges."),
             Worded(2, 0, "en", "Protect the judges.")]  # fmt: skip
    found = Collection([Asked(1, 1), Asked(2, 2)], rows(texts))
    (best,) = next(iter(found.likely([1])))
    assert (best.earlier, best.later) == (0, 1) and best.score == pytest.approx(1.0)


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences, min_size=2, max_size=8))
def test_the_scores_are_those_of_a_slow_reckoning(texts: list[str]) -> None:
    worded = [Worded(at, 0, "en", text) for at, text in enumerate(texts)]
    asked = [Asked(at, at) for at in range(len(texts))]
    left = [a for a in range(len(texts)) for _ in texts]
    right = [b for _ in texts for b in range(len(texts))]
    fast = Collection(asked, rows(worded)).scores(left, right).tolist()
    slow = slow_scores([("en", text) for text in texts])
    assert fast == pytest.approx([slow[a][b] for a, b in zip(left, right, strict=True)], abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.lists(sentences, min_size=2, max_size=8))
def test_whoever_is_likeliest_by_all_scores_is_found(texts: list[str]) -> None:
    asked = [Asked(at, at) for at in range(len(texts))]
    found = Collection(asked, rows(Worded(at, 0, "en", text) for at, text in enumerate(texts)))
    slow = slow_scores([("en", text) for text in texts])
    for place, best in enumerate(found.likely(range(len(texts)), most=len(texts))):
        told = {one.later if one.earlier == place else one.earlier: one.score for one in best}
        assert told == {other: pytest.approx(slow[place][other], abs=1e-4) for other in told}
        top = max(score for other, score in enumerate(slow[place]) if other != place)
        assert not told or max(told.values()) == pytest.approx(top, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=6), st.lists(sentences, max_size=6), st.data())
def test_rows_kept_and_joined_are_rows_made_at_once(
    one: list[str], two: list[str], data: st.DataObject
) -> None:
    every = [Worded(at, 0, "en", text) for at, text in enumerate([*one, *two])]
    whole = rows(every)
    apart = joined(rows(every[: len(one)]), rows(every[len(one) :]))
    order = data.draw(st.permutations(range(len(every))))
    again = chosen(apart, np.array(order, dtype=np.int64))
    direct = rows([every[at] for at in order])
    for left, right in ((whole, apart), (again, direct)):
        for name in left.__slots__:
            assert getattr(left, name).tolist() == getattr(right, name).tolist()
