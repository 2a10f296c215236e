"""Days and moments, each compared with a slow and obvious way to find them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from koinon.register.engine.following.calendar import (
    WorkingWeek,
    days_after,
    local_day,
    moment_after,
    moment_of,
    months_after,
)

DAY = timedelta(days=1)
ZONES = (
    "UTC", "Europe/Paris", "Europe/Lisbon", "Europe/Istanbul", "Africa/Cairo", "Africa/Casablanca",
    "Africa/Monrovia", "America/Havana", "America/Sao_Paulo", "America/Asuncion", "America/Santiago",
    "America/St_Johns", "America/New_York", "America/Scoresbysund", "America/Caracas", "Asia/Amman",
    "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kathmandu", "Asia/Jakarta", "Asia/Dili",
    "Asia/Pyongyang", "Asia/Manila", "Australia/Lord_Howe", "Australia/Adelaide", "Atlantic/Azores",
    "Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati", "Pacific/Enderbury", "Pacific/Tongatapu",
    "Pacific/Chatham", "Antarctica/Troll", "Antarctica/Casey",
)  # fmt: skip
days = st.dates(date(1976, 1, 1), date(2037, 12, 31))


def slow_moment_after(day: date, zone: str) -> datetime:
    """Minute by minute through three days: the minute after the last that shows the day or an earlier one."""
    local, found = ZoneInfo(zone), None
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=26)
    for _ in range(78 * 60):
        if moment.astimezone(local).date() <= day:
            found = moment
        moment += timedelta(minutes=1)
    assert found is not None
    return found + timedelta(minutes=1)


@settings(max_examples=150)
@given(day=days, zone=st.sampled_from(ZONES))
@example(date(2023, 11, 4), "America/Havana")  # midnight is struck twice, the day not shown again
@example(date(2006, 10, 28), "America/St_Johns")  # one minute past midnight, clocks go back over it
@example(date(2006, 4, 1), "America/St_Johns")
@example(date(2018, 2, 17), "America/Sao_Paulo")  # at midnight, clocks go back to 23:00
@example(date(2018, 11, 3), "America/Sao_Paulo")  # the next day begins at 01:00
@example(date(2022, 3, 26), "Asia/Beirut")
@example(date(2011, 12, 29), "Pacific/Apia")  # the day before the one that was skipped
@example(date(2011, 12, 30), "Pacific/Apia")  # the one that was skipped
@example(date(1993, 8, 20), "Pacific/Kwajalein")
@example(date(1994, 12, 31), "Pacific/Enderbury")
def test_a_day_ends_where_going_minute_by_minute_finds_its_end(day: date, zone: str) -> None:
    assert moment_after(day, zone) == slow_moment_after(day, zone)


@given(day=days, zone=st.sampled_from(ZONES))
def test_one_day_begins_where_the_day_before_it_ends(day: date, zone: str) -> None:
    assert moment_of(day, zone) == moment_after(day - DAY, zone)
    assert moment_of(day, zone) <= moment_after(day, zone)
    assert local_day(moment_after(day, zone), zone) > day


def every_change(zone: str) -> list[date]:
    """The days around every change of the zone's clocks, found by asking for the offset of every hour."""
    local, changes = ZoneInfo(zone), []
    moment, last = datetime(1990, 1, 1, tzinfo=UTC), None
    while moment.year < 2030:
        offset = moment.astimezone(local).utcoffset()
        if last is not None and offset != last:
            changes.append(moment.astimezone(local).date())
        last, moment = offset, moment + timedelta(hours=6)
    return changes


@pytest.mark.parametrize("zone", ["America/Havana", "America/St_Johns", "Asia/Amman", "Atlantic/Azores"])
def test_around_every_change_of_clocks_since_1990_the_end_of_the_day_is_found(zone: str) -> None:
    changed = every_change(zone)
    assert len(changed) > 20
    for day in changed[::4]:
        for near in (day - DAY, day):
            assert moment_after(near, zone) == slow_moment_after(near, zone), near


def slow_working_days_after(week: WorkingWeek, day: date, count: int) -> date:
    while count:
        day += DAY
        count -= week.works(day)
    return day


weekends = st.frozensets(st.integers(1, 7), max_size=6)


@given(
    day=days,
    count=st.integers(0, 400),
    weekend=weekends,
    holidays=st.frozensets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=60),
)
@example(date(2024, 1, 5), 5, frozenset({6, 7}), frozenset({date(2024, 1, 8), date(2024, 1, 15)}))
@example(date(2024, 12, 20), 0, frozenset({6, 7}), frozenset())
def test_working_days_are_those_that_counting_one_by_one_finds(
    day: date, count: int, weekend: frozenset[int], holidays: frozenset[date]
) -> None:
    week = WorkingWeek(weekend, holidays)
    assert week.after(day, count) == slow_working_days_after(week, day, count)


@given(near=st.integers(0, 40), count=st.integers(0, 60), holidays=st.sets(st.integers(0, 90), max_size=40))
def test_holidays_side_by_side_are_passed_over(near: int, count: int, holidays: set[int]) -> None:
    first = date(2026, 3, 1)
    week = WorkingWeek(frozenset({5, 6}), frozenset(first + timedelta(days=n) for n in holidays))
    start = first + timedelta(days=near)
    assert week.after(start, count) == slow_working_days_after(week, start, count)


@pytest.mark.parametrize(("week", "count"), [(WorkingWeek(frozenset(range(1, 8))), 1), (WorkingWeek(), -1)])
def test_a_week_without_working_days_and_counting_backwards_are_refused(
    week: WorkingWeek, count: int
) -> None:
    with pytest.raises(ValueError, match="Working days are counted forwards"):
        week.after(date(2026, 3, 1), count)


@given(day=days, count=st.integers(0, 300))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, count: int) -> None:
    """The reference steps through the calendar day by day and counts the firsts of months."""
    reached, firsts = day, 0
    while firsts < count:
        reached += DAY
        firsts += reached.day == 1
    month = reached.month
    while reached.day < day.day and (reached + DAY).month == month:
        reached += DAY
    assert months_after(day, count) == reached


def test_calendar_days_go_both_ways() -> None:
    assert days_after(date(2028, 2, 28), 2) == date(2028, 3, 1)
    assert days_after(date(2028, 3, 1), -2) == date(2028, 2, 28)
