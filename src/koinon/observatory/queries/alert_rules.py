"""The rules of alerts as they hold, and the record of each: how often it was right."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.db.models import Count

from koinon.observatory.engine.alerts.record import Record, record
from koinon.observatory.engine.alerts.rules import Rule, rules
from koinon.observatory.models import Alert


@cache
def every() -> dict[str, Rule]:
    """The rules by key, in the order of their table."""
    return rules(files("koinon.observatory.data").joinpath("alert_rules.toml").read_text("utf-8"))


def rule_of(label: str) -> Rule:
    """The rule of an alert, whose label names it with a version: its present version."""
    return every()[label.partition("@")[0]]


def records() -> dict[str, Record]:
    """The record of every rule, over all its versions, by key."""
    rows = Alert.objects.values_list("rule", "outcome").annotate(many=Count("pk")).order_by()
    outcomes: dict[str, list[str]] = {key: [] for key in every()}
    for label, outcome, many in rows:
        outcomes.setdefault(label.partition("@")[0], []).extend([outcome] * many)
    return {key: record(of) for key, of in outcomes.items()}
