"""A cycle is fixed before its seed is known, drawn from it and from nothing else, and mended in the open."""

from __future__ import annotations

import json
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import cycles
from koinon.register.engine.reviewing import record as records
from koinon.register.engine.reviewing.pool import Conflict, digest
from koinon.register.models import Cycle, Review, Reviewer, ReviewStage
from koinon.register.queries import reviews as queries
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db


def draw(cycle: Cycle, seed: str = "4 8 15", today: date = made.SEED_ON) -> Cycle:
    return cycles.draw_cycle(
        by=PLATFORM, cycle=cycle, revision=cycle.revision, seed=seed, now=made.DRAWN, today=today
    )


TODAY = made.FIXED.date()


def fix(cycle: Cycle, today: date = TODAY) -> Cycle:
    return cycles.fix_cycle(by=PLATFORM, cycle=cycle, revision=cycle.revision, now=made.FIXED, today=today)


def test_what_is_fixed_is_public_with_its_digest_and_cannot_be_changed() -> None:
    cycle = made.fixed()
    entry = Entry.objects.get(verb="register.fix_cycle")
    assert entry.facts["digest"] == digest(cycle.record["fixed"]) and entry.visibility == "public"
    assert cycle.record["fixed"]["seed_on"] == "2031-01-15" and "seed" not in cycle.record
    with pytest.raises(Refused, match="cannot be changed any more"):
        cycles.edit_cycle(by=PLATFORM, cycle=cycle, revision=2, title="x", plan=made.plan(each=1))
    with pytest.raises(Refused, match="cannot be changed any more"):
        fix(cycle)


def test_the_seed_must_not_be_known_when_the_rules_are_fixed() -> None:
    cycle = made.prepared()
    with pytest.raises(Refused, match="must not be known yet"):
        fix(cycle, today=made.SEED_ON)
    nameless = made.prepared(seed_source="")
    with pytest.raises(Refused, match="from which public event"):
        fix(nameless)


def test_the_seed_is_not_taken_before_its_day_nor_twice() -> None:
    cycle = made.fixed()
    with pytest.raises(Refused, match="cannot be entered before"):
        draw(cycle, today=made.SEED_ON - timedelta(days=1))
    with pytest.raises(Refused, match="as the source announced it"):
        draw(cycle, seed="  ")
    done = draw(cycle)
    with pytest.raises(Refused, match="not yet drawn"):
        draw(done)


def test_the_draw_makes_reviews_with_reviewers_dates_and_stages() -> None:
    cycle = made.drawn()
    reviews = list(queries.reviews(cycle))
    assert [r.party.key for r in reviews] == cycle.record["order"] and len(reviews) == 5
    said = {r.party.key: [one.party.key for one in r.now_reviewing] for r in reviews}  # type: ignore[attr-defined]
    assert said == cycle.record["reviewers"]
    assert [r.begins.isoformat() for r in reviews if r.begins][:3] == [
        "2031-11-10T09:00:00+00:00", "2031-11-10T14:30:00+00:00", "2031-11-11T09:00:00+00:00",
    ]  # fmt: skip
    assert ReviewStage.objects.count() == 45
    assert records.faults(json.loads(json.dumps(cycle.record))) == []
    facts = Entry.objects.get(verb="register.draw_cycle").facts
    assert facts["record"] == digest(cycle.record) and facts["seed"] == "4 8 15 16 23 42"


def test_a_pool_that_allows_no_draw_is_not_fixed_and_the_reason_names_the_party() -> None:
    cycle = made.prepared(conflicts=(Conflict(frozenset(made.STATES) - {"elvara"}, "one alliance"),))
    with pytest.raises(Refused, match=r"1 of the reviewers may review Aldry \(conflicts: one alliance\)"):
        fix(cycle)
    assert Cycle.objects.get().state == "preparing"


def test_too_few_sessions_are_said_before_the_rules_are_fixed() -> None:
    cycle = made.prepared(parties=tuple(made.STATES))
    calendar = made.plan().calendar
    plan = made.plan(calendar=type(calendar)(days=calendar.days[:1]))
    cycle = cycles.edit_cycle(by=PLATFORM, cycle=cycle, revision=1, title="First", plan=plan)
    with pytest.raises(Refused, match="the calendar has 2 sessions"):
        fix(cycle)


@pytest.mark.parametrize("days", [0, 5, 1000])
def test_a_session_before_the_draw_is_refused_when_the_rules_are_fixed(days: int) -> None:
    early = made.SEED_ON - timedelta(days=days)
    calendar = made.Calendar(days=(early, made.SESSION, made.SESSION + timedelta(days=1)))
    cycle = made.prepared(calendar=calendar)
    with pytest.raises(Refused, match="choose days of sessions after that day") as refusal:
        fix(cycle)
    assert refusal.value.data["day"] == early and refusal.value.data["field"] == "days"
    assert Cycle.objects.get().state == "preparing"
    later = made.Calendar(days=(made.SEED_ON + timedelta(days=1), made.SESSION, made.SESSION.replace(day=20)))
    cycles.edit_cycle(by=PLATFORM, cycle=cycle, revision=1, title="First", plan=made.plan(calendar=later))
    assert fix(Cycle.objects.get()).state == "fixed"


def test_a_late_seed_still_draws_so_that_nobody_escapes_a_seed_by_waiting() -> None:
    late = draw(made.fixed(), today=made.SESSION + timedelta(days=400))
    assert late.state == "drawn"


def test_calendars_kept_before_count_their_days_from_monday_as_one() -> None:
    cycle = made.prepared()
    migration = import_module("koinon.register.migrations.0020_reviews_by_one_clock")
    with guard.writing("as it was kept before"):
        Cycle.objects.update(calendar={**cycle.calendar, "weekend": [4, 5]})
        migration.from_one(apps, None)
    assert queries.plan(Cycle.objects.get()).calendar.weekend == (5, 6)


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ({"parties": ()}, "Choose who is reviewed"),
        ({"each": 0}, "from 1 to 9"),
        ({"parties": ("aldry", "nowhere")}, "no party with the key nowhere"),
        ({"conflicts": (Conflict(frozenset(("aldry", "berrin")), " "),)}, "and its reason"),
        ({"groups": {"a": frozenset(("aldry",)), "b": frozenset(("aldry",))}}, "stands in two groups"),
        ({"calendar": made.Calendar(time_zone="Halcyon/Port")}, "no time zone Halcyon/Port"),
        ({"calendar": made.Calendar(time_zone="right/Europe/Paris")}, "no time zone right/Europe/Paris"),
        ({"calendar": made.Calendar(days=(date(9999, 12, 31),))}, "cannot be meant"),
        ({"calendar": made.Calendar(minutes=60)}, "than there is"),
        ({"calendar": made.Calendar(weekend=(0, 6))}, "from 1, Monday, to 7, Sunday"),
        ({"calendar": made.Calendar(weekend=(1, 2, 3, 4, 5, 6, 7))}, "at least one of them is worked"),
        ({"calendar": made.Calendar(offsets={"response": ("+9", "+1")})}, "would be due on"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(rest: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        made.prepared(**rest)
    assert not Cycle.objects.exists()


def test_a_change_made_upon_an_older_version_is_refused() -> None:
    cycle = made.prepared()
    with pytest.raises(Refused, match="meanwhile"):
        cycles.edit_cycle(by=PLATFORM, cycle=cycle, revision=7, title="x", plan=made.plan())


def test_whoever_stands_down_is_replaced_from_the_same_stream() -> None:
    cycle = made.drawn()
    review = made.first(cycle)
    reviewer = review.reviewers.select_related("party", "review__cycle").earliest("place")
    substitute = cycles.stand_down(by=PLATFORM, reviewer=reviewer, reason="Elections.", now=made.DRAWN)
    cycle.refresh_from_db()
    assert substitute.place == reviewer.place and substitute.party_id != reviewer.party_id
    assert cycle.record["reviewers"][review.party.key][0] == substitute.party.key
    assert records.faults(json.loads(json.dumps(cycle.record))) == []
    assert [r.reason for r in queries.former(review)] == ["Elections."]
    with pytest.raises(Refused, match="stood down already"):
        cycles.stand_down(by=PLATFORM, reviewer=reviewer, reason="Again.", now=made.DRAWN)
    with pytest.raises(Refused, match="reason is public"):
        cycles.stand_down(by=PLATFORM, reviewer=substitute, reason=" ", now=made.DRAWN)


def test_a_delegate_stands_down_for_its_own_party_only() -> None:
    review = made.first(made.drawn())
    reviewer = review.reviewers.select_related("party", "review__cycle").earliest("place")
    with pytest.raises(NotPermitted):
        cycles.stand_down(by=made.delegate(review.party), reviewer=reviewer, reason="No.", now=made.DRAWN)
    cycles.stand_down(by=made.delegate(reviewer.party), reviewer=reviewer, reason="Ill.", now=made.DRAWN)


def test_nobody_left_to_replace_is_said() -> None:
    cycle = made.drawn(parties=("aldry",), reviewers=("castell", "dorne"), conflicts=())
    reviewer = Reviewer.objects.select_related("party", "review__cycle").earliest("place")
    with pytest.raises(Refused, match="Nobody is left who may review Aldry"):
        cycles.stand_down(by=PLATFORM, reviewer=reviewer, reason="Ill.", now=made.DRAWN)
    assert Review.objects.filter(cycle=cycle).count() == 1


def test_a_cycle_in_preparation_is_nobody_elses_matter() -> None:
    cycle = made.prepared()
    assert not queries.cycles().exists()
    assert not queries.every_cycle(made.delegate(made.party("fjordal", "Fjordal"))).exists()
    assert list(queries.every_cycle(made.officer())) == [cycle]
