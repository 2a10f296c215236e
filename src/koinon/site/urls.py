"""Every route of the platform."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("koinon.people.urls")),
    path("", include("koinon.ledger.urls")),
    path("", include("koinon.register.urls")),
]
