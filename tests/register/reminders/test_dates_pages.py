"""Dates on the desk: one's own, everyone's by how far they went, and whom letters do not reach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.ledger import guard
from koinon.people.models import Party, Person
from koinon.register.actions import passing, standing
from koinon.register.models import FollowUp, Letter, Term
from tests.factories.people import party, person
from tests.register.reminders.worlds import asked, due, expect

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 5, 10, 8, tzinfo=UTC)
MAY = date(2031, 5, 5)
DAY = timedelta(days=1)
HIDDEN = ("/desk/dates/letters/", "/desk/dates/parties/", "/desk/dates/coming/")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def ardenia() -> Party:
    return party("ardenia", "Ardenia")


def desk(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def told(client: Client, address: str = "/desk/dates/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def world(ardenia: Party) -> list[FollowUp]:
    """Of Ardenia something is overdue and something comes; of Borduria something is overdue."""
    late, later = asked(ardenia, slug="first", texts=("Hold free elections.", "Publish every contract."))
    (theirs,) = asked(party("borduria", "Borduria"), slug="second", texts=("Free the press.",))
    expect([late, theirs], due(MAY, (1, "focal-point"), (2, "validator"), (90, "public")))
    expect([later], due(MAY + 20 * DAY, (-7, "focal-point")))
    return [late, later, theirs]


@pytest.mark.parametrize("role", ["focal-point", "validator"])
def test_who_speaks_for_a_party_sees_its_dates_and_no_others(role: str, ardenia: Party) -> None:
    world(ardenia)
    page = told(desk(person("Fara", role=role, party=ardenia)))
    assert page.index("Hold free elections.") < page.index("Publish every contract."), "the nearest first"
    assert page.count(">overdue<") == 1
    assert "Free the press" not in page and "Borduria" not in page
    assert "Letters that did not arrive" not in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("which=overdue", {"Hold"}),
        ("which=coming", {"Publish"}),
        ("kind=due", {"Hold", "Publish"}),
        ("kind=answer", set()),
        ("party=borduria", {"Hold", "Publish"}),  # another's party narrows nothing
        ("which=nonsense&kind=nonsense&page=999", {"Hold", "Publish"}),
    ],
)
def test_the_list_is_narrowed(query: str, seen: set[str], ardenia: Party) -> None:
    world(ardenia)
    page = told(desk(person("Fara", role="focal-point", party=ardenia)), f"/desk/dates/?{query}")
    assert {word for word in ("Hold", "Publish", "Free") if word in page} == seen


def test_what_was_done_or_ended_is_not_expected(ardenia: Party) -> None:
    late, later, _ = world(ardenia)
    with guard.writing("factory"):
        standing.meet([late.pk], Term.Kind.DUE, NOW)
        standing.stand([late.pk])
        FollowUp.objects.filter(pk=later.pk).update(ended_at=NOW, ended_because="left")
    page = told(desk(person("Fara", role="focal-point", party=ardenia)))
    assert "Nothing is expected here." in page


def test_someone_without_a_party_is_told_what_the_page_is_for(ardenia: Party) -> None:
    world(ardenia)
    client = desk(person("Otto", role="observer"))
    page = told(client)
    assert "You speak for no party" in page and "Hold free" not in page
    for address in HIDDEN:
        assert client.get(address).status_code == 403
    assert Client().get("/desk/dates/").status_code == 302


def test_the_secretariat_sees_how_far_every_date_went(ardenia: Party) -> None:
    world(ardenia)
    client = desk(person("Sami", role="secretariat"))
    assert 'Nobody was reminded yet <span class="count">3</span>' in told(client)
    passing.pass_over(now=NOW)
    page = told(client)
    assert 'The validator was told <span class="count">2</span>' in page
    assert 'Nobody was reminded yet <span class="count">1</span>' in page
    assert "Next step on 3 Aug 2031" in page.replace("August", "Aug")
    assert page.index("First</bdi>") < page.index("Second</bdi>")
    only = told(client, "/desk/dates/?level=validator")
    assert only.count('<th scope="row">') == 1
    assert told(client, "/desk/dates/?kind=report").count('<th scope="row">') == 0
    assert "Free the press" in told(client, "/desk/dates/?party=borduria")


def test_the_coming_two_months_day_by_day(ardenia: Party) -> None:
    world(ardenia)
    page = told(desk(person("Sami", role="secretariat")), "/desk/dates/coming/")
    assert "Sunday, 25 May 2031" in page and "1 thing to be done" in page
    assert "5 May 2031" not in page.replace("25 May 2031", ""), "what has passed does not come"


def test_parties_nobody_speaks_for(ardenia: Party) -> None:
    world(ardenia)
    asked("A body of no directory", slug="third")
    expect(list(FollowUp.objects.filter(party=None)), due(MAY))
    asked(party("cordovia", "Cordovia"), slug="fourth")  # of whom nothing is expected
    person("Fara", role="focal-point", party=ardenia)
    client = desk(person("Sami", role="secretariat"))
    page = told(client, "/desk/dates/parties/")
    assert "Borduria" in page and "Ardenia" not in page and "Cordovia" not in page
    assert "Besides, 1 follow-up names" in page
    assert ">The secretariat</td>" in page and ">The validator</td>" not in page
    person("Vera", role="validator", party=Party.objects.get(key="borduria"))
    assert ">The validator</td>" in told(client, "/desk/dates/parties/")
    with guard.writing("factory"):
        Person.objects.filter(name="Fara").update(is_active=False)
    assert "Ardenia" in told(client, "/desk/dates/parties/")


def test_letters_that_did_not_arrive(ardenia: Party) -> None:
    states = ("refused", "bounced", "begun", "sent", "waiting")
    for number, state in enumerate(states):
        with guard.writing("factory"):
            Letter.objects.create(
                person=person(f"Person{number}"), on=MAY, state=state, reference=state, problem="550 <no>"
            )
    with guard.writing("factory"):
        Letter.objects.create(person=person("Early"), on=NOW.date(), state="waiting", reference="today")
    page = told(desk(person("Sami", role="secretariat")), "/desk/dates/letters/")
    assert [n for n in range(5) if f"Person{n}" in page] == [0, 1, 2, 4]
    assert "Early" not in page, "it may still go out today"
    assert "550 &lt;no&gt;" in page and "@example.org" not in page


@pytest.mark.parametrize(("role", "queries"), [("focal-point", 9), ("secretariat", 11)])
def test_one_row_and_three_take_the_same_queries(role: str, queries: int, ardenia: Party) -> None:
    who = person("Fara", role=role, party=None if role == "secretariat" else ardenia)
    client = desk(who)
    told(client)  # what is looked up once for a whole process is known by now
    first, *more = asked(ardenia, texts=("One.", "Two.", "Three."))
    for some in ([first], more):
        for one in some:
            expect([one], due(MAY + one.pk % 7 * DAY, (1, "focal-point")))
        with CaptureQueriesContext(connection) as taken:
            assert told(client).count('<th scope="row">') == (1 if some == [first] else 3)
        assert len(taken) == queries, "\n".join(query["sql"][:90] for query in taken)
