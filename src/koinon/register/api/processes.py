"""Watched processes with their stages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Schema

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import Paging, Part, framed, made, site
from koinon.people.api.operations import get, operation
from koinon.people.api.parties import party_named
from koinon.people.api.places import place_named
from koinon.people.api.shapes import Line, Reason, body
from koinon.register.actions import processes as actions
from koinon.register.queries import processes as queries

TAG = "processes"


class ProcessKind(StrEnum):
    """What kind of process it is."""

    BILL = "bill"
    CASE = "case"
    NEGOTIATION = "negotiation"
    POLICY = "policy"


class ProcessStageOut(Schema):
    """A stage of a process."""

    id: int
    name: str
    expected_on: date | None
    happened_on: date | None
    note: str
    address: str


class ProcessOut(Schema):
    """A watched process as it stands today."""

    key: str
    kind: ProcessKind
    state: str = Field(description="running or ended.")
    title: str
    summary: str
    party: str | None = Field(description="Key of the party whose process it is.")
    place: str | None = Field(description="Code of the place where it would apply.")
    themes: list[str]
    standing: str = Field(description="overdue, upcoming, undated or ended.")
    days_overdue: int
    next_stage: str
    next_on: date | None
    last_stage: str
    last_on: date | None
    stages: list[ProcessStageOut]
    provisions: list[str] = Field(description="What it touches, each as document/number.")
    watched_by: list[str] = Field(description="Keys of parties.")
    outcome: str
    address: str
    invented: bool
    revision: int
    url: str


class ProcessPart(Part):
    """A part of the list of processes."""

    items: list[ProcessOut]


class ProcessIn(Schema):
    """What can be said of a process."""

    model_config = body(kind="bill", title="Associations Bill of Harbour", themes=["civic-space"])
    kind: ProcessKind
    title: Line
    summary: str = Field("", max_length=20_000)
    party: str = Field("", max_length=120, description="Key of the party whose process it is.")
    place: str = Field("", max_length=40, description="Code of the place where it would apply.")
    themes: list[str] = []
    provisions: list[str] = Field([], description="What it touches, each as document/number.")
    address: str = Field("", max_length=2000, pattern="^(https?://\\S+)?$")
    invented: bool = False


class NewProcessIn(ProcessIn):
    """A process to watch."""

    model_config = body(kind="bill", title="Associations Bill of Harbour", themes=["civic-space"])
    behalf: str = Field("", max_length=120, description="Key of the party that watches it; empty: all of us.")


class StageIn(Schema):
    """A stage: when it is expected, when it happened."""

    model_config = body(name="Second reading", expected_on="2031-06-01")
    name: Line
    expected_on: date | None = None
    happened_on: date | None = None
    note: str = Field("", max_length=20_000)
    address: str = Field("", max_length=2000, pattern="^(https?://\\S+)?$")


class ProcessEndIn(Schema):
    """How a process ended."""

    model_config = body(outcome="Withdrawn by the ministry.")
    outcome: Reason


class AgainIn(Schema):
    """Why a process is watched again."""

    model_config = body(reason="It was tabled anew.")
    reason: Reason


class ProcessFilter(Paging):
    """Filter of processes."""

    kind: str = Field("", max_length=12)
    party: str = Field("", max_length=120)
    theme: str = Field("", max_length=80)


@get("/processes", ProcessPart, "processes", tag=TAG)
def processes(request: HttpRequest, filters: Query[ProcessFilter]) -> dict[str, Any]:
    """Watched processes: overdue ones first, then what comes next."""
    found = queries.processes(kind=filters.kind, party=filters.party, theme=filters.theme)
    rows = queries.as_they_stand(found, timezone.localdate())
    chosen = rows[filters.offset : filters.offset + filters.limit]
    items = [queries.record(row, site(request)) for row in chosen]
    return framed(request, len(rows), filters) | {"items": items}


@operation(
    "POST", "/processes", answer=ProcessOut, status=201, name="open_process", tag=TAG, scope="follow",
    acts="register.open_process",
)  # fmt: skip
def open_process(request: HttpRequest, process: NewProcessIn) -> dict[str, Any]:
    """Begin to watch a process."""
    behalf = party_named(process.behalf)
    opened = actions.open_process(by=caller(request), behalf=behalf, **_clean(process))
    made(request, f"/processes/{opened.key}")
    return _shown(request, opened.key)


@get("/processes/{key}", ProcessOut, "process", tag=TAG)
def process(request: HttpRequest, key: str) -> dict[str, Any]:
    """One process as it stands."""
    return _shown(request, key)


@operation(
    "PUT", "/processes/{key}", answer=ProcessOut, name="change_process", tag=TAG, scope="follow",
    acts="register.save_process", changes=True,
)  # fmt: skip
def change_process(request: HttpRequest, key: str, process: ProcessIn) -> dict[str, Any]:
    """Change what is said of a process."""
    found = queries.process(key)
    upon(request, found.revision)
    actions.save(by=caller(request), process=found, revision=found.revision, **_clean(process))
    return _shown(request, key)


@operation(
    "POST", "/processes/{key}/end", answer=ProcessOut, name="end_process", tag=TAG, scope="follow",
    acts="register.end_process", changes=True,
)  # fmt: skip
def end_process(request: HttpRequest, key: str, end: ProcessEndIn) -> dict[str, Any]:
    """Say how a process ended."""
    found = queries.process(key)
    upon(request, found.revision)
    actions.end(by=caller(request), process=found, revision=found.revision, outcome=end.outcome)
    return _shown(request, key)


@operation(
    "POST", "/processes/{key}/reopening", answer=ProcessOut, name="reopen_process", tag=TAG, scope="follow",
    acts="register.reopen_process", changes=True,
)  # fmt: skip
def reopen_process(request: HttpRequest, key: str, again: AgainIn) -> dict[str, Any]:
    """Watch a process again that had ended."""
    found = queries.process(key)
    upon(request, found.revision)
    actions.reopen(by=caller(request), process=found, revision=found.revision, reason=again.reason)
    return _shown(request, key)


@operation(
    "PUT", "/processes/{key}/watchers/{party}", answer=ProcessOut, name="watch_process", tag=TAG,
    scope="follow", acts="register.watch",
)  # fmt: skip
def watch_process(request: HttpRequest, key: str, party: str) -> dict[str, Any]:
    """Say in the open that a party watches a process."""
    found = queries.process(key)
    actions.watch(by=caller(request), party=party_named(party), process=found)
    return _shown(request, key)


@operation(
    "DELETE", "/processes/{key}/watchers/{party}", answer=None, status=204, name="unwatch_process", tag=TAG,
    scope="follow", acts="register.unwatch",
)  # fmt: skip
def unwatch_process(request: HttpRequest, key: str, party: str) -> None:
    """Say that a party watches a process no longer."""
    actions.unwatch(by=caller(request), party=party_named(party), process=queries.process(key))


@operation(
    "POST", "/processes/{key}/stages", answer=ProcessStageOut, status=201, name="add_stage", tag=TAG,
    scope="follow", acts="register.save_stage",
)  # fmt: skip
def add_stage(request: HttpRequest, key: str, stage: StageIn) -> dict[str, Any]:
    """Add a stage of a process."""
    found = queries.process(key)
    added = actions.save_stage(by=caller(request), process=found, today=timezone.localdate(), **stage.dict())
    made(request, f"/process-stages/{added.pk}")
    return _stage(request, added)


@get("/process-stages/{pk}", ProcessStageOut, "stage", tag=TAG)
def stage(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One stage of a process."""
    return _stage(request, queries.stage(pk))


@operation(
    "PUT", "/process-stages/{pk}", answer=ProcessStageOut, name="change_stage", tag=TAG, scope="follow",
    acts="register.save_stage", changes=True,
)  # fmt: skip
def change_stage(request: HttpRequest, pk: int, stage: StageIn) -> dict[str, Any]:
    """Change a stage: mostly, say that it happened."""
    with alone(f"process-stage:{pk}"):
        found = queries.stage(pk)
        upon(request, _version(found))
        saved = actions.save_stage(
            by=caller(request),
            process=found.process,
            stage=found,
            today=timezone.localdate(),
            **stage.dict(),
        )
    return _stage(request, saved)


@operation(
    "DELETE", "/process-stages/{pk}", answer=None, status=204, name="drop_stage", tag=TAG, scope="follow",
    acts="register.drop_stage", changes=True,
)  # fmt: skip
def drop_stage(request: HttpRequest, pk: int) -> None:
    """Take out a stage that the process does not have."""
    with alone(f"process-stage:{pk}"):
        found = queries.stage(pk)
        upon(request, _version(found))
        actions.drop_stage(by=caller(request), process=found.process, stage=found)


def _shown(request: HttpRequest, key: str) -> dict[str, Any]:
    found = queries.process(key)
    shows(request, found.revision)
    (row,) = queries.as_they_stand([found], timezone.localdate())
    return queries.record(row, site(request))


def _clean(process: ProcessIn) -> dict[str, Any]:
    names = ("title", "summary", "themes", "address", "invented")
    return {
        **{name: getattr(process, name) for name in names},
        "kind": process.kind.value,
        "party": party_named(process.party),
        "place": place_named(process.place) if process.place else None,
        "provisions": queries.named_provisions(process.provisions),
    }


def _stage(request: HttpRequest, row: Any) -> dict[str, Any]:
    shows(request, _version(row))
    return queries.stage_record(row)


def _version(row: Any) -> str:
    return version_of(row.name, row.expected_on, row.happened_on, row.note, row.address)
