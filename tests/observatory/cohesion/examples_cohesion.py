"""Roll calls for the house's routes and paths."""

from __future__ import annotations

from typing import Any

from koinon.observatory.models import Release
from tests.house.places import fills, fills_api
from tests.observatory.cohesion import assembly


@fills("observatory/cohesion/")
def of_routes(_world: Any) -> dict[str, Any]:
    """A group, a roll call, and two countries of an invented assembly."""
    _there()
    return {"group": "all-members", "number": 1, "code": "AAX", "one": "AAX", "other": "BBX"}


@fills_api
def of_paths(_world: Any) -> dict[str, Any]:
    """The same for the API."""
    _there()
    return {
        "/groups/{group}": "all-members",
        "/{roll_call}": 1,
        "/countries/{code}": "AAX",
        "/{other}": "BBX",
    }


def _there() -> None:
    if not Release.objects.filter(dataset__key="unga-raw", version="house").exists():
        assembly.roll_calls(version="house")
