"""Requests made up from the API's own description: no fault of ours, and every answer as described."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from koinon.site.api import schema
from koinon.site.wsgi import application
from tests.site.calling import ApiWorld, address, operations, secret_of, visitor

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ["no token", "observer", "coordinator", "secretariat"]
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]


@pytest.fixture
def world(db: None) -> Iterator[ApiWorld]:
    """The world in one transaction, whose connection no request closes behind itself."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield ApiWorld()
    for signal in signals:
        signal.connect(close_old_connections)


def asked(world: ApiWorld, role: str, mode: Any, cases: int) -> Counter[int]:
    """Ask every operation so many made-up things, each undone; how often each status came back."""
    secret = "" if role == "no token" else secret_of(visitor(role, world))
    document, came = schema(), Counter[int]()
    described = schemathesis.openapi.from_dict(document)
    described.app = application
    known = {(o.path, o.method): o for o in operations(document)}
    for found in described.get_all_operations():
        operation = found.ok()
        path = known[operation.path, operation.method].path
        _ask(operation, _captured(path, address(path, world)), secret, mode, cases, came)
    return came


def _ask(
    operation: Any, there: dict[str, str], secret: str, mode: Any, cases: int, came: Counter[int]
) -> None:
    @settings(
        max_examples=cases, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), chance=st.integers(0, 3))
    def ask(case: Any, chance: int) -> None:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        if case.headers:
            case.headers.pop("Authorization", None)  # the made-up one
        if chance:  # three of four are asked of something that is there, two upon its present version
            case.path_parameters = {**(case.path_parameters or {}), **there}
        if chance > 1:
            headers["If-Match"] = "*"
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        came[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:  # of an operation that takes nothing, nothing wrong can be asked
        assert mode is schemathesis.GenerationMode.NEGATIVE


def _captured(pattern: str, filled: str) -> dict[str, str]:
    """The values that stand in the places of a path."""
    pairs = zip(pattern.split("/"), filled.split("/"), strict=True)
    return {place.strip("{}"): value for place, value in pairs if place.startswith("{")}


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_whatever_is_asked_is_answered_as_described(world: ApiWorld, mode: Any) -> None:
    came = asked(world, "secretariat", mode, 1)
    assert sum(came.values()) >= 60 and max(came) < 500, came


@pytest.mark.heavy
def test_five_thousand_requests_of_several_roles_bring_no_fault(world: ApiWorld) -> None:
    came = Counter[int]()
    for role in ROLES:
        for mode in MODES:
            with transaction.atomic():
                came += asked(world, role, mode, 10)
                transaction.set_rollback(True)  # so that each role has its visitor
    logging.getLogger(__name__).info("%d requests: %s", sum(came.values()), sorted(came.items()))
    assert sum(came.values()) >= 5000 and max(came) < 500, came
