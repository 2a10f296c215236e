"""Mechanisms as people keep them and see them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.kernel.refusals import Refused
from koinon.ledger.models import Entry
from koinon.people.models import Party
from koinon.register.actions import mechanisms as actions
from koinon.register.models import Mechanism, MechanismMember
from koinon.register.queries import coverage as covering
from tests.factories.following import follow_up
from tests.factories.people import party, person
from tests.factories.register import document, group, provision, state
from tests.register.mechanisms.examples_mechanisms import coast, mechanism, meeting, member, officer

pytestmark = pytest.mark.django_db


def test_a_member_belongs_once_at_a_time() -> None:
    first = member()
    with pytest.raises(Refused, match="belongs to it in that time already"):
        actions.save_member(
            by=officer(), mechanism=first.mechanism, party=coast(), since=date(2030, 6, 1), until=None
        )
    actions.save_member(
        by=officer(), mechanism=first.mechanism, party=coast(), since=None, until=date(2030, 1, 1)
    )
    assert MechanismMember.objects.count() == 2


def test_a_theme_that_the_vocabulary_lacks_is_refused() -> None:
    with pytest.raises(Refused, match="no theme gardening"):
        mechanism(themes=["gardening"])
    assert not Mechanism.objects.exists()


def test_the_ledger_tells_what_changed() -> None:
    made = mechanism()
    actions.save(by=officer(), mechanism=made, revision=1, name=made.name, mandate="Visits members.")
    assert Entry.objects.latest("number").facts == {"mechanism": made.key, "mandate": "Visits members."}
    with pytest.raises(Refused, match="Someone else"):
        actions.save(by=officer(), mechanism=made, revision=1, name="Another")


def test_everyone_reads_and_the_secretariat_writes(client: Client) -> None:
    made = meeting().mechanism
    page = client.get(f"/mechanisms/{made.key}/").content.decode()
    assert "Third session" in page and "Change" not in page
    client.force_login(officer())
    assert "Change" in client.get(f"/mechanisms/{made.key}/").content.decode()
    form = {"name": "Rapporteur on Assembly and Speech", "themes": ["democracy"], "revision": "1"}
    assert client.post(f"/desk/mechanisms/{made.key}/", form).status_code == 302
    assert Mechanism.objects.get(key=made.key).themes == ["democracy"]
    client.force_login(person("Zoe", role="observer"))
    assert client.get(f"/desk/mechanisms/{made.key}/").status_code == 403


def test_the_page_of_coverage_names_overlaps_and_gaps(client: Client) -> None:
    one, other = (
        mechanism(themes=["democracy"]),
        actions.save(by=officer(), name="Forum of Harbours", themes=["democracy"]),
    )
    for body in (one, other):
        actions.save_member(by=officer(), mechanism=body, party=coast(), since=None, until=None)
    lonely = party("isle", "Isle")
    follow_up(provision(document("a-b", "Do it."), "Do it.", addressees=[lonely]), lonely)
    page = client.get("/mechanisms/coverage/").content.decode()
    assert "Forum of Harbours" in page
    assert page.index("What none covers") < page.index("/parties/isle/") < page.index("Where two overlap")
    assert "1 of 2 parties belong to none" in page
    file = client.get("/mechanisms/coverage.csv")
    listed = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "party,coast,Coast,forum-of-harbours; rapporteur-on-assembly,2," in listed


LEFT = date(2020, 2, 29)


@pytest.fixture
def union() -> tuple[Party, Party]:
    """Two bodies of one theme: the states of Union belong to one as a class, Arania to the other by name."""
    body, members = group("union", "Union")
    arania = state("arania", "Arania", (body, None, LEFT))
    state("belmark", "Belmark", (body, date(2010, 1, 1), None))
    for name, who in (("Forum of Harbours", members), ("Court of Harbours", arania)):
        made = actions.save(by=officer(), name=name, themes=["democracy"])
        actions.save_member(by=officer(), mechanism=made, party=who, since=date(2001, 1, 1), until=None)
    return members, arania


def on(client: Client, day: str) -> dict[str, dict[str, str]]:
    file = client.get("/mechanisms/coverage.csv", {"on": day})
    text = b"".join(file.streaming_content).decode().lstrip("\ufeff")  # type: ignore[attr-defined]
    return {row["key"]: row for row in csv.DictReader(io.StringIO(text)) if row["kind"] == "party"}


def test_a_class_that_belongs_stands_for_its_members_of_the_day(
    client: Client, union: tuple[Party, Party]
) -> None:
    rows = on(client, "2020-02-28")
    assert {key: row["mechanisms"] for key, row in rows.items()} == {
        "arania": "court-of-harbours; forum-of-harbours", "belmark": "forum-of-harbours",
    }  # fmt: skip
    assert rows["belmark"]["through"] == "forum-of-harbours: Union member states"
    pair = covering.cover(date(2020, 2, 28)).coverage.pairs
    assert [one.members for one in pair] == [("arania",)]
    page = client.get("/mechanisms/coverage/?on=2020-02-28").content.decode()
    assert "as one of" in page and "0 of 2 parties belong to none" in page
    after = on(client, LEFT.isoformat())
    assert (after["arania"]["mechanisms"], after["arania"]["through"]) == ("court-of-harbours", "")
    assert not covering.cover(LEFT).coverage.pairs
    assert set(on(client, "2005-01-01")) == {"arania"}


def test_a_class_whose_members_nobody_knows_stands_for_itself(client: Client) -> None:
    unknown = party("media", "The media", "class")
    actions.save_member(by=officer(), mechanism=mechanism(), party=unknown, since=None, until=None)
    assert on(client, "2020-01-01")["media"]["number"] == "1"


@pytest.mark.parametrize("classes", [1, 3])
def test_classes_take_no_more_queries(classes: int, django_assert_num_queries: Any) -> None:
    for n in range(classes):
        body, members = group(f"g{n}", f"Group {n}")
        state(f"s{n}", f"State {n}", (body, None, None))
        made = actions.save(by=officer(), name=f"Body {n}")
        actions.save_member(by=officer(), mechanism=made, party=members, since=None, until=None)
    covering.cover(LEFT)
    with django_assert_num_queries(8):
        assert len(covering.cover(LEFT).members) == classes


def test_a_day_that_is_none_is_said(client: Client) -> None:
    for words in ("2021-02-29", "29/02/2020", "2020"):
        page = client.get("/mechanisms/coverage/", {"on": words})
        said = page.content.decode()
        assert page.status_code == 422 and "is no day of the calendar" in said and words in said
        for ending in ("csv", "json"):
            file = client.get(f"/mechanisms/coverage.{ending}", {"on": words})
            assert file.status_code == 422 and b"is no day of the calendar" in file.content
    assert client.get("/mechanisms/coverage/?on=").status_code == 200


def test_a_span_says_that_its_end_is_not_in_it(client: Client, union: tuple[Party, Party]) -> None:
    made = Mechanism.objects.get(key="court-of-harbours")
    actions.save_member(
        by=officer(), mechanism=made, party=union[1], member=made.members.get(),
        since=date(2001, 1, 1), until=LEFT,
    )  # fmt: skip
    page = client.get(f"/mechanisms/{made.key}/").content.decode()
    assert "from 1 January 2001 until before 29 February 2020" in page
    assert "court-of-harbours" in on(client, "2020-02-28")["arania"]["mechanisms"]
    assert "court-of-harbours" not in on(client, "2020-02-29")["arania"]["mechanisms"]
    assert "until before 29 February 2020" in client.get("/parties/union/").content.decode()


def test_a_member_that_left_is_shown_apart(client: Client) -> None:
    old = member()
    actions.save_member(
        by=officer(), mechanism=old.mechanism, party=old.party, member=old,
        since=date(2020, 1, 1), until=date(2021, 1, 1),
    )  # fmt: skip
    page = client.get(f"/mechanisms/{old.mechanism.key}/").content.decode()
    assert "Formerly, or not yet" in page and "No members are listed" in page


@pytest.mark.parametrize("address", ["/mechanisms/", "/mechanisms/coverage/"])
def test_the_number_of_queries_does_not_grow(client: Client, address: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    member()
    client.get(address)
    first = asked()
    for number in range(3):
        made = actions.save(by=officer(), name=f"Body {number}", themes=["democracy"])
        actions.save_member(by=officer(), mechanism=made, party=coast(), since=None, until=None)
        actions.save_meeting(by=officer(), mechanism=made, title="Session", begins=timezone.localdate())
    assert asked() == first
