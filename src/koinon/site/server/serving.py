"""How gunicorn serves the platform: `gunicorn --config python:koinon.site.server.serving`."""

from __future__ import annotations

from typing import Any

from gunicorn.http.wsgi import Response

worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
timeout = 120
graceful_timeout = 8
control_socket_disable = True
loglevel = "warning"
logger_class = "koinon.site.logs.ServerLog"

_usual = Response.default_headers


def _without_banner(self: Any) -> list[str]:
    """What an answer begins with, but for the name of the server."""
    return [line for line in _usual(self) if not line.startswith("Server:")]


Response.default_headers = _without_banner


def pre_fork(server: Any, worker: Any) -> None:
    """All that every request needs is loaded once, and no search for unused objects walks through it again.

    Such a search stops a process for a sixth of a second where it has to look at the whole program.
    """
    import gc

    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 — the routes are loaded when they are first asked for
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that ended had counted stays in the sum; what it alone was is forgotten."""
    import os

    from prometheus_client.multiprocess import mark_process_dead

    from koinon.site.metrics import FOLDER

    if os.environ.get(FOLDER):
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
