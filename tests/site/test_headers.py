"""Every sort of answer carries the security headers: page, file, API, refusal, error; and no banner."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from koinon.site import middleware
from koinon.site.environment import socket_folder
from tests.prepared import Prepare
from tests.site.running import Running, free_port

pytestmark = pytest.mark.xdist_group("headers")  # one platform for all of them

NEEDED = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, prepared: Prepare) -> Iterator[int]:
    data, port = prepared(tmp_path_factory.mktemp("headers") / "the data"), free_port()
    running = Running(data, port)
    running.until_up()
    yield port
    running.end()
    shutil.rmtree(socket_folder(data), ignore_errors=True)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/documents/", 200),
        ("GET", "/fr/documents/", 200),
        ("GET", "/account/login/", 200),
        ("GET", "/desk/", 302),
        ("POST", "/account/login/", 403),
        ("GET", "/nowhere/", 404),
        ("GET", "/static/ui/favicon.svg", 200),
        ("GET", "/static/ui/nowhere.svg", 404),
        ("GET", "/api/v1/documents", 200),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/ledger/export.jsonl", 200),
        ("GET", "/health/live", 200),
        ("GET", "/metrics", 200),
        ("DELETE", "/health/live", 403),
    ],
)
def test_what_is_served_carries_them_and_names_no_server(
    port: int, method: str, path: str, status: int
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers={"Host": "localhost"})
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == status
    assert {name: part for name, part in NEEDED.items() if part not in response.headers.get(name, "")} == {}
    assert not [
        name for name in ("Server", "X-Powered-By", "Strict-Transport-Security") if name in response.headers
    ]


@pytest.mark.django_db
def test_a_fault_and_a_foreign_host_carry_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from koinon.ledger import queries

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(queries, "entries", fail)
    client = Client(raise_request_exception=False)
    fault, foreign = client.get("/ledger/"), client.get("/documents/", headers={"Host": "elsewhere.example"})
    assert (fault.status_code, foreign.status_code) == (500, 400)
    for response in (fault, foreign):
        assert {name for name, part in NEEDED.items() if part not in response.headers.get(name, "")} == set()


def test_beyond_this_machine_browsers_are_told_to_use_tls() -> None:
    with override_settings(SECURE_HSTS_SECONDS=31536000):
        respond = middleware.security_headers(lambda request: HttpResponse())
    response = respond(RequestFactory().get("/"))
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
