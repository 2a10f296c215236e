"""Pools of all kinds for the draw's tests, and the stand-alone program of the documentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from koinon.register.engine.reviewing.pool import Conflict, Pool

PAGE = Path(__file__).resolve().parents[4] / "docs" / "explanation" / "peer-review.md"


def standalone() -> str:
    """The program that the documentation prints."""
    found = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    assert len(found) == 1
    return found[0]


def slow_draw() -> Callable[[dict[str, Any]], tuple[list[str], dict[str, list[str]]]]:
    """`draw` of that program."""
    space: dict[str, Any] = {"__name__": "standalone"}
    exec(compile(standalone(), str(PAGE), "exec"), space)
    return space["draw"]  # type: ignore[no-any-return]


@st.composite
def pools(draw: st.DrawFn, most: int = 6) -> Pool:
    """A small pool with any rules, feasible or not."""
    everyone = "abcdefgh"[: draw(st.integers(3, most))]
    keys = st.sampled_from(everyone)
    parties = draw(st.one_of(st.just(set(everyone)), st.sets(keys, min_size=1)))
    reviewers = draw(st.one_of(st.just(set(everyone)), st.sets(keys, min_size=2)))
    conflicts = draw(st.lists(st.sets(keys, min_size=2, max_size=3), max_size=3))
    cut = draw(st.integers(0, len(everyone)))
    return Pool(
        parties=tuple(parties),
        reviewers=tuple(reviewers),
        each=draw(st.integers(1, 3)),
        mutual=draw(st.booleans()),
        balanced=draw(st.booleans()),
        conflicts=tuple(Conflict(frozenset(c), "neighbours") for c in conflicts),
        groups={"north": frozenset(everyone[:cut]), "south": frozenset(everyone[cut:])},
        most_of_a_group=draw(st.integers(0, 2)),
    )
