"""The rules by which alerts are raised, read from their table (`data/alert_rules.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from koinon.kernel.refusals import Refused


class Kind(StrEnum):
    """What an alert is about."""

    EPISODE = "episode"
    STANDING = "standing"
    DISRUPTION = "disruption"
    DROP = "drop"
    BREAK = "break"


@dataclass(frozen=True)
class Rule:
    """One version of a rule. `urgency` runs from 1, the most urgent, to 3; see the table for the rest."""

    key: str
    version: str
    kind: Kind
    name: str
    sentence: str
    source: str
    looks_at: tuple[str, ...]
    within_days: int
    urgency: int
    acknowledge_days: int
    assess_days: int
    decide_days: int
    reach_years: int | None = None
    reach_days: int | None = None
    thresholds: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The key with its version, as an alert names it: "new-episode@1"."""
        return f"{self.key}@{self.version}"


def rules(text: str) -> dict[str, Rule]:
    """The rules of a table, by key, in its order."""
    found = {}
    for key, row in tomllib.loads(text).items():
        try:
            found[key] = _rule(key, row)
        except (TypeError, ValueError) as error:
            raise Refused(
                "observatory.alert_rules.wrong",
                "The rule {key} is not whole: {problem}. Compare it with the others.",
                key=key,
                problem=str(error),
            ) from error
    return found


def _rule(key: str, row: Mapping[str, Any]) -> Rule:
    rule = Rule(
        key, kind=Kind(row.get("kind", "")), looks_at=tuple(row.get("looks_at", ())),
        **{name: value for name, value in row.items() if name not in ("kind", "looks_at")},
    )  # fmt: skip
    if (rule.reach_years is None) == (rule.reach_days is None):
        raise ValueError("it needs reach_years or reach_days, one of them")
    days = (rule.within_days, rule.acknowledge_days, rule.assess_days, rule.decide_days)
    if min(days) < 0 or rule.urgency not in (1, 2, 3):
        raise ValueError("days are not below 0, and urgency is 1, 2 or 3")
    return rule
