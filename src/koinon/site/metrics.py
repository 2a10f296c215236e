"""Figures for whoever watches the server, in the format of Prometheus; none names a person or a thing.

The web server's processes count in files of a folder in memory (PROMETHEUS_MULTIPROC_DIR, set by
`koinon up`), so that any of them tells the sum.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from koinon.kernel.refusals import NotPermitted
from koinon.site.checks import figures

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "Via")  # what a proxy puts on a request

_ours = CollectorRegistry()
REQUESTS = Counter("koinon_requests", "Requests answered.", ("route", "status"), registry=_ours)
SECONDS = Histogram(
    "koinon_request_seconds",
    "How long answers took until their first byte.",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=_ours,
)


def count(route: str, status: int, seconds: float) -> None:
    """Count one answer under its route's name and the class of its status."""
    REQUESTS.labels(route, f"{status // 100}xx").inc()
    SECONDS.labels(route).observe(seconds)


class Installation:
    """The figures of the whole installation, taken when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """One gauge each; those of the database are left out while it is away."""
        for name, told, label, values in figures.all_figures(Path(settings.DATA_DIR)):
            gauge = GaugeMetricFamily(f"koinon_{name}", told, labels=[label] if label else None)
            for key, value in values.items():
                gauge.add_metric([key] if label else [], value)
            yield gauge


def permitted(request: HttpRequest) -> bool:
    """Whether the caller sits on this machine and came through no proxy, or brings the token."""
    token = settings.ENV.metrics_token
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(sent.encode(), token.encode()):
        return True
    host = request.get_host()
    named = settings.ENV.local or host in LOOPBACK or host.rpartition(":")[0] in LOOPBACK
    here = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1", "")
    return here and named and not any(name in request.headers for name in _PASSED_ON)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything counted and measured."""
    if not permitted(request):
        raise NotPermitted("metrics.elsewhere", "Figures are told on this machine, or for the token, only.")
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_ours)
    registry.register(Installation())
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    add_never_cache_headers(response)
    return response


def timed() -> Callable[[], float]:
    """A watch that tells the seconds since now."""
    began = time.perf_counter()
    return lambda: time.perf_counter() - began
