"""Restatements by program and from a terminal."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from koinon.register.actions import lineage
from koinon.register.commands.lineage import lineage as command
from koinon.register.models import Compared, Restatement
from tests.register.lineage.examples_lineage import compared
from tests.register.lineage.worlds import World
from tests.site.calling import secret_of

pytestmark = pytest.mark.django_db


def call(client: Client, world: World, method: str, path: str, **rest: Any) -> Any:
    headers = {"Authorization": f"Bearer {secret_of(world.ada)}", **rest.pop("headers", {})}
    return getattr(client, method)(f"/api/v1{path}", headers=headers, content_type="application/json", **rest)


def test_a_program_decides_upon_what_it_saw(client: Client) -> None:
    world = compared()
    row = world.pair(2019, 2022)
    listed = call(client, world, "get", "/desk/restatements").json()
    assert row.pk in [item["id"] for item in listed["items"]]
    path = f"/desk/restatements/{row.pk}"
    seen = call(client, world, "get", path)
    assert call(client, world, "post", f"{path}/confirmation").status_code == 428
    upon = {"If-Match": seen["ETag"]}
    done = call(client, world, "post", f"{path}/confirmation", headers=upon)
    assert done.status_code == 200 and done.json()["state"] == "confirmed"
    late = call(client, world, "post", f"{path}/rejection", headers=upon, data={"reason": "No."})
    assert late.status_code == 412
    undone = call(client, world, "post", f"{path}/undoing", headers={"If-Match": done["ETag"]})
    assert undone.status_code == 204 and world.pair(2019, 2022).state == "proposed"


def test_a_program_adds_one_and_confirms_several(client: Client) -> None:
    world = compared()
    given = {
        "earlier": {"document": "paper-2019", "number": 3},
        "later": {"document": "paper-2022", "number": 3},
    }
    assert call(client, world, "post", "/desk/restatements", data=given).status_code == 201
    keys = list(Restatement.objects.filter(state="proposed").values_list("pk", flat=True))
    done = call(client, world, "post", "/desk/restatements/confirmation", data={"restatements": keys})
    assert sorted(row["id"] for row in done.json()) == sorted(keys)


def test_everyone_reads_chains_and_comparisons(client: Client) -> None:
    world = World()
    lineage.add(by=world.ada, earlier=world.at(2019), later=world.at(2022))
    chain = client.get("/api/v1/documents/paper-2022/provisions/1/lineage").json()["chain"]
    assert chain["years"] == [2019, 2022] and [link["document"] for link in chain["links"]] == [
        "paper-2019",
        "paper-2022",
    ]
    assert client.get("/api/v1/documents/paper-2022/provisions/2/lineage").json() == {"chain": None}
    assert client.get("/api/v1/chains").json()["total"] == 1
    assert client.get("/api/v1/chains", {"theme": "elections"}).json()["items"] == []
    found = client.get("/api/v1/documents/paper-2022/comparison/paper-2019").json()
    assert found["earlier"] == "paper-2019" and found["counts"]["reworded"] == 2
    assert client.get("/api/v1/desk/restatements").status_code == 401


def run(*words: str) -> Any:
    return CliRunner().invoke(command, ["propose", *words], obj=nullcontext)


def test_the_command_compares_what_waits_and_one_document_again() -> None:
    World()
    told = json.loads(run("--json").output)
    assert told["documents"] == ["paper-2019", "paper-2022", "paper-2023"] and told["proposed"] >= 2
    assert "compared already" in run().output
    assert "1 documents are compared, 0 restatements" in run("--document", "paper-2022").output
    assert Compared.objects.count() == 3
