"""The routes of the observatory: public pages, files, feeds; the desk's stand in `desk_urls.py`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from koinon.observatory.pages import (
    alert_subscriptions,
    alerts,
    approaches,
    cohesion,
    cohesion_beside,  # noqa: F401 - fills its slots
    comparing,
    countries,
    datasets,
    episode_asides,  # noqa: F401 - fills its slots
    episodes,
    flashpoints,
    incidents,
    indicators,
    outlooks,
    regions,
    standing_feeds,
    standings,
    ways,  # noqa: F401 - fills the desk's slot
    world,
)
from koinon.observatory.pages.drawings import routes as drawings
from koinon.ui.downloads import routes

app_name = "observatory"
_RELEASE = "observatory/datasets/<slug:key>/<str:version>"
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
    path("observatory/standings.atom", standing_feeds.standings_feed, name="standings-feed"),
    path("observatory/standings/compare/", standings.compare, name="compare_standings"),
    *routes("observatory/standings-compared", standings.compare_files, "compare_standings"),
    path("observatory/standings/<slug:key>.toml", standings.rule_set_text, name="rule_set_text"),
    path("observatory/standings/<slug:key>.atom", standing_feeds.rule_set_feed, name="rule_set-feed"),
    *routes("observatory/standings/<slug:key>", standings.rule_set_files, "rule_set"),
    path("observatory/standings/<slug:key>/", standings.rule_set, name="rule_set"),
    path("observatory/standings/<slug:key>/<slug:code>/", standings.standing_of, name="standing"),
    path("observatory/alerts/", alerts.alerts, name="alerts"),
    *routes("observatory/alerts", alerts.alerts_files, "alerts"),
    path("observatory/alerts.atom", alerts.alerts_feed, name="alerts-feed"),
    path("observatory/alerts.ics", alerts.alerts_calendar, name="alerts-calendar"),
    path("observatory/alerts/rules/", alerts.alert_rule_list, name="alert_rules"),
    path("observatory/alerts/<int:pk>/", alerts.alert, name="alert"),
    path("observatory/alerts/stop/<str:token>", alert_subscriptions.stop_alerts, name="stop_alerts"),
    path("observatory/", world.world_page, name="world"),
    *drawings("observatory/", world.world_chart, "world"),
    path("observatory/places/", countries.directory, name="places"),
    *routes("observatory/places", countries.directory_files, "places"),
    path("observatory/places/<slug:code>/", countries.place, name="place"),
    *routes("observatory/places/<slug:code>/figures", countries.place_files, "place-figures"),
    *drawings(
        "observatory/places/<slug:code>/<slug:dataset>/<str:key>/", countries.place_chart, "place-chart"
    ),
    path("observatory/regions/<slug:code>/", regions.region, name="region"),
    *drawings("observatory/regions/<slug:code>/", regions.region_chart, "region"),
    *drawings("observatory/regions/<slug:code>/changes/", regions.region_changes, "region-changes"),
    path("observatory/compare/", comparing.compare, name="compare"),
    *drawings("observatory/compare/", comparing.compare_chart, "compare"),
    path("observatory/indicators/<slug:dataset>/<str:key>/", indicators.indicator, name="indicator"),
    *routes(
        "observatory/indicators/<slug:dataset>/<str:key>/figures", indicators.indicator_files, "indicator"
    ),
    *drawings("observatory/indicators/<slug:dataset>/<str:key>/", indicators.indicator_map, "indicator-map"),
    *drawings(
        "observatory/indicators/<slug:dataset>/<str:key>/years/",
        indicators.indicator_years,
        "indicator-years",
    ),
    path("observatory/method/", indicators.method, name="method"),
    path("observatory/datasets/", datasets.datasets, name="datasets"),
    *routes("observatory/datasets", datasets.datasets_files, "datasets"),
    path("observatory/datasets/<slug:key>/", datasets.dataset, name="dataset"),
    path(f"{_RELEASE}/", datasets.release, name="release"),
    *routes(f"{_RELEASE}/unmapped", datasets.unmapped_files, "release_unmapped"),
    *routes(f"{_RELEASE}/indicators", datasets.indicators_files, "release_indicators"),
    path(f"{_RELEASE}/<str:indicator>/", datasets.observations, name="observations"),
    *routes(f"{_RELEASE}/<str:indicator>", datasets.observations_files, "observations"),
    path("observatory/outlook/", outlooks.outlooks, name="outlooks"),
    *routes("observatory/outlook", outlooks.outlooks_files, "outlooks"),
    path("observatory/outlook/model/", outlooks.outlook_model, name="outlook_model"),
    path("observatory/outlook/model/<slug:version>/", outlooks.outlook_model, name="outlook_run"),
    path("observatory/outlook/places/<slug:code>/", outlooks.outlook, name="outlook"),
    path("observatory/cohesion/", cohesion.cohesion, name="cohesion"),
    path("observatory/cohesion/with/<slug:code>/", cohesion.cohesion_country, name="cohesion_country"),
    *routes("observatory/cohesion/with/<slug:code>", cohesion.cohesion_country_files, "cohesion_country"),
    path(
        "observatory/cohesion/between/<slug:one>/<slug:other>/", cohesion.cohesion_pair, name="cohesion_pair"
    ),
    *routes(
        "observatory/cohesion/between/<slug:one>/<slug:other>", cohesion.cohesion_pair_files, "cohesion_pair"
    ),
    path("observatory/cohesion/<slug:group>/", cohesion.cohesion_group, name="cohesion_group"),
    *routes("observatory/cohesion/<slug:group>", cohesion.cohesion_group_files, "cohesion_group"),
    *routes("observatory/cohesion/<slug:group>/members", cohesion.cohesion_members_files, "cohesion_members"),
    path("observatory/cohesion/<slug:group>/<int:number>/", cohesion.cohesion_call, name="cohesion_call"),
    *routes("observatory/cohesion/<slug:group>/<int:number>", cohesion.cohesion_call_files, "cohesion_call"),
    path("desk/observatory/", include("koinon.observatory.desk_urls")),
]
