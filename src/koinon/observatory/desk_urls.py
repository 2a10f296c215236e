"""Routes of the observatory's desk; every one needs someone signed in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
