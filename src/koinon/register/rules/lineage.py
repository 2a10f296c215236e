"""Who may say that one provision restates another."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger.platform import PLATFORM
from koinon.people import rules as people


def may_decide_lineage(*, by: Any, **_: Any) -> Verdict:
    """Whether a provision restates another is decided by the secretariat."""
    return people.may(by, "lineage.decide")


def only_the_platform_proposes(*, by: Any, **_: Any) -> Verdict:
    """Likely restatements are proposed by the platform alone."""
    return YES if by is PLATFORM else no("Only the platform proposes restatements.")
