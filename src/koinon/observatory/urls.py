"""The routes of the observatory: public pages, files, feeds; the desk's stand in `desk_urls.py`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from koinon.observatory.pages import (
    approaches,
    episodes,
    flashpoints,
    incidents,
    standings,
)
from koinon.ui.downloads import routes

app_name = "observatory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("observatory/incidents/", incidents.incidents, name="incidents"),
    *routes("observatory/incidents", incidents.incidents_files, "incidents"),
    path("observatory/incidents.atom", incidents.incidents_feed, name="incidents-feed"),
    path("observatory/incidents/kinds/", incidents.incident_kinds, name="incident_kinds"),
    *routes("observatory/incident-kinds", incidents.incident_kinds_files, "incident_kinds"),
    path("observatory/incidents/<slug:key>/", incidents.incident, name="incident"),
    path("observatory/flashpoints/", flashpoints.flashpoints, name="flashpoints"),
    *routes("observatory/flashpoints", flashpoints.flashpoints_files, "flashpoints"),
    path("observatory/flashpoints.ics", flashpoints.flashpoints_calendar, name="flashpoints-calendar"),
    path("observatory/places/<slug:code>/approach/", approaches.approach, name="approach"),
    *routes("observatory/places/<slug:code>/approach", approaches.approach_files, "approach"),
    path("observatory/episodes/", episodes.episodes, name="episodes"),
    *routes("observatory/episodes", episodes.episodes_files, "episodes"),
    *routes("observatory/episodes/years", episodes.years_files, "episode_years"),
    path("observatory/episodes.atom", episodes.episodes_feed, name="episodes-feed"),
    path("observatory/episodes/<str:place>/<int:start>/", episodes.episode, name="episode"),
    path("observatory/standings/", standings.standings, name="standings"),
    *routes("observatory/standings", standings.standings_files, "standings"),
    path("observatory/standings.atom", standings.standings_feed, name="standings-feed"),
    path("observatory/standings/compare/", standings.compare, name="compare_standings"),
    *routes("observatory/standings-compared", standings.compare_files, "compare_standings"),
    path("observatory/standings/<slug:key>.toml", standings.rule_set_text, name="rule_set_text"),
    path("observatory/standings/<slug:key>.atom", standings.rule_set_feed, name="rule_set-feed"),
    *routes("observatory/standings/<slug:key>", standings.rule_set_files, "rule_set"),
    path("observatory/standings/<slug:key>/", standings.rule_set, name="rule_set"),
    path("observatory/standings/<slug:key>/<slug:code>/", standings.standing_of, name="standing"),
    path("desk/observatory/", include("koinon.observatory.desk_urls")),
]
