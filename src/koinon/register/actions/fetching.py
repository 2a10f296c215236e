"""The one place that asks other machines for a page: the copy of what evidence links to.

Whoever gives an address must not be able to steer a request inside: only http and https on their usual
ports, only machines of the open internet, looked up once and connected to at exactly that address, anew at
each redirect; a page is given up once it is too long or too slow. No cookies, no referrer, an honest name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from koinon.kernel.refusals import Refused
from koinon.register.engine.following.exhibits import LARGEST
from koinon.register.engine.following.reachable import is_open

HOPS = 5  # redirects that are followed
PATIENCE = 30.0  # seconds for all of it, redirects included
_PIECE = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_MOVED = (301, 302, 303, 307, 308)
NAME = f"Koinon/{version('koinon')} (keeps a dated copy of a page that is cited as evidence)"

_HEADERS = {"User-Agent": NAME, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


@dataclass(frozen=True)
class Page:
    """What came: bytes as they were sent, and the type that the sender gave them."""

    media: str
    data: bytes


@dataclass(frozen=True)
class Limits:
    """How far the fetching goes. `loopback` permits this machine itself, at any port: for trials alone."""

    loopback: bool = False
    largest: int = LARGEST
    patience: float = PATIENCE


def page(address: str, limits: Limits) -> Page:
    """The page at an address, or Refused with the sentence that says why there is none."""
    deadline = time.monotonic() + limits.patience
    for _ in range(HOPS + 1):
        found = _asked(address, limits, deadline)
        if isinstance(found, Page):
            return found
        address = urljoin(address, found)
    raise Refused("register.copy.redirects", "The page sends its visitors on and on.")


def _asked(address: str, limits: Limits, deadline: float) -> Page | str:
    """The page, or the address to which it sends its visitors."""
    parts = _parts(address, limits)
    with _connected(parts, limits, deadline) as connection:
        try:
            connection.request("GET", _path(parts), headers=_HEADERS)
            with closing(connection.getresponse()) as response:
                return _answer(response, limits, deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise (_slow() if time.monotonic() >= deadline else _broken()) from error


def _answer(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> Page | str:
    if response.status in _MOVED and (onward := response.getheader("Location")):
        return onward
    if response.status != 200:
        raise Refused("register.copy.status", "Its server does not give this page to us.")
    return Page(_media(response), _body(response, limits, deadline))


def _parts(address: str, limits: Limits) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise _unfit() from None
    usual = limits.loopback or port is None or port == _PORTS.get(parts.scheme)
    if parts.scheme not in _PORTS or not host or parts.username is not None or not usual:
        raise _unfit()
    return parts


@contextmanager
def _connected(parts: SplitResult, limits: Limits, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to the machine that was looked up, shut down at the deadline whatever it is doing."""
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    wire = _wire(_addresses(host, port, limits), port, deadline)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        wire = context.wrap_socket(wire, server_hostname=host, do_handshake_on_connect=False)
    watch = threading.Timer(max(deadline - time.monotonic(), 0), _shut, (wire,))
    watch.daemon = True
    watch.start()
    connection = http.client.HTTPConnection(host, port)
    connection.sock = wire
    try:
        if isinstance(wire, ssl.SSLSocket):
            wire.do_handshake()
        yield connection
    except ssl.SSLCertVerificationError as error:
        raise Refused("register.copy.certificate", "Its certificate cannot be trusted.") from error
    except OSError as error:
        raise (_slow() if time.monotonic() >= deadline else _broken()) from error
    finally:
        watch.cancel()
        connection.close()
        wire.close()


def _addresses(host: str, port: int, limits: Limits) -> list[str]:
    """Where the host is, every one of them on the open internet: one that is not gives all of it away."""
    try:
        name = host.encode("idna").decode() if not host.isascii() else host
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _unreachable() from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not addresses or not all(is_open(one, loopback=limits.loopback) for one in addresses):
        raise Refused(
            "register.copy.inside", "The address leads into a closed network, from which nothing is copied."
        )
    return addresses


def _wire(addresses: list[str], port: int, deadline: float) -> socket.socket:
    for address in addresses[:4]:
        left = min(deadline - time.monotonic(), 10.0)
        if left <= 0:
            raise _slow()
        try:
            wire = socket.create_connection((address, port), timeout=left)
        except OSError:
            continue
        wire.settimeout(max(deadline - time.monotonic(), 0.1))
        return wire
    raise _unreachable()


def _shut(wire: socket.socket) -> None:
    try:
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _body(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    pieces, held = [], 0
    while piece := response.read1(_PIECE):
        held += len(piece)
        if held > limits.largest:
            raise Refused("register.copy.large", "The page is too large.")
        if time.monotonic() >= deadline:
            raise _slow()
        pieces.append(piece)
    if time.monotonic() >= deadline:
        raise _slow()
    if response.length:  # of what was announced, some did not come
        raise http.client.IncompleteRead(b"", response.length)
    if not held:
        raise Refused("register.copy.empty", "The page is empty.")
    return b"".join(pieces)


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*")
    return f"{path}?{quote(parts.query, safe='/%:=&?~+!$,;@()*')}" if parts.query else path


def _media(response: http.client.HTTPResponse) -> str:
    media = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    fit = media.isascii() and media.count("/") == 1 and len(media) <= 100 and media.isprintable()
    return media if fit and " " not in media else "application/octet-stream"


def _unfit() -> Refused:
    return Refused("register.copy.address", "The address leads to something other than a web page.")


def _unreachable() -> Refused:
    return Refused("register.copy.unreachable", "Its server cannot be reached.")


def _broken() -> Refused:
    return Refused("register.copy.broken", "Its server broke off or sent nonsense.")


def _slow() -> Refused:
    return Refused("register.copy.slow", "Its server takes too long.")
