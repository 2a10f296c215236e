"""Whether the platform lives, and whether it is ready: for supervisors and whoever watches from outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from koinon.ledger import followers
from koinon.register.queries import index
from koinon.site.checks import database, figures, machine
from koinon.site.checks.findings import State
from koinon.site.upkeep import schema

_LATE = 120.0  # seconds that a follower may be behind


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return _answer({"live": True}, 200)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database, tables, worker, followers, disk and index: 200 when none is bad, else 503."""
    states = dict(_states())
    well = State.BAD not in states.values()
    return _answer({"ready": well, "states": states, "followers": _lags(states)}, 200 if well else 503)


def _answer(told: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(told, status=status)
    if status == 503:
        response.headers["Retry-After"] = "10"
    add_never_cache_headers(response)
    return response


def _states() -> Iterator[tuple[str, State]]:
    yield "disk", machine.disk(Path(settings.DATA_DIR)).state
    yield "index", _index()
    try:
        yield "tables", _tables()
        yield "worker", database.worker(datetime.now(UTC)).state
        yield "followers", _followed()
        yield "database", State.GOOD
    except Error:
        yield "database", State.BAD


def _tables() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        return State.GOOD if schema.compared([row[0] for row in cursor]).current else State.BAD


def _followed() -> State:
    late = any(seconds > _LATE for _, seconds in figures.lags().values())
    return State.GOOD if followers.followed_now() and not late else State.BAD


def _lags(states: dict[str, State]) -> dict[str, object]:
    if states["database"] == State.BAD:
        return {}
    lags = figures.lags()
    return {name: {"entries": int(n), "seconds": round(seconds, 1)} for name, (n, seconds) in lags.items()}


def _index() -> State:
    """Good when it can be read; care when whoever searches first has it built."""
    meta = index.folder() / "meta.json"
    if not meta.is_file():
        return State.CARE
    return State.GOOD if os.access(meta, os.R_OK) else State.BAD
