"""Incidents and their kinds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from koinon.observatory.actions import incident_batches
from koinon.observatory.actions import incidents as actions
from koinon.observatory.api import incident_shapes as shapes
from koinon.observatory.engine.incidents import kinds as vocabulary
from koinon.observatory.engine.incidents.told import Source, Told
from koinon.observatory.queries import asked, incident_history, places
from koinon.observatory.queries import incidents as queries
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.parties import party_named

TAG = "incidents"


@get("/incidents", shapes.IncidentPart, "incidents", tag=TAG)
def incidents(request: HttpRequest, filters: Query[shapes.IncidentFilter]) -> dict[str, Any]:
    """Incidents, the latest first."""
    wanted = queries.chosen(filters.dict())
    if wanted.place:
        places.country(wanted.place)
    if wanted.region:
        places.region(wanted.region)
    found = queries.incidents(wanted, timezone.localdate())
    return part(request, found, filters, lambda one: queries.record(one, site(request)))


@get("/incident-kinds", list[shapes.IncidentKindOut], "incident_kinds", tag=TAG)
def incident_kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """What counts as an incident of each kind."""
    language = get_language() or "en"
    return [
        {
            "key": one.key,
            "group": one.group,
            "title": one.title(language),
            "definition": one.definition(language),
            "counts": one.counts(language),
            "excludes": one.excludes(language),
            "source": one.source,
            "codes": {dataset: list(codes) for dataset, codes in one.codes.items()},
        }
        for one in vocabulary.kinds()
    ]


@operation(
    "POST", "/incidents", answer=shapes.IncidentOut, status=201, name="tell_incident", tag=TAG,
    scope="observe", acts="observatory.tell_incident",
)  # fmt: skip
def tell_incident(request: HttpRequest, incident: shapes.NewIncidentIn) -> dict[str, Any]:
    """Tell of an incident."""
    told = actions.tell(
        by=caller(request),
        behalf=party_named(incident.behalf),
        told=_told(incident),
        invented=incident.invented,
        anyway=incident.anyway,
        today=timezone.localdate(),
        now=timezone.now(),
    )
    made(request, f"/incidents/{told.key}")
    return _shown(request, told.key)


@operation(
    "POST", "/incidents/batches", answer=shapes.IncidentBatchOut, status=201, name="bring_incidents", tag=TAG,
    scope="observe", acts="observatory.bring_incidents",
)  # fmt: skip
def bring_incidents(request: HttpRequest, batch: shapes.IncidentBatchIn) -> dict[str, Any]:
    """Tell of many incidents at once: all of them, or none."""
    brought = incident_batches.bring(
        by=caller(request),
        behalf=party_named(batch.behalf),
        told=[_told(one) for one in batch.items],
        invented=batch.invented,
        anyway=batch.anyway,
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return {"keys": [one.key for one in brought]}


@operation(
    "POST", "/incidents/from/{dataset}", answer=shapes.IncidentEventsOut, name="take_incidents", tag=TAG,
    scope="observe", acts="observatory.take_incidents",
)  # fmt: skip
def take_incidents(request: HttpRequest, dataset: str, how: shapes.IncidentEventsIn) -> dict[str, Any]:
    """Take the events of a loaded dataset in; doing it again adds only what is new."""
    taken = incident_batches.take(by=caller(request), dataset=dataset, anyway=how.anyway, now=timezone.now())
    numbers = {name: getattr(taken, name) for name in ("new", "known", "alike", "others")}
    return {"dataset": dataset, "version": taken.release.version, **numbers}


@get("/incidents/{key}", shapes.IncidentHistoryOut, "incident", tag=TAG)
def incident(request: HttpRequest, key: str) -> dict[str, Any]:
    """One incident with what was corrected."""
    found = queries.incident(key)
    steps = [incident_history.record(step) for step in incident_history.history(found)]
    return _shown(request, key) | {"history": steps}


@operation(
    "PUT", "/incidents/{key}", answer=shapes.IncidentOut, name="correct_incident", tag=TAG, scope="observe",
    acts="observatory.correct_incident", changes=True,
)  # fmt: skip
def correct_incident(
    request: HttpRequest, key: str, correction: shapes.IncidentCorrectionIn
) -> dict[str, Any]:
    """Correct an incident. What stood before stays readable, unless it must be withheld."""
    found = queries.incident(key)
    upon(request, found.revision)
    actions.correct(
        by=caller(request),
        incident=found,
        revision=found.revision,
        told=_told(correction),
        why=correction.why,
        withhold=correction.withhold,
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return _shown(request, key)


@operation(
    "PUT", "/incidents/{key}/state", answer=shapes.IncidentOut, name="verify_incident", tag=TAG,
    scope="observe", acts="observatory.verify_incident", changes=True,
)  # fmt: skip
def verify_incident(request: HttpRequest, key: str, weighed: shapes.IncidentStateIn) -> dict[str, Any]:
    """Say how an incident stands, and what was looked at."""
    found = queries.incident(key)
    upon(request, found.revision)
    actions.verify(
        by=caller(request),
        incident=found,
        revision=found.revision,
        state=weighed.state.value,
        reasons=weighed.reasons,
        now=timezone.now(),
    )
    return _shown(request, key)


@operation(
    "POST", "/incidents/{key}/striking", answer=shapes.IncidentOut, name="strike_incident", tag=TAG,
    scope="observe", acts="observatory.strike_incident", changes=True,
)  # fmt: skip
def strike_incident(request: HttpRequest, key: str, struck: shapes.IncidentStrikeIn) -> dict[str, Any]:
    """Strike an incident that should never have stood."""
    found = queries.incident(key)
    upon(request, found.revision)
    actions.strike(
        by=caller(request),
        incident=found,
        revision=found.revision,
        reasons=struck.reasons,
        withhold=struck.withhold,
        now=timezone.now(),
    )
    return _shown(request, key)


def _shown(request: HttpRequest, key: str) -> dict[str, Any]:
    found = queries.incident(key)
    shows(request, found.revision)
    return queries.record(found, site(request))


def _told(incident: shapes.IncidentIn) -> Told:
    on, exact = exact_day(incident.on)
    return Told(
        incident.place, incident.kind, on, incident.title, exact, incident.ends, incident.account,
        incident.language, sources_of(incident.sources),
    )  # fmt: skip


def exact_day(words: str) -> Any:
    """The first day of what a body says, and how exact it is."""
    return asked.exact_day("on", words)


def sources_of(sources: list[shapes.IncidentSourceIn]) -> tuple[Source, ...]:
    """The sources of a body."""
    return tuple(Source(one.name, one.address, one.published_on) for one in sources)
