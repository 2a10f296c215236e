"""Requests larger than any honest one: refused with a sentence, before they fill memory or disk."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from koinon.site import limits
from koinon.site.environment import socket_folder
from tests.factories.people import person
from tests.house.routes import World, routes
from tests.prepared import Prepare
from tests.site.running import Running, free_port

pytestmark = pytest.mark.xdist_group("limits")  # one platform for all of them

MIB = 2**20
SAID = "The request is too large: 2 MiB is the most, 50 MiB for a file."
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def desk(world: World) -> Client:
    browser = Client()
    browser.force_login(person("Visitor", role="secretariat"))
    return browser


def test_every_page_but_those_for_files_refuses_three_mebibytes(world: World, desk: Client) -> None:
    body = b"a=" + b"x" * 3 * MIB
    refused = set()
    for name, pattern in routes():
        if not name.startswith("api"):
            answer = desk.post(world.address(pattern), body, content_type=FORM)
            if answer.status_code == 413:
                assert SAID in answer.content.decode()
                refused.add(name)
    known = {name for name, _ in routes() if not name.startswith("api")}
    assert known - refused == limits.FILES


def test_a_stranger_sends_no_file_anywhere(db: None) -> None:
    for address in ("/desk/", "/account/login/"):
        file = SimpleUploadedFile("big.txt", b"x" * 3 * MIB)
        assert Client().post(address, {"file": file}).status_code == 413


def test_a_file_beyond_fifty_mebibytes_is_not_even_looked_at(desk: Client) -> None:
    class Untouchable:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    for length in (200 * MIB, 10**30):
        answer = desk.post("/desk/", CONTENT_LENGTH=str(length), **{"wsgi.input": Untouchable()})  # type: ignore[arg-type]
        assert (answer.status_code, SAID in answer.content.decode()) == (413, True)


def test_it_is_told_in_the_language_of_the_page(desk: Client) -> None:
    answer = desk.post("/fr/account/language/", b"x" * 3 * MIB, content_type=FORM)
    assert answer.status_code == 413
    assert SAID not in answer.content.decode()
    assert 'lang="fr"' in answer.content.decode()


def test_more_fields_than_any_form_has_are_refused(desk: Client) -> None:
    body = "&".join(f"a{n}=1" for n in range(10_001))
    answer = desk.post("/account/language/", body, content_type=FORM)
    assert answer.status_code == 400
    assert "The request cannot be read" in answer.content.decode()


def test_a_thousand_cards_are_accepted_at_once(desk: Client, world: World) -> None:
    seen = [f"{world.proposal.pk}:1", *(f"{n}:1" for n in range(10**9, 10**9 + 5000))]
    answer = desk.post(f"/desk/documents/{world.open.pk}/accept-all/", {"seen": seen})
    assert answer.status_code == 302


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "9" * 5000, "-1", "1e9", "\u0967", "%00", "1_0"])
def test_numbers_that_are_none_find_nothing(desk: Client, world: World, number: str) -> None:
    slug = world.document.slug
    for address, data in (
        (f"/desk/documents/{world.open.pk}/accept-all/", {"seen": [f"{number}:{number}", number, "1:2:3"]}),
        (f"/desk/cards/proposal-{world.proposal.pk}/split/", {"at": [number], "revision": number}),
        (f"/desk/cards/proposal-{world.proposal.pk}/accept/", {"revision": number}),
        (f"/desk/documents/{world.open.pk}/translations/fr/sheet/", {"rows": f"[[{number}]]"}),
    ):
        assert desk.post(address, data).status_code < 500, address
    for address in (
        f"/desk/cards/proposal-{number}/",
        f"/documents/{slug}/?part={number}",
        f"/documents/{slug}/?at={number}",
        f"/documents/?page={number}&year={number}",
        f"/search/?q=harbour&page={number}&year={number}",
        f"/parties/?page={number}",
        f"/ledger/?page={number}",
        f"/desk/parties/?page={number}",
        f"/desk/persons/?page={number}",
        f"/desk/documents/{world.open.pk}/translations/fr/?page={number}",
    ):
        assert desk.get(address).status_code < 500, address


@pytest.mark.parametrize(
    "rows", ["[" * 100_000, '[[1,"a",1e999,"b"]]', '[[1,"a",Infinity,"b"]]', "{", "1", "[[]]"]
)
def test_a_preview_that_came_back_wrong_is_refused(desk: Client, world: World, rows: str) -> None:
    answer = desk.post(f"/desk/documents/{world.open.pk}/translations/fr/sheet/", {"rows": rows})
    assert answer.status_code == 422
    assert "upload the sheet again" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a " * 1500,
        "q=" + "(" * 1000,
        "q=" + '"' * 1001,
        "q=" + "a" * 3000,
        "q=" + "a OR " * 500,
        "q=" + "*%20" * 400,
        "q=" + "🦜" * 300,
        "q=%F0%9F%A6",
        "q=a&" + "&".join(f"addressee=party{n}" for n in range(1000)),
        "q=a&" + "&".join(f"x{n}=1" for n in range(1000)),
        "&".join(f"x{n}=1" for n in range(10_001)),
        "q=a&page=" + "9" * 30,
    ],
)
def test_no_search_is_too_much(db: None, query: str) -> None:
    for address in ("/search/", "/search/provisions.csv", "/search/feed.atom", "/api/v1/provisions"):
        assert Client().get(f"{address}?{query}").status_code in (200, 400, 404, 414, 422), address


@pytest.mark.parametrize(
    "body", ["[" * 500_000, '{"a":' * 100_000, "[" * 500 + "]" * 500, "1" * 10_000, "{}"]
)
def test_no_body_of_a_program_is_too_deep(db: None, body: str) -> None:
    answer = Client().post("/api/v1/desk/searches", body, content_type="application/json")
    assert 400 <= answer.status_code < 500
    assert json.loads(answer.content)["status"] == answer.status_code


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, prepared: Prepare) -> Iterator[int]:
    data, port = prepared(tmp_path_factory.mktemp("limits") / "the data"), free_port()
    running = Running(data, port)
    running.until_up()
    yield port
    running.end()
    shutil.rmtree(socket_folder(data), ignore_errors=True)


def said(port: int, head: bytes, parts: Any = ()) -> tuple[int, int]:
    """The status of the answer, and how many bytes of the body were sent before it came or the line broke."""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(head)
        try:
            for part in parts:
                line.sendall(part)
                sent += len(part)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            answer = line.recv(4000)
        except ConnectionResetError:
            answer = b""
    return int(answer.split()[1]) if answer else 0, sent


def test_the_server_takes_no_body_beyond_its_limits(port: int) -> None:
    head = b"POST /desk/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    long = head + b"Content-Length: 209715200\r\n\r\n"
    assert said(port, long)[0] == 413, "answered before a byte of the body came"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
    status, _ = said(port, chunked, [b"100000\r\n" + b"x" * MIB + b"\r\n"] * 20)
    assert status in (0, 302, 403, 413), "the body is left unread"
    one = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    one.request("GET", "/health/live", headers={"Host": "localhost", "Connection": "close"})
    answer = one.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"live": true}')
    one.close()


def test_the_server_takes_no_endless_head(port: int) -> None:
    start = b"GET /documents/ HTTP/1.1\r\nHost: localhost\r\n"
    assert said(port, start + b"X-Long: " + b"a" * MIB + b"\r\n\r\n")[0] in (0, 400, 431)
    assert said(port, start + b"X-Many: a\r\n" * 10_000 + b"\r\n")[0] in (0, 400, 431)
    assert said(port, b"GET /documents/?" + b"a=1&" * 10_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")[
        0
    ] in (
        0,
        400,
        414,
    )
    both = (
        b"POST /desk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    assert said(port, both + b"0\r\n\r\n")[0] in (0, 400), "two lengths are how requests are smuggled"
