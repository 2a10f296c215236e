"""The invented partnership is warned once, and its secretariat takes the first steps."""

from __future__ import annotations

from collections import Counter

import pytest

from koinon.flows.demonstration.partnership import MIRA
from koinon.flows.demonstration.warning import warn
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.observatory.models import Alert
from koinon.people.models import Person
from tests.factories.people import person
from tests.observatory.alerts import examples_alerts as ex

pytestmark = pytest.mark.django_db


def test_one_is_left_one_acknowledged_one_assessed_one_closed_as_false() -> None:
    mira = person("Mira", role="secretariat")
    with guard.writing("test"):
        Person.objects.filter(pk=mira.pk).update(email=MIRA)
    ex.vdem(AAA=ex.FALL, BBB=[value * 0.9 for value in ex.FALL], CCC=ex.FLAT)
    assert warn(ex.NOW) == 4
    states = Counter(Alert.objects.values_list("state", "outcome"))
    assert states == {("open", ""): 1, ("acknowledged", ""): 1, ("assessed", ""): 1, ("closed", "false"): 1}
    assert all(alert.invented for alert in Alert.objects.all())
    entries = Entry.objects.count()
    assert warn(ex.LATER) == 4
    assert Entry.objects.count() == entries, "again, nothing is left to do"


def test_where_nothing_is_loaded_nothing_is_raised() -> None:
    mira = person("Mira", role="secretariat")
    with guard.writing("test"):
        Person.objects.filter(pk=mira.pk).update(email=MIRA)
    assert warn(ex.NOW) == 0
