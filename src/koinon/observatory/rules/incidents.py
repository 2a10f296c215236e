"""Who tells of incidents, who corrects and strikes them, who says how they stand, who keeps flashpoints."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.observatory.models import Incident
from koinon.people import rules as people
from koinon.people.models import Party

TELL, VERIFY = "incidents.tell", "incidents.verify"


def may_tell(*, by: Any, behalf: Party | None = None, **_: Any) -> Verdict:
    """Incidents are told by the secretariat and analysts, or by a party through whoever may act for it."""
    return people.may_for(by, TELL, behalf) if behalf else people.may(by, TELL)


def may_take(*, by: Any, **_: Any) -> Verdict:
    """Events of a dataset become incidents when the secretariat or an analyst takes them in."""
    return people.may(by, TELL)


def may_verify(*, by: Any, **_: Any) -> Verdict:
    """How an incident stands is said by the secretariat and by analysts, with reasons."""
    return people.may(by, VERIFY)


def may_correct(*, by: Any, incident: Incident, **_: Any) -> Verdict:
    """An incident is corrected by the secretariat and analysts, or by the party that told of it."""
    return may_tell(by=by, behalf=incident.behalf)


def may_strike(*, by: Any, incident: Incident, **_: Any) -> Verdict:
    """An incident is struck by the secretariat and analysts, or by its party until someone verified it."""
    verdict = may_verify(by=by)
    if verdict or incident.state != Incident.State.REPORTED:
        return verdict
    return may_correct(by=by, incident=incident)


def may_keep_flashpoints(*, by: Any, **_: Any) -> Verdict:
    """What lies ahead is kept by the secretariat and by analysts."""
    return people.may(by, VERIFY)
