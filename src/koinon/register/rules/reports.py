"""Who makes the report to the next conference."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people


def may_make_reports(*, by: Any, **_: Any) -> Verdict:
    """Making, writing and publishing reports needs a mandate with that permission for the partnership."""
    return people.may(by, "reports.make")
