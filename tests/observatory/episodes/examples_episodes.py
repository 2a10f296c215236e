"""An episode for the house's routes and paths."""

from __future__ import annotations

from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.models import Release
from tests.house.actions import example
from tests.house.places import fills, fills_api
from tests.observatory.episodes.invented import loaded


@example("observatory.keep_agreement")
def keep_agreement() -> dict[str, Any]:
    """The platform has counted."""
    return {"by": PLATFORM, "release": loaded("counted"), "errors": Errors.COMMON, "draws": 10, "seed": 1}


@fills("observatory/episodes/")
def of_routes(_world: Any) -> dict[str, Any]:
    """An episode of an invented release, which is there once."""
    _there()
    return {"place": "AAX", "start": 2021}


@fills_api
def of_paths(_world: Any) -> dict[str, Any]:
    """The same for the API."""
    _there()
    return {
        "/episodes/{place}": "AAX", "/{start}": 2021, "/places/{code}/regimes": "AAX",
        "/agreement/{year}": 2024,
    }  # fmt: skip


def _there() -> None:
    if not Release.objects.filter(dataset__key="ert", version="house").exists():
        loaded("house")
