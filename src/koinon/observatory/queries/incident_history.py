"""What became of an incident, act by act, with the words that stood before each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from koinon.ledger.models import Entry, Visibility
from koinon.ledger.wording import words
from koinon.observatory.models import Incident, IncidentWording


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that an act changed: its name, what it was, what it became."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """An act upon an incident; `before` holds the words it replaced, None where it replaced none."""

    at: datetime
    number: int
    words: str
    changes: tuple[Change, ...]
    reworded: tuple[str, ...]
    before: IncidentWording | None


def history(incident: Incident) -> list[Step]:
    """Every public act upon an incident that the ledger tells, the first one first: two queries."""
    acts = Entry.objects.filter(about=f"incident:{incident.key}", visibility=Visibility.PUBLIC)
    before = {wording.revision + 1: wording for wording in incident.wordings.all()}
    return [_step(entry, before) for entry in acts.order_by("number")]


def record(step: Step) -> dict[str, Any]:
    """An act as a plain record."""
    before = step.before
    return {
        "entry": step.number,
        "at": step.at,
        "changes": [{"what": c.name, "before": c.before, "after": c.after} for c in step.changes],
        "reworded": list(step.reworded),
        "why": before.why if before else "",
        "title_before": before.title if before else "",
        "account_before": before.account if before else "",
        "withheld": before.withheld if before else False,
    }


def _step(entry: Entry, before: dict[int, IncidentWording]) -> Step:
    facts = entry.facts
    changed: dict[str, Sequence[object]] = facts.get("changed", {})
    return Step(
        entry.at,
        entry.number,
        words(entry.verb),
        tuple(Change(name, _text(pair[0]), _text(pair[1])) for name, pair in changed.items()),
        tuple(facts.get("reworded", ())),
        before.get(int(facts.get("revision", 0))),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
