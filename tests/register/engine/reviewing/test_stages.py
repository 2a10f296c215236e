"""The dates of stages, how they stand, and the speakers' time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.register.engine.reviewing import speaking
from koinon.register.engine.reviewing.stages import State, offset, on_day, planned, sessions, standing
from koinon.register.engine.reviewing.words import Stage

MONDAY = date(2031, 5, 12)
OFFSETS = [  # from a Monday
    ("0", date(2031, 5, 12)),
    ("-84", date(2031, 2, 17)),
    ("+110", date(2031, 8, 30)),
    ("-10w", date(2031, 4, 28)),
    ("-1w", date(2031, 5, 9)),
    ("+4w", date(2031, 5, 16)),
    ("+5w", date(2031, 5, 19)),
]


@pytest.mark.parametrize(("count", "day"), OFFSETS)
def test_a_distance_from_the_session(count: str, day: date) -> None:
    assert offset(MONDAY, count) == day


@pytest.mark.parametrize("count", ["", "ten", "4 weeks", "--3", "+99999"])
def test_what_is_no_distance_is_refused(count: str) -> None:
    with pytest.raises(Refused, match="no distance"):
        offset(MONDAY, count)


def test_a_friday_weekend_counts_otherwise() -> None:
    assert offset(date(2031, 5, 15), "+1w", (5, 6)) == date(2031, 5, 18)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60), st.sampled_from([1, -1]))
def test_working_days_are_those_that_one_counts_on_the_fingers(day: date, count: int, way: int) -> None:
    end = offset(day, f"{way * count:+d}w")
    between = sorted((day, end))
    days = [between[0] + timedelta(days=n) for n in range((between[1] - between[0]).days + 1)]
    assert sum(d.weekday() < 5 for d in days if d != day) == count and end.weekday() < 5


def test_all_nine_stages_have_dates_and_owners_in_their_order() -> None:
    found = planned(MONDAY, {"response": ["+1", "+60"]})
    assert [p.kind for p in found] == list(Stage)
    assert found[3].due_on == date(2031, 4, 28) and found[6].due_on == date(2031, 7, 11)
    assert 730 <= (found[8].due_on - MONDAY).days <= 920


def test_a_stage_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="“response” would be due"):
        planned(MONDAY, {"response": ["+9", "+8"]})


STANDINGS = [  # today, done, passed, state, days overdue; opens on the 1st, due on the 10th
    (date(2031, 4, 30), False, False, State.NOT_OPEN, 0),
    (date(2031, 5, 1), False, False, State.OPEN, 0),
    (date(2031, 5, 10), False, False, State.OPEN, 0),
    (date(2031, 5, 11), False, False, State.OVERDUE, 1),
    (date(2031, 5, 22), False, False, State.OVERDUE, 12),
    (date(2031, 5, 22), True, False, State.DONE, 0),
    (date(2031, 4, 1), True, False, State.DONE, 0),
    (date(2031, 5, 22), False, True, State.PASSED, 0),
]


@pytest.mark.parametrize(("today", "done", "passed", "state", "overdue"), STANDINGS)
def test_how_a_stage_stands(today: date, done: bool, passed: bool, state: State, overdue: int) -> None:
    found = standing(date(2031, 5, 1), date(2031, 5, 10), done=done, passed=passed, today=today)
    assert (found.state, found.overdue) == (state, overdue)


def test_sessions_stand_on_their_days_in_their_zone() -> None:
    found = sessions([date(2031, 5, 13), MONDAY], [time(14, 30), time(9)], "Asia/Jakarta", 3)
    assert [at.isoformat() for at in found] == [
        "2031-05-12T09:00:00+07:00", "2031-05-12T14:30:00+07:00", "2031-05-13T09:00:00+07:00",
    ]  # fmt: skip
    with pytest.raises(Refused, match="has 4 sessions"):
        sessions([MONDAY, date(2031, 5, 13)], [time(9), time(14, 30)], "UTC", 5)


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("UTC", datetime(2031, 11, 20, 9, tzinfo=UTC)),
        ("Europe/Paris", datetime(2031, 11, 20, 10, tzinfo=UTC)),  # winter time since the end of October
        ("Pacific/Auckland", datetime(2031, 11, 20, 8, tzinfo=UTC)),  # summer time since September
    ],
)
def test_a_session_that_moves_keeps_its_hour_in_its_zone(zone: str, utc: datetime) -> None:
    assert on_day(datetime(2031, 6, 16, 9, tzinfo=UTC), date(2031, 11, 20), zone) == utc


SHARES = [(0, 180), (1, 180), (46, 180), (47, 178), (70, 120), (105, 80), (280, 30)]


@pytest.mark.parametrize(("speakers", "seconds"), SHARES)
def test_the_time_of_a_speaker(speakers: int, seconds: int) -> None:
    assert speaking.share(speakers, 140, 180) == seconds


def test_too_many_speakers_are_refused() -> None:
    with pytest.raises(Refused, match="281 speakers would have 29 seconds"):
        speaking.share(281, 140, 180)


@given(st.integers(1, 280))
def test_no_division_takes_more_time_than_there_is(speakers: int) -> None:
    each = speaking.share(speakers, 140, 180)
    assert speakers * each <= 140 * 60 and (each == 180 or (speakers * (each + 1) > 140 * 60))


def closed(arrived: tuple[str, ...], seed: str = "tide", review: str = "aldry") -> speaking.Closed:
    return speaking.Closed("first", "ab12", seed, review, speaking.Order.LOT, arrived, 140, 180)


def test_the_lots_depend_on_the_seed_of_the_cycle_and_on_the_session() -> None:
    orders = {tuple(closed(("a", "b", "c"), f"tide {n}").record()["order"]) for n in range(60)}
    assert orders == set(permutations("abc"))
    assert {tuple(closed(("a", "b", "c"), "tide", f"p{n}").record()["order"]) for n in range(60)} == orders


KEYS = st.lists(st.text("abcdefgh", min_size=1, max_size=5), min_size=1, max_size=12, unique=True)


@given(KEYS, KEYS, st.text("0123456789", max_size=6), st.randoms(use_true_random=False))
def test_who_joins_or_leaves_moves_nobody_else(
    keys: list[str], others: list[str], seed: str, chance: Any
) -> None:
    alone = closed(tuple(keys), seed).record()["order"]
    everyone = list(dict.fromkeys([*keys, *others]))
    chance.shuffle(everyone)
    together = closed(tuple(everyone), seed).record()
    assert [key for key in together["order"] if key in keys] == alone
    assert sorted(together["order"]) == sorted(everyone)
    assert speaking.faults(json.loads(json.dumps({"at": "2031-11-10", **together}))) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("seed", "tide 2"), ("digest", "ab13"), ("review", "berrin"), ("arrived", ["a", "b"]),
        ("seconds", 179), ("order", ["c", "b", "a"]), ("lots", {}), ("version", "koinon-speakers-0"),
        ("minutes", 6),
        ("rule", "arrival"),
    ],
)  # fmt: skip
def test_a_list_that_was_touched_is_found_out(part: str, value: Any) -> None:
    made = closed(("a", "b", "c")).record()
    assert made["order"] != ["c", "b", "a"] and speaking.faults(made) == []
    assert speaking.faults({**made, part: value})


def test_a_list_by_arrival_has_no_lots() -> None:
    made = speaking.Closed("first", "ab", "1", "x", speaking.Order.ARRIVAL, ("c", "a"), 140, 180).record()
    assert made["order"] == ["c", "a"] and made["lots"] == {} and speaking.faults(made) == []
    assert "no record of a list" in speaking.faults({"version": speaking.VERSION})[0]


def test_time_left_goes_below_nothing() -> None:
    began = datetime(2031, 5, 12, 9, tzinfo=UTC)
    assert speaking.left(180, began, began + timedelta(seconds=200.9)) == -20
    assert speaking.left(180, began, began) == 180
