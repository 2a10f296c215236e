"""The API gives what its committed description says, and nothing that is not published."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jsonschema import Draft202012Validator

from koinon.register.models import Document
from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db
COMMITTED = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
SECRET = "Zanzibarium"


@pytest.fixture
def outcome() -> Document:
    council = party("council", "Harbour Council", "organ")
    made = make.document("outcome", "The Council should act by 2032.", "We will report.", issuers=[council])
    make.provision(
        made,
        "The Council should act by 2032.",
        addressees=[council, "observers"],
        issuer=council,
        deadline="by 2032",
        due=date(2032, 12, 31),
        themes=["surveillance"],
        groups=["women"],
    )
    make.provision(made, "We will report.", kind="commitment", strength="binding", addressees=[council])
    for state in ("review", "withdrawn"):
        held = make.document(f"secret-{state}", f"Hide {SECRET}.", state=state, title=SECRET)
        make.provision(held, f"Hide {SECRET}.", addressees=[council], themes=["surveillance"])
    make.indexed()
    return made


def described() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(COMMITTED.read_text("utf-8"))
    return document


def test_the_committed_description_is_the_one_served(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json() == described(), (
        "Run `koinon api schema --out docs/reference/openapi.json` and commit it."
    )
    assert described()["openapi"].startswith("3.1")


def test_every_reading_of_the_register_is_tried() -> None:
    matters = {"documents", "provisions", "parties", "themes", "feeds"}
    reading = {
        path
        for path, item in described()["paths"].items()
        if "get" in item and matters & set(item["get"]["tags"])
    }
    assert reading == {pattern for pattern, _, _ in CASES}


ONE = "/api/v1/documents/{slug}/provisions/{number}"
CASES = [
    ("/api/v1/documents", "/api/v1/documents", 200),
    ("/api/v1/documents", "/api/v1/documents?kind=declaration&issuer=council&year=2031&language=en", 200),
    ("/api/v1/documents", "/api/v1/documents?limit=501", 422),
    ("/api/v1/documents", "/api/v1/documents?year=soon", 422),
    ("/api/v1/documents/{slug}", "/api/v1/documents/outcome", 200),
    ("/api/v1/documents/{slug}", "/api/v1/documents/secret-review", 404),
    ("/api/v1/documents/{slug}", "/api/v1/documents/secret-withdrawn", 404),
    ("/api/v1/provisions", "/api/v1/provisions", 200),
    ("/api/v1/provisions", "/api/v1/provisions?q=what+is+the+Harbour+Council+asked&deadline=dated", 200),
    ("/api/v1/provisions", f"/api/v1/provisions?q={SECRET}&literal=true", 200),
    ("/api/v1/provisions", "/api/v1/provisions?kind=nonsense", 422),
    ("/api/v1/documents/{slug}/provisions/{number}", "/api/v1/documents/outcome/provisions/1", 200),
    ("/api/v1/documents/{slug}/provisions/{number}", "/api/v1/documents/outcome/provisions/9", 404),
    ("/api/v1/documents/{slug}/provisions/{number}", "/api/v1/documents/secret-review/provisions/1", 404),
    ("/api/v1/parties", "/api/v1/parties?q=council", 200),
    ("/api/v1/parties/{key}", "/api/v1/parties/council", 200),
    ("/api/v1/parties/{key}", "/api/v1/parties/nobody", 404),
    ("/api/v1/parties/{key}/names", "/api/v1/parties/council/names", 200),
    ("/api/v1/parties/{key}/names", "/api/v1/parties/nobody/names", 404),
    ("/api/v1/themes", "/api/v1/themes", 200),
    ("/api/v1/feeds", "/api/v1/feeds", 200),
    ("/api/v1/every-provision", "/api/v1/every-provision?limit=1", 200),
    ("/api/v1/every-provision", "/api/v1/every-provision?after=-1", 422),
    ("/api/v1/documents/{slug}/provisions", "/api/v1/documents/outcome/provisions", 200),
    ("/api/v1/documents/{slug}/provisions", "/api/v1/documents/secret-review/provisions", 404),
    ("/api/v1/documents/{slug}/translations", "/api/v1/documents/outcome/translations", 200),
    ("/api/v1/documents/{slug}/translations", "/api/v1/documents/secret-review/translations", 404),
    ("/api/v1/documents/{slug}/translations/{language}", "/api/v1/documents/outcome/translations/fr", 404),
    (f"{ONE}/history", "/api/v1/documents/outcome/provisions/1/history", 200),
    (f"{ONE}/history", "/api/v1/documents/secret-review/provisions/1/history", 404),
]


@pytest.mark.parametrize(("pattern", "address", "status"), CASES)
def test_the_answer_has_the_described_shape_and_no_secret(
    client: Client, outcome: Document, pattern: str, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status, response.content
    answer = described()["paths"][pattern]["get"]["responses"][str(status)]
    if "$ref" in answer:
        answer = described()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    media, content = next(iter(answer["content"].items()))
    assert response.headers["Content-Type"].partition(";")[0] == media
    schema = {**content["schema"], "components": described()["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(response.json())
    assert SECRET not in response.content.decode()
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_provision_is_told_in_full(client: Client, outcome: Document) -> None:
    told = client.get("/api/v1/documents/outcome/provisions/1").json()
    assert told["addressees"] == [
        {"name": "Harbour Council", "mention": "", "party": "council"},
        {"name": "observers", "mention": "", "party": None},
    ]
    assert told["deadline"] == {"text": "by 2032", "from": None, "due": "2032-12-31"}
    text = client.get("/api/v1/documents/outcome").json()["text"]
    assert text[told["start"] : told["end"]] == told["text"]
    assert told["url"].endswith(reverse("register:provision", args=["outcome", 1]))


def test_lists_are_paged_and_filtered(client: Client, outcome: Document) -> None:
    first = client.get("/api/v1/provisions", {"limit": 1}).json()
    second = client.get("/api/v1/provisions", {"limit": 1, "offset": 1}).json()
    assert (first["total"], [p["number"] for p in first["items"] + second["items"]]) == (2, [1, 2])
    dated = client.get("/api/v1/provisions", {"deadline": "dated"}).json()
    assert [p["number"] for p in dated["items"]] == [1]
    assert {"value": "council", "count": 2} in client.get("/api/v1/provisions").json()["facets"]["addressee"]


def test_a_wrong_parameter_and_a_wrong_address_are_named(client: Client, outcome: Document) -> None:
    wrong = client.get("/api/v1/provisions", {"kind": "nonsense"}).json()
    assert wrong["type"] == "urn:koinon:api.invalid" and wrong["detail"].startswith("kind: ")
    nowhere = client.get("/api/v1/nowhere")
    assert nowhere.status_code == 404 and nowhere.json()["detail"] == "There is nothing at /api/v1/nowhere."


@pytest.mark.parametrize("name", ["documents", "provisions", "parties", "every-provision"])
def test_a_list_asks_the_database_as_often_for_three_as_for_one(
    client: Client, outcome: Document, name: str
) -> None:
    def queries() -> int:
        client.get(f"/api/v1/{name}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/api/v1/{name}").status_code == 200
        return len(asked)

    one = queries()
    for slug in ("second", "third"):
        organ = party(f"organ-{slug}", f"Organ {slug}", "organ")
        made = make.document(slug, f"The Organ {slug} should act.", issuers=[organ])
        make.provision(made, f"The Organ {slug} should act.", addressees=[organ], issuer=organ)
    make.indexed()
    assert queries() == one


def _shelf(client: Client, address: str) -> str:
    return client.get(reverse("api-docs") + unescape(address)).content.decode()


def _shelves(client: Client, part: str) -> list[str]:
    return re.findall(r'href="(\?show=[^"]*of=[^"]*)"', _shelf(client, f"?show={part}"))


def test_the_description_for_people_names_every_route_and_field(client: Client) -> None:
    page = "".join(
        _shelf(client, address) for part in ("", "acting", "shapes") for address in _shelves(client, part)
    )
    for path, item in described()["paths"].items():
        for method, operation in item.items():
            assert f"{method.upper()} {path}" in page.replace("&#x27;", "'")
            assert all(
                f"<code>{scope}</code>" in page
                for s in operation.get("security", ())
                for scope in s["Bearer"]
            )
    for shape in described()["components"]["schemas"].values():
        assert all(f"<code>{field}</code>" in page for field in shape.get("properties", {}))
