"""One look at a clock, and to whom a step falls, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from koinon.register.engine.following.stepping import fallen, look
from koinon.register.engine.following.terms import To

NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STEPS = [
    {"at": (NOON + hours * HOUR).isoformat(), "days": hours, "to": to}
    for hours, to in (
        (-3, "focal-point"), (-1, "focal-point"), (0, "validator"), (2, "focal-point"), (5, "public"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "hours", "told", "behind", "following"),
    [
        (0, -4, [], 0, -3),
        (0, -3, [0], 1, -1),
        (0, -2, [0], 1, -1),
        (1, -2, [], 1, -1),
        (0, 0, [1, 2], 3, 2),  # the first of the focal point's is left behind
        (0, 4, [2, 3], 4, 5),
        (3, 4, [3], 4, 5),
        (0, 9, [2, 3, 4], 5, None),
        (4, 9, [4], 5, None),
        (5, 9, [], 5, None),
        (9, 9, [], 9, None),
    ],
)
def test_of_the_steps_passed_the_latest_for_each_is_told(
    done: int, hours: int, told: list[int], behind: int, following: int | None
) -> None:
    seen = look(STEPS, done, NOON + hours * HOUR)
    assert [one.step for one in seen.told] == told
    assert [one.to for one in seen.told] == [STEPS[place]["to"] for place in told]
    assert seen.done == behind
    assert seen.next_at == (NOON + following * HOUR if following is not None else None)


@pytest.mark.parametrize(
    ("to", "held", "rung", "who"),
    [
        ("focal-point", {"focal-point": "f", "validator": "v", "secretariat": "s"}, "focal-point", "f"),
        ("focal-point", {"validator": "v", "secretariat": "s"}, "validator", "v"),
        ("focal-point", {"secretariat": "s"}, "secretariat", "s"),
        ("focal-point", {}, "secretariat", ""),
        ("validator", {"focal-point": "f", "secretariat": "s"}, "secretariat", "s"),
        ("secretariat", {"focal-point": "f", "secretariat": "s"}, "secretariat", "s"),
        ("public", {"focal-point": "f", "secretariat": "s"}, "public", ""),
    ],
)
def test_where_nobody_holds_the_office_it_falls_to_the_next_one_up(
    to: str, held: dict[str, str], rung: str, who: str
) -> None:
    found, persons = fallen(To(to), lambda office: tuple(held.get(office, "")))
    assert (found, "".join(persons)) == (rung, who)
