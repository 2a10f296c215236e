"""Every route of the platform: programs have one address for everything, people one for each language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from koinon.site import health, metrics
from koinon.site.api import api, description, missing

handler400 = "koinon.site.limits.malformed"
handler500 = "koinon.site.away.broken"

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", missing, name="api-missing"),
    *i18n_patterns(
        path("api/docs", description, name="api-docs"),
        path("", include("koinon.people.urls")),  # before the library: its own account pages come first
        path("account/", include("allauth.urls")),
        path("", include("koinon.ledger.urls")),
        path("", include("koinon.register.urls")),
        path("", include("koinon.observatory.urls")),
        prefix_default_language=False,
    ),
]
