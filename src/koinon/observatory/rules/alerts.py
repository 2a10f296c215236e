"""Who raises alerts, who takes the steps of their threads, and who reads what is said there."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people

HANDLE = "alerts.handle"


def may_raise(*, by: Any, **_: Any) -> Verdict:
    """Alerts are raised by the platform, by its written rules; nobody raises one by hand."""
    return people.only_the_platform(by=by)


def may_end_subscriptions(*, by: Any, **_: Any) -> Verdict:
    """Subscriptions that fail are seen and ended by those who close accounts: the secretariat."""
    return people.may_keep_mandates(by=by)


def may_handle(*, by: Any, **_: Any) -> Verdict:
    """Alerts are acknowledged, assessed and closed by the secretariat and by analysts."""
    return people.may(by, HANDLE)
