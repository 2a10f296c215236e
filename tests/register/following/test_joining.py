"""What the platform follows up of itself: older publications, and parties that join and leave."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from koinon.ledger import followers, guard
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import parties
from koinon.people.models import Party
from koinon.register.actions import joining
from koinon.register.models import FollowUp
from tests.factories.people import person
from tests.factories.register import DAY, document, entry, group, provision, state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def discovered() -> None:
    followers.discover()


def told() -> list[dict[str, int]]:
    return list(
        Entry.objects.filter(verb="register.follow_up").order_by("number").values_list("facts", flat=True)
    )


def test_what_was_published_before_is_followed_up_from_the_moment_the_ledger_tells() -> None:
    paper = document("a", "Ban it.", "Lift it.")
    provision(paper, "Ban it.", addressees=["Ardenia"])
    provision(paper, "Lift it.", addressees=["Ardenia", "Belmora"])
    entry("register.publish", "document:a", document="a", provisions=2)
    followers.catch_up("follow_ups")
    assert FollowUp.objects.count() == 3
    assert {f.begun_at for f in FollowUp.objects.all()} == {DAY}
    followers.start_again("follow_ups")
    followers.catch_up("follow_ups")
    assert (FollowUp.objects.count(), told()) == (3, [{"begun": 3, "ended": 0}])


def test_an_entry_that_names_one_provision_leaves_the_others_alone() -> None:
    paper = document("a", "Ban it.", "Lift it.")
    provision(paper, "Ban it.", addressees=["Ardenia"])
    provision(paper, "Lift it.", addressees=["Ardenia"])
    entry("register.correct", "provision:a/2", document="a", provision=2)
    followers.catch_up("follow_ups")
    assert FollowUp.objects.get().provision.number == 2


def members_of_the_league() -> tuple[Party, Party, Party]:
    league, members = group("league", "League")
    ardenia, belmora = state("arda", "Ardenia", (league, None, None)), state("belm", "Belmora")
    provision(document("a", "Ban it."), "Ban it.", addressees=[members])
    with guard.writing("test"):
        joining.follow_up(by=PLATFORM, provisions={}, groups=None, now=DAY)
    return league, ardenia, belmora


def running() -> set[str]:
    return set(FollowUp.objects.filter(ended_at=None).values_list("name", flat=True))


def test_a_membership_that_is_kept_here_is_followed_at_once() -> None:
    league, ardenia, belmora = members_of_the_league()
    ada = person("Ada", role="secretariat")
    assert league.place
    assert ardenia.place
    assert belmora.place
    assert running() == {"Ardenia"}
    today = date(2031, 6, 1)
    parties.save_membership(by=ada, group=league.place, member=belmora.place, since=None, until=None)
    held = ardenia.place.memberships.get()
    parties.save_membership(
        by=ada, group=league.place, member=ardenia.place, since=None, until=today, membership=held
    )
    followers.catch_up("follow_ups")
    assert running() == {"Ardenia", "Belmora"}  # as it is not that day yet
    joining.every_night(datetime(2031, 6, 1, 0, 9, tzinfo=UTC))
    assert running() == {"Belmora"}
    assert FollowUp.objects.get(name="Ardenia").ended_because == "left"
    assert told() == [{"begun": 1, "ended": 0}, {"begun": 1, "ended": 0}, {"begun": 0, "ended": 1}]


def test_a_night_in_which_nobody_joins_or_leaves_writes_nothing() -> None:
    members_of_the_league()
    before = Entry.objects.count()
    joining.every_night(datetime(2031, 6, 1, 0, 9, tzinfo=UTC))
    assert Entry.objects.count() == before


def test_a_party_that_comes_to_be_known_is_followed_up() -> None:
    league, _, _ = members_of_the_league()
    ada = person("Ada", role="secretariat")
    place = parties.save_place(by=ada, code="cald", name="Caldera", kind="country")
    assert league.place
    parties.save_membership(by=ada, group=league.place, member=place, since=None, until=None)
    followers.catch_up("follow_ups")
    assert running() == {"Ardenia"}
    parties.save(by=ada, name="Caldera", kind="state", place=place)
    followers.catch_up("follow_ups")
    assert running() == {"Ardenia", "Caldera"}
