"""One example of every action on incidents, what lies ahead and approaches, for the house to try."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from koinon.observatory.actions import approaches, flashpoints, incidents
from koinon.observatory.engine.incidents.told import Source, Told
from koinon.observatory.models import ApproachLine, Flashpoint, Incident, Release
from koinon.people.models import Person
from tests.factories.observatory import place, release
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills, fills_api

TODAY = date(2031, 6, 1)
NOW = datetime(2031, 6, 1, 9, tzinfo=UTC)
GAZETTE = Source("Harbour Gazette", "https://gazette.example/1", date(2031, 5, 5))
COUP = {
    "coup_id": "70003101963", "year": 1963, "month": 3, "day": 10, "event_type": "coup", "realized": 1,
    "auto": 0, "military": 1,
}  # fmt: skip


def officer() -> Person:
    return Person.objects.filter(name="Olga").first() or person("Olga", role="secretariat")


def told(code: str = "KEN", **rest: Any) -> Told:
    place(code)
    given = {
        "kind": "coup-attempted", "on": date(2031, 5, 4), "title": "Barracks in revolt",
        "sources": (GAZETTE,),
    }  # fmt: skip
    return Told(place=code, **(given | rest))


def incident(**rest: Any) -> Incident:
    given = {name: rest.pop(name) for name in ("by", "behalf", "anyway", "now", "invented") if name in rest}
    given = {"by": officer(), "now": NOW} | given
    return incidents.tell(told=told(**rest), today=TODAY, **given)


def flashpoint(**rest: Any) -> Flashpoint:
    given = {
        "by": officer(), "place": place("KEN"), "kind": "election", "on": date(2031, 8, 1),
        "title": "General election", "source": "Electoral commission", "today": TODAY,
    }  # fmt: skip
    return flashpoints.add(**(given | rest))


def line(**rest: Any) -> ApproachLine:
    given = {
        "by": officer(), "place": place("KEN"), "kind": "line", "text": "No visit while anyone is held.",
        "sources": [GAZETTE], "since": date(2031, 1, 1), "now": NOW,
    }  # fmt: skip
    return approaches.add(**(given | rest))


def coups(version: str = "2.1.2", *rows: dict[str, Any]) -> Release:
    place("AFG", "Afghanistan")
    return release("coups-cline", version, [{"place": "AFG"} | row for row in rows or (COUP,)])


@example("observatory.tell_incident")
def tell_incident() -> dict[str, Any]:
    return {"by": officer(), "told": told(), "today": TODAY, "now": NOW}


@example("observatory.bring_incidents")
def bring_incidents() -> dict[str, Any]:
    return {"by": officer(), "told": [told()], "today": TODAY, "now": NOW}


@example("observatory.take_incidents")
def take_incidents() -> dict[str, Any]:
    coups()
    return {"by": officer(), "dataset": "coups-cline", "now": NOW}


@example("observatory.correct_incident")
def correct_incident() -> dict[str, Any]:
    return {
        "by": officer(), "incident": incident(), "revision": 1, "told": told(title="Revolt ended"),
        "why": "It ended the same day.", "today": TODAY, "now": NOW,
    }  # fmt: skip


@example("observatory.verify_incident")
def verify_incident() -> dict[str, Any]:
    return {
        "by": officer(), "incident": incident(), "revision": 1, "state": "verified",
        "reasons": "We saw the order.", "now": NOW,
    }  # fmt: skip


@example("observatory.strike_incident")
def strike_incident() -> dict[str, Any]:
    return {
        "by": officer(), "incident": incident(), "revision": 1, "reasons": "Told twice.", "now": NOW,
    }  # fmt: skip


@example("observatory.add_flashpoint")
def add_flashpoint() -> dict[str, Any]:
    return {
        "by": officer(), "place": place("KEN"), "kind": "sunset", "on": date(2031, 9, 1),
        "title": "The emergency ends", "source": "Official gazette", "today": TODAY,
    }  # fmt: skip


@example("observatory.change_flashpoint")
def change_flashpoint() -> dict[str, Any]:
    return {**add_flashpoint(), "flashpoint": flashpoint(), "revision": 1}


@example("observatory.drop_flashpoint")
def drop_flashpoint() -> dict[str, Any]:
    return {"by": officer(), "flashpoint": flashpoint(), "revision": 1, "now": NOW}


@example("observatory.add_approach")
def add_approach() -> dict[str, Any]:
    return {
        "by": officer(), "place": place("KEN"), "kind": "opening", "text": "Talks on prisons.",
        "sources": [GAZETTE], "since": TODAY, "now": NOW,
    }  # fmt: skip


@example("observatory.change_approach")
def change_approach() -> dict[str, Any]:
    return {
        "by": officer(), "line": line(), "revision": 1, "kind": "line", "text": "No visit at all.",
        "sources": [GAZETTE], "since": TODAY, "now": NOW,
    }  # fmt: skip


@example("observatory.end_approach")
def end_approach() -> dict[str, Any]:
    return {"by": officer(), "line": line(), "revision": 1, "until": TODAY, "now": NOW}


@example("observatory.open_approach")
def open_approach() -> dict[str, Any]:
    return {"by": officer(), "line": line(), "revision": 1, "now": NOW}


@fills("observatory/incidents/", "desk/observatory/incidents/")
def incident_in_routes(_world: Any) -> dict[str, Any]:
    coups("1")
    return {"key": incident().key, "dataset": "coups-cline"}


@fills("desk/observatory/flashpoints/")
def flashpoint_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": flashpoint(on=date(2999, 8, 1)).pk}


@fills("observatory/places/<slug:code>/approach", "desk/observatory/approaches/")
def approach_in_routes(_world: Any) -> dict[str, Any]:
    return {"code": "KEN", "key": line(place=place("KEN")).key}


@fills_api
def in_paths(_world: Any) -> dict[str, Any]:
    coups()
    return {
        "/incidents/{key}": incident(on=date(2031, 4, 4)).key,
        "/incidents/from/{dataset}": "coups-cline",
        "/flashpoints/{pk}": flashpoint(on=date(2999, 9, 1)).pk,
        "/approaches/{key}": line(restricted=False).key,
        "/approaches/{key}/opening": line().key,
    }
