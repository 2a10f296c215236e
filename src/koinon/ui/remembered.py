"""Figures over the whole register, remembered for as long as they are true.

Counting a million provisions takes seconds. A figure is counted once for each state of the register and
shared by all web processes. Where acts follow each other faster than that is worth, the last count is
shown a little longer: never longer than `SHARE` times what counting it takes, or than another process
is at counting it, and the page that shows it is not kept by anyone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

T = TypeVar("T")
QUICK = 0.1  # seconds; what takes less is counted whenever the register has changed
SHARE = 30  # at most one part in so many of a processor goes into counting the same figure
KEPT = 7 * 24 * 3600  # seconds
AT_IT = 60  # seconds for which a process that counts is waited for
_late: ContextVar[bool] = ContextVar("koinon_late_figures", default=False)


def remembered(name: str, state: str, count: Callable[[], T]) -> T:
    """The figure of that name at that state of the register, counted where it is not remembered."""
    if not settings.KOINON_KEEP_PAGES:
        return count()
    found = _kept(name)
    if found is not None:
        told, at, cost, value = found
        if told == state:
            return value  # type: ignore[no-any-return]
        recent = 0 <= time.time() - at < cost * SHARE
        if cost > QUICK and (recent or not cache.add(f"{_key(name)}:counting", 1, AT_IT)):
            _late.set(True)
            return value  # type: ignore[no-any-return]
    return _counted(name, state, count)


def ahead(name: str, state: str, count: Callable[[], object]) -> bool:
    """Count a figure that is not of this state before a page would; whether it was due."""
    if not settings.KOINON_KEEP_PAGES:
        return False
    found = _kept(name)
    if found is not None:
        told, at, cost, _value = found
        if told == state or 0 <= time.time() - at < cost * SHARE / 2:
            return False
    cache.set(f"{_key(name)}:counting", 1, AT_IT)
    _counted(name, state, count)
    return True


def _key(name: str) -> str:
    return f"figure:{hashlib.sha256(name.encode()).hexdigest()}"


def _kept(name: str) -> tuple[str, float, float, Any] | None:
    """The state it was counted at, when (s since 1970), how long that took (s), and the figure."""
    found: tuple[str, float, float, Any] | None = cache.get(_key(name))
    return found


def _counted(name: str, state: str, count: Callable[[], T]) -> T:
    began = time.perf_counter()
    value = count()
    cache.set(_key(name), (state, time.time(), time.perf_counter() - began, value), KEPT)
    cache.delete(f"{_key(name)}:counting")
    return value


def on_time() -> None:
    """Begin a page: none of its figures is late yet."""
    _late.set(False)


def late() -> bool:
    """Whether a figure of this page is that of an earlier state."""
    return _late.get()
