"""Routes of the observatory's desk; every one needs someone signed in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from koinon.observatory.pages import approaches, flashpoints, incident_desk, incident_sheets, standing_desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", incident_desk.incidents_desk, name="incidents_desk"),
    path("incidents/tell", incident_desk.tell_incident, name="tell_incident"),
    path("incidents/bring", incident_sheets.bring_incidents, name="bring_incidents"),
    path("incidents/from/<slug:dataset>", incident_desk.take_incidents, name="take_incidents"),
    path("incidents/<slug:key>/correct", incident_desk.correct_incident, name="correct_incident"),
    path("incidents/<slug:key>/state", incident_desk.verify_incident, name="verify_incident"),
    path("incidents/<slug:key>/strike", incident_desk.strike_incident, name="strike_incident"),
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
]
