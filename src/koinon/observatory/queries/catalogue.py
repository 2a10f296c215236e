"""The catalogue: sources that can be loaded, their releases, indicators and units without a place."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from koinon.observatory.engine.catalogue import sources
from koinon.observatory.models import Release
from koinon.observatory.queries import releases


def counted() -> QuerySet[Release]:
    """Every release that stands, with the number of its units that have no place (`lost`)."""
    return releases.standing().annotate(lost=Count("unmapped", distinct=True))


def told() -> list[dict[str, Any]]:
    """Every source with its standing releases, for a program."""
    found: dict[str, list[dict[str, Any]]] = {}
    for release in counted().order_by("-last", "-loaded_at", "-id"):
        found.setdefault(release.dataset.key, []).append(_release(release))
    words = ("title", "publisher", "address", "licence", "licence_address")
    return [
        {"key": key, **{name: getattr(source, name) for name in words}, "releases": found.get(key, [])}
        for key, source in sources().items()
    ]


def _release(release: Any) -> dict[str, Any]:
    names = ("version", "rows", "units", "first", "last", "citation", "checksum", "file_name", "invented")
    return {
        **{name: getattr(release, name) for name in names},
        "loaded_at": release.loaded_at.isoformat(timespec="seconds"),
        "unmapped": release.lost,
    }
