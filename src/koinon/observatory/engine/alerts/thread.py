"""The thread of an alert: which step may follow which, and until when the next one is due."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.observatory.engine.alerts.rules import Rule


class State(StrEnum):
    """How an alert stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    CONVENED = "convened"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How an alert was closed."""

    CONVENED = "convened"
    WATCHED = "watched"
    FALSE = "false"
    REVISED = "revised"


_AFTER: dict[str, dict[State, State]] = {
    "acknowledged": {State.OPEN: State.ACKNOWLEDGED},
    "assessed": {State.ACKNOWLEDGED: State.ASSESSED, State.ASSESSED: State.ASSESSED},
    "convened": {State.ASSESSED: State.CONVENED},
    "closed": dict.fromkeys((State.ACKNOWLEDGED, State.ASSESSED, State.CONVENED), State.CLOSED),
    "reopened": {State.CLOSED: State.ACKNOWLEDGED},
}
_SENTENCES = {
    "acknowledged": sentence("This alert was acknowledged already: look at it again."),
    "assessed": sentence("An alert is acknowledged first, then assessed."),
    "convened": sentence("An alert is assessed first, then brought before those who decide."),
    "closed": sentence("An alert that nobody acknowledged cannot be closed."),
    "reopened": sentence("Only an alert that was closed is opened again."),
}
_OUTCOMES = {
    State.ACKNOWLEDGED: {Outcome.FALSE, Outcome.REVISED},
    State.ASSESSED: {Outcome.WATCHED, Outcome.FALSE, Outcome.REVISED},
    State.CONVENED: set(Outcome),
}


def after(state: State, step: str) -> State:
    """The state to which a step leads, or Refused with the sentence that says what comes first."""
    onward = _AFTER[step].get(state)
    if onward is None:
        said = _SENTENCES[step]
        raise Refused(f"observatory.alert.{step}", said)
    return onward


def may_follow(state: State) -> list[str]:
    """The steps that an alert can take from a state, in the order of the thread."""
    return [step for step, states in _AFTER.items() if state in states]


def outcomes(state: State) -> list[Outcome]:
    """How an alert can be closed from a state: what was not assessed is false or revised, or is assessed."""
    return [outcome for outcome in Outcome if outcome in _OUTCOMES.get(state, set())]


def due(rule: Rule, state: State, since: date) -> date | None:
    """Until when the next step is due, of an alert that has stood in a state since that day."""
    days = {
        State.OPEN: rule.acknowledge_days,
        State.ACKNOWLEDGED: rule.assess_days,
        State.ASSESSED: rule.decide_days,
    }.get(state)
    return None if days is None else since + timedelta(days=days)
