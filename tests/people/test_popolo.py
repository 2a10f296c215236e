"""Popolo: whole and sound for everyone, and nobody's name for those who may not see it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse

from koinon.ledger import guard
from koinon.people.models import Mandate, Party, Person
from tests.factories import register as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db
DAY = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}
TEXT = {"type": "string", "minLength": 1}
NAMES = {
    "type": "array",
    "items": {"type": "object", "required": ["name"], "properties": {"name": TEXT, "note": TEXT}},
}
CODES = {
    "type": "array",
    "items": {"required": ["identifier"], "properties": {"identifier": TEXT, "scheme": TEXT}},
}  # fmt: skip


def shape(required: list[str], **properties: object) -> dict[str, Any]:
    """One of the specification's classes, and nothing that it does not know."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


SHAPES = {
    "areas": shape(["id", "name"], id=TEXT, name=TEXT, classification=TEXT, identifiers=CODES),
    "organizations": shape(
        ["id", "name"], id=TEXT, name=TEXT, classification=TEXT, other_names=NAMES, area_id=TEXT,
        parent_id=TEXT, links={"type": "array", "items": {"required": ["url"]}},
    ),
    "posts": shape(["id", "label", "organization_id"], id=TEXT, label=TEXT, role=TEXT, organization_id=TEXT),
    "persons": shape(["id", "name"], id=TEXT, name=TEXT, email={"type": "string", "pattern": "@"}),
    "memberships": shape(
        ["organization_id"], id=TEXT, role=TEXT, person_id=TEXT, organization_id=TEXT, post_id=TEXT,
        member={"type": "object", "required": ["id", "name"]}, start_date=DAY, end_date=DAY,
    ),
}  # fmt: skip


@pytest.fixture
def league() -> Party:
    """A league with a member that left, an office-holder of that member, and a class of the members."""
    body, _members = make.group("league", "Harbour League", "HL")
    velmark = make.state("vel", "Velmark", (body, date(2001, 1, 1), date(2020, 2, 1)))
    focal = person("Fiona", role="focal-point", party=velmark)
    with guard.writing("factory"):
        Mandate.objects.filter(person=focal).update(until=date(2031, 1, 31))
    person("Sara", role="secretariat")
    return body


def popolo(who: Person | None = None) -> dict[str, Any]:
    client = Client()
    if who:
        client.force_login(who)
    response = client.get(reverse("people:popolo"))
    assert response["Cache-Control"] == "private, no-store" or "no-store" in response["Cache-Control"]
    found: dict[str, Any] = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("name", [None, "Sara"])
def test_every_record_has_the_published_shape_and_every_reference_leads_somewhere(
    league: Party, name: str | None
) -> None:
    found = popolo(Person.objects.get(name=name) if name else None)
    assert list(found) == ["areas", "organizations", "posts", "persons", "memberships"]
    for collection, records in found.items():
        jsonschema.Draft202012Validator({"type": "array", "items": SHAPES[collection]}).validate(records)
        assert len({r["id"] for r in records}) == len(records)
    ids = {collection: {r["id"] for r in records} for collection, records in found.items()}
    for o in found["organizations"]:
        assert o.get("area_id") in {None, *ids["areas"]} and o.get("parent_id") in {
            None,
            *ids["organizations"],
        }
    for p in (*found["posts"], *found["memberships"]):
        assert p["organization_id"] in ids["organizations"]
    for m in found["memberships"]:
        assert m.get("post_id") in {None, *ids["posts"]} and m.get("person_id") in {None, *ids["persons"]}
        assert m.get("member", {}).get("id") in {None, *ids["organizations"]}


def test_parties_carry_their_names_and_groups_their_dated_members(league: Party) -> None:
    found = popolo()
    by_id = {o["id"]: o for o in found["organizations"]}
    assert by_id["league"]["classification"] == "intergovernmental"
    assert {"name": "HL"} in by_id["league"]["other_names"]
    assert by_id["league-member-states"]["parent_id"] == "league"
    (membership,) = found["memberships"]
    assert (membership["organization_id"], membership["member"]["id"]) == ("league", "vel")
    assert (membership["start_date"], membership["end_date"]) == ("2001-01-01", "2020-02-01")


def test_a_stranger_sees_offices_and_nobody_in_them(league: Party) -> None:
    found = popolo()
    assert [p["id"] for p in found["posts"]] == ["focal-point@vel", "secretariat@partnership"]
    assert found["persons"] == [] and not [m for m in found["memberships"] if "person_id" in m]
    told = json.dumps(found)
    assert "Fiona" not in told and "fiona" not in told and "Sara" not in told


def test_one_sees_oneself_and_the_keepers_see_all(league: Party) -> None:
    fiona, sara = Person.objects.get(name="Fiona"), Person.objects.get(name="Sara")
    mine = popolo(fiona)
    assert [p["name"] for p in mine["persons"]] == ["Fiona"]
    (held,) = [m for m in mine["memberships"] if "person_id" in m]
    assert (held["post_id"], held["end_date"]) == ("focal-point@vel", "2031-01-31")
    assert [p["name"] for p in popolo(sara)["persons"]] == ["Fiona", "Sara"]


def test_the_list_of_persons_goes_to_its_keepers_alone(league: Party) -> None:
    client = Client()
    client.force_login(Person.objects.get(name="Sara"))
    response = client.get(reverse("people:persons-csv"))
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Fiona,fiona@example.org,focal-point,Velmark,vel,2020-01-01,2031-01-31,yes" in text
    client.force_login(Person.objects.get(name="Fiona"))
    assert client.get(reverse("people:persons-csv")).status_code == 403
    assert client.get(reverse("people:persons-xlsx")).status_code == 403
