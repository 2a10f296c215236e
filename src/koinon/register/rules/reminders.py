"""Who takes the steps of the clocks, and who sees everyone's dates."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger.platform import PLATFORM
from koinon.people import rules as people

SECRETARIAT = "follow_ups.policy"  # who sets the dates looks after all of them


def may_remind(*, by: Any, **_: Any) -> Verdict:
    """Steps are taken by the platform alone, when their time has come."""
    return YES if by is PLATFORM else no("Only the platform takes the steps of dates.")


def may_oversee(*, by: Any, **_: Any) -> Verdict:
    """Everyone's dates, and the letters that did not arrive, are seen by the secretariat."""
    return people.may(by, SECRETARIAT)
