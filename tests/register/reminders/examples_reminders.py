"""One example of every action of the pass over the clocks, for the house to try."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from koinon.ledger.platform import PLATFORM
from tests.house.actions import example
from tests.register.reminders.worlds import asked, due, expect


@example("register.remind")
def remind() -> dict[str, Any]:
    expect(asked("Ardenia"), due(date(2031, 5, 5), (1, "focal-point")))
    return {"by": PLATFORM, "now": datetime(2031, 5, 6, tzinfo=UTC)}
