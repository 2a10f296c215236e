"""The routes of the register: public pages, files, feeds, and the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from koinon.register import claim_urls
from koinon.register.pages import (
    answer_feeds,
    calendars,
    feeds,
    mechanisms,
    opendata,
    papers,
    parties,
    processes,
    public,
    reports,
    saved,
    search,
)
from koinon.register.pages.downloads import PROVISION_FORMATS
from koinon.register.pages.ical import ICALENDAR
from koinon.register.pages.printed import REPORTS
from koinon.ui.downloads import routes

app_name = "register"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("feed.atom", feeds.everything, name="feed"),
    path("deadlines.ics", calendars.everything, {"form": ICALENDAR}, name="deadlines"),
    *routes("search", calendars.search, "search", (ICALENDAR,)),
    *routes("documents/<slug:slug>/deadlines", calendars.document, "document", (ICALENDAR,)),
    *routes("parties/<slug:key>/deadlines", calendars.party, "party", (ICALENDAR,)),
    *routes("themes/<slug:key>/deadlines", calendars.theme, "theme", (ICALENDAR,)),
    *routes("search", reports.search, "search", REPORTS),
    *routes("documents/<slug:slug>/provisions", reports.document, "document", REPORTS),
    *routes("parties/<slug:key>/provisions", reports.party, "party", REPORTS),
    *routes("themes/<slug:key>/provisions", reports.theme, "theme", REPORTS),
    path("search.atom", feeds.search, name="search-feed"),
    path("documents.atom", feeds.documents, name="documents-feed"),
    path("translations.atom", feeds.translations, name="translations-feed"),
    path("search/", search.search, name="search"),
    *routes("search", search.search_files, "search", PROVISION_FORMATS),
    path("data/", opendata.data, name="data"),
    path("data/manifest.json", opendata.manifest, name="data-manifest"),
    path("data/latest.zip", opendata.latest, name="data-latest"),
    path("data/<slug:stem>.zip", opendata.file, name="data-file"),
    path("documents/", public.documents, name="documents"),
    *routes("documents", public.documents_files, "documents"),
    path("documents/<slug:slug>/", public.document, name="document"),
    *routes("documents/<slug:slug>/provisions", public.document_files, "document", PROVISION_FORMATS),
    path("documents/<slug:slug>/document.akn.xml", papers.akoma_ntoso, name="document-akn"),
    path("documents/<slug:slug>/source", public.source, name="source"),
    path("documents/<slug:slug>/<int:number>/", public.provision, name="provision"),
    path("parties/", parties.parties, name="parties"),
    *routes("parties", parties.parties_files, "parties"),
    path("parties/<slug:key>/", parties.party, name="party"),
    *routes("parties/<slug:key>/provisions", parties.party_files, "party", PROVISION_FORMATS),
    path("parties/<slug:key>/feed.atom", feeds.party, name="party-feed"),
    path("themes/", parties.all_themes, name="themes"),
    *routes("themes", parties.themes_files, "themes"),
    path("themes/<slug:key>/", parties.theme, name="theme"),
    *routes("themes/<slug:key>/provisions", parties.theme_files, "theme", PROVISION_FORMATS),
    path("themes/<slug:key>/feed.atom", feeds.theme, name="theme-feed"),
    path("searches/stop/<str:token>/", saved.stop_mail, name="stop_mail"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    *routes("mechanisms", mechanisms.mechanisms_files, "mechanisms"),
    path("mechanisms/coverage/", mechanisms.coverage, name="coverage"),
    *routes("mechanisms/coverage", mechanisms.coverage_files, "coverage"),
    path("mechanisms/<slug:key>/", mechanisms.mechanism, name="mechanism"),
    path("processes/", processes.processes, name="processes"),
    *routes("processes", processes.processes_files, "processes"),
    path("processes.atom", processes.processes_feed, name="processes-feed"),
    path("processes.ics", processes.processes_calendar, name="processes-calendar"),
    path("processes/<slug:key>/", processes.process, name="process"),
    path("answers.atom", answer_feeds.everything, name="answers-feed"),
    path("parties/<slug:key>/answers.atom", answer_feeds.party, name="party-answers-feed"),
    *claim_urls.public,
    path("desk/", include("koinon.register.desk_urls")),
]
