"""Disruptions of constitutional rule: what was told within days of each other at one place is one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from koinon.observatory.engine.alerts.findings import Evidence, Finding
from koinon.observatory.engine.alerts.rules import Rule

SUBJECT = "disruption"


@dataclass(frozen=True, order=True)
class Event:
    """An incident of a disrupting kind, or a row of a dataset of coups. `source`: see `Evidence`."""

    on: date
    place: str
    kind: str
    title: str
    source: str


def disruptions(events: Iterable[Event], *, rule: Rule, today: date) -> list[Finding]:
    """One finding for each run of events at a place of which each follows within `within_days`.

    Only what is dated in the last `reach_days` counts; what is dated ahead does not.
    """
    since = today - timedelta(days=int(rule.reach_days or 0))
    apart = timedelta(days=rule.within_days)
    runs: dict[str, list[list[Event]]] = {}
    for event in sorted(set(events)):
        if not since <= event.on <= today:
            continue
        of_place = runs.setdefault(event.place, [])
        if of_place and event.on - of_place[-1][-1].on <= apart:
            of_place[-1].append(event)
        else:
            of_place.append([event])
    return [_finding(run, rule) for place in sorted(runs) for run in runs[place]]


def _finding(run: list[Event], rule: Rule) -> Finding:
    first = run[0]
    return Finding(
        rule.key, rule.version, rule.kind.value, first.place, SUBJECT, first.on, False,
        {"what": SUBJECT, "kinds": sorted({event.kind for event in run}), "until": run[-1].on.isoformat()},
        tuple(Evidence(event.title, event.kind, event.source, year=event.on.year) for event in run),
    )  # fmt: skip
