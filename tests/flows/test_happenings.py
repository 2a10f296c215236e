"""The invented incidents, flashpoints and approaches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from koinon.flows.demonstration import happenings
from koinon.flows.demonstration.partnership import INES, MIRA, STATES
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.observatory.models import ApproachLine, Flashpoint, Incident
from koinon.people.models import Party, Person
from tests.factories.observatory import place
from tests.factories.people import party, person

pytestmark = pytest.mark.django_db
NOW = datetime(2032, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def halcyon() -> None:
    for code, (name, _since) in STATES.items():
        place(code, name)
    lantern: Party = party("lantern-network", "Lantern Network", "network")
    known(person("Mira", role="secretariat"), MIRA)
    known(person("Ines", role="coordinator", party=lantern), INES)


def known(who: Person, email: str) -> None:
    with guard.writing("test"):
        who.emailaddress_set.update(email=email)
        Person.objects.filter(pk=who.pk).update(email=email)


def fill() -> None:
    happenings.tell_incidents(NOW)
    happenings.look_ahead(NOW.date())
    happenings.keep_an_approach(NOW)


def test_everything_is_labelled_invented_and_told_once_through_the_actions(halcyon: None) -> None:
    fill()
    made = (Incident.objects.count(), Flashpoint.objects.count(), ApproachLine.objects.count())
    assert made == (len(happenings.INCIDENTS), len(happenings.AHEAD), len(happenings.APPROACH))
    for model in (Incident, Flashpoint, ApproachLine):
        assert not model.objects.filter(invented=False).exists()
    entries = Entry.objects.count()
    fill()
    assert Entry.objects.count() == entries


def test_a_stranger_sees_the_public_half_of_the_approach(halcyon: None) -> None:
    fill()
    page = Client().get("/observatory/places/gorvia/approach/").content.decode()
    for _kind, shown, _days, text in happenings.APPROACH:
        assert (text in page) is shown
    assert "invented for demonstration" in page
