"""What a detector finds, by what it is known again, and which of it is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Evidence:
    """A figure that a finding rests on. `what` is an indicator, a rule set, or an incident's title.

    `source` names a release ("vdem@15") or an incident ("incident:<key>"); `year` is the figure's,
    `before_year` that of the figure it is compared with. `low`, `high` are the interval of `value`;
    `before_low`, `before_high` that of `before`. `title` is what its publisher calls an indicator.
    """

    what: str
    value: float | str | None
    source: str
    before: float | str | None = None
    year: int | None = None
    before_year: int | None = None
    low: float | None = None
    high: float | None = None
    before_low: float | None = None
    before_high: float | None = None
    title: str | None = None

    def record(self) -> dict[str, Any]:
        """As plain values; what is not there is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Finding:
    """A change that a rule found: at which place, of what (`subject`), dated when.

    `rule` is the rule's key, `version` its version; `facts` fill the sentence of its kind.
    """

    rule: str
    version: str
    kind: str
    place: str
    subject: str
    since: date
    favourable: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of rule, place, subject and day: figures that are revised do not make another alert."""
        named = json.dumps([self.rule, self.place, self.subject, self.since.isoformat()])
        return hashlib.sha256(named.encode()).hexdigest()


@dataclass(frozen=True)
class Known:
    """An alert that was raised before."""

    rule: str
    place: str
    subject: str
    since: date


def fresh(findings: Iterable[Finding], known: Iterable[Known], within: Mapping[str, int]) -> list[Finding]:
    """The findings that are none of those known, nor of each other, in the order of their days.

    A finding is the same as another of its rule, place and subject dated at most `within[rule]` days apart:
    an onset that a later release moves by a year is no second onset.
    """
    days: dict[tuple[str, str, str], list[date]] = {}
    for one in known:
        days.setdefault((one.rule, one.place, one.subject), []).append(one.since)
    new = []
    for finding in sorted(findings, key=_order):
        seen = days.setdefault((finding.rule, finding.place, finding.subject), [])
        if all(abs((finding.since - day).days) > within[finding.rule] for day in seen):
            seen.append(finding.since)
            new.append(finding)
    return new


def gone(known: Sequence[Known], findings: Iterable[Finding], within: Mapping[str, int]) -> list[Known]:
    """Those known that no finding is the same as any more: a later release may have taken them back."""
    days: dict[tuple[str, str, str], list[date]] = {}
    for finding in findings:
        days.setdefault((finding.rule, finding.place, finding.subject), []).append(finding.since)
    return [
        one
        for one in known
        if all(
            abs((day - one.since).days) > within[one.rule]
            for day in days.get((one.rule, one.place, one.subject), ())
        )
    ]


def _order(finding: Finding) -> tuple[date, str, str]:
    return finding.since, finding.fingerprint, json.dumps(finding.facts, sort_keys=True, default=str)
