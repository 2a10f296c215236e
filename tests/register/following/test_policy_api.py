"""Dates by programs: look, set, agree."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from koinon.ledger import guard
from koinon.register.actions import following
from koinon.register.api.policy_shapes import POLICY
from koinon.register.models import FollowUp, Policy
from tests.factories.people import person
from tests.factories.register import DAY, document, provision
from tests.site.calling import secret_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret_of(person('Ada', role='secretariat'))}"
    return client


def send(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def asked(*slugs: str) -> None:
    for slug in slugs:
        one = provision(document(slug, "Ban it."), "Ban it.", addressees=["Ardenia", "Belmora"])
        with guard.writing("test"):
            following.open_follow_ups([one.pk], DAY)


def test_a_program_looks_sets_and_reads_a_policy(office: Client) -> None:
    asked("harbour", "inlet")
    wanted: dict[str, Any] = {"policy": POLICY, "reaches_back": True}
    seen = send(office, "/desk/policies/preview?limit=1", **wanted).json()
    assert (seen["total"], seen["totals"]["new"], len(seen["items"])) == (4, 8, 1)
    assert seen["items"][0]["document"] == "harbour"
    made = send(office, "/desk/policies", **wanted, reason="Agreed.", seen=seen["fingerprint"])
    assert (made.status_code, made.json()["version"], made.json()["steps"]) == (201, 1, POLICY["steps"])
    del office.defaults["HTTP_AUTHORIZATION"]
    (told,) = office.get("/api/v1/follow-up-policies").json()["items"]
    assert {name: told[name] for name in POLICY} == POLICY
    assert (told["reason"], told["in_force"], told["document"]) == ("Agreed.", True, None)


def test_a_fingerprint_of_something_else_is_refused(office: Client) -> None:
    answer = send(office, "/desk/policies", policy=POLICY, reason="Agreed.", seen="0" * 64)
    assert (answer.status_code, answer.json()["type"]) == (
        422, "urn:koinon:register.policy.changed_meanwhile",
    )  # fmt: skip
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"answer_days": -1}, {"time_zone": "Europe/Atlantis"}, {"kinds": ["wish"]}, {"silence": True}]
)
def test_what_cannot_be_is_refused(office: Client, changes: dict[str, Any]) -> None:
    assert send(office, "/desk/policies/preview", policy={**POLICY, **changes}).status_code == 422


def test_a_program_without_the_mandate_neither_looks_nor_sets(client: Client) -> None:
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret_of(person('Stranger'))}"
    assert send(client, "/desk/policies/preview", policy=POLICY).status_code == 403
    assert send(client, "/desk/policies", policy=POLICY, reason="So.", seen="0" * 64).status_code == 403


def test_a_program_agrees_a_date_with_one_addressee(office: Client) -> None:
    asked("harbour", "inlet")
    ours = list(FollowUp.objects.filter(name="Ardenia").values_list("pk", flat=True))
    given = {"kind": "due", "day": "2070-12-01", "reason": "A new government."}
    answer = send(office, "/desk/agreed-dates", follow_ups=ours, **given)
    assert (answer.status_code, answer.json()) == (200, {"follow_ups": 2})
    both = list(FollowUp.objects.values_list("pk", flat=True))
    assert send(office, "/desk/agreed-dates", follow_ups=both, **given).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_policies(
    office: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        seen = send(office, "/desk/policies/preview", policy=POLICY).json()["fingerprint"]
        send(office, "/desk/policies", policy=POLICY, reason="Agreed.", seen=seen)
    del office.defaults["HTTP_AUTHORIZATION"]
    with django_assert_num_queries(1):
        assert office.get("/api/v1/follow-up-policies").json()["total"] == number
