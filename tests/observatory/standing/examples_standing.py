"""One example of every action on rule sets, and what stands in the places of their routes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from koinon.observatory.actions import standing as actions
from koinon.observatory.models import RuleSet
from koinon.people.models import Person
from tests.factories.observatory import place
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills, fills_api

NOW = datetime(2031, 6, 1, 9, tzinfo=UTC)
TEXT = """key = "harbour-charter"
version = "{version}"
title = "Harbour charter"
question = "May the place join the harbour?"
invented = true

[source]
sentence = "open to every free port"
document = "Harbour Charter (invented)"
issuer = "Harbour League"
place = "article 1"

[meets]
all = ["rated"]

[criteria.rated]
title = "Rated free"
phrase = "free"
why = "The word of the charter is the word of the rating."
dataset = "fiw"
measure = "figure"
column = "status"
scale = ["NF", "PF", "F"]
at_least = "{least}"
"""


def officer() -> Person:
    return Person.objects.filter(name="Olga").first() or person("Olga", role="secretariat")


def text(version: str = "1", least: str = "F") -> str:
    return TEXT.format(version=version, least=least)


def published(**rest: str) -> RuleSet:
    return actions.publish(by=officer(), text=text(**rest), reasons="As adopted.", now=NOW)


@example("observatory.publish_rule_set")
def publish() -> dict[str, Any]:
    return {"by": officer(), "text": text(), "reasons": "As adopted.", "now": NOW}


@example("observatory.end_rule_set")
def end() -> dict[str, Any]:
    made = published()
    return {
        "by": officer(), "key": made.key, "version": made.version, "reasons": "Replaced.", "now": NOW,
    }  # fmt: skip


@fills("observatory/standings/", "desk/observatory/rule-sets/")
def in_routes(_world: Any) -> dict[str, Any]:
    place("HAL")
    held = RuleSet.objects.filter(ended_at=None).first() or published()
    return {"key": held.key, "code": "HAL"}


@fills_api
def in_paths(world: Any) -> dict[str, Any]:
    own = in_routes(world)["key"]
    return {
        "/standings/{key}": own, "/{place}": "HAL", "/rule-sets/{key}": own,
    }  # fmt: skip
