"""Days that nobody can have meant."""

from __future__ import annotations

from datetime import date

import pytest

from koinon.kernel.days import refuse_unmeant, unmeant
from koinon.kernel.refusals import Refused

TODAY = date(2031, 6, 1)


@pytest.mark.parametrize(
    ("day", "today", "meant"),
    [
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (date(1900, 1, 1), TODAY, True),
        (date(1899, 12, 31), TODAY, False),
        (date.min, None, False),
        (date(2081, 12, 31), TODAY, True),
        (date(2082, 1, 1), TODAY, False),
        (date(2199, 12, 31), None, True),
        (date(2200, 1, 1), None, False),
        (date(2200, 1, 1), date(2160, 1, 1), False),
        (date.max, date.max.replace(year=9949), False),
    ],
)
def test_a_day_can_be_meant_from_1900_until_fifty_years_ahead(
    day: date | None, today: date | None, meant: bool
) -> None:
    assert (unmeant(day, today) is None) is meant


def test_the_first_day_that_cannot_be_meant_is_refused_at_its_field() -> None:
    with pytest.raises(Refused, match="8999") as refusal:
        refuse_unmeant("day", TODAY, None, date(8999, 1, 1), today=TODAY)
    assert refusal.value.data["field"] == "day"
