"""Incidents: told, corrected in the open, verified, struck."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from koinon.kernel.keys import free_key
from koinon.kernel.lines import visible
from koinon.kernel.refusals import NotFound, Refused
from koinon.ledger.acts import action, record
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.incidents.days import written
from koinon.observatory.engine.incidents.told import Told, checked
from koinon.observatory.models import Incident, IncidentWording
from koinon.observatory.queries import places
from koinon.observatory.queries.incident_alike import alike_each
from koinon.observatory.rules import incidents as rules
from koinon.people.models import Party, Person, Place

WORDS = ("title", "account", "sources", "state", "reasons")


@action("observatory.tell_incident", permit=rules.may_tell)
def tell(
    *,
    by: Any,
    behalf: Party | None = None,
    told: Told,
    invented: bool = False,
    anyway: bool = False,
    today: date,
    now: datetime,
) -> Incident:
    """Tell of an incident. `anyway`: although others of its kind stand within a week of it there."""
    told = checked(told, today=today)
    place = alone(told.place)
    if not anyway:
        refuse_alike([told])
    incident = described(Incident(behalf=behalf, added_at=now, added_by=whoever(by)), told, place)
    incident.invented = invented
    incident.key = free_key(wish(told), taken(wish(told)))
    incident.save()
    _record(incident, **facts(incident), sources=len(incident.sources))
    return incident


@action("observatory.correct_incident", permit=rules.may_correct)
def correct(
    *,
    by: Any,
    incident: Incident,
    revision: int,
    told: Told,
    why: str,
    withhold: bool = False,
    today: date,
    now: datetime,
) -> Incident:
    """Correct an incident. What stood before stays readable, unless it must be withheld.

    `withhold` takes every earlier wording out of sight: for words that put someone in danger. A correction
    by those who do not verify makes the incident one that is only reported again.
    """
    told = checked(told, today=today)
    incident = _kept(incident, revision, why, now)
    before = facts(incident)
    words = [name for name in ("title", "account", "sources") if _said(told, name) != getattr(incident, name)]
    described(incident, told, alone(told.place))
    if not rules.may_verify(by=by):
        incident.state, incident.reasons = Incident.State.REPORTED, ""
    incident.save()
    if withhold:
        _withhold(incident)
    changed = {k: [before[k], v] for k, v in facts(incident).items() if before[k] != v and k != "words"}
    _record(incident, changed=changed, reworded=words, words=_digest(incident), withheld=withhold)
    return incident


@action("observatory.verify_incident", permit=rules.may_verify)
def verify(
    *, by: Any, incident: Incident, revision: int, state: str, reasons: str, now: datetime
) -> Incident:
    """Say how an incident stands, and what was looked at: corroborated, verified, refuted, only reported."""
    if state not in Incident.State.values or state == Incident.State.STRUCK:
        raise Refused(
            "observatory.incident.state",
            "An incident is reported, corroborated, verified or refuted: choose one of these.",
            field="state",
        )
    if state == Incident.State.CORROBORATED and len(incident.sources) < 2:
        raise Refused(
            "observatory.incident.one_source",
            "Corroborated means that independent sources say so: add the second one first.",
            field="state",
        )
    _explained(reasons, "reasons")
    incident = _kept(incident, revision, reasons, now)
    before = str(incident.state)
    incident.state, incident.reasons = Incident.State(state), visible(reasons)
    incident.save()
    _record(incident, changed={"state": [before, state]}, reworded=["reasons"], words=_digest(incident))
    return incident


@action("observatory.strike_incident", permit=rules.may_strike)
def strike(
    *, by: Any, incident: Incident, revision: int, reasons: str, withhold: bool = False, now: datetime
) -> Incident:
    """Strike an incident that should never have stood. It stays readable as struck, with the reason.

    `withhold` takes its words and every earlier wording out of sight: for words that endanger someone.
    """
    _explained(reasons, "reasons")
    incident = _kept(incident, revision, reasons, now)
    before = str(incident.state)
    incident.state, incident.reasons = Incident.State.STRUCK, visible(reasons)
    if withhold:
        incident.title, incident.account, incident.sources = kinds.kind(incident.kind).title(), "", []
    incident.save()
    if withhold:
        _withhold(incident)
    changed = {"state": [before, str(incident.state)]}
    _record(incident, changed=changed, reworded=["reasons"], words=_digest(incident), withheld=withhold)
    return incident


def refuse_alike(rows: Sequence[Told]) -> None:
    """Refuse incidents while others of their kind stand within a week of one in its place."""
    found = [one for alike in alike_each(rows) for one in alike]
    if found:
        raise Refused(
            "observatory.incident.alike",
            "Of this kind there stands already within a week: {alike}. If yours is another, say so and save "
            "it again.",
            alike="; ".join(f"{one.title} ({written(one.on, one.exact)})" for one in found[:3]),
            keys=[one.key for one in found],
        )


def alone(code: str) -> Place:
    """The country or territory of that code, held until the act is done: two acts make no key twice."""
    try:
        place = places.country(code)
    except NotFound as missing:
        raise Refused(missing.code, missing.message, field="place", **missing.data) from missing
    return Place.objects.select_for_update().get(pk=place.pk)


def described(incident: Incident, told: Told, place: Place) -> Incident:
    """The incident with what is told of it."""
    incident.place, incident.kind, incident.on, incident.exact = place, told.kind, told.on, told.exact
    incident.ends, incident.title, incident.account = told.ends, told.title, told.account
    incident.language = told.language
    incident.sources = [source.record() for source in told.sources]
    return incident


def wish(told: Told) -> str:
    """The key that an incident would have, were it alone: place, day, kind."""
    return slugify(f"{told.place} {written(told.on, told.exact)} {told.kind}")[:110].strip("-")


def taken(beginning: str) -> set[str]:
    """The keys that begin so, and those that addresses reserve."""
    return set(Incident.objects.filter(key__startswith=beginning).values_list("key", flat=True))


def whoever(by: Any) -> Person | None:
    """The person who acts, None for the platform."""
    return by if isinstance(by, Person) else None


def facts(incident: Incident) -> dict[str, object]:
    """What the ledger keeps of an incident: its words only as their digest, as entries stand for ever."""
    return {
        "place": incident.place.code,
        "kind": incident.kind,
        "on": written(incident.on, incident.exact),
        "ends": incident.ends.isoformat() if incident.ends else None,
        "state": str(incident.state),
        "behalf": incident.behalf.key if incident.behalf else None,
        "invented": incident.invented,
        "words": _digest(incident),
    }


def _kept(incident: Incident, revision: int, why: str, now: datetime) -> Incident:
    """The incident to be changed, once the words that stand are kept as its earlier ones."""
    _explained(why, "why")
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if current.revision != revision:
        raise Refused(
            "observatory.changed_meanwhile", "Someone else changed this meanwhile: look again, then save."
        )
    if current.state == Incident.State.STRUCK:
        raise Refused(
            "observatory.incident.struck", "It was struck: tell of the incident anew if there was one."
        )
    IncidentWording.objects.create(
        incident=current,
        revision=current.revision,
        until=now,
        why=visible(why),
        **{name: getattr(current, name) for name in WORDS},
    )
    current.revision += 1
    return current


def _withhold(incident: Incident) -> None:
    incident.wordings.update(title="", account="", sources=[], reasons="", withheld=True)


def _explained(reasons: str, field: str) -> None:
    if not visible(reasons):
        raise Refused("observatory.incident.reasons", "Say why: everyone may read it.", field=field)


def _said(told: Told, name: str) -> object:
    return [s.record() for s in told.sources] if name == "sources" else getattr(told, name)


def _digest(incident: Incident) -> str:
    words: Mapping[str, object] = {name: getattr(incident, name) for name in WORDS if name != "state"}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _record(incident: Incident, **more: object) -> None:
    record(f"incident:{incident.key}", {"incident": incident.key, "revision": incident.revision, **more})
