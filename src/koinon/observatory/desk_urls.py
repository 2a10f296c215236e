"""Routes of the observatory's desk; every one needs someone signed in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from koinon.observatory.pages import (
    alert_desk,
    alert_subscriptions,
    approaches,
    dataset_desk,
    flashpoints,
    incident_desk,
    incident_sheets,
    outlooks,
    standing_desk,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("datasets/", dataset_desk.datasets_desk, name="datasets_desk"),
    path("datasets/brought/<int:pk>/", dataset_desk.loading_page, name="loading"),
    path("datasets/<slug:key>/<str:version>/end", dataset_desk.end_release, name="end_release"),
    path("incidents/", incident_desk.incidents_desk, name="incidents_desk"),
    path("incidents/tell", incident_desk.tell_incident, name="tell_incident"),
    path("incidents/bring", incident_sheets.bring_incidents, name="bring_incidents"),
    path("incidents/from/<slug:dataset>", incident_desk.take_incidents, name="take_incidents"),
    path("incidents/<slug:key>/correct", incident_desk.correct_incident, name="correct_incident"),
    path("incidents/<slug:key>/state", incident_desk.verify_incident, name="verify_incident"),
    path("incidents/<slug:key>/strike", incident_desk.strike_incident, name="strike_incident"),
    path("outlook/", outlooks.outlook_desk, name="outlook_desk"),
    path("outlook/make", outlooks.make_outlook, name="make_outlook"),
    path("flashpoints/add", flashpoints.add_flashpoint, name="add_flashpoint"),
    path("flashpoints/<int:pk>/", flashpoints.edit_flashpoint, name="edit_flashpoint"),
    path("flashpoints/<int:pk>/drop", flashpoints.drop_flashpoint, name="drop_flashpoint"),
    path("approaches/", approaches.approaches_desk, name="approaches_desk"),
    path("approaches/towards/<slug:code>/add", approaches.add_approach, name="add_approach"),
    path("approaches/<uuid:key>/", approaches.edit_approach, name="edit_approach"),
    path("approaches/<uuid:key>/end", approaches.end_approach, name="end_approach"),
    path("approaches/<uuid:key>/open", approaches.open_approach, name="open_approach"),
    path("rule-sets/", standing_desk.own_rule_sets, name="own_rule_sets"),
    path("rule-sets/write/", standing_desk.write_rule_set, name="write_rule_set"),
    path("rule-sets/<slug:key>/end/", standing_desk.end_rule_set, name="end_rule_set"),
    path("", alert_desk.alert_desk, name="alert_desk"),
    path("alerts/<int:pk>/acknowledge", alert_desk.acknowledge_alert, name="acknowledge_alert"),
    path("alerts/<int:pk>/owner", alert_desk.own_alert, name="own_alert"),
    path("alerts/<int:pk>/assess", alert_desk.assess_alert, name="assess_alert"),
    path("alerts/<int:pk>/note", alert_desk.note_alert, name="note_alert"),
    path("alerts/<int:pk>/convene", alert_desk.convene_alert, name="convene_alert"),
    path("alerts/<int:pk>/close", alert_desk.close_alert, name="close_alert"),
    path("alerts/<int:pk>/reopen", alert_desk.reopen_alert, name="reopen_alert"),
    path("subscriptions/", alert_subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/add", alert_subscriptions.subscribe, name="subscribe"),
    path("subscriptions/failing", alert_subscriptions.failing_subscriptions, name="failing_subscriptions"),
    path(
        "subscriptions/failing/<int:pk>/end",
        alert_subscriptions.end_failing_subscription,
        name="end_failing_subscription",
    ),
    path("subscriptions/<int:pk>/pause", alert_subscriptions.pause_subscription, name="pause_subscription"),
    path("subscriptions/<int:pk>/secret", alert_subscriptions.renew_secret, name="renew_secret"),
    path("subscriptions/<int:pk>/end", alert_subscriptions.end_subscription, name="end_subscription"),
]
