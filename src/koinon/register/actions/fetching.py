"""The copy of a page that evidence links to: asked for on the open internet alone, within limits.

How a machine is reached is `people/actions/reaching.py`'s matter, anew at each redirect; a page is given up
once it is too long or too slow. No cookies, no referrer, an honest name.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urljoin

from koinon.kernel.refusals import Refused
from koinon.people.actions.reaching import Unreached, Why, connected, parts_of, path_of
from koinon.register.engine.following.exhibits import LARGEST

HOPS = 5  # redirects that are followed
PATIENCE = 30.0  # seconds for all of it, redirects included
_PIECE = 64 * 1024
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
        try:
            found = _asked(address, limits, deadline)
        except Unreached as error:
            raise _REFUSED[error.why]() from error
        if isinstance(found, Page):
            return found
        address = urljoin(address, found)
    raise Refused("register.copy.redirects", "The page sends its visitors on and on.")


def _asked(address: str, limits: Limits, deadline: float) -> Page | str:
    """The page, or the address to which it sends its visitors."""
    parts = parts_of(address, loopback=limits.loopback)
    with connected(parts, loopback=limits.loopback, deadline=deadline) as connection:
        connection.request("GET", path_of(parts), headers=_HEADERS)
        with closing(connection.getresponse()) as response:
            return _answer(response, limits, deadline)


def _answer(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> Page | str:
    if response.status in _MOVED and (onward := response.getheader("Location")):
        return onward
    if response.status != 200:
        raise Refused("register.copy.status", "Its server does not give this page to us.")
    return Page(_media(response), _body(response, limits, deadline))


def _body(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    pieces, held = [], 0
    while piece := response.read1(_PIECE):
        held += len(piece)
        if held > limits.largest:
            raise Refused("register.copy.large", "The page is too large.")
        if time.monotonic() >= deadline:
            raise Unreached(Why.SLOW)
        pieces.append(piece)
    if time.monotonic() >= deadline:
        raise Unreached(Why.SLOW)
    if response.length:  # of what was announced, some did not come
        raise http.client.IncompleteRead(b"", response.length)
    if not held:
        raise Refused("register.copy.empty", "The page is empty.")
    return b"".join(pieces)


def _media(response: http.client.HTTPResponse) -> str:
    media = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    fit = media.isascii() and media.count("/") == 1 and len(media) <= 100 and media.isprintable()
    return media if fit and " " not in media else "application/octet-stream"


def _unfit() -> Refused:
    return Refused("register.copy.address", "The address leads to something other than a web page.")


def _inside() -> Refused:
    return Refused(
        "register.copy.inside", "The address leads into a closed network, from which nothing is copied."
    )


def _unreachable() -> Refused:
    return Refused("register.copy.unreachable", "Its server cannot be reached.")


def _untrusted() -> Refused:
    return Refused("register.copy.certificate", "Its certificate cannot be trusted.")


def _broken() -> Refused:
    return Refused("register.copy.broken", "Its server broke off or sent nonsense.")


def _slow() -> Refused:
    return Refused("register.copy.slow", "Its server takes too long.")


_REFUSED: dict[Why, Callable[[], Refused]] = {
    Why.ADDRESS: _unfit,
    Why.INSIDE: _inside,
    Why.UNREACHABLE: _unreachable,
    Why.CERTIFICATE: _untrusted,
    Why.BROKEN: _broken,
    Why.SLOW: _slow,
}
