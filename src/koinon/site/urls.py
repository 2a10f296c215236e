"""Every route of the platform."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("koinon.people.urls")),  # before the library: its own account pages come first
    path("account/", include("allauth.urls")),
    path("", include("koinon.ledger.urls")),
    path("", include("koinon.register.urls")),
]
