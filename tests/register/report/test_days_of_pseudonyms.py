"""A day that is over is told alike whenever it is told, also where only the day of a statement is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from koinon.ledger import guard
from koinon.register.actions import claims
from koinon.register.engine.reporting.days import end_of
from koinon.register.models import Claim
from koinon.register.queries import reporting
from koinon.register.queries.as_of import register_at, rows
from tests.register.claims.cast import Cast, said

ZONES = (
    "UTC", "Asia/Yangon", "Asia/Jakarta", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana",
    "America/Santiago", "Europe/Paris", "Asia/Kathmandu", "Africa/Cairo", "America/St_Johns",
)  # fmt: skip
BEGIN = datetime(2032, 3, 1, tzinfo=UTC)
moments = st.integers(0, 400 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


def counted(moment: datetime) -> list[Any]:
    """The statements that a report would count as of that moment."""
    with register_at(moment):
        return sorted(rows("SELECT number, counts FROM then_claim"))


def test_what_is_said_after_a_day_has_ended_elsewhere_changes_nothing_told_of_it(db: None) -> None:
    here, made = Cast(), datetime(2032, 11, 22, 17, 42, tzinfo=UTC)
    day, zone = date(2032, 11, 22), "Asia/Yangon"
    assert end_of(day, zone) < made, "the day is over there"
    before = reporting.facts(day, zone, "en", reporting.Scope())
    here.speaks(here.bea, "limited", pseudonymous=True, now=made)
    assert reporting.facts(day, zone, "en", reporting.Scope()) == before
    later = reporting.facts(day + timedelta(days=1), zone, "en", reporting.Scope())
    assert later.counts.claimed == 1, "of the next day it is told"
    assert reporting.facts(day, "UTC", "en", reporting.Scope()).counts.claimed == 1


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(ZONES), st.sampled_from(ZONES), moments, st.integers(1, 3 * 24 * 60), st.integers(-3, 2),
    st.sampled_from(("withdraw", "correct")),
)  # fmt: skip
@example("UTC", "Asia/Yangon", datetime(2032, 11, 22, 17, 42, tzinfo=UTC), 60, 0, "withdraw")
@example("Asia/Yangon", "UTC", datetime(2032, 11, 22, 17, 42, tzinfo=UTC), 1, 0, "correct")
@example("America/Havana", "UTC", datetime(2032, 11, 7, 5, 30, tzinfo=UTC), 600, 0, "withdraw")
def test_of_a_day_that_is_over_every_report_tells_the_same(
    home: str, zone: str, at: datetime, minutes: int, days: int, end: str
) -> None:
    """Said at one moment and taken back or corrected at another, in an installation of any time zone."""
    until = at + timedelta(minutes=minutes)
    told = [end_of((moment + timedelta(days=days)).date(), zone) for moment in (at, until)]
    with transaction.atomic(), override_settings(TIME_ZONE=home):
        here = Cast()
        here.speaks(here.ines, "limited", now=BEGIN - timedelta(days=1), as_of=date(2032, 2, 1))
        quiet = {moment: counted(moment) for moment in told}
        made = here.speaks(here.bea, "limited", pseudonymous=True, now=at, as_of=date(2032, 2, 1))
        stood = {moment: counted(moment) for moment in told}
        if end == "withdraw":
            claims.withdraw(by=here.bea, claim=made, reason="We erred.", now=until)
        else:
            new = said("complete", pseudonymous=True, as_of=date(2032, 2, 1))
            claims.correct(
                by=here.bea, claim=made, said=new, reason="We erred.", keep_evidence=False, now=until
            )
        for moment in told:
            if moment <= at:
                assert counted(moment) == stood[moment] == quiet[moment], "nobody had spoken yet"
            elif moment <= until:
                assert counted(moment) == stood[moment], "nobody had taken anything back yet"
        on, off = (moment.astimezone(ZoneInfo(home)).date() for moment in (at, until))
        assert len(counted(end_of(on, home))) == (1 if on == off and end == "withdraw" else 2), "its own day"
        assert len(counted(end_of(off, home))) == (1 if end == "withdraw" else 2)
        transaction.set_rollback(True)


def test_what_was_kept_before_gets_its_last_moments(db: None) -> None:
    fill = import_module("koinon.register.migrations.0019_last_moments").fill
    with override_settings(TIME_ZONE="Asia/Jakarta"):
        here, on = Cast(), datetime(2032, 3, 4, 20, tzinfo=UTC)
        made = here.speaks(here.bea, "limited", pseudonymous=True, now=on)
        claims.withdraw(by=here.bea, claim=made, reason="We erred.", now=on + timedelta(days=2))
        named = here.speaks(here.ines, "limited", now=on)
        kept = list(Claim.objects.order_by("number").values())
        with guard.writing("test"):
            Claim.objects.update(published_by=None, ended_by=None)
            fill(apps, None)
    assert list(Claim.objects.order_by("number").values()) == kept
    assert kept[0]["published_by"] == datetime(2032, 3, 5, 17, tzinfo=UTC) - datetime.resolution
    assert kept[0]["ended_by"] == datetime(2032, 3, 7, 17, tzinfo=UTC) - datetime.resolution
    assert Claim.objects.get(pk=named.pk).published_by is None
