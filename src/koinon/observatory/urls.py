"""The routes of the observatory: public pages, files, feeds; the desk's stand in `desk_urls.py`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "observatory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/observatory/", include("koinon.observatory.desk_urls")),
]
