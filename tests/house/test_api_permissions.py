"""Who may do what through the API: every operation, tried without a token and with one of each role.

The outcome stands in `api_permissions.tsv` beside this file. After a wanted change run
`REWRITE=1 python -m pytest tests/house/test_api_permissions.py` and look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from koinon.ledger.acts import ACTIONS
from koinon.people.engine.roles import ROLES
from koinon.people.engine.scopes import SCOPES
from koinon.site.api import schema
from tests.house.actions import load
from tests.site.calling import ApiWorld, call, operations, secret_of, visitor

load()
TABLE = Path(__file__).with_name("api_permissions.tsv")
WHO = ["no token", "no mandate", *ROLES]
WORDS = {401: "needs a token", 403: "no", 404: "hidden", 412: "refused", 422: "refused"}
# Actions that no program does for a person, each for a reason.
NOT_BY_TOKEN = {
    "observatory.keep_agreement": "the platform counts in how many draws episodes hold",
    "observatory.load_release": "whoever commands the machine loads a file there; a program brings it",
    "observatory.settle_brought": "the worker records what became of a file that was brought",
    "observatory.raise_alerts": "the platform raises alerts by its written rules, and nobody by hand",
    "register.follow_up": "the platform follows up whom the ledger names",
    "register.preserve": "the worker records what became of the copy of a page",
    "register.preview_rows": "the platform records what it found in a file",
    "register.propose_restatements": "the platform proposes what a person then decides",
    "register.remind": "the platform takes the steps of dates when their time has come",
    "register.rows_failed": "the platform records why a file cannot be taken in",
    "register.take_in": "the worker takes in what a person, or their program, has confirmed",
    "people.load_catalogue": "the platform's own upkeep",
    "register.read": "the platform records what the reader found",
    "register.reading_failed": "the platform records why a file cannot be read",
    "people.register": "someone who signs up has no token yet",
    "people.accept_invitation": "whoever holds an invitation has no token yet",
    "people.make_token": "a token that makes tokens would outlive its own end; it needs a fresh proof",
    "people.erase": "nobody is forgotten without a fresh proof that it is they",
}


@pytest.fixture
def world(db: None) -> ApiWorld:
    return ApiWorld()


def column(world: ApiWorld, role: str) -> dict[str, str]:
    """What each operation comes to for someone with a token of every scope, undone afterwards."""
    secret = "" if role == "no token" else secret_of(visitor(role, world))
    document, told = schema(), {}
    for operation in operations(document):
        with transaction.atomic():
            response = call(operation, world, document, secret=secret)
            transaction.set_rollback(True)
        status = response.status_code
        assert status < 500 and (status < 300 or status in WORDS), f"{operation.name}: {response.content!r}"
        told[f"{operation.method} {operation.path}"] = "opens" if status < 300 else WORDS[status]
    return told


def table() -> dict[str, list[str]]:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    return {name: cells for name, *cells in rows}


@pytest.mark.parametrize("role", WHO)
def test_each_may_what_the_table_says(world: ApiWorld, role: str) -> None:
    found = column(world, role)
    if os.environ.get("REWRITE"):
        known = table() if TABLE.exists() else {}
        rows = {"operation": WHO} | {name: known.get(name, [""] * len(WHO)) for name in found}
        for name, outcome in found.items():
            rows[name][WHO.index(role)] = outcome
        TABLE.write_text("".join("\t".join([n, *cells]) + "\n" for n, cells in rows.items()), "utf-8")
    assert table()["operation"] == WHO
    assert {name: cells[WHO.index(role)] for name, cells in table().items() if name != "operation"} == found


def test_without_a_token_everything_public_and_nothing_else_opens() -> None:
    for operation in operations():
        inside = f"{operation.path}/".startswith(("/api/v1/desk/", "/api/v1/me/"))
        assert (operation.scope is None) == (operation.method == "get" and not inside), operation.name
        opened = table()[f"{operation.method} {operation.path}"][0]
        assert opened == ("opens" if operation.scope is None else "needs a token")


def test_a_session_opens_nothing(world: ApiWorld) -> None:
    client = Client()
    client.force_login(visitor("secretariat", world))
    document = schema()
    for operation in operations(document):
        if operation.scope is not None:
            assert call(operation, world, document, client=client).status_code == 401, operation.name


def test_every_scope_opens_its_own_operations_only(world: ApiWorld) -> None:
    ines = visitor("secretariat", world)
    secrets = {scope: secret_of(ines, (scope,)) for scope in SCOPES}
    document = schema()
    for operation in operations(document):
        if not operation.scope:
            continue
        for scope, secret in secrets.items():
            with transaction.atomic():
                response = call(operation, world, document, secret=secret)
                transaction.set_rollback(True)
            if scope == operation.scope:
                assert "api.scope" not in response.content.decode(), operation.name
            else:
                assert response.status_code == 403 and f"“{operation.scope}”" in response.json()["detail"]


def test_every_act_of_a_person_can_be_done_by_a_program() -> None:
    reached = {verb for operation in operations() for verb in operation.acts}
    assert reached <= set(ACTIONS), "an operation names an action that does not exist"
    assert set(ACTIONS) - reached == set(NOT_BY_TOKEN)
    writing = {o.name for o in operations() if o.method != "get" and not o.acts}
    own = {"bring_sheet", "drop_sheet", "keep_search", "change_search", "drop_search"}
    own |= {"bring_answers", "drop_answer_sheet", "preview_policy"}
    own |= {"subscribe_to_alerts", "pause_alert_subscription", "end_alert_subscription"}
    assert writing == own, "what is someone's own affair is no act of the register's"
