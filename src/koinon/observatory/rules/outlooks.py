"""Who makes the outlook."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people


def may_make_outlooks(*, by: Any, **_: Any) -> Verdict:
    """The outlook is made by the platform, and by whoever keeps the figures."""
    return people.may(by, "figures.keep")
