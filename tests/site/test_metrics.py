"""Figures and health: what they tell, to whom, and that no person or thing is named in them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from koinon.ledger import followers
from koinon.site.checks import figures
from tests.ledger.acting import filled
from tests.register import examples

pytestmark = pytest.mark.django_db


def families(client: Client) -> dict[str, Any]:
    response = client.get("/metrics")
    assert response.status_code == 200
    return {family.name: family for family in text_string_to_metric_families(response.content.decode())}


def test_requests_are_counted_by_route_and_class_and_named_by_nothing_else() -> None:
    _, document, _ = examples.published()
    client = Client()

    def counted() -> dict[tuple[str, str], float]:
        samples = families(client)["koinon_requests"].samples
        return {
            (s.labels["route"], s.labels["status"]): s.value for s in samples if s.name.endswith("_total")
        }

    before = counted()
    client.get(f"/documents/{document.slug}/")
    client.get("/documents/nowhere/")
    client.get("/search/?q=markedquery")
    after = counted()
    told = {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}
    assert told == {
        ("register:document", "2xx"): 1, ("register:document", "4xx"): 1, ("register:search", "2xx"): 1,
        ("metrics", "2xx"): 1,
    }  # fmt: skip
    text = client.get("/metrics").content.decode()
    assert document.slug not in text and "markedquery" not in text
    assert 'koinon_request_seconds_count{route="register:document"}' in text


def test_state_is_told_in_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "FOLLOWERS", {"idle": lambda entries: None})
    filled(3)
    found = families(Client())
    value = {name: family.samples[0].value for name, family in found.items() if family.samples}
    assert value["koinon_database_up"] == 1
    assert value["koinon_ledger_head"] == figures._rows("SELECT max(number) FROM ledger_entry")[0][0]
    assert value["koinon_follower_lag_entries"] >= 3
    assert value["koinon_follower_lag_seconds"] >= 0
    assert {s.labels["state"] for s in found["koinon_jobs"].samples} == {"waiting", "running", "failed"}
    assert value["koinon_disk_free_bytes"] > 0 and value["koinon_process_resident_bytes"] > 10_000_000


def test_only_this_machine_or_the_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def status(address: str = "127.0.0.1", **headers: str) -> int:
        return Client(REMOTE_ADDR=address, headers=headers).get("/metrics").status_code

    assert status() == 200
    assert status("203.0.113.5") == 403
    assert status(**{"X-Forwarded-For": "127.0.0.1"}) == 403, "it came through a proxy"
    monkeypatch.setattr(settings, "ENV", _with_token())
    through = {"X-Forwarded-For": "203.0.113.5"}
    assert status(**through) == status(Authorization="Bearer other", **through) == 403
    assert status(Authorization="Bearer between-us", **through) == 200
    assert status(Host="testserver") == 403, "it came under the public name"
    assert status(Host="localhost") == status(Host="localhost:8000") == 200


def _with_token() -> object:
    from dataclasses import replace

    return replace(settings.ENV, metrics_token="between-us", local=False)


def test_health_is_told_in_states_without_words() -> None:
    client = Client()
    assert client.get("/health/live").json() == {"live": True}
    response = client.get("/health/ready")
    told = response.json()
    assert response.status_code == 503 and response.headers["Retry-After"] == "10"
    assert told["states"]["worker"] == told["states"]["followers"] == "bad", "nobody works in a test"
    assert told["states"]["database"] == told["states"]["tables"] == "good"
    assert not re.search(r"/|@|\d+\.\d+\.\d+", response.content.decode().replace("0.0", ""))


def test_tables_that_are_not_this_version_s_are_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999', now())")
    assert Client().get("/health/ready").json()["states"]["tables"] == "bad"
