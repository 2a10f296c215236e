"""Who loads releases of datasets, and who takes them out."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people

KEEP = "figures.keep"


def may_keep_figures(*, by: Any, **_: Any) -> Verdict:
    """Releases of datasets are kept by the secretariat and by analysts."""
    return people.may(by, KEEP)


only_the_platform = people.only_the_platform
