"""Answers by programs: the same rules, upon versions, all or none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.people.models import Person
from koinon.register.models import Answer
from tests.register.answers.office import Office, office
from tests.site.calling import secret_of

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def world() -> Office:
    return office()


class Program:
    """A program with a token of a person's."""

    def __init__(self, who: Person) -> None:
        self.secret, self.client = secret_of(who), Client()

    def __call__(self, method: str, path: str, body: Any = None, upon: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"} | ({"If-Match": upon} if upon else {})
        send = getattr(self.client, method)
        if body is None:
            return send(API + path, headers=headers)
        return send(API + path, json.dumps(body), content_type="application/json", headers=headers)


def test_from_the_list_to_publication(world: Office) -> None:
    ida, bo = Program(world.ida), Program(world.bo)
    listed = ida("get", "/desk/asked?which=overdue&limit=2").json()
    assert listed["total"] == 3 and len(listed["items"]) == 2
    path = f"/desk/follow-ups/{listed['items'][0]['follow_up']}/answer"
    assert ida("put", path, {"position": "accepted"}).status_code == 428
    drafted = ida("put", path, {"position": "accepted", "submit": True}, '"0"')
    assert drafted.json()["draft"]["state"] == "submitted" and drafted["ETag"].startswith('"1')
    assert ida("put", path, {"position": "noted"}, '"0"').status_code == 412
    waits = bo("get", "/desk/answers").json()
    seen = [{"follow_up": waits["items"][0]["follow_up"], "revision": 1}]
    assert ida("post", "/desk/answers/approval", {"seen": seen}).status_code == 403
    assert bo("post", "/desk/answers/approval", {"seen": seen}).json() == {"answers": 1}
    public = Client().get(f"{API}/answers").json()
    assert [(a["position"], a["party"]["party"], a["provision"]) for a in public["items"]] == [
        ("accepted", "velmark", 1)
    ]


def test_several_are_written_all_or_none(world: Office) -> None:
    ida = Program(world.ida)
    answers = [{"follow_up": f.pk, "position": "noted", "reasons": "Law 7."} for f in world.asked]
    wrong = [*answers[:2], {**answers[2], "reasons": ""}]
    refused = ida("post", "/desk/answers", {"answers": wrong, "submit": True})
    assert refused.status_code == 422 and "Give the reasons" in refused.json()["detail"]
    assert not Answer.objects.exists()
    theirs = {"follow_up": world.elsewhere.pk, "position": "accepted"}
    assert ida("post", "/desk/answers", {"answers": [*answers, theirs]}).status_code == 422
    assert ida("post", "/desk/answers", {"answers": answers, "submit": True}).json() == {"answers": 3}
    seen = [{"follow_up": f.pk, "revision": 1} for f in world.asked]
    returned = Program(world.bo)("post", "/desk/answers/return", {"seen": seen, "note": "Name it."})
    assert returned.json() == {"answers": 3}
    stale = ida("post", "/desk/answers/submission", {"seen": seen})
    assert stale.status_code == 412 and {a.state for a in Answer.objects.all()} == {"returned"}


def test_a_draft_is_given_to_nobody_outside(world: Office) -> None:
    world.drafted(world.asked[0], submit=True, reasons="Between ourselves.")
    nils = Program(world.nils)
    path = f"/desk/follow-ups/{world.asked[0].pk}/answer"
    assert nils("get", path).status_code == 403
    for where in ("/desk/asked", "/answers?standing=false"):
        assert "ourselves" not in nils("get", where).content.decode()
    assert "ourselves" in Program(world.bo)("get", path).content.decode()


def test_a_sheet_of_answers_by_a_program(world: Office) -> None:
    ida = Program(world.ida)
    headers = {"Authorization": f"Bearer {ida.secret}"}
    rows = ida("get", "/desk/asked").json()["items"]
    version = Client()
    version.force_login(world.ida)
    text = b"".join(version.get("/desk/asked/answers.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, first, *_ = text.splitlines()
    assert len(rows) == 3
    keys = head.split(",")[:2]
    data = f"{keys[0]},{keys[1]},position\n{','.join(first.split(',')[:2])},accepted\n".encode()
    made = ida.client.post(
        f"{API}/desk/answer-sheets", {"file": SimpleUploadedFile("a.csv", data)}, headers=headers
    )
    assert made.status_code == 201 and made.json()["written"] == 1
    path = f"/desk/answer-sheets/{made.json()['id']}"
    assert ida("post", f"{path}/confirmation", {"submit": False}).status_code == 428
    done = ida("post", f"{path}/confirmation", {"submit": False}, made["ETag"])
    assert done.status_code == 200, done.content
    assert done.json()["state"] == "done" and Answer.objects.get().state == "draft"


def test_the_lists_cost_the_same_at_one_and_at_three(world: Office) -> None:
    world.published(*world.asked)
    ida = Program(world.ida)
    for path in ("/desk/asked?which=answered&limit=", "/answers?limit="):
        costs = []
        for n in (1, 3):
            ida("get", f"{path}{n}")
            with CaptureQueriesContext(connection) as found:
                assert len(ida("get", f"{path}{n}").json()["items"]) == n
            costs.append(len(found))
        assert costs[0] == costs[1], path
