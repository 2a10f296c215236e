"""The steps of an alert's thread. What is not said in the open stays out of the ledger's open facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.observatory.engine.alerts import thread
from koinon.observatory.models import Alert, AlertStep
from koinon.observatory.queries import alert_rules
from koinon.observatory.rules import alerts as rules
from koinon.people import rules as people
from koinon.people.models import Person

LONGEST = 20_000  # characters


@action("observatory.acknowledge_alert", permit=rules.may_handle)
def acknowledge(*, by: Any, alert: Alert, revision: int, now: datetime) -> Alert:
    """Acknowledge an alert. Someone has seen it and will look into it."""
    alert = _stepped(alert, revision, "acknowledged", now)
    if alert.owner is None and isinstance(by, Person):
        alert.owner = by
    return _kept(alert, "acknowledged", by, now)


@action("observatory.own_alert", permit=rules.may_handle)
def own(*, by: Any, alert: Alert, revision: int, owner: Person, now: datetime) -> Alert:
    """Say who looks into an alert."""
    verdict = people.may(owner, rules.HANDLE)
    if not verdict:
        raise Refused(
            "observatory.alert.owner",
            "{name} may not handle alerts: choose someone of the secretariat, or an analyst.",
            name=owner.name,
            field="owner",
        )
    alert = _standing(alert, revision)
    alert.owner = owner
    return _kept(alert, "owned", by, now)


@action("observatory.assess_alert", permit=rules.may_handle)
def assess(*, by: Any, alert: Alert, revision: int, said: str, public: bool, now: datetime) -> Alert:
    """Assess an alert. What the change means, in the open or for those alone who handle alerts."""
    _worded(said, Refused("observatory.alert.words", "Say what the change means.", field="said"))
    return _kept(_stepped(alert, revision, "assessed", now), "assessed", by, now, said, public)


@action("observatory.note_alert", permit=rules.may_handle)
def note(*, by: Any, alert: Alert, revision: int, said: str, public: bool, now: datetime) -> Alert:
    """Add a note to the thread of an alert."""
    _worded(said, Refused("observatory.alert.note", "Write the note.", field="said"))
    return _kept(_locked(alert, revision), "noted", by, now, said, public)


@action("observatory.convene_alert", permit=rules.may_handle)
def convene(*, by: Any, alert: Alert, revision: int, said: str, public: bool, now: datetime) -> Alert:
    """Bring an alert before those who decide, with the reason."""
    _worded(said, Refused("observatory.alert.why", "Say why it is brought to them.", field="said"))
    return _kept(_stepped(alert, revision, "convened", now), "convened", by, now, said, public)


@action("observatory.close_alert", permit=rules.may_handle)
def close(
    *, by: Any, alert: Alert, revision: int, outcome: str, said: str, public: bool, now: datetime
) -> Alert:
    """Close an alert, with what became of it and the reason."""
    _worded(said, Refused("observatory.alert.reason", "Give the reason.", field="said"))
    before = thread.State(alert.state)
    alert = _stepped(alert, revision, "closed", now)
    if outcome not in [one.value for one in thread.outcomes(before)]:
        raise Refused(
            "observatory.alert.outcome",
            "An alert that stands so cannot be closed with this outcome: assess it first.",
            field="outcome",
        )
    alert.outcome, alert.closed_at = outcome, now
    return _kept(alert, "closed", by, now, said, public, outcome=outcome)


@action("observatory.reopen_alert", permit=rules.may_handle)
def reopen(*, by: Any, alert: Alert, revision: int, said: str, public: bool, now: datetime) -> Alert:
    """Open an alert again that was closed, with the reason."""
    _worded(said, Refused("observatory.alert.again", "Say why it is opened again.", field="said"))
    alert = _stepped(alert, revision, "reopened", now)
    alert.outcome, alert.closed_at = "", None
    return _kept(alert, "reopened", by, now, said, public)


def _worded(said: str, problem: Refused) -> None:
    if not visible(said):
        raise problem
    if len(said) > LONGEST:
        raise Refused(
            "observatory.alert.long",
            "This is longer than {most} letters: shorten it.",
            most=LONGEST,
            field="said",
        )


def _stepped(alert: Alert, revision: int, step: str, now: datetime) -> Alert:
    """The alert, locked, in the state that a step leads to and with the clock of that state."""
    alert = _locked(alert, revision)
    onward = thread.after(thread.State(alert.state), step)
    rule = alert_rules.rule_of(alert.rule)
    if onward.value != alert.state:
        alert.due_on = thread.due(rule, onward, timezone.localdate(now))
    alert.state = Alert.State(onward.value)
    return alert


def _standing(alert: Alert, revision: int) -> Alert:
    alert = _locked(alert, revision)
    if alert.state == Alert.State.CLOSED:
        raise Refused("observatory.alert.closed", "This alert is closed: open it again first.")
    return alert


def _locked(alert: Alert, revision: int) -> Alert:
    current = Alert.objects.select_for_update(of=("self",)).select_related("place").get(pk=alert.pk)
    if current.revision != revision:
        raise Refused(
            "observatory.changed_meanwhile", "Someone else changed this meanwhile: look again, then save."
        )
    current.revision += 1
    return current


def _kept(
    alert: Alert, step: str, by: Any, now: datetime, said: str = "", public: bool = True, **facts: object
) -> Alert:
    alert.save()
    AlertStep.objects.create(
        alert=alert,
        step=step,
        at=now,
        by=by if isinstance(by, Person) else None,
        said=visible(said),
        open=public,
    )
    shown = {"said": visible(said)} if public and visible(said) else {}
    record(
        f"alert:{alert.pk}",
        {
            "alert": alert.pk,
            "rule": alert.rule,
            "place": alert.place.code,
            "state": alert.state,
            **facts,
            **shown,
        },
    )
    return alert
