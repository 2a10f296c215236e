from __future__ import annotations

from django.urls import path

from koinon.ledger import pages

app_name = "ledger"
urlpatterns = [
    path("ledger/", pages.entries, name="entries"),
    path("ledger/<int:number>/", pages.entry, name="entry"),
    path("ledger/export.jsonl", pages.export, name="export"),
    path("ledger/feed.atom", pages.feed, name="feed"),
    path("ledger/key", pages.key, name="key"),
]
