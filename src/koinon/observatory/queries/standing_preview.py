"""What a rule set would say before it is published, beside what holds now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.standing.rule_sets import RuleSet
from koinon.observatory.queries import rule_sets, standing
from koinon.observatory.queries.rule_sets import Held
from koinon.observatory.queries.standing import Change, Reading, World


@dataclass(frozen=True)
class Preview:
    """How everyone would stand, what holds now under the same key, and who would stand otherwise."""

    world: World
    replaced: Held | None
    changes: list[Change]


def preview(rules: RuleSet, on: date) -> Preview:
    """A rule set that is not published, at a date."""
    chosen = Reading(Held(rules, "", ""))
    try:
        replaced: Held | None = rule_sets.rule_set(rules.key)
    except NotFound:
        replaced = None
    changes = standing.changes((Reading(replaced), on), (chosen, on)) if replaced else []
    return Preview(standing.world(chosen, on), replaced, changes)
