"""Setting dates on a page: looking, then applying; and what everyone can read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import following, policies
from koinon.register.engine.following.policy import Proposed
from koinon.register.forms.clocks import BACK, FROM_NOW
from koinon.register.models import Document, Expectation, FollowUp, Policy
from koinon.register.queries import policies as queries
from tests.factories.people import party, person
from tests.factories.register import document, provision

pytestmark = pytest.mark.django_db

FILLED: dict[str, Any] = {
    "kinds": ["recommendation"],
    "counted_from": "published",
    "answer_days": "90",
    "grace_days": "14",
    "time_zone": "Europe/Paris",
    "reaches_back": BACK,
    "reason": "Agreed in the plenary.",
    "days_0": "30",
    "when_0": "before",
    "to_0": "focal-point",
    "days_1": "14",
    "when_1": "after",
    "to_1": "validator",
}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(person("Ada", role="secretariat"))
    return client


def asked(slug: str, *addressees: Any) -> Document:
    paper = document(slug, "Ban it.")
    one = provision(paper, "Ban it.", addressees=addressees)
    with guard.writing("test"):
        following.open_follow_ups([one.pk], timezone.now())
    return paper


def put(policy: Proposed, of: Document | None = None, reason: str = "Agreed in the plenary.") -> None:
    now = timezone.now()
    seen = queries.preview(of, policy, True, now).fingerprint
    policies.set_policy(
        by=PLATFORM, document=of, policy=policy, reaches_back=True, reason=reason, seen=seen, now=now
    )


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_looking_shows_every_date_and_sets_none_and_applying_sets_them(office: Client) -> None:
    paper = asked("harbour", "Ardenia", "Belmora")
    address = reverse("register:policy")
    looked = office.post(address, {**FILLED, "look": "1"})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert paper.title in page
    assert "30 days before" in page
    assert not Policy.objects.exists()
    applied = office.post(address, {**FILLED, "seen": seen_in(page), "apply": "1"}, follow=True)
    assert "everyone can read what is expected by when" in applied.content.decode()
    assert Expectation.objects.count() == 2
    assert "Agreed in the plenary." in applied.content.decode()


def test_applying_without_having_looked_is_refused_with_the_dates(office: Client) -> None:
    asked("harbour", "Ardenia")
    answer = office.post(reverse("register:policy"), {**FILLED, "apply": "1"})
    assert answer.status_code == 422
    assert "look at the preview again" in answer.content.decode()
    assert "harbour" in answer.content.decode().lower()
    assert not Policy.objects.exists()


def test_applying_something_else_than_what_was_seen_is_refused(office: Client) -> None:
    address = reverse("register:policy")
    page = office.post(address, {**FILLED, "look": "1"}).content.decode()
    changed = {**FILLED, "answer_days": "9", "seen": seen_in(page), "apply": "1"}
    assert office.post(address, changed).status_code == 422
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"time_zone": "Europe/Atlantis"}, "no time zone “Europe/Atlantis”"),
        ({"holidays": "1 May"}, "“1 May” is no date"),
        ({"weekend": list("1234567")}, "at least one of them is worked"),
        ({"days_1": "30", "when_1": "before", "to_1": "focal-point"}, "none of them twice"),
        ({"answer_days": "many"}, "Enter a whole number"),
        ({"days_2": "9999"}, "less than or equal to 730"),
    ],
)
def test_what_cannot_be_is_told_on_the_page(office: Client, changes: dict[str, Any], told: str) -> None:
    answer = office.post(reverse("register:policy"), {**FILLED, **changes, "look": "1"})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_document_gets_its_own_policy_and_begins_with_the_partnerships(office: Client) -> None:
    paper = asked("harbour", "Ardenia")
    put(Proposed(answer_days=77))
    address = reverse("register:document_policy", args=[paper.pk])
    page = office.get(address).content.decode()
    assert 'value="77"' in page
    assert "partnership’s policy holds" in page
    looked = office.post(address, {**FILLED, "reaches_back": FROM_NOW, "look": "1"}).content.decode()
    assert "All its dates stay as they are" in looked
    office.post(address, {**FILLED, "reaches_back": FROM_NOW, "seen": seen_in(looked), "apply": "1"})
    assert Policy.objects.get(document=paper).version == 1


def test_a_long_preview_is_shown_in_parts(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("koinon.register.pages.policies.ROWS", 2)
    for slug in ("a-one", "b-two", "c-three"):
        asked(slug, "Ardenia")
    first = office.post(reverse("register:policy"), {**FILLED, "look": "1"}).content.decode()
    second = office.post(reverse("register:policy"), {**FILLED, "page": "2"}).content.decode()
    assert ("A one" in first, "C three" in first, "C three" in second) == (True, False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_asks_the_database_as_often_for_three_documents(
    office: Client, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        asked(f"paper-{n}", "Ardenia")
    with django_assert_num_queries(12):
        office.post(reverse("register:policy"), {**FILLED, "look": "1"})


def test_everyone_reads_what_is_expected_and_how_it_was_before(client: Client) -> None:
    paper = asked("harbour", "Ardenia")
    put(Proposed(answer_days=90, working_days=True, weekend=(5, 6), holidays=(date(2031, 8, 17),)))
    put(Proposed(answer_days=60), reason="Faster.")
    put(Proposed(answer_days=10, report_months=12), paper, reason="A crisis.")
    page = client.get(reverse("register:policies")).content.decode()
    for words in (
        "within 60 days", "within 90 working days", "Friday, Saturday", "every 12 months", "Faster.",
        "A crisis.", paper.title, "60 days after", "a public notice",
    ):  # fmt: skip
        assert words in page
    assert reverse("register:policy") not in page


def test_without_a_policy_the_page_says_so(client: Client) -> None:
    assert "nobody is counted as silent" in client.get(reverse("register:policies")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_public_page_asks_the_database_as_often_for_three_policies(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    put(Proposed(answer_days=90))
    for n in range(number):
        put(Proposed(answer_days=90 + n), asked(f"paper-{n}", "Ardenia"))
    with django_assert_num_queries(2):
        client.get(reverse("register:policies"))


def test_a_policy_of_a_document_that_is_not_public_is_not_shown(client: Client) -> None:
    draft = document("secret-draft", "Ban it.", state="review")
    put(Proposed(answer_days=5), draft, reason="Hush.")
    page = client.get(reverse("register:policies")).content.decode()
    assert "Hush." not in page
    assert draft.title not in page


def test_another_date_is_agreed_with_one_party_for_several_of_its_follow_ups(office: Client) -> None:
    ardenia = party("ard", "Ardenia")
    for slug in ("a-one", "b-two"):
        asked(slug, ardenia, "Belmora")
    put(Proposed(answer_days=90))
    ours = list(FollowUp.objects.filter(party=ardenia))
    address = reverse("register:agree_date")
    page = office.get(address, {"party": "ard"}).content.decode()
    assert page.count('name="follow_up"') == 2
    day = timezone.localdate() + timedelta(days=200)
    given = {"follow_up": [f.pk for f in ours], "party": "ard", "kind": "answer", "day": str(day)}
    assert office.post(address, given).status_code == 422
    assert office.post(address, {**given, "reason": "A new government."}).status_code == 302
    assert {f.answer_on for f in FollowUp.objects.filter(party=ardenia)} == {day}
    assert day not in {f.answer_on for f in FollowUp.objects.filter(party=None)}


def test_a_refusal_to_agree_is_told_on_the_page(office: Client) -> None:
    asked("a-one", "Ardenia")
    given = {"follow_up": FollowUp.objects.get().pk, "kind": "due", "day": "2020-01-01", "reason": "So."}
    answer = office.post(reverse("register:agree_date"), given)
    assert (answer.status_code, "still to come" in answer.content.decode()) == (422, True)


def test_without_a_follow_up_there_is_nothing_to_agree(office: Client) -> None:
    asked("a-one", "Ardenia")
    assert office.get(reverse("register:agree_date")).status_code == 404
