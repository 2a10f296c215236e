"""The pass over everything that alerts are raised of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.observatory.actions import alert_threads, alerting, incidents
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.models import Alert, AlertStep
from koinon.observatory.queries import alert_rules
from koinon.observatory.queries.alert_words import headline
from tests.factories.observatory import place, release
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import FALL, FLAT, NOW
from tests.observatory.incidents import examples_incidents as incident_examples

pytestmark = pytest.mark.django_db
EXTRALEGAL = kinds.of_group(kinds.Group.EXTRALEGAL)[0]
TOMORROW = datetime(2031, 6, 2, 9, tzinfo=UTC)


def told() -> list[tuple[str, str, int]]:
    rows = Alert.objects.order_by("rule", "place__code").values_list("rule", "place__code", "since")
    return [(rule.partition("@")[0], code, since.year) for rule, code, since in rows]


def test_the_first_release_raises_what_is_recent_and_no_history() -> None:
    old = [*[0.8] * 3, 0.6, 0.5, *[0.5] * 10]
    ex.vdem(AAA=FALL, BBB=FLAT, CCC=old)
    passed = alerting.watch(now=NOW)
    assert told() == [("drop-beyond-interval", "AAA", 2030), ("new-episode", "AAA", 2029)]
    assert (passed.raised, passed.taken_back) == (2, 0)
    one = Alert.objects.get(kind="episode")
    assert headline(one) == "Aaa: an episode of autocratization since 2027, recognised in 2029"
    assert one.evidence[0]["source"] == "vdem@16"
    assert (one.due_on, one.state, one.invented) == (date(2031, 6, 8), "open", True)
    assert [step.step for step in AlertStep.objects.filter(alert=one)] == ["raised"]


def test_a_pass_that_finds_the_same_again_writes_nothing() -> None:
    ex.vdem(AAA=FALL)
    alerting.watch(now=NOW)
    before = (Entry.objects.count(), AlertStep.objects.count())
    assert alerting.watch(now=TOMORROW).raised == 0
    assert (Entry.objects.count(), AlertStep.objects.count()) == before


def test_what_was_closed_is_not_raised_again() -> None:
    ex.vdem(AAA=FALL)
    alerting.watch(now=NOW)
    one = Alert.objects.get(kind="drop")
    one = alert_threads.acknowledge(by=ex.officer(), alert=one, revision=1, now=NOW)
    alert_threads.close(
        by=ex.officer(), alert=one, revision=2, outcome="false", said="No.", public=True, now=NOW
    )
    assert alerting.watch(now=TOMORROW).raised == 0


def test_a_later_release_raises_what_is_new_and_notes_what_it_takes_back() -> None:
    ex.vdem("16", AAA=FALL, BBB=FLAT)
    alerting.watch(now=NOW)
    ex.vdem("17", last=2031, AAA=[*FLAT, 0.5], BBB=[*[0.5] * 12, 0.46, 0.42, 0.39, 0.36])
    passed = alerting.watch(now=TOMORROW)
    assert (passed.raised, passed.taken_back) == (2, 2)
    assert {one.facts["taken_back"] for one in Alert.objects.filter(place__code="AAA")} == {"vdem@17"}
    assert all(one.state == "open" for one in Alert.objects.all()), "a machine closes none"
    entry = Entry.objects.latest("number")
    assert len(entry.facts["raised"]) == len(entry.facts["taken_back"]) == 2
    assert alerting.watch(now=TOMORROW) == alerting.Passed(0, 0, passed.missing)


def test_an_onset_that_a_later_release_moves_is_the_same_episode() -> None:
    ex.vdem("16", AAA=FALL)
    alerting.watch(now=NOW)
    moved = [*[0.7] * 10, 0.68, 0.65, 0.62, 0.58, 0.5]
    ex.vdem("17", AAA=moved)
    alerting.watch(now=TOMORROW)
    assert Alert.objects.filter(kind="episode").count() == 1


def test_a_killed_pass_has_raised_nothing_and_the_next_raises_all(monkeypatch: pytest.MonkeyPatch) -> None:
    ex.vdem(AAA=FALL)

    def killed(*_: Any, **__: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(alerting, "record", killed)
        with pytest.raises(SystemExit):
            alerting.watch(now=NOW)
    assert not Alert.objects.exists()
    assert alerting.watch(now=NOW).raised == 2


def test_nothing_loaded_is_said_and_raises_nothing() -> None:
    before = Entry.objects.count()
    passed = alerting.watch(now=NOW)
    assert passed.raised == 0
    assert {"vdem", "coups-cline", "incidents"} <= set(passed.missing)
    assert Entry.objects.count() == before


def test_a_disruption_is_raised_once_however_many_tell_of_it() -> None:
    incident_examples.incident(on=date(2031, 5, 20))
    incident_examples.incident(on=date(2031, 5, 21), title="Second report", anyway=True)
    release(
        "coups-cline", "2.1.2",
        [{"place": "KEN", **incident_examples.COUP, "year": 2031, "month": 5, "day": 20}],
    )  # fmt: skip
    alerting.watch(now=NOW)
    (one,) = Alert.objects.filter(kind="disruption")
    assert (one.since, one.due_on, len(one.evidence)) == (date(2031, 5, 20), date(2031, 6, 2), 3)


def test_a_disruption_that_is_struck_is_noted_as_taken_back() -> None:
    told = incident_examples.incident(on=date(2031, 5, 20))
    alerting.watch(now=NOW)
    incidents.strike(by=ex.officer(), incident=told, revision=told.revision, reasons="A mistake.", now=NOW)
    assert alerting.watch(now=TOMORROW).taken_back == 1


def test_a_break_in_incidents_is_raised_of_whole_months() -> None:
    months = [(y, m) for y in (2029, 2030, 2031) for m in range(1, 13) if (y, m) < (2031, 6)]
    for n, (year, month) in enumerate(months):
        for day in range(1, 2 if n < 24 else 6):
            incident_examples.incident(
                kind=EXTRALEGAL, on=date(year, month, day), title=f"{n} {day}",
                anyway=True,
            )  # fmt: skip
    alerting.watch(now=NOW)
    (one,) = Alert.objects.filter(kind="break")
    assert (one.since, one.facts["incidents"], one.favourable) == (date(2031, 1, 1), 25, False)


def test_a_standing_that_changed_within_the_year_of_the_figures_is_raised() -> None:
    place("AAA"), place("BBB")
    release("fiw", "2031", [
        {"place": code, "year": year, "pr": 3, "cl": 3, "status": status}
        for code, words in {"AAA": ("PF", "PF", "NF"), "BBB": ("F", "F", "F")}.items()
        for year, status in zip((2028, 2029, 2030), words, strict=True)
    ])  # fmt: skip
    alerting.watch(now=NOW)
    found = [
        one for one in Alert.objects.filter(kind="standing") if "free-or-partly" in one.facts["rule_set"]
    ]
    assert [(one.place.code, one.facts["what"], one.since) for one in found] == [
        ("AAA", "does not", date(2030, 12, 31))
    ]
    assert "Free or at least partly free" in headline(found[0])
    with override("fr"):
        assert "Libre ou au moins partiellement libre" in headline(found[0])
    assert alerting.watch(now=TOMORROW).raised == 0


def test_a_rule_of_a_new_version_does_not_raise_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ex.vdem(AAA=FALL)
    alerting.watch(now=NOW)
    changed = {key: replace(rule, version="2") for key, rule in alert_rules.every().items()}
    monkeypatch.setattr(alert_rules, "every", lambda: changed)
    assert alerting.watch(now=TOMORROW).raised == 0


def test_a_finding_at_a_place_that_is_not_known_is_counted_and_raises_none() -> None:
    ex.vdem(AAA=FALL)
    with guard.writing("test"):
        place("AAA").delete()
    passed = alerting.watch(now=NOW)
    assert (passed.raised, passed.unplaced) == (0, 2)


def test_the_same_index_in_two_datasets_of_a_publisher_is_one_alert() -> None:
    ex.vdem(AAA=FALL)
    rows = [
        {**row, "unit": row["place"], "unit_name": row["place"]} for row in ex.country_years({"AAA": FALL})
    ]
    release("ert", "16", rows, indicators=[ex.INTERVALS])
    alerting.watch(now=NOW)
    (one,) = Alert.objects.filter(kind="drop")
    assert {figure["source"] for figure in one.evidence} == {"vdem@16"}
