"""Alerts with their threads, the rules with their records, and one's own subscriptions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Schema
from pydantic import StringConstraints

from koinon.observatory.actions import alert_threads as actions
from koinon.observatory.actions import subscribing
from koinon.observatory.queries import alert_rules, asked, subscriptions
from koinon.observatory.queries import alerts as queries
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import Paging, Part, made, part, site
from koinon.people.api.operations import get, operation
from koinon.people.api.shapes import body
from koinon.people.queries.persons import person

TAG = "alerts"
Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]


class AlertKind(StrEnum):
    """What kind of change it is."""

    EPISODE = "episode"
    STANDING = "standing"
    DISRUPTION = "disruption"
    DROP = "drop"
    BREAK = "break"


class AlertOut(Schema):
    """An alert as it stands today."""

    id: int
    kind: AlertKind
    rule: str = Field(description="Key of the rule with its version.")
    place: str = Field(description="Code of the place.")
    place_name: str
    headline: str
    favourable: bool
    since: date = Field(description="The day the change is dated.")
    raised_at: datetime
    state: str = Field(description="open, acknowledged, assessed, convened or closed.")
    outcome: str = Field(description="convened, watched, false or revised; empty until it is closed.")
    due_on: date | None = Field(description="Until when the next step is due.")
    overdue: bool
    closed_at: datetime | None
    evidence: list[dict[str, Any]] = Field(description="What it rests on: figures with their sources.")
    facts: dict[str, Any]
    fingerprint: str = Field(description="SHA-256; found again, it is the same.")
    invented: bool
    revision: int
    url: str


class AlertPart(Part):
    """A part of the alerts."""

    items: list[AlertOut]


class AlertStepOut(Schema):
    """A step of a thread; `said` is empty where it is not for the caller."""

    step: str
    at: datetime
    said: str
    open: bool = Field(description="Whether everyone may read what was said.")
    hidden: bool = Field(description="Whether something was said that is not for the caller.")


class AlertWithStepsOut(AlertOut):
    """An alert with its thread."""

    steps: list[AlertStepOut]


class RecordOut(Schema):
    """How often a rule was right: counts of its alerts."""

    raised: int
    open: int
    closed: int
    false: int
    revised: int
    watched: int
    convened: int


class AlertRuleOut(Schema):
    """A rule by which alerts are raised, with its record."""

    key: str
    version: str
    kind: AlertKind
    name: str
    sentence: str
    source: str
    looks_at: list[str]
    reach_years: int | None
    reach_days: int | None
    within_days: int
    urgency: int
    acknowledge_days: int
    assess_days: int
    decide_days: int
    thresholds: dict[str, Any]
    record: RecordOut


class SubscriptionOut(Schema):
    """One of one's own subscriptions."""

    id: int
    way: str = Field(description="mail or webhook.")
    address: str
    places: list[str] = Field(description="Codes of places or groups; empty: all.")
    kinds: list[str] = Field(description="Empty: all.")
    favourable: bool
    language: str
    made_at: datetime
    paused_at: datetime | None
    failures: int


class SubscribedOut(SubscriptionOut):
    """A subscription with its secret, given out this once; empty for one by mail."""

    secret: str


class AlertFilter(Paging):
    """Filter of alerts."""

    place: str = Field("", max_length=40, description="Code of a place or group.")
    kind: AlertKind | Literal[""] = ""
    rule: str = Field("", max_length=80, description="Key of a rule.")
    state: Literal["", "open", "acknowledged", "assessed", "convened", "closed", "standing"] = Field(
        "", description="standing: not closed."
    )
    direction: Literal["", "adverse", "favourable"] = ""


class AlertSaidIn(Schema):
    """What is said with a step."""

    model_config = body(said="Two newspapers were closed by decree; the index follows.", public=False)
    said: Words
    public: bool = Field(False, description="Whether everyone may read it.")


class CloseIn(AlertSaidIn):
    """How an alert ends, and why."""

    model_config = body(said="A revision of the data, no event.", outcome="revised", public=True)
    outcome: str = Field(pattern="^(convened|watched|false|revised)$")


class OwnerIn(Schema):
    """Who looks into an alert."""

    model_config = body(owner="00000000-0000-4000-8000-000000000000")
    owner: UUID = Field(description="Key of the person.")


class NewSubscriptionIn(Schema):
    """What one wants to be told of, and how."""

    model_config = body(way="webhook", address="https://watch.example/alerts", places=["ard"], kinds=["drop"])
    way: str = Field(pattern="^(mail|webhook)$")
    address: str = Field("", max_length=2000, pattern="^(https?://\\S+)?$")
    places: list[str] = Field([], max_length=300)
    kinds: list[AlertKind] = []
    favourable: bool = True


class PauseIn(Schema):
    """Whether anything is sent."""

    model_config = body(paused=True)
    paused: bool


@get("/alerts", AlertPart, "alerts", tag=TAG)
def alerts(request: HttpRequest, filters: Query[AlertFilter]) -> dict[str, Any]:
    """Alerts, the latest change first."""
    today = timezone.localdate()
    wanted = queries.chosen(filters.dict())
    asked.place(wanted.place)
    found = queries.alerts(wanted, today)
    return part(request, found, filters, lambda one: queries.record(one, site(request), today))


@get("/alerts/{pk}", AlertWithStepsOut, "alert", tag=TAG)
def alert(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One alert with what was said of it in the open."""
    return _shown(request, pk, None)


@get("/desk/alerts/{pk}", AlertWithStepsOut, "desk_alert", tag=TAG, scope="read")
def desk_alert(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One alert with all of its thread that the caller may read."""
    return _shown(request, pk, caller(request))


@get("/alert-rules", list[AlertRuleOut], "alert_rules", tag=TAG)
def rules(request: HttpRequest) -> list[dict[str, Any]]:
    """The rules by which alerts are raised, and how often each was right."""
    records = alert_rules.records()
    return [
        {**rule.__dict__, "thresholds": dict(rule.thresholds), "record": records[rule.key]}
        for rule in alert_rules.every().values()
    ]


@operation(
    "POST", "/alerts/{pk}/acknowledgement", answer=AlertWithStepsOut, name="acknowledge_alert", tag=TAG,
    scope="observe", acts="observatory.acknowledge_alert", changes=True,
)  # fmt: skip
def acknowledge(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Say that someone has seen it and looks into it."""
    return _stepped(request, pk, actions.acknowledge)


@operation(
    "PUT", "/alerts/{pk}/owner", answer=AlertWithStepsOut, name="own_alert", tag=TAG, scope="observe",
    acts="observatory.own_alert", changes=True,
)  # fmt: skip
def own(request: HttpRequest, pk: int, owner: OwnerIn) -> dict[str, Any]:
    """Say who looks into it."""
    return _stepped(request, pk, actions.own, owner=person(owner.owner))


@operation(
    "POST", "/alerts/{pk}/assessment", answer=AlertWithStepsOut, name="assess_alert", tag=TAG,
    scope="observe", acts="observatory.assess_alert", changes=True,
)  # fmt: skip
def assess(request: HttpRequest, pk: int, said: AlertSaidIn) -> dict[str, Any]:
    """Say what the change means."""
    return _stepped(request, pk, actions.assess, **said.dict())


@operation(
    "POST", "/alerts/{pk}/notes", answer=AlertWithStepsOut, name="note_alert", tag=TAG, scope="observe",
    acts="observatory.note_alert", changes=True,
)  # fmt: skip
def note(request: HttpRequest, pk: int, said: AlertSaidIn) -> dict[str, Any]:
    """Add a note to the thread."""
    return _stepped(request, pk, actions.note, **said.dict())


@operation(
    "POST", "/alerts/{pk}/convening", answer=AlertWithStepsOut, name="convene_alert", tag=TAG,
    scope="observe", acts="observatory.convene_alert", changes=True,
)  # fmt: skip
def convene(request: HttpRequest, pk: int, said: AlertSaidIn) -> dict[str, Any]:
    """Bring it before those who decide."""
    return _stepped(request, pk, actions.convene, **said.dict())


@operation(
    "POST", "/alerts/{pk}/closing", answer=AlertWithStepsOut, name="close_alert", tag=TAG, scope="observe",
    acts="observatory.close_alert", changes=True,
)  # fmt: skip
def close(request: HttpRequest, pk: int, closing: CloseIn) -> dict[str, Any]:
    """Close it, with what became of it."""
    return _stepped(request, pk, actions.close, **closing.dict())


@operation(
    "POST", "/alerts/{pk}/reopening", answer=AlertWithStepsOut, name="reopen_alert", tag=TAG,
    scope="observe", acts="observatory.reopen_alert", changes=True,
)  # fmt: skip
def reopen(request: HttpRequest, pk: int, said: AlertSaidIn) -> dict[str, Any]:
    """Open it again."""
    return _stepped(request, pk, actions.reopen, **said.dict())


@get("/me/alert-subscriptions", list[SubscriptionOut], "alert_subscriptions", tag=TAG, scope="own")
def own_subscriptions(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own subscriptions to alerts."""
    return [subscriptions.record(one) for one in subscriptions.subscriptions(caller(request))]


@operation(
    "POST", "/me/alert-subscriptions", answer=SubscribedOut, status=201, name="subscribe_to_alerts", tag=TAG,
    scope="own",
)  # fmt: skip
def subscribe(request: HttpRequest, subscription: NewSubscriptionIn) -> dict[str, Any]:
    """Subscribe to alerts; the secret of an address is given out this once."""
    wanted = subscription.dict() | {"kinds": [kind.value for kind in subscription.kinds]}
    places = wanted.pop("places")
    new = subscribing.subscribe(by=caller(request), now=timezone.now(), places_wanted=places, **wanted)
    made(request, f"/me/alert-subscriptions/{new.subscription.pk}")
    shows(request, _version(new.subscription))
    return subscriptions.record(new.subscription) | {"secret": new.secret}


@get("/me/alert-subscriptions/{pk}", SubscriptionOut, "alert_subscription", tag=TAG, scope="own")
def own_subscription(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One of one's own subscriptions."""
    return _subscription(request, pk)


@operation(
    "PUT", "/me/alert-subscriptions/{pk}", answer=SubscriptionOut, name="pause_alert_subscription", tag=TAG,
    scope="own", changes=True,
)  # fmt: skip
def pause(request: HttpRequest, pk: int, wanted: PauseIn) -> dict[str, Any]:
    """Send nothing for now, or send again."""
    with alone(f"alert-subscription:{pk}"):
        found = subscriptions.subscription(caller(request), pk)
        upon(request, _version(found))
        if wanted.paused and not found.paused_at:
            subscribing.pause(by=caller(request), subscription=found, now=timezone.now())
        elif found.paused_at and not wanted.paused:
            subscribing.resume(by=caller(request), subscription=found)
    return _subscription(request, pk)


@operation(
    "DELETE", "/me/alert-subscriptions/{pk}", answer=None, status=204, name="end_alert_subscription",
    tag=TAG, scope="own", changes=True,
)  # fmt: skip
def end(request: HttpRequest, pk: int) -> None:
    """End one of one's own subscriptions."""
    with alone(f"alert-subscription:{pk}"):
        found = subscriptions.subscription(caller(request), pk)
        upon(request, _version(found))
        subscribing.end(by=caller(request), subscription=found)


def _stepped(request: HttpRequest, pk: int, action: Any, **words: Any) -> dict[str, Any]:
    with alone(f"alert:{pk}"):
        found = queries.alert(pk)
        upon(request, found.revision)
        action(by=caller(request), alert=found, revision=found.revision, now=timezone.now(), **words)
    return _shown(request, pk, caller(request))


def _shown(request: HttpRequest, pk: int, reader: Any) -> dict[str, Any]:
    found = queries.alert(pk)
    shows(request, found.revision)
    told = queries.record(found, site(request), timezone.localdate())
    return told | {"steps": queries.steps(found, reader)}


def _subscription(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = subscriptions.subscription(caller(request), pk)
    shows(request, _version(found))
    return subscriptions.record(found)


def _version(one: Any) -> str:
    return version_of(one.pk, bool(one.paused_at), one.places, one.kinds, one.address)
