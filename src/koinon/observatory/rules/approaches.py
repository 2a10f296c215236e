"""Who reads and who keeps the lines and openings towards a country outside."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people

READ, KEEP = "approaches.read", "approaches.keep"


def may_keep(*, by: Any, **_: Any) -> Verdict:
    """Lines and openings are kept by the secretariat."""
    return people.may(by, KEEP)


def may_read(*, by: Any, **_: Any) -> Verdict:
    """What is restricted is read by the secretariat and by the focal points of members."""
    return people.may(by, KEEP) or people.may_somewhere(by, READ)
