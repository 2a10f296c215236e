"""Publishing and ending the partnership's own rule sets; a version is never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.platform import PLATFORM
from koinon.observatory.engine.standing.parsing import parsed
from koinon.observatory.models import RuleSet
from koinon.observatory.queries import rule_set_checks, rule_sets
from koinon.observatory.rules.standing import may_keep_rule_sets

TAKEN = ("compare",)  # what stands in addresses where keys do


@action("observatory.publish_rule_set", permit=may_keep_rule_sets)
def publish(*, by: Any, text: str, reasons: str, now: datetime) -> RuleSet:
    """Publish a rule set. It takes the place of the version that holds under the same key."""
    rules = parsed(text)
    rule_set_checks.refuse_unfit(rules, text)
    _reasoned(reasons)
    if rules.key in rule_sets.shipped() or rules.key in TAKEN:
        raise Refused(
            "observatory.rules.taken",
            "“{key}” is a key of the program’s own: choose another.",
            key=rules.key,
        )
    before = RuleSet.objects.select_for_update().filter(key=rules.key)
    if before.filter(version=rules.version).exists():
        raise Refused(
            "observatory.rules.version",
            "Version {version} of “{key}” was published already, and no version is ever changed: give this "
            "one another number.",
            version=rules.version,
            key=rules.key,
        )
    replaced = before.filter(ended_at=None).first()
    if replaced is not None:
        replaced.ended_at = now
        replaced.save(update_fields=["ended_at"])
    made = RuleSet.objects.create(
        key=rules.key,
        version=rules.version,
        text=text,
        digest=rule_sets.digest(text),
        published_at=now,
        published_by=by if by is not PLATFORM else None,
        reasons=visible(reasons),
        invented=rules.invented,
    )
    record(
        f"rule-set:{made.key}",
        {
            "version": made.version,
            "digest": made.digest,
            "replaces": replaced.version if replaced else None,
            "reasons": made.reasons,
        },
    )
    return made


@action("observatory.end_rule_set", permit=may_keep_rule_sets)
def end(*, by: Any, key: str, version: str, reasons: str, now: datetime) -> RuleSet:
    """End a rule set of the partnership. Its versions stay readable."""
    _reasoned(reasons)
    held = RuleSet.objects.select_for_update().filter(key=key, version=version, ended_at=None).first()
    if held is None:
        raise Refused(
            "observatory.rules.ended",
            "Version {version} of “{key}” holds no more: look at its page again.",
            version=version,
            key=key,
        )
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    record(f"rule-set:{held.key}", {"version": held.version, "reasons": visible(reasons)})
    return held


def _reasoned(reasons: str) -> None:
    if not visible(reasons):
        raise Refused("observatory.rules.reasons", "Say why; everyone may read it.", field="reasons")
