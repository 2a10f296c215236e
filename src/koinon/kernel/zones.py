"""Time zones by the names of the IANA database."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

# What a machine calls its own clock, and zones that count leap seconds: another machine, or a database, knows
# none of them, or means another by them.
_OF_A_MACHINE = frozenset({"localtime", "posixrules", "Factory"})
_FOLDERS = ("posix/", "right/")


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every name that may be chosen: what is kept under it means the same on every machine."""
    found = available_timezones() - _OF_A_MACHINE
    return frozenset(name for name in found if not name.startswith(_FOLDERS))


def known(name: str) -> bool:
    """Whether a time zone may be chosen under that name."""
    return name in names()


@lru_cache(maxsize=1_000)
def zone(name: str) -> ZoneInfo:
    """The time zone of a name that was kept; UTC where this machine has none of that name any more.

    Whether a name may be kept at all is asked of `known`.
    """
    plain = name.removeprefix("posix/").removeprefix("right/")
    return ZoneInfo(plain if known(plain) else "UTC")
