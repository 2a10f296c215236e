"""One example of every action on alerts, and invented figures that raise them, for the house to try."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import alert_threads, alerting, subscribing
from koinon.observatory.engine.alerts.findings import Evidence, Finding
from koinon.observatory.models import Alert, Release, Subscription
from koinon.people.models import Person
from tests.factories.observatory import place, release
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills, fills_api

NOW = datetime(2031, 6, 1, 9, tzinfo=UTC)
LATER = datetime(2031, 6, 9, 9, tzinfo=UTC)
FALL = [*[0.7] * 11, 0.67, 0.64, 0.59, 0.5]  # recognised in the last year but one; of 2016 to 2030
FLAT = [0.5] * 15
INTERVALS = {
    "key": "v2x_polyarchy", "title": "Electoral democracy index", "headline": True, "worse": 0.0,
    "better": 1.0, "low": "v2x_polyarchy_codelow", "high": "v2x_polyarchy_codehigh",
}  # fmt: skip


def officer() -> Person:
    return Person.objects.filter(name="Olga").first() or person("Olga", role="secretariat")


def country_years(
    series: dict[str, list[float]], last: int = 2030, spread: float = 0.02
) -> list[dict[str, Any]]:
    """V-Dem's columns that the rules look at; every place an electoral democracy without a gap."""
    return [
        {
            "place": code, "country_text_id": code, "year": last - len(values) + 1 + n,
            "v2x_polyarchy": value, "v2x_polyarchy_codelow": value - spread,
            "v2x_polyarchy_codehigh": value + spread, "v2x_regime": 2, "codingend": last,
            "gapstart1": None, "gapend1": None, "gapstart2": None, "gapend2": None, "gapstart3": None,
            "gapend3": None, "v2eltype_0": 0, "v2eltype_4": 0, "v2eltype_6": 0, "v2elasmoff_ord": None,
        }
        for code, values in series.items()
        for n, value in enumerate(values)
    ]  # fmt: skip


def vdem(version: str = "16", last: int = 2030, **series: list[float]) -> Release:
    """A release of invented figures by place; places that are not there yet are made."""
    for code in series:
        place(code)
    rows = pl.DataFrame(country_years(series, last), infer_schema_length=None)
    return release("vdem", version, rows, indicators=[INTERVALS])


def finding(code: str = "KEN", since: date = date(2030, 12, 31), subject: str = "vdem") -> Finding:
    place(code)
    return Finding(
        "drop-beyond-interval", "1", "drop", code, subject, since, False,
        {
            "what": "drop", "dataset": "vdem", "year": since.year, "indicators": ["v2x_polyarchy"],
            "since": 2029,
        },
        (Evidence("v2x_polyarchy", 0.4, "vdem@16", 0.6, 2030, 2029, 0.35, 0.45, 0.55, 0.65,
                  "Electoral democracy index"),),
    )  # fmt: skip


def raised(code: str = "KEN", **rest: Any) -> Alert:
    """An alert that nobody has acknowledged."""
    (alert,) = alerting.raise_alerts(by=PLATFORM, findings=[finding(code, **rest)], now=NOW)
    return alert


def acknowledged(code: str = "KEN", **rest: Any) -> Alert:
    alert = raised(code, **rest)
    return alert_threads.acknowledge(by=officer(), alert=alert, revision=alert.revision, now=NOW)


def assessed(code: str = "KEN", said: str = "Courts lost their powers.", public: bool = False) -> Alert:
    alert = acknowledged(code)
    return alert_threads.assess(
        by=officer(), alert=alert, revision=alert.revision, said=said, public=public, now=NOW
    )


def closed(
    code: str = "KEN", outcome: str = "false", said: str = "A revision.", public: bool = True
) -> Alert:
    alert = acknowledged(code)
    return alert_threads.close(
        by=officer(), alert=alert, revision=alert.revision, outcome=outcome, said=said, public=public, now=NOW
    )


def step(alert: Alert, **rest: Any) -> dict[str, Any]:
    return {"by": officer(), "alert": alert, "revision": alert.revision, "now": NOW, **rest}


SAID = {"said": "The regional court was suspended.", "public": False}


@example("observatory.raise_alerts")
def raise_alerts() -> dict[str, Any]:
    return {"by": PLATFORM, "findings": [finding()], "now": NOW}


@example("observatory.acknowledge_alert")
def acknowledge_alert() -> dict[str, Any]:
    return step(raised())


@example("observatory.own_alert")
def own_alert() -> dict[str, Any]:
    return step(raised(), owner=person("Anan", role="analyst"))


@example("observatory.assess_alert")
def assess_alert() -> dict[str, Any]:
    return step(acknowledged(), **SAID)


@example("observatory.note_alert")
def note_alert() -> dict[str, Any]:
    return step(raised(), **SAID)


@example("observatory.convene_alert")
def convene_alert() -> dict[str, Any]:
    return step(assessed(), **SAID)


@example("observatory.close_alert")
def close_alert() -> dict[str, Any]:
    return step(assessed(), outcome="watched", **SAID)


@example("observatory.reopen_alert")
def reopen_alert() -> dict[str, Any]:
    return step(closed(), **SAID)


@fills("observatory/alerts/", "desk/observatory/alerts/", "desk/observatory/subscriptions/")
def of_routes(world: Any) -> dict[str, Any]:
    return {"pk": raised().pk, "token": subscribing.stop_token(officer())}


def failing(name: str = "Nadia") -> Subscription:
    """A webhook that took nothing, three times in a row."""
    reader = Person.objects.filter(name=name).first() or person(name)
    address = f"https://{name.lower()}.watch.example/secret-path"
    made = subscribing.subscribe(by=reader, way="webhook", address=address, now=NOW).subscription
    with guard.writing("factory"):
        Subscription.objects.filter(pk=made.pk).update(failures=3)
        made.refresh_from_db()
    return made


@example("observatory.end_failing_subscription")
def end_failing_subscription() -> dict[str, Any]:
    return {"by": officer(), "subscription": failing()}


@fills("desk/observatory/subscriptions/failing/")
def of_failing(_world: Any) -> dict[str, Any]:
    return {"pk": failing().pk}


@fills_api
def of_paths(world: Any) -> dict[str, Any]:
    pk = Alert.objects.values_list("pk", flat=True).first() or raised().pk
    own = subscribing.subscribe(by=officer(), way="mail", now=NOW).subscription
    return {
        "/alerts/{pk}": pk, "/desk/alerts/{pk}": pk, "/me/alert-subscriptions/{pk}": own.pk,
        "/desk/failing-subscriptions/{pk}": failing().pk,
    }  # fmt: skip
