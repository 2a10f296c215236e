"""The routes of the register: public pages, files, feeds, and the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from koinon.register.pages import feeds, parties, public, search

app_name = "register"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("feed.atom", feeds.everything, name="feed"),
    path("search/", search.search, name="search"),
    path("search.csv", search.search_csv, name="search-csv"),
    path("search.json", search.search_json, name="search-json"),
    path("documents/", public.documents, name="documents"),
    path("documents.csv", public.documents_csv, name="documents-csv"),
    path("documents.json", public.documents_json, name="documents-json"),
    path("documents/<slug:slug>/", public.document, name="document"),
    path("documents/<slug:slug>/provisions.csv", public.document_csv, name="document-csv"),
    path("documents/<slug:slug>/provisions.json", public.document_json, name="document-json"),
    path("documents/<slug:slug>/source", public.source, name="source"),
    path("documents/<slug:slug>/<int:number>/", public.provision, name="provision"),
    path("parties/", parties.parties, name="parties"),
    path("parties/<slug:key>/", parties.party, name="party"),
    path("parties/<slug:key>/provisions.csv", parties.party_csv, name="party-csv"),
    path("parties/<slug:key>/provisions.json", parties.party_json, name="party-json"),
    path("parties/<slug:key>/feed.atom", feeds.party, name="party-feed"),
    path("themes/", parties.all_themes, name="themes"),
    path("themes/<slug:key>/", parties.theme, name="theme"),
    path("themes/<slug:key>/provisions.csv", parties.theme_csv, name="theme-csv"),
    path("themes/<slug:key>/provisions.json", parties.theme_json, name="theme-json"),
    path("themes/<slug:key>/feed.atom", feeds.theme, name="theme-feed"),
    path("desk/", include("koinon.register.desk_urls")),
]
