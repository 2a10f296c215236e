"""Who keeps the partnership's rule sets."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people


def may_keep_rule_sets(*, by: Any, **_: Any) -> Verdict:
    """Rule sets are published and ended by whoever keeps the figures."""
    return people.may(by, "figures.keep")
