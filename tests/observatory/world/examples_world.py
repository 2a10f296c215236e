"""A small world for the routes of the observatory's own pages."""

from __future__ import annotations

from typing import Any

from tests.factories.observatory import release
from tests.house.places import fills, fills_api
from tests.observatory.world import worlds


@fills("observatory/places/<slug:code>/", "observatory/indicators/")
def of_routes(world: Any) -> dict[str, Any]:
    made = worlds.region()
    release("measured", "1", worlds.index(), indicators=[worlds.INDEX])
    return {"code": made.members.get(member__code=worlds.RISES).member.code, **_indicator()}


@fills("observatory/regions/")
def of_regions(world: Any) -> dict[str, Any]:
    return {"code": worlds.region().code}


@fills_api
def of_paths(world: Any) -> dict[str, Any]:
    return {"/places/{code}/observations": worlds.RISES, "/indicators/{dataset}": "measured",
            "/{key}/moves": worlds.INDEX["key"]}  # fmt: skip


def _indicator() -> dict[str, str]:
    return {"dataset": "measured", "key": worlds.INDEX["key"]}
