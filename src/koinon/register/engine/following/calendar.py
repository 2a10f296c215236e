"""Counting days and finding the moments at which they begin and end, exact wherever clocks are changed.

Days are calendar dates of a place; moments are instants in UTC. Time zones are those of the IANA database.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from koinon.kernel import zones

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class WorkingWeek:
    """Which days are worked: `weekend` holds ISO weekdays (1 Monday … 7 Sunday), `holidays` single days."""

    weekend: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether that day is a working day."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """The working day number `count` after `day`, which itself is not counted; `day` where `count` is 0.

        Raises ValueError for a week without a working day and for a negative count.
        """
        if count < 0 or len(self.weekend & frozenset(range(1, 8))) == 7:
            raise ValueError("Working days are counted forwards, in a week that has some.")
        worked, left = day, count
        while left:
            reached = self._weekdays_after(worked, left)
            left = sum(worked < h <= reached and h.isoweekday() not in self.weekend for h in self.holidays)
            worked = reached
        return worked

    def _weekdays_after(self, day: date, count: int) -> date:
        """As `after`, as if there were no holidays: whole weeks at once, the rest of a week day by day."""
        weeks, left = divmod(count, 7 - len(self.weekend & frozenset(range(1, 8))))
        reached = day + timedelta(weeks=weeks)
        if weeks and not left:
            while reached.isoweekday() in self.weekend:  # no day of the weekend is the last one counted
                reached -= _DAY
        while left:
            reached += _DAY
            left -= reached.isoweekday() not in self.weekend
        return reached


def days_after(day: date, count: int) -> date:
    """The calendar day `count` days after; before, where negative."""
    return day + timedelta(days=count)


def months_after(day: date, count: int) -> date:
    """The same day of the month `count` months later, or that month's last day where it is shorter.

    Rounds are counted from where the first began, so that 31 January leads to 28 February and to 31 March.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment_after(day: date, zone: str) -> datetime:
    """The first moment after a local day: from it on, clocks of the zone never show that day again.

    Where clocks are put forward over midnight, the day ends as they are. Where midnight is struck twice, the
    second counts if the old day is shown again before it. A day that a place skipped ends as it is skipped.
    """
    local = zones.zone(zone)
    midnight = datetime.combine(day + _DAY, time())
    before = midnight.replace(tzinfo=local, fold=0).astimezone(UTC)
    after = midnight.replace(tzinfo=local, fold=1).astimezone(UTC)
    if after.astimezone(local).replace(tzinfo=None) != midnight:
        return _change(after, before, local)
    returned = (after - _SECOND).astimezone(local).date() <= day
    return after if returned else before


def moment_of(day: date, zone: str) -> datetime:
    """The moment at which a local day begins: when the day before it has ended for good."""
    return moment_after(day - _DAY, zone)


def local_day(moment: datetime, zone: str) -> date:
    """The day that clocks of the zone show at that moment."""
    return moment.astimezone(zones.zone(zone)).date()


def _change(low: datetime, high: datetime, local: ZoneInfo) -> datetime:
    """The moment between the two at which clocks were put forward."""
    offset = low.astimezone(local).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(local).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
