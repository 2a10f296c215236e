"""The one place that connects to other machines: for a page to be copied, for a message to be delivered.

Whoever gives an address must not be able to steer a request inside: only http and https on their usual
ports, only machines of the open internet, looked up once and connected to at exactly that address.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlsplit

from koinon.kernel.reachable import is_open

_PORTS = {"http": 80, "https": 443}


class Why(StrEnum):
    """Why a machine was not reached."""

    ADDRESS = "address"  # it leads to something other than a web page
    INSIDE = "inside"  # into a closed network
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    BROKEN = "broken"  # it broke off, or sent nonsense
    SLOW = "slow"


class Unreached(Exception):
    """A machine that was not reached; whoever asked says it in a sentence."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def parts_of(address: str, *, loopback: bool) -> SplitResult:
    """The address in parts, if it may be asked. `loopback` permits any port: for trials alone."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise Unreached(Why.ADDRESS) from None
    usual = loopback or port is None or port == _PORTS.get(parts.scheme)
    if parts.scheme not in _PORTS or not host or parts.username is not None or not usual:
        raise Unreached(Why.ADDRESS)
    return parts


def path_of(parts: SplitResult) -> str:
    """The path of an address with its query, as a request line has it."""
    path = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*")
    return f"{path}?{quote(parts.query, safe='/%:=&?~+!$,;@()*')}" if parts.query else path


@contextmanager
def connected(parts: SplitResult, *, loopback: bool, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to the machine that was looked up, shut down at the deadline whatever it is doing.

    `deadline` is a moment of `time.monotonic()`. What goes wrong while it is used is `Unreached` too.
    """
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    wire = _wire(_addresses(host, port, loopback), port, deadline)
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
        raise Unreached(Why.CERTIFICATE) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreached(Why.SLOW if time.monotonic() >= deadline else Why.BROKEN) from error
    finally:
        watch.cancel()
        connection.close()
        wire.close()


def _addresses(host: str, port: int, loopback: bool) -> list[str]:
    """Where the host is, every one of them on the open internet: one that is not gives all of it away."""
    try:
        name = host.encode("idna").decode() if not host.isascii() else host
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreached(Why.UNREACHABLE) from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not addresses or not all(is_open(one, loopback=loopback) for one in addresses):
        raise Unreached(Why.INSIDE)
    return addresses


def _wire(addresses: list[str], port: int, deadline: float) -> socket.socket:
    for address in addresses[:4]:
        left = min(deadline - time.monotonic(), 10.0)
        if left <= 0:
            raise Unreached(Why.SLOW)
        try:
            wire = socket.create_connection((address, port), timeout=left)
        except OSError:
            continue
        wire.settimeout(max(deadline - time.monotonic(), 0.1))
        return wire
    raise Unreached(Why.UNREACHABLE)


def _shut(wire: socket.socket) -> None:
    try:
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already
