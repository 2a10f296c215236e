from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import catalogue, parties
from koinon.people.models import Membership, Party, Place
from koinon.people.queries import directory
from koinon.people.queries import parties as queries
from tests.people.cast import joined, secretary, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded() -> None:
    catalogue.load(by=PLATFORM)


def place(code: str) -> Place:
    return Place.objects.get(code=code)


def test_a_new_party_is_found_by_each_of_its_names() -> None:
    made = parties.save(
        by=secretary(), name="Harbour League", kind="network", aliases=["Ligue des ports"], acronyms=["HRBL"]
    )
    assert made.key == "harbour-league"
    known = directory.directory()
    for name in ("Harbour League", "the harbour league", "LIGUE DES PORTS", "HRBL"):
        assert known.resolve(name).key == made.key
    assert known.resolve("hrbl") is None, "the case of an acronym counts"
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.about, entry.visibility) == (
        "people.save_party",
        "party:harbour-league",
        "public",
    )


def test_a_name_that_another_party_holds_is_refused_and_that_party_named() -> None:
    with pytest.raises(Refused, match="“EU” already leads to European Union") as refused:
        parties.save(by=PLATFORM, name="Eu Fan Club", kind="civil-society", acronyms=["EU"])
    assert refused.value.data["party"] == "eu"
    assert not Party.objects.filter(name="Eu Fan Club").exists()


def test_changing_a_party_keeps_its_key_and_forgets_dropped_names() -> None:
    made = parties.save(by=PLATFORM, name="Harbour League", kind="network", aliases=["The Lamps"])
    parties.save(by=PLATFORM, party=made, name="League of Harbours", kind="network")
    known = directory.directory()
    assert known.resolve("League of Harbours").key == "harbour-league"
    assert known.resolve("The Lamps") is None


def test_two_parties_of_one_name_get_two_keys_only_if_their_names_differ() -> None:
    first = parties.save(by=PLATFORM, name="Harbour League", kind="network")
    other = parties.save(by=PLATFORM, name="Harbour League (Borvia)", key="harbour-league", kind="network")
    assert (first.key, other.key) == ("harbour-league", "harbour-league-2")


def test_a_stranger_changes_neither_parties_nor_places() -> None:
    ola = joined("ola@x.example", "Ola")
    with pytest.raises(NotPermitted):
        parties.save(by=ola, name="Harbour League", kind="network")
    with pytest.raises(NotPermitted):
        parties.save_place(by=ola, name="Ardenia", kind="country")
    with pytest.raises(NotPermitted):
        parties.save_membership(by=ola, group=place("asean"), member=place("FJI"), since=None, until=None)


def test_an_own_group_has_its_members_over_time() -> None:
    group = parties.save_place(by=PLATFORM, code="halcyon", name="Halcyon Partnership", kind="group")
    ardenia = parties.save_place(by=PLATFORM, code="ard", name="Ardenia", kind="country", invented=True)
    state = parties.save(by=PLATFORM, name="Ardenia", kind="state", place=ardenia, invented=True)
    body = parties.save(by=PLATFORM, key="halcyon", name="Halcyon Partnership", kind="network", place=group)
    states = parties.save(by=PLATFORM, name="Halcyon states", kind="class", members_of=body)
    parties.save_membership(
        by=PLATFORM, group=group, member=ardenia, since=date(2010, 1, 1), until=date(2020, 1, 1)
    )
    for day, there in ((date(2009, 12, 31), ()), (date(2010, 1, 1), (state,)), (date(2020, 1, 1), ())):
        assert directory.members(body, day) == there
        assert directory.members(states, day) == there


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (date(2020, 1, 1), date(2020, 1, 1), "cannot end"),
        (None, None, "in that time already"),
        (date(2030, 1, 1), None, "in that time already"),
    ],
)
def test_memberships_have_order_and_do_not_overlap(
    since: date | None, until: date | None, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        parties.save_membership(
            by=PLATFORM, group=place("asean"), member=place("MYS"), since=since, until=until
        )


def test_only_a_group_has_members_and_not_itself() -> None:
    with pytest.raises(Refused, match="is no group"):
        parties.save_membership(by=PLATFORM, group=place("MYS"), member=place("FJI"), since=None, until=None)
    with pytest.raises(Refused, match="member of itself"):
        parties.save_membership(
            by=PLATFORM, group=place("asean"), member=place("asean"), since=None, until=None
        )


def test_the_pages_add_and_change_a_party_and_show_the_refusal() -> None:
    office = signed_in(secretary())
    form = {
        "name": "Harbour League",
        "kind": "network",
        "acronyms": "HRBL\nHL5",
        "aliases": "The Lamps\n\nThe Lamps",
    }
    assert office.post("/desk/parties/add/", form).status_code == 302
    page = office.get("/desk/parties/?q=lamps").content.decode()
    assert "Harbour League" in page
    assert "Japan" not in page
    page = office.get("/desk/parties/harbour-league/").content.decode()
    assert "HRBL\nHL5" in page
    refused = office.post("/desk/parties/harbour-league/", form | {"acronyms": "ASEAN"})
    assert refused.status_code == 422
    assert "already leads to Association of Southeast Asian Nations" in refused.content.decode()
    assert queries.names_of(queries.party("harbour-league")) == (["The Lamps"], ["HRBL", "HL5"])


def test_the_pages_keep_places_and_memberships() -> None:
    office = signed_in(secretary())
    assert office.post("/desk/places/add/", {"name": "Port Ring", "kind": "group"}).status_code == 302
    added = office.post("/desk/places/port-ring/members/", {"member": "Japan", "since": "2001-02-03"})
    assert added.status_code == 302
    membership = Membership.objects.get(group__code="port-ring")
    assert membership.member.code == "JPN"
    unknown = office.post("/desk/places/port-ring/members/", {"member": "Atlantis"})
    assert "No place is called “Atlantis”" in unknown.content.decode()
    office.post(
        f"/desk/memberships/{membership.pk}/", {"member": "JPN", "since": "2001-02-03", "until": "2002-01-01"}
    )
    membership.refresh_from_db()
    assert membership.until == date(2002, 1, 1)
    assert "3 February 2001" in office.get("/desk/places/port-ring/").content.decode()
    office.post(f"/desk/memberships/{membership.pk}/drop/")
    assert not Membership.objects.filter(group__code="port-ring").exists()


@pytest.mark.parametrize("path", ["/desk/persons/", "/desk/parties/?q=lantern"])
def test_the_lists_ask_as_many_queries_for_three_as_for_one(path: str) -> None:
    office, counts = signed_in(secretary()), []
    office.get("/account/")  # shows, and with it forgets, the greeting of the sign-in
    for n in range(3):
        joined(f"p{n}@x.example", f"Person {n}")
        parties.save(by=PLATFORM, name=f"Lantern {n}", kind="network")
        with CaptureQueriesContext(connection) as queries_asked:
            page = office.get(path).content.decode()
        assert f"Person {n}" in page or f"Lantern {n}" in page
        counts.append(len(queries_asked))
    assert counts == [counts[0]] * 3
    assert counts[0] < 12
