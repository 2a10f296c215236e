"""Mechanisms as people keep them and see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.kernel.refusals import Refused
from koinon.ledger.models import Entry
from koinon.register.actions import mechanisms as actions
from koinon.register.models import Mechanism, MechanismMember
from tests.factories.following import follow_up
from tests.factories.people import party, person
from tests.factories.register import document, provision
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
    assert "party,coast,Coast,forum-of-harbours; rapporteur-on-assembly,2" in listed


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
