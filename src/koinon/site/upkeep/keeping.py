"""Which of the nightly backups stay, and when the next is due."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

DAILY, WEEKLY, MONTHLY = 7, 4, 6
NIGHT = 2  # the hour in UTC from which the night's backup is due
_NAME = "koinon-%Y%m%dT%H%M%SZ.koinon"


def file_name(at: datetime) -> str:
    """The name of a backup made at that moment."""
    return at.astimezone(UTC).strftime(_NAME)


def made(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder by the moment in their names; other files are nobody's business."""
    found = {}
    for path in folder.glob("koinon-*.koinon*"):
        try:
            found[datetime.strptime(path.name.removesuffix(".age"), _NAME).replace(tzinfo=UTC)] = path
        except ValueError:
            continue
    return found


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last 7 days, 4 weeks and 6 months that have one."""
    newest = sorted(moments, reverse=True)
    periods: list[tuple[int, Callable[[datetime], Hashable]]] = [
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    ]
    stay: set[datetime] = set()
    for count, period in periods:
        first: dict[Hashable, datetime] = {}
        for at in newest:
            first.setdefault(period(at), at)
        stay.update(list(first.values())[:count])
    return stay


def thin_out(folder: Path) -> list[Path]:
    """Delete the backups that need not stay; which they were."""
    found = made(folder)
    gone = [found[at] for at in sorted(set(found) - kept(found))]
    for path in gone:
        path.unlink()
    return gone


def due(folder: Path, now: datetime) -> bool:
    """Whether the last night's backup is missing."""
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    night = night if now >= night else night - timedelta(days=1)
    return not any(at >= night for at in made(folder))
