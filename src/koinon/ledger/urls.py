from __future__ import annotations

from django.urls import path

from koinon.ledger import pages
from koinon.ui.downloads import routes

app_name = "ledger"
urlpatterns = [
    path("ledger/", pages.entries, name="entries"),
    *routes("ledger/entries", pages.entries_files, "entries"),
    path("ledger/<int:number>/", pages.entry, name="entry"),
    path("ledger/export.jsonl", pages.export, name="export"),
    path("ledger/feed.atom", pages.feed, name="feed"),
    path("ledger/key", pages.key, name="key"),
]
