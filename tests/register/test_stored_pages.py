"""Pages that web processes keep: never stale, never someone's own, compressed for whoever takes it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from koinon.ui import stored
from tests.factories import register


@pytest.fixture(autouse=True)
def keeping(settings: Any) -> Iterator[None]:
    settings.KOINON_KEEP_PAGES = True
    stored.SHELF.clear()
    yield
    stored.SHELF.clear()


def _asked(path: str = "/", **headers: str) -> HttpRequest:
    return RequestFactory(headers={"Host": "localhost", **headers}).get(path)


def _made(words: str, made: list[str]) -> HttpResponse:
    made.append(words)
    return HttpResponse(words)


def test_a_page_is_made_once_for_each_state_and_address() -> None:
    made: list[str] = []
    for state, path in (("1", "/"), ("1", "/"), ("1", "/?page=2"), ("2", "/"), ("2", "/")):
        stored.answer(_asked(path), state, lambda p=path: _made(p, made))
    assert made == ["/", "/?page=2", "/"]


def test_whoever_brings_a_session_gets_a_page_made_anew() -> None:
    made: list[str] = []
    request = _asked()
    stored.answer(request, "1", lambda: _made("for everyone", made))
    request = _asked()
    request.COOKIES["sessionid"] = "anything"
    answer = stored.answer(request, "1", lambda: _made("for one", made))
    assert isinstance(answer, HttpResponse) and answer.content == b"for one"
    assert made == ["for everyone", "for one"]


@pytest.mark.parametrize("spoil", ["cookie", "token", "status", "stream"])
def test_what_is_made_for_one_person_or_fails_is_not_kept(spoil: str) -> None:
    def make(request: HttpRequest) -> Any:
        response = HttpResponse("x" * 500)
        if spoil == "cookie":
            response.set_cookie("a", "b")
        elif spoil == "token":
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
        elif spoil == "status":
            response.status_code = 404
        else:
            return StreamingHttpResponse(iter([b"x"]))
        return response

    request = _asked()
    stored.answer(request, "1", lambda: make(request))
    assert stored.SHELF.held == 0


@pytest.mark.parametrize("streamed", [False, True])
def test_the_same_bytes_arrive_compressed_or_not(streamed: bool) -> None:
    words = ("A provision asks for an answer. " * 50).encode()

    def make() -> Any:
        return StreamingHttpResponse(iter([words[:100], words[100:]])) if streamed else HttpResponse(words)

    def body(response: Any) -> bytes:
        return b"".join(response.streaming_content) if response.streaming else bytes(response.content)

    for _again in range(2):
        pressed = stored.answer(_asked(**{"Accept-Encoding": "br, gzip;q=0.5"}), "1", make)
        plain = stored.answer(_asked(**{"Accept-Encoding": "gzip;q=0"}), "1", make)
        assert pressed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
        assert gzip.decompress(body(pressed)) == body(plain) == words
        assert "Accept-Encoding" in plain.headers["Vary"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), max_size=60))
def test_the_shelf_keeps_the_pages_used_last_within_its_room(steps: list[tuple[int, int]]) -> None:
    shelf, order = stored.Shelf(1000), {}  # the slow reference: what was used last, newest at the end
    for name, size in steps:
        page = stored.Page(b"x" * size, b"", ())
        shelf.keep((str(name),), page)
        order.pop(name, None)
        order[name] = size
        while sum(order.values()) > 1000:
            del order[next(iter(order))]
        assert shelf.held == sum(order.values())
    for name in range(6):
        assert (shelf.find((str(name),)) is not None) == (name in order)


@pytest.mark.django_db
def test_a_public_page_is_kept_until_the_next_public_act(client: Client) -> None:
    register.document("harbour-declaration")
    first = client.get("/documents/")
    assert first.status_code == 200 and stored.SHELF.held > 0
    again = client.get("/documents/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    assert client.get("/documents/").content == first.content
