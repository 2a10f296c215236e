"""One example of every action that opens follow-ups and sets their dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.register.engine.following.policy import Proposed
from koinon.register.queries import policies
from tests.factories.following import follow_up as followed
from tests.factories.people import person
from tests.factories.register import DAY, document, provision
from tests.house.actions import example


@example("register.follow_up")
def follow_up() -> dict[str, Any]:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["Ardenia"])
    return {"by": PLATFORM, "provisions": {DAY: [one.pk]}, "now": DAY}


@example("register.set_policy")
def set_policy() -> dict[str, Any]:
    policy = Proposed(answer_days=90)
    return {
        "by": person("Ada", role="secretariat"),
        "document": None,
        "policy": policy,
        "reaches_back": True,
        "reason": "Agreed in the plenary.",
        "seen": policies.preview(None, policy, True, DAY).fingerprint,
        "now": DAY,
    }


@example("register.agree_date")
def agree_date() -> dict[str, Any]:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["Ardenia"])
    return {
        "by": person("Ada", role="secretariat"),
        "follow_ups": [followed(one, "Ardenia", answer_by=date(2031, 8, 3))],
        "kind": "answer",
        "day": date(2031, 12, 1),
        "reason": "A new government.",
        "now": DAY,
    }
