"""One example of every action on restatements, for the house to try."""

from __future__ import annotations

from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.register.actions import comparing, lineage
from koinon.register.models import Restatement
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills, fills_api
from tests.register.lineage.worlds import World


def compared(world: World | None = None) -> World:
    """The papers, compared."""
    world = world or World()
    comparing.compare(world.papers, lambda step, done, total: None)
    return world


@example("register.propose_restatements")
def propose() -> dict[str, Any]:
    world = World()
    likely = lineage.Proposed(world.at(2019).pk, world.at(2022).pk, 0.6, [])
    return {
        "by": PLATFORM,
        "document": world.papers[1],
        "found": [likely],
        "provisions": 3,
        "against": 6,
        "engine": "test",
    }


@example("register.confirm_restatement")
def confirm() -> dict[str, Any]:
    world = compared()
    return {"by": world.ada, "restatement": world.pair(2019, 2022)}


@example("register.confirm_restatements")
def confirm_all() -> dict[str, Any]:
    world = compared()
    return {"by": world.ada, "restatements": list(Restatement.objects.all())}


@example("register.reject_restatement")
def reject() -> dict[str, Any]:
    return {**confirm(), "reason": "It asks for a ban, not for a moratorium."}


@example("register.add_restatement")
def add() -> dict[str, Any]:
    world = World()
    return {"by": world.ada, "earlier": world.at(2019, 3), "later": world.at(2022, 3)}


@example("register.undo_restatement")
def undo() -> dict[str, Any]:
    given = confirm()
    return {"by": given["by"], "restatement": lineage.confirm(**given)}


@fills("documents/<slug:slug>/compare/", "desk/lineage/")
def of_routes(world: Any) -> dict[str, Any]:
    """A document to compare with, and a proposal."""
    made = compared(World(ada=person("Lin", role="secretariat")))
    return {"other": made.papers[0].slug, "pk": made.pair(2019, 2022).pk, "slug": world.document.slug}


@fills_api
def of_paths(_world: Any) -> dict[str, Any]:
    """What `of_routes` made."""
    row = Restatement.objects.get(
        earlier__document__slug="paper-2019", later__document__slug="paper-2022", later__number=1
    )
    return {"/comparison/{other}": "paper-2019", "/desk/restatements/{pk}": row.pk}
