"""How often one caller may ask within a minute.

Counted in the memory of each web process and forgotten with the minute: nothing is written, and an
anonymous caller is known by a keyed digest of the day, never by an address.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

MINUTE = 60
MOST_CALLERS = 200_000  # whoever comes after so many in one minute is counted as one


@dataclass(frozen=True)
class Turn:
    """One request of a caller: how many they have, how many remain, in how many seconds it begins anew."""

    limit: int
    remaining: int
    reset: int

    @property
    def over(self) -> bool:
        """Whether this request is one too many."""
        return self.remaining < 0


class Minutes:
    """The counts of the present minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def turn(self, caller: str, *, limit: int, now: float) -> Turn:
        """Count a request; `now` is in seconds."""
        minute = int(now // MINUTE)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            name = caller if len(self._counts) < MOST_CALLERS or caller in self._counts else "everyone else"
            count = self._counts[name] = self._counts.get(name, 0) + 1
        return Turn(limit, limit - count, MINUTE - int(now % MINUTE))


MINUTES = Minutes()
PER_PLACE = 10  # how many tokens' worth may come from one place: made-up tokens buy nothing


def turn_of(request: HttpRequest, *, limit: int, now: float) -> Turn:
    """The turn of whoever asks, told by a word that cannot be turned back: a token, else a place."""
    place = f"place {get_adapter().get_client_ip(request)}"
    header = request.headers.get("Authorization", "")
    if not header:
        return MINUTES.turn(place, limit=limit, now=now)
    token = "token " + hashlib.sha256(header.encode("utf-8", "replace")).hexdigest()
    own = MINUTES.turn(token, limit=limit, now=now)
    everyones = MINUTES.turn(f"tokens at {place}", limit=limit * PER_PLACE, now=now)
    return everyones if everyones.over else own
