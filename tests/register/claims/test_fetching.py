"""Pages are copied from the open internet alone, within limits; tried against a real server on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv6Address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel.reachable import is_open
from koinon.kernel.refusals import Refused
from koinon.register.actions.fetching import HOPS, Limits, page

HERE = Limits(loopback=True, largest=50_000, patience=20.0)
SOON = Limits(loopback=True, largest=50_000, patience=0.6)


class Handler(BaseHTTPRequestHandler):
    """Pages that behave well and badly, by their paths."""

    asked: list[tuple[str, dict[str, str]]] = []
    stop = threading.Event()

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        getattr(self, f"at_{self.path.strip('/').partition('/')[0].partition('?')[0]}", self.at_page)()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def at_page(self) -> None:
        self.answer(b"<p>Nine inspectors were named.</p>", Content_Type="text/html; charset=utf-8")

    def at_moved(self) -> None:
        self.answer(b"", 302, Location="/page?from=there", Set_Cookie="known=you")

    def at_round(self) -> None:
        self.answer(b"", 302, Location="/round")

    def at_inside(self) -> None:
        self.answer(b"", 302, Location="http://10.1.2.3/secret")

    def at_metadata(self) -> None:
        self.answer(b"", 307, Location="http://169.254.169.254/latest/meta-data/")

    def at_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def at_announced(self) -> None:
        self.answer(b"x" * 100, Content_Length="900")

    def at_missing(self) -> None:
        self.answer(b"nothing here", 404)

    def at_empty(self) -> None:
        self.answer(b"")

    def at_huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.stop.is_set():
            self.wfile.write(b"x" * 10_000)

    def at_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.stop.wait(0.02):
            self.wfile.write(b"x")
            self.wfile.flush()

    def at_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.stop.wait(0.02):
            self.wfile.write(b"x")
            self.wfile.flush()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever asked hung up: that is what is tried."""


@pytest.fixture
def site() -> Iterator[str]:
    Handler.asked, Handler.stop = [], threading.Event()
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Handler.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_copied_as_it_was_sent(site: str) -> None:
    got = page(f"{site}/page", HERE)
    assert (got.media, got.data) == ("text/html", b"<p>Nine inspectors were named.</p>")


def test_it_says_who_asks_and_carries_nothing_along(site: str) -> None:
    assert page(f"{site}/moved", HERE).media == "text/html"
    assert [path for path, _ in Handler.asked] == ["/moved", "/page?from=there"]
    for _, headers in Handler.asked:
        assert headers["User-Agent"].startswith("Koinon/")
        assert not {"Cookie", "Referer", "Authorization"} & set(headers)


@pytest.mark.parametrize(
    ("path", "limits", "code"),
    [
        ("/inside", HERE, "inside"),
        ("/metadata", HERE, "inside"),
        ("/file", HERE, "address"),
        ("/round", HERE, "redirects"),
        ("/missing", HERE, "status"),
        ("/empty", HERE, "empty"),
        ("/announced", HERE, "broken"),
        ("/huge", HERE, "large"),
        ("/slow", SOON, "slow"),
        ("/head", SOON, "slow"),
    ],
)
def test_what_is_not_a_page_within_limits_ends_in_a_sentence(
    site: str, path: str, limits: Limits, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        page(site + path, limits)
    assert refused.value.code == f"register.copy.{code}"


def test_redirects_are_followed_so_often_and_no_more(site: str) -> None:
    with pytest.raises(Refused):
        page(f"{site}/round", HERE)
    assert len(Handler.asked) == HOPS + 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1"])
def test_this_machine_is_asked_only_where_that_is_permitted(site: str, host: str) -> None:
    port = site.rpartition(":")[2]
    for address in (f"http://{host}:{port}/page", f"http://{host}/page"):
        with pytest.raises(Refused) as refused:
            page(address, Limits())
        assert refused.value.code in ("register.copy.inside", "register.copy.address")
    assert Handler.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/x", "file:///etc/passwd", "gopher://example.org/", "http://", "nonsense",
        "http://me:secret@example.org/", "http://example.org:22/", "https://example.org:99999/",
    ],
)  # fmt: skip
def test_only_pages_on_the_usual_ports_are_asked_for(address: str) -> None:
    with pytest.raises(Refused) as refused:
        page(address, Limits())
    assert refused.value.code == "register.copy.address"


def test_a_host_is_looked_up_once_and_connected_to_where_it_was_found(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere the second time gains nothing."""
    looked_up: list[object] = []
    real: Callable[..., Any] = socket.getaddrinfo

    def resolver(host: object, *args: Any, **kwargs: Any) -> Any:
        if host == "rebinding.example":
            looked_up.append(host)
            host = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert page(site.replace("127.0.0.1", "rebinding.example") + "/page", HERE).media == "text/html"
    assert looked_up == ["rebinding.example"]
    assert Handler.asked[0][1]["Host"].startswith("rebinding.example:")


def test_one_closed_address_among_several_closes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("192.168.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Refused) as refused:
        page("http://both.example/", Limits())
    assert refused.value.code == "register.copy.inside"


def test_a_server_that_never_finishes_its_greeting_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        with pytest.raises(Refused) as refused:
            page(f"https://127.0.0.1:{mute.getsockname()[1]}/", SOON)
        assert refused.value.code == "register.copy.slow"


def test_what_is_no_encryption_is_nonsense(site: str) -> None:
    with pytest.raises(Refused) as refused:
        page(site.replace("http:", "https:") + "/page", HERE)
    assert refused.value.code == "register.copy.broken"


OPEN = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"]
CLOSED = [
    "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1",
    "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::808:808",
    "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "fe80::1%eth0", "fec0::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize("address", CLOSED)
def test_everything_else_is_closed(address: str) -> None:
    assert not is_open(address)


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_judged_as_itself(address: Any) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        carried = str(IPv6Address(int(IPv6Address(prefix)) | int(address)))
        assert is_open(carried) == is_open(str(address))
