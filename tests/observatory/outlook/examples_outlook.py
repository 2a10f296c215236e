"""One example of every action on outlooks, and what fills their routes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from koinon.observatory.actions import outlooks
from koinon.observatory.actions.outlooks import Made
from koinon.observatory.engine.outlook.making import Said
from koinon.observatory.models import OutlookRun
from koinon.people.models import Person
from tests.factories.observatory import place
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills

NOW = datetime(2031, 6, 1, 9, tzinfo=UTC)
MEASURES = {
    "n": 400, "events": 20, "auc": 0.7912, "ap": 0.288, "brier": 0.048, "log": 0.187, "skill": 0.1275,
    "slope": 0.85, "intercept": -0.04,
}  # fmt: skip
BINS = [
    {"low": 0.02, "high": 0.05, "n": 186, "came": 5, "said": 0.03, "share": 5 / 186, "share_low": 0.012,
     "share_high": 0.061},
    {"low": 0.05, "high": 0.1, "n": 214, "came": 15, "said": 0.07, "share": 15 / 214, "share_low": 0.043,
     "share_high": 0.112},
]  # fmt: skip
DIFFERENCE = {"value": 0.0612, "low": -0.0005, "high": 0.1331, "better": 0.97}


def a_test(outcome: str) -> dict[str, Any]:
    """The test of one direction, its figures invented."""
    measures = dict.fromkeys(("outlook", "base rate of the class", "L2 logit"), MEASURES)
    return {
        "outcome": outcome, "years": [2010, 2029], "seed": 1, "base": 0.05, "measures": measures,
        "intervals": {"auc": [0.7, 0.85]}, "bins": BINS, "leaky": MEASURES | {"auc": 0.8642},
        "differences": {"L2 logit": {"ap": DIFFERENCE}},
    }  # fmt: skip


def made(version: str = "2030-abcdef01", **rest: Any) -> Made:
    """An invented outlook of two places; the second was given more than any tested figure."""
    said = [
        Said("KEN", 2030, "adverse", 0.0512, 0.0491, None),
        Said("KEN", 2030, "favourable", 0.0234, 0.0311, None),
        Said("KEN", 2027, "adverse", 0.0312, 0.0487, True),
        Said("NAM", 2030, "adverse", 0.6123, 0.0491, None),
    ]
    tests = {direction: a_test(direction) for direction in ("adverse", "favourable")}
    tests["spaces"] = {"closing elections": a_test("closing elections")}
    given = {
        "year": 2030,
        "sources": {"part-features": "v12"},
        "tests": tests,
        "said": said,
        "invented": True,
    }
    return Made(version=version, digest=version * 4, **(given | rest))


def officer() -> Person:
    return Person.objects.filter(name="Olga").first() or person("Olga", role="secretariat")


def stands(version: str = "2030-abcdef01", **rest: Any) -> OutlookRun:
    """The same, before everyone."""
    place("KEN", "Kenya")
    place("NAM", "Namibia")
    return outlooks.make_outlook(by=officer(), made=made(version, **rest), now=NOW)


@example("observatory.make_outlook")
def make_outlook() -> dict[str, Any]:
    return {"by": officer(), "made": made(), "now": NOW}


@fills("observatory/outlook/")
def in_routes(_world: Any) -> dict[str, Any]:
    run = OutlookRun.objects.filter(ended_at=None).first() or stands()
    return {"code": place("KEN", "Kenya").code, "version": run.version}
