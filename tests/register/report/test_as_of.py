"""The register as of a past moment is the register that stood then, whatever happened since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from koinon.register.engine.reporting.days import days_late, end_of, last_day
from koinon.register.queries import reporting
from koinon.register.queries.as_of import register_at, rows
from tests.register.report.history import ACTS, Clock, World, claim, follow, world
from tests.register.report.then import Snapshot, laid_out, live, replayed, silent_days

Step = tuple[int, int, int, int]
steps = st.lists(
    st.tuples(
        st.integers(0, len(ACTS) - 1),
        st.integers(0, 9),
        st.integers(0, 9),
        st.sampled_from((0, 1, 600, 90_000)),
    ),
    min_size=4,
    max_size=26,
)


def lived(clock: Clock, drawn: list[Step]) -> tuple[World, list[tuple[object, Snapshot]]]:
    """Act after act, with what stood just after each."""
    here = world(clock)
    clock.now += timedelta(minutes=1)
    for n in range(3):
        follow(here, n, n + 1)
    seen = []
    for act, a, b, seconds in drawn:
        clock.now += timedelta(seconds=seconds, microseconds=1)
        ACTS[act](here, a, b)
        clock.now += timedelta(microseconds=1)
        seen.append((clock.now, live(clock.now)))
    return here, seen


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@example(drawn=[(n, n % 4, n % 5, 90_000) for n in range(len(ACTS))])
@given(drawn=steps)
def test_every_past_moment_is_told_as_it_was(drawn: list[Step]) -> None:
    with transaction.atomic(), Clock().runs() as clock:
        here, seen = lived(clock, drawn)
        for moment, then in seen:
            assert laid_out(moment) == then  # type: ignore[arg-type]
            assert replayed(moment) == then  # type: ignore[arg-type]
        last = seen[-1][0]
        with register_at(last):  # type: ignore[arg-type]
            keys = [key for (key,) in rows("SELECT id FROM then_follow_up WHERE silent")]
            found = reporting.late_days("answer", keys, last)  # type: ignore[arg-type]
        by_key = {f.pk: f for f in here.follow_ups}
        assert found == {key: silent_days(by_key[key], last) for key in found}  # type: ignore[arg-type]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_histories_hold_every_kind_of_change() -> None:
    """The property above would hold of a register in which nothing happens: here everything does."""
    said = [(ACTS.index(claim), a, b, 600) for a in range(3) for b in (2, 3)]
    with Clock().runs() as clock:
        _, seen = lived(clock, [(n, n % 4, n % 5, 90_000) for n in range(len(ACTS))] + said)
    for part in ("documents", "provisions", "follow_ups", "claims", "judged"):
        assert any(then[part] != seen[0][1][part] for _, then in seen), part
    assert any(row[5] for _, then in seen for row in then["follow_ups"].values()), "somebody was silent"
    assert any(row[7] for _, then in seen for row in then["follow_ups"].values()), "something was disputed"


@pytest.mark.parametrize(
    ("day", "zone", "until"),
    [
        ("2031-05-05", "UTC", "2031-05-06T00:00:00+00:00"),
        ("2031-05-05", "Pacific/Kiritimati", "2031-05-05T10:00:00+00:00"),
        ("2031-03-30", "Europe/Brussels", "2031-03-30T22:00:00+00:00"),  # a day of 23 hours
        ("2031-10-26", "Europe/Brussels", "2031-10-26T23:00:00+00:00"),  # a day of 25 hours
        ("9999-12-31", "UTC", "9999-12-30T00:00:00+00:00"),  # of no calendar, and yet it may have been kept
    ],
)
def test_a_day_ends_where_its_calendar_says(day: str, zone: str, until: str) -> None:
    assert end_of(date.fromisoformat(day), zone).isoformat() == until


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.sampled_from(("UTC", "Asia/Kathmandu", "America/New_York")),
)
def test_the_last_day_before_the_end_of_a_day_is_that_day(day: date, zone: str) -> None:
    assert last_day(end_of(day, zone), zone) == day
    assert days_late(day - timedelta(days=45), end_of(day, zone), zone) == 45
