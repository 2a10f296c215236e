from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.people.actions import mandates, persons
from koinon.people.models import Mandate
from tests.factories.people import party
from tests.people.cast import joined, secretary, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_granted_mandate_is_recorded_without_naming_its_holder() -> None:
    ines, ola, ardenia = secretary(), joined("ola@x.example", "Ola Berg"), party("ardenia", "Ardenia")
    made = mandates.grant(by=ines, person=ola, role="delegate", party=ardenia, since=TODAY)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.about) == ("people.grant", f"mandate:{made.pk}")
    assert entry.facts == {"role": "delegate", "party": "ardenia", "since": str(TODAY), "until": None}
    assert entry.visibility == "restricted"
    assert entry.private.data == {"by": ines.reference}


def test_a_stranger_grants_nothing() -> None:
    ola = joined("ola@x.example", "Ola Berg")
    with pytest.raises(NotPermitted, match="as Secretariat"):
        mandates.grant(by=ola, person=ola, role="secretariat", since=TODAY)


@pytest.mark.parametrize(
    ("role", "of_party", "sentence"),
    [
        ("focal-point", False, "acts for a party"),
        ("secretariat", True, "leave the party empty"),
        ("emperor", False, "no role “emperor”"),
    ],
)
def test_a_role_is_held_for_what_it_is_meant_for(role: str, of_party: bool, sentence: str) -> None:
    whom = party("ardenia", "Ardenia") if of_party else None
    with pytest.raises(Refused, match=sentence):
        mandates.grant(
            by=secretary(), person=joined("o@x.example", "Ola"), role=role, party=whom, since=TODAY
        )


def test_a_mandate_cannot_end_before_it_begins_nor_be_held_twice() -> None:
    ines, ola = secretary(), joined("ola@x.example", "Ola Berg", "assessor")
    with pytest.raises(Refused, match="before it begins"):
        mandates.grant(by=ines, person=ola, role="observer", since=TODAY, until=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="holds this mandate in that time"):
        mandates.grant(by=ines, person=ola, role="assessor", since=TODAY + timedelta(days=9))
    mandates.grant(by=ines, person=ola, role="assessor", since=date(2001, 1, 1), until=date(2001, 2, 1))
    assert ola.mandates.count() == 2


def test_an_ended_mandate_counts_until_its_last_day() -> None:
    ines, ola = secretary(), joined("ola@x.example", "Ola Berg")
    mandate = ola.mandates.get()
    mandates.end(by=ines, mandate=mandate, last_day=mandate.since + timedelta(days=3))
    assert Mandate.objects.get(pk=mandate.pk).holds(mandate.since + timedelta(days=3))
    assert not Mandate.objects.get(pk=mandate.pk).holds(mandate.since + timedelta(days=4))
    with pytest.raises(Refused, match="ended on"):
        mandates.end(by=ines, mandate=mandate, last_day=mandate.since + timedelta(days=9))


def test_the_last_who_keeps_mandates_cannot_be_lost() -> None:
    ines = secretary()
    mandate = ines.mandates.get()
    with pytest.raises(Refused, match="Nobody would be left"):
        mandates.end(by=ines, mandate=mandate, last_day=mandate.since)
    with pytest.raises(Refused, match="Nobody would be left"):
        persons.close(by=ines, person=ines)
    secretary("Odile Tran")
    mandates.end(by=ines, mandate=mandate, last_day=mandate.since)


def test_a_closed_account_takes_no_mandate_until_it_is_open_again() -> None:
    ines, ola = secretary(), joined("ola@x.example", "Ola Berg")
    persons.close(by=ines, person=ola)
    with pytest.raises(Refused, match="open it again"):
        mandates.grant(by=ines, person=ola, role="assessor", since=TODAY)
    persons.reopen(by=ines, person=ola)
    assert mandates.grant(by=ines, person=ola, role="assessor", since=TODAY).pk


def test_the_desk_leads_the_secretariat_and_nobody_else_to_persons_and_parties() -> None:
    for person, there in ((secretary(), True), (joined("ola@x.example", "Ola Berg"), False)):
        page = signed_in(person).get("/desk/").content.decode()
        assert ("/desk/persons/" in page) is there
        assert ("/desk/parties/" in page) is there
