"""Two wordings side by side, chains, reasons: small cases, and what holds of any two texts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.register.engine.lineage.chains import Chain, Link, Standing, chains
from koinon.register.engine.lineage.differences import Stretch, differences
from koinon.register.engine.lineage.likeness import Asked
from koinon.register.engine.lineage.reasons import Reason, why
from koinon.register.templatetags.register_lineage import differing

words = st.lists(st.sampled_from(("Ban", "the", "export", "of", "spyware", "now")), max_size=8).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(words, words)
def test_the_parts_give_back_both_texts(one: str, other: str) -> None:
    parts = differences(one, other)
    earlier = [
        p.text if p.stretch is Stretch.GONE else p.before for p in parts if p.stretch is not Stretch.NEW
    ]
    later = [p.text for p in parts if p.stretch is not Stretch.GONE]
    assert "".join(earlier).split() == one.split() and "".join(later).split() == other.split()


def test_each_side_is_shown_as_it_is_written() -> None:
    one, other = "Protect judges against pressure.", "Judges must be protected from pressure."
    earlier, later = differing(one, other, "earlier"), differing(one, other, "later")
    assert "<del>" in earlier and "</del> judges <del>" in earlier and "<ins>" not in earlier
    assert later.startswith("Judges <ins>") and "<del>" not in later


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] != p[1]), max_size=12))
def test_chains_are_what_can_be_reached(pairs: list[tuple[int, int]]) -> None:
    reach = {key: {key} for pair in pairs for key in pair}
    for _ in reach:
        for one, other in pairs:
            both = reach[one] | reach[other]
            for key in both:
                reach[key] = reach[key] | both
    assert set(chains(pairs)) == {frozenset(found) for found in reach.values()}


@pytest.mark.parametrize(
    ("positions", "silent", "standing"),
    [
        ({}, 0, Standing.UNASKED),
        ({"": 3}, 0, Standing.OPEN),
        ({"": 3}, 1, Standing.SILENT),
        ({"accepted": 2}, 0, Standing.ACCEPTED),
        ({"noted": 2}, 0, Standing.NOTED),
        ({"declined": 1}, 0, Standing.DECLINED),
        ({"accepted": 2, "": 8}, 8, Standing.MIXED),
        ({"accepted-in-part": 1}, 0, Standing.MIXED),
    ],
)
def test_how_a_provision_was_answered(positions: dict[str, int], silent: int, standing: Standing) -> None:
    assert Link(1, None, positions, silent).standing is standing


def test_a_chain_tells_its_years_and_since_when_nobody_answered() -> None:
    chain = Chain.of([Link(2, date(2022, 1, 1), {"": 1}), Link(1, date(2019, 1, 1), {"": 1}), Link(3, None)])
    assert chain.years == (2019, 2022) and chain.unanswered_since == date(2019, 1, 1)
    assert [link.key for link in chain.links] == [1, 2, 3] and chain.never_answered
    answered = Chain.of([Link(1, None, {"declined": 1})])
    assert answered.never_accepted and not answered.never_answered and answered.unanswered_since is None


def test_the_reasons_name_what_is_shared_and_what_differs() -> None:
    one = Asked(1, 1, "", frozenset(("a", "b")), True, frozenset(("elections",)))
    other = Asked(2, 2, "", frozenset(("b",)), True, frozenset(("elections", "media-freedom")))
    told = why(
        one, ("en", "Free all journalists by 2025."), other, ("en", "Release reporters in jail by 2030.")
    )
    found = {one.reason: one for one in told}
    assert found[Reason.SAYING].right and found[Reason.ADDRESSEES].right == ("b",)
    assert found[Reason.THEMES].right == ("elections",)
    assert (found[Reason.NUMBERS].left, found[Reason.NUMBERS].right) == (("2025",), ("2030",))
    same = why(one, ("en", "Free them."), other, ("en", "FREE them!"))
    assert same[0].reason is Reason.IDENTICAL
    apart = Asked(3, 3, "", frozenset(("c",)), True)
    assert Reason.OTHERS in {one.reason for one in why(one, ("en", "Go."), apart, ("en", "Stay."))}
