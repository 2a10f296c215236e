"""When silence begins and how long it lasts, against tables and against watching the clocks."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.register.engine.following import silence
from koinon.register.engine.following.calendar import moment_after, moment_of
from koinon.register.engine.following.silence import Standing

SPEC = Path(__file__).parents[2] / "spec" / "lists" / "silence.tsv"
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
QUARTER = timedelta(minutes=15)
_FIRST, _LAST = datetime(2008, 1, 1), datetime(2037, 12, 1)  # noqa: DTZ001 - Hypothesis adds the zone
moments = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))


def cases() -> list[dict[str, str]]:
    with SPEC.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("row", cases(), ids=lambda row: row["case"])
def test_the_table(row: dict[str, str]) -> None:
    due, zone = date.fromisoformat(row["due"]), row["zone"]
    overdue = moment_after(due + timedelta(days=int(row["grace"])), zone)
    now = datetime.fromisoformat(row["now"])
    found = silence.past(due, overdue, zone, now)
    assert (found is not None) == (row["silent"] == "yes")
    assert silence.days_past(due, zone, now) == int(row["days"])
    assert found is None or (found.on, found.days) == (due, int(row["days"]))


def watched(due: date, zone: str, now: datetime) -> int:
    """The slow reference: watch the clocks for two days; the earliest day they show is the one that runs."""
    local = ZoneInfo(zone)
    ticks = [now + n * timedelta(minutes=1) for n in range(2 * 24 * 60)]
    return (min(tick.astimezone(local).date() for tick in ticks) - due).days


@given(moments, st.sampled_from(ZONES), st.integers(-400, 400))
def test_days_are_those_that_the_clocks_have_left_behind(now: datetime, zone: str, before: int) -> None:
    now = now.replace(second=0, microsecond=0)
    due = now.date() - timedelta(days=before)
    assert silence.days_past(due, zone, now) == watched(due, zone, now)


@given(moments, st.sampled_from(ZONES), st.integers(0, 60), st.integers(0, 40))
def test_silence_begins_with_its_first_day_and_grows_by_a_day(
    now: datetime, zone: str, before: int, grace: int
) -> None:
    due = now.date() - timedelta(days=before)
    overdue = moment_after(due + timedelta(days=grace), zone)
    assert silence.past(due, overdue, zone, overdue - timedelta(seconds=1)) is None
    first, later = (
        silence.past(due, overdue, zone, moment) for moment in (overdue, overdue + timedelta(days=9))
    )
    assert first is not None and later is not None
    assert first.days > grace and 8 <= later.days - first.days <= 10  # by the clock, not by the day


@given(st.dates(date(2008, 1, 1), date(2037, 12, 1)), st.sampled_from(ZONES))
def test_every_day_begins_with_a_quarter_of_an_hour(day: date, zone: str) -> None:
    begins = moment_of(day, zone)
    assert begins.timestamp() % QUARTER.total_seconds() == 0
    assert silence.quarter(begins) == silence.quarter(begins - timedelta(seconds=1)) + 1


@given(moments, st.sampled_from(ZONES))
def test_within_a_quarter_nothing_changes(now: datetime, zone: str) -> None:
    start = datetime(1970, 1, 1, tzinfo=UTC) + silence.quarter(now) * QUARTER
    assert start <= now < start + QUARTER
    due = now.date() - timedelta(days=3)
    days = {silence.days_past(due, zone, start + n * timedelta(minutes=1)) for n in range(15)}
    assert len(days) == 1


@given(
    st.sampled_from(["", "accepted", "declined"]),
    st.none() | st.integers(-3, 3),
    st.booleans(),
    moments,
)
def test_one_standing_each(position: str, begins: int | None, ended: bool, now: datetime) -> None:
    silent_from = None if begins is None else now + timedelta(seconds=begins)
    found = silence.standing(position=position, silent_from=silent_from, ended=ended, now=now)
    told = {
        Standing.ENDED: ended,
        Standing.ANSWERED: not ended and position != "",
        Standing.SILENT: not ended and not position and begins is not None and begins <= 0,
        Standing.EXPECTED: not ended and not position and begins is not None and begins > 0,
        Standing.NOTHING: not ended and not position and begins is None,
    }
    assert [standing for standing, holds in told.items() if holds] == [found]
