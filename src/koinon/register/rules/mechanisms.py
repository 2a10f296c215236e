"""Who keeps mechanisms, and who follows processes."""

from __future__ import annotations

from typing import Any

from koinon.kernel.verdicts import Verdict
from koinon.people import rules as people
from koinon.people.models import Party
from koinon.register.models import Process


def may_keep_mechanisms(*, by: Any, **_: Any) -> Verdict:
    """Mechanisms, their members and meetings are kept by the secretariat."""
    return people.may(by, "mechanisms.keep")


def may_open_process(*, by: Any, behalf: Party | None = None, **_: Any) -> Verdict:
    """A process is watched by the secretariat, or by a party through whoever may act for it."""
    return _for(by, behalf)


def may_keep_process(*, by: Any, process: Process, **_: Any) -> Verdict:
    """A process is kept by whoever began to watch it: that party, or the secretariat."""
    return _for(by, process.behalf)


def may_watch_for(*, by: Any, party: Party, **_: Any) -> Verdict:
    """That a party watches a process is said by whoever may act for it."""
    return people.may_for(by, "processes.keep", party)


def _for(by: Any, party: Party | None) -> Verdict:
    return people.may_for(by, "processes.keep", party) if party else people.may(by, "processes.keep")
