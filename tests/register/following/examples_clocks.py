"""One example of every action that opens follow-ups and sets their dates."""

from __future__ import annotations

from typing import Any

from koinon.ledger.platform import PLATFORM
from tests.factories.register import DAY, document, provision
from tests.house.actions import example


@example("register.follow_up")
def follow_up() -> dict[str, Any]:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["Ardenia"])
    return {"by": PLATFORM, "provisions": {DAY: [one.pk]}, "now": DAY}
