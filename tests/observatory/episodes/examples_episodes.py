"""An episode for the house's routes and paths."""

from __future__ import annotations

from typing import Any

from koinon.observatory.models import Release
from tests.house.places import fills, fills_api
from tests.observatory.episodes.invented import loaded


@fills("observatory/episodes/")
def of_routes(_world: Any) -> dict[str, Any]:
    """An episode of an invented release, which is there once."""
    _there()
    return {"place": "AAX", "start": 2021}


@fills_api
def of_paths(_world: Any) -> dict[str, Any]:
    """The same for the API."""
    _there()
    return {"/episodes/{place}": "AAX", "/{start}": 2021}


def _there() -> None:
    if not Release.objects.filter(dataset__key="ert", version="house").exists():
        loaded("house")
