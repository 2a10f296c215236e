"""Alerts as they are looked for, told and counted; their threads as far as someone may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.alerts import thread
from koinon.observatory.engine.alerts.rules import Rule
from koinon.observatory.models import Alert, AlertStep, Incident, Release
from koinon.observatory.queries import alert_rules, places
from koinon.observatory.queries.alert_words import headline
from koinon.observatory.queries.asked import one_of
from koinon.observatory.rules import alerts as rules
from koinon.people import rules as people
from koinon.people.models import Person
from koinon.ui.languages import permanent

COLUMNS = (
    "id", "kind", "rule", "place", "place_name", "headline", "favourable", "since", "raised_at", "state",
    "outcome", "due_on", "overdue", "closed_at", "sources", "invented", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which alerts are wanted; empty means all. `state` "standing": not closed. `place` may be a group."""

    place: str = ""
    kind: str = ""
    rule: str = ""
    state: str = ""
    direction: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return self != Chosen()


def chosen(given: Mapping[str, str]) -> Chosen:
    """What an address asks for; words that mean nothing are refused."""
    return Chosen(
        place=given.get("place", "")[:40],
        kind=one_of("kind", given.get("kind"), Alert.Kind.values),
        rule=one_of("rule", given.get("rule"), alert_rules.every()),
        state=one_of("state", given.get("state"), (*Alert.State.values, "standing")),
        direction=one_of("direction", given.get("direction"), ("adverse", "favourable")),
    )


def alerts(wanted: Chosen, today: date) -> QuerySet[Alert]:
    """The alerts that are wanted, the latest change first, with their places."""
    found = Alert.objects.select_related("place").order_by("-since", "-pk")
    if wanted.place:
        within = places.members(wanted.place, today)
        found = found.filter(Q(place__code=wanted.place) | Q(place__code__in=within))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.rule:
        found = found.filter(rule__startswith=f"{wanted.rule}@")
    if wanted.state == "standing":
        found = found.exclude(state=Alert.State.CLOSED)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    return found.filter(favourable=wanted.direction == "favourable") if wanted.direction else found


def alert(pk: int) -> Alert:
    """The alert of that number."""
    found = Alert.objects.select_related("place", "owner").filter(pk=pk).first()
    if found is None:
        raise NotFound("observatory.no_alert", "There is no alert of this number.")
    return found


def latest(today: date, *, place: str = "", most: int, standing: bool = False) -> list[Alert]:
    """The latest alerts of a place, of a group or of the world."""
    return list(alerts(Chosen(place=place, state="standing" if standing else ""), today)[:most])


def counts(today: date, place: str = "") -> dict[str, int]:
    """How many alerts stand open, closed and overdue, of all or of a place or group."""
    states = list(alerts(Chosen(place=place), today).order_by().values_list("state", "due_on"))
    open_ = [due for state, due in states if state != Alert.State.CLOSED]
    return {
        "raised": len(states),
        "open": len(open_),
        "closed": len(states) - len(open_),
        "overdue": sum(1 for due in open_ if due is not None and due < today),
    }


def overdue(one: Alert, today: date) -> bool:
    """Whether the next step of an alert is late."""
    return one.due_on is not None and one.due_on < today


# ── The thread ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Step:
    """A step as someone may read it. `said` is "" where nothing was said, or nothing for them to read;
    `hidden` tells which. `who` is "" for everyone but those who handle alerts."""

    step: str
    at: Any
    who: str
    said: str
    open: bool
    hidden: bool


def steps(one: Alert, person: Any) -> list[Step]:
    """The thread of an alert: what was said in the open, and the rest for those who handle alerts."""
    inside = bool(rules.may_handle(by=person))
    rows = AlertStep.objects.filter(alert=one).select_related("by").order_by("at", "pk")
    return [_step(row, inside) for row in rows]


def _step(row: AlertStep, inside: bool) -> Step:
    readable = inside or row.open
    return Step(
        row.step, row.at, row.by.name if inside and row.by else "", row.said if readable else "", row.open,
        bool(row.said) and not readable,
    )  # fmt: skip


def may_follow(one: Alert) -> list[str]:
    """The steps that an alert can take from where it stands."""
    return thread.may_follow(thread.State(one.state))


def outcomes(one: Alert) -> list[str]:
    """How an alert can be closed from where it stands."""
    return [outcome.value for outcome in thread.outcomes(thread.State(one.state))]


# ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Waiting:
    """An alert that waits for a step, with its rule."""

    alert: Alert
    rule: Rule
    overdue: bool


def waiting(today: date) -> list[Waiting]:
    """What is open: overdue first, then by urgency, then by the day it is due."""
    found = Alert.objects.exclude(state=Alert.State.CLOSED).select_related("place", "owner")
    rows = [
        Waiting(one, alert_rules.rule_of(one.rule), overdue(one, today))
        for one in found.order_by(F("due_on").asc(nulls_last=True), "pk")
    ]
    return sorted(rows, key=lambda row: (not row.overdue, row.rule.urgency, row.alert.due_on or date.max))


def parts(rows: list[Waiting], person: Person) -> dict[str, list[Waiting]]:
    """What is open, all of it and the parts that someone asks for, by the word of the address."""
    return {
        "": rows,
        "late": [row for row in rows if row.overdue],
        "mine": [row for row in rows if row.alert.owner_id == person.pk],
        "unseen": [row for row in rows if row.alert.state == Alert.State.OPEN],
    }


def handlers() -> list[Person]:
    """Those who may take an alert on, by name."""
    found = (
        Person.objects.filter(is_active=True, mandates__isnull=False).distinct().prefetch_related("mandates")
    )
    return [person for person in found.order_by("name", "pk") if people.may(person, rules.HANDLE)]


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────────


def sources(found: Iterable[Alert]) -> dict[str, Release | Incident]:
    """What the evidence of some alerts names as its source, by that name."""
    named = {
        name
        for one in found
        for evidence in one.evidence
        for name in str(evidence.get("source", "")).split("; ")
    }
    releases = {tuple(name.partition("@")[::2]) for name in named if "@" in name}
    keys = {name.removeprefix("incident:") for name in named if name.startswith("incident:")}
    known: dict[str, Release | Incident] = {}
    if releases:
        rows = Release.objects.filter(dataset__key__in={key for key, _ in releases}).select_related("dataset")
        for row in rows.order_by("loaded_at", "pk"):
            if (row.dataset.key, row.version) in releases:
                known[f"{row.dataset.key}@{row.version}"] = row
    if keys:
        known |= {f"incident:{row.key}": row for row in Incident.objects.filter(key__in=keys)}
    return known


# ── Records ─────────────────────────────────────────────────────────────────────────────────────────────────


def record(one: Alert, site: str, today: date) -> dict[str, Any]:
    """An alert as a plain record, as everyone may have it."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "rule": one.rule,
        "place": one.place.code,
        "place_name": one.place.name,
        "headline": headline(one),
        "favourable": one.favourable,
        "since": one.since,
        "raised_at": one.raised_at,
        "state": one.state,
        "outcome": one.outcome,
        "due_on": one.due_on,
        "overdue": overdue(one, today),
        "closed_at": one.closed_at,
        "evidence": one.evidence,
        "facts": one.facts,
        "fingerprint": one.fingerprint,
        "invented": one.invented,
        "revision": one.revision,
        "url": site + permanent(reverse("observatory:alert", args=[one.pk])),
    }


def flat(told: Mapping[str, Any]) -> dict[str, Any]:
    """An alert's record as one spreadsheet row; `sources` are those of its evidence."""
    row = {name: told.get(name) for name in COLUMNS}
    return row | {"sources": _named(told["evidence"])}


def _named(evidence: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(sorted({str(one.get("source", "")) for one in evidence} - {""}))
