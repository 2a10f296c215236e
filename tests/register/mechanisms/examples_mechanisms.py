"""One example of every action on mechanisms and watched processes, for the house to try."""

from __future__ import annotations

from datetime import date
from typing import Any

from koinon.people.models import Party, Person
from koinon.register.actions import mechanisms, processes
from koinon.register.models import Mechanism, MechanismMeeting, MechanismMember, Process, ProcessStage
from tests.factories.people import party, person
from tests.house.actions import example
from tests.house.places import fills, fills_api

TODAY = date(2031, 6, 1)


def officer() -> Person:
    return Person.objects.filter(name="Olga").first() or person("Olga", role="secretariat")


def coast() -> Party:
    return Party.objects.filter(key="coast").first() or party("coast", "Coast")


def mechanism(**rest: Any) -> Mechanism:
    return mechanisms.save(by=officer(), name="Rapporteur on Assembly", **rest)


def member() -> MechanismMember:
    return mechanisms.save_member(
        by=officer(), mechanism=mechanism(), party=coast(), since=date(2030, 1, 1), until=None
    )


def meeting() -> MechanismMeeting:
    return mechanisms.save_meeting(
        by=officer(), mechanism=mechanism(), title="Third session", begins=date(2031, 9, 1)
    )


def process(**rest: Any) -> Process:
    return processes.open_process(by=officer(), kind="bill", title="Associations Bill", **rest)


def stage(of: Process | None = None, name: str = "Second reading", **rest: Any) -> ProcessStage:
    return processes.save_stage(by=officer(), process=of or process(), name=name, today=TODAY, **rest)


@example("register.save_mechanism")
def save_mechanism() -> dict[str, Any]:
    return {"by": officer(), "name": "Rapporteur on Assembly", "themes": []}


@example("register.save_member")
def save_member() -> dict[str, Any]:
    return {"by": officer(), "mechanism": mechanism(), "party": coast(), "since": None, "until": None}


@example("register.drop_member")
def drop_member() -> dict[str, Any]:
    return {"by": officer(), "member": member()}


@example("register.save_meeting")
def save_meeting() -> dict[str, Any]:
    return {"by": officer(), "mechanism": mechanism(), "title": "First session", "begins": TODAY}


@example("register.drop_meeting")
def drop_meeting() -> dict[str, Any]:
    return {"by": officer(), "meeting": meeting()}


@example("register.open_process")
def open_process() -> dict[str, Any]:
    return {"by": officer(), "kind": "bill", "title": "Associations Bill"}


@example("register.save_process")
def save_process() -> dict[str, Any]:
    return {"by": officer(), "process": process(), "revision": 1, "kind": "case", "title": "Case of the port"}


@example("register.save_stage")
def save_stage() -> dict[str, Any]:
    return {"by": officer(), "process": process(), "name": "First reading", "today": TODAY}


@example("register.drop_stage")
def drop_stage() -> dict[str, Any]:
    made = stage()
    return {"by": officer(), "process": made.process, "stage": made}


@example("register.end_process")
def end_process() -> dict[str, Any]:
    return {"by": officer(), "process": process(), "revision": 1, "outcome": "Withdrawn."}


@example("register.reopen_process")
def reopen_process() -> dict[str, Any]:
    ended = processes.end(by=officer(), process=process(), revision=1, outcome="Withdrawn.")
    return {"by": officer(), "process": ended, "revision": 2, "reason": "It was tabled anew."}


@example("register.watch")
def watch() -> dict[str, Any]:
    keeper = person("Kai", role="coordinator", party=coast())
    return {"by": keeper, "party": coast(), "process": process()}


@example("register.unwatch")
def unwatch() -> dict[str, Any]:
    given = watch()
    processes.watch(**given)
    return given


@fills("mechanisms/", "desk/mechanisms/")
def mechanism_in_routes(_world: Any) -> dict[str, Any]:
    return {"key": mechanism().key}


@fills("desk/mechanisms/members/")
def member_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": member().pk}


@fills("desk/mechanisms/meetings/")
def meeting_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": meeting().pk}


@fills("processes/", "desk/processes/")
def process_in_routes(_world: Any) -> dict[str, Any]:
    return {"key": process().key}


@fills("desk/processes/stages/")
def stage_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": stage().pk}


@fills_api
def in_paths(world: Any) -> dict[str, Any]:
    watched = process()
    processes.watch(by=officer(), party=world.party, process=watched)
    return {
        "/mechanisms/{key}": mechanism().key,
        "/mechanism-members/{pk}": member().pk,
        "/mechanism-meetings/{pk}": meeting().pk,
        "/processes/{key}": watched.key,
        "/watchers/{party}": world.party.key,
        "/process-stages/{pk}": stage().pk,
    }
