"""Standings that changed: what a rule set says of a place on a day, against a year before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from koinon.observatory.engine.alerts.findings import Evidence, Finding
from koinon.observatory.engine.alerts.rules import Rule

MEETS, DOES_NOT = "meets", "does not"


def changed(
    now: Mapping[str, str],
    before: Mapping[str, str],
    *,
    rule: Rule,
    rule_set: str,
    sources: Mapping[str, str],
    today: date,
    earlier: date,
) -> list[Finding]:
    """The places whose verdict turned between meeting and not meeting; other verdicts decide nothing.

    `now`, `before`: verdicts by place. `rule_set`: its key with its version. `sources`: by place the
    releases that decided ("fiw@2025").
    """
    found = []
    for place in sorted(now):
        verdict, was = now[place], before.get(place)
        if {verdict, was} != {MEETS, DOES_NOT}:
            continue
        evidence = Evidence(rule_set, verdict, sources.get(place, ""), was, today.year, earlier.year)
        found.append(_finding(rule, rule_set, place, verdict, today, earlier, evidence))
    return found


def _finding(
    rule: Rule, rule_set: str, place: str, verdict: str, today: date, earlier: date, evidence: Evidence
) -> Finding:
    subject = f"{rule_set.partition('@')[0]} {verdict}"
    facts = {"what": verdict, "rule_set": rule_set, "earlier": earlier.isoformat()}
    return Finding(
        rule.key, rule.version, rule.kind.value, place, subject, today, verdict == MEETS, facts, (evidence,)
    )
