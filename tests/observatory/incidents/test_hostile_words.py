"""Words that are code, in incidents, in what lies ahead and in approaches: they stay words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client, RequestFactory

from koinon.ledger import guard
from koinon.observatory.actions import approaches, flashpoints, incidents
from koinon.observatory.engine.incidents.told import Source
from koinon.observatory.models import Incident
from koinon.observatory.pages import approaches as approach_pages
from koinon.observatory.pages import incidents as incident_pages
from koinon.people.models import Place
from tests.factories.observatory import place
from tests.observatory.incidents.examples_incidents import (
    NOW,
    TODAY,
    flashpoint,
    incident,
    line,
    officer,
    told,
)
from tests.register.hostile import EVIL, LINES, MARKUP
from tests.register.test_hostile_words import is_page, looked_at

pytestmark = pytest.mark.django_db
EVIL_SOURCE = Source(EVIL[:290], "https://a.example/?x=%22onload=alert(1)")


@pytest.fixture
def world() -> Incident:
    place("KEN")
    with guard.writing("test"):
        Place.objects.filter(code="KEN").update(name=MARKUP)
    evil: dict[str, Any] = {
        "title": EVIL[:290], "account": EVIL + LINES, "sources": (EVIL_SOURCE,), "on": date(2021, 5, 4)
    }  # fmt: skip
    made = incident(**evil)
    made = incidents.correct(
        by=officer(), incident=made, revision=1, told=told(**evil | {"account": LINES + EVIL}), why=EVIL,
        today=TODAY, now=NOW,
    )  # fmt: skip
    incidents.verify(by=officer(), incident=made, revision=2, state="verified", reasons=EVIL, now=NOW)
    flashpoint(title=EVIL[:290], why=LINES + EVIL, source=EVIL[:290], on=date(2999, 1, 1))
    flashpoints.drop(by=officer(), flashpoint=flashpoint(title=EVIL[:290]), revision=1, now=NOW)
    shown = line(restricted=False, text=EVIL, sources=[EVIL_SOURCE], since=date(2021, 1, 1))
    approaches.change(
        by=officer(), line=shown, revision=1, kind="opening", text=LINES + EVIL, sources=[EVIL_SOURCE],
        since=shown.since, now=NOW,
    )  # fmt: skip
    return made


def test_whatever_shows_or_gives_them_out_shows_words(world: Incident) -> None:
    signed_in = Client()
    signed_in.force_login(officer())
    kinds = set()
    for stem in ("incidents", "flashpoints", "incident-kinds", "places/KEN/approach"):
        for ending in ("xlsx", "csv", "json"):
            kinds.add(looked_at(Client(), f"/observatory/{stem}.{ending}"))
    for address in (
        "/observatory/incidents/", "/observatory/incidents.atom", world.get_absolute_url(),
        "/observatory/flashpoints/", "/observatory/flashpoints.ics", "/observatory/places/KEN/approach/",
        "/observatory/incidents/?place=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/desk/observatory/incidents/", f"/desk/observatory/incidents/{world.key}/correct",
        f"/desk/observatory/incidents/{world.key}/state", "/desk/observatory/approaches/",
    ):  # fmt: skip
        kinds.add(looked_at(signed_in, address))
    assert len(kinds) == 6


def test_sections_of_other_pages_show_words(world: Incident) -> None:
    request = RequestFactory().get("/")
    request.user = officer()
    for section in (
        incident_pages.of_country(request, place=world.place),
        incident_pages.of_region(request, place=world.place, since=2013),
        incident_pages.of_world(request),
        approach_pages.of_country(request, place=world.place),
    ):
        is_page(str(section).encode(), "section")
        assert section and "<h2" in section
