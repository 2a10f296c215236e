"""Who sets the dates by which others are to answer, report and act."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people


def may_set_dates(*, by: Any, **_: Any) -> Verdict:
    """Dates are set by the partnership's secretariat, and by whoever commands its machine."""
    return people.may(by, "follow_ups.policy")
