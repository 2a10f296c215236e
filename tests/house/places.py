"""What stands in the places of routes and of the API's paths, area by area.

An area whose things the house's small world does not have makes them in its examples:

    @fills("mechanisms/", "desk/mechanisms/")
    def of_routes(world: World) -> dict[str, Any]:
        return {"key": a_mechanism().key}

    @fills_api
    def of_paths(world: World) -> dict[str, Any]:
        return {"/mechanisms/{key}": a_mechanism().key}

Routes that begin with one of the prefixes take their captures from there, the longest prefix first; paths
of the API take theirs by the part of the path that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Filling = Callable[[Any], Mapping[str, Any]]

ROUTES: dict[str, Filling] = {}
PATHS: list[Filling] = []


def fills(*prefixes: str) -> Callable[[Filling], Filling]:
    """Register what fills the captures of routes with those prefixes, written without a leading slash."""

    def register(filling: Filling) -> Filling:
        ROUTES.update(dict.fromkeys(prefixes, filling))
        return filling

    return register


def fills_api(filling: Filling) -> Filling:
    """Register what fills the places of the API's paths."""
    PATHS.append(filling)
    return filling


def made_for(world: Any) -> tuple[dict[str, Mapping[str, Any]], dict[str, Any]]:
    """Everything that the areas make in a world: by the prefix of routes, and by the part of paths."""
    made: dict[Filling, Mapping[str, Any]] = {}
    for filling in (*ROUTES.values(), *PATHS):
        if filling not in made:
            made[filling] = filling(world)
    of_paths = {part: value for filling in PATHS for part, value in made[filling].items()}
    return {prefix: made[filling] for prefix, filling in ROUTES.items()}, of_paths
