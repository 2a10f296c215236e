from __future__ import annotations

from datetime import date

import pytest

from koinon.kernel.refusals import NotPermitted
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import catalogue, parties
from koinon.people.engine import catalogue as packaged
from koinon.people.models import Alias, Membership, Party, Place
from koinon.people.queries import directory
from tests.people.cast import secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded() -> None:
    catalogue.load(by=PLATFORM)


def test_the_tables_resolve_every_name_as_the_packaged_catalogue_does() -> None:
    ours, theirs = directory.directory(), packaged.directory()
    assert ours.names == theirs.names
    assert ours.acronyms == theirs.acronyms
    assert {key: party.members for key, party in ours.parties.items()} == {
        key: party.members for key, party in theirs.parties.items()
    }


def test_members_follow_the_day() -> None:
    asean = Party.objects.get(key="asean")
    assert {p.key for p in directory.members(asean, date(1970, 1, 1))} == {
        "state-idn", "state-mys", "state-phl", "state-sgp", "state-tha",
    }  # fmt: skip
    assert Party.objects.get(key="state-khm") in directory.members(asean, date(2020, 1, 1))


def test_the_class_of_members_has_the_members_of_its_group() -> None:
    asean, states = Party.objects.get(key="asean"), Party.objects.get(key="asean-member-states")
    assert states.members_of == asean
    assert directory.members(states, date(2020, 1, 1)) == directory.members(asean, date(2020, 1, 1))


def test_loading_again_changes_nothing_but_adds_its_entry() -> None:
    def state() -> list[object]:
        return [
            list(Place.objects.order_by("code").values_list("pk", "code", "name", "kind")),
            list(Party.objects.order_by("key").values_list("pk", "key", "name", "place", "members_of")),
            set(Alias.objects.values_list("party__key", "text", "folded")),
            set(Membership.objects.values_list("group__code", "member__code", "since", "until")),
        ]

    before = state()
    catalogue.load(by=PLATFORM)
    assert state() == before
    assert Entry.objects.filter(verb="people.load_catalogue").count() == 2


def test_an_unchanged_catalogue_is_not_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not catalogue.keep_current()
    monkeypatch.setattr(directory, "packaged_digest", lambda: "a later version")
    assert catalogue.keep_current()
    assert directory.loaded_digest() == "a later version"
    assert not catalogue.keep_current()


def test_only_the_platform_loads_it() -> None:
    with pytest.raises(NotPermitted):
        catalogue.load(by=secretary())


def test_what_a_person_edited_stays_and_keeps_its_names() -> None:
    asean = Party.objects.get(key="asean")
    parties.save(
        by=secretary(), party=asean, name="The Ten", kind="intergovernmental", aliases=["ASEAN"], acronyms=[],
        place=asean.place,
    )  # fmt: skip
    own = parties.save(by=PLATFORM, name="Harbour League", kind="network", aliases=["The Lamps"])
    catalogue.load(by=PLATFORM)
    asean.refresh_from_db()
    assert (asean.name, asean.acronym) == ("The Ten", "")
    found = directory.directory()
    assert found.resolve("the Lamps").key == own.key
    assert found.resolve("The Ten").key == "asean"
    assert "Association of Southeast Asian Nations" not in {
        *found.parties["asean"].aliases, found.parties["asean"].name,
    }  # fmt: skip


def test_a_name_that_the_installation_gave_away_is_passed_over_and_counted() -> None:
    with guard.writing("the name falls free"):
        Alias.objects.filter(party__key="state-jpn", folded="japan").delete()
    parties.save(by=PLATFORM, name="Japan", kind="civil-society", key="japan-watch")
    catalogue.load(by=PLATFORM)
    assert directory.directory().resolve("Japan").key == "japan-watch"
    last = Entry.objects.filter(verb="people.load_catalogue").latest("number")
    assert last.facts["names_passed_over"] == 1


def test_edited_memberships_stay() -> None:
    group, place = Place.objects.get(code="asean"), Place.objects.get(code="FJI")
    parties.save_membership(by=PLATFORM, group=group, member=place, since=date(2030, 1, 1), until=None)
    catalogue.load(by=PLATFORM)
    asean = Party.objects.get(key="asean")
    assert Party.objects.get(key="state-fji") in directory.members(asean, date(2031, 1, 1))
    assert Party.objects.get(key="state-fji") not in directory.members(asean, date(2029, 1, 1))


def test_the_directory_is_read_once_between_changes(django_assert_num_queries: object) -> None:
    first = directory.directory()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert directory.directory() is first
    parties.save(by=PLATFORM, name="Harbour League", kind="network")
    assert directory.directory().resolve("harbour league") is not None
