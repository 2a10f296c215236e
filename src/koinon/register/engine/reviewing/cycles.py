"""All that is decided about a cycle before its draw: pool, rules, where the seed comes from, the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from koinon.kernel import zones
from koinon.kernel.days import refuse_unmeant
from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.register.engine.reviewing import speaking, stages
from koinon.register.engine.reviewing.pool import MOST_EACH, Pool, pool_of

USUAL_MINUTES = 210
MOST_PARTIES = 400


@dataclass(frozen=True)
class Calendar:
    """When the sessions are, and the distances of the other stages from them.

    `weekend`: days without work as ISO weekdays, 1 is Monday. `offsets`: (opens, due) by stage, where they
    are not usual.
    """

    days: tuple[date, ...] = ()
    times: tuple[time, ...] = (time(9), time(14, 30))
    time_zone: str = "UTC"
    minutes: int = USUAL_MINUTES
    weekend: tuple[int, ...] = stages.USUAL_WEEKEND
    offsets: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The calendar as values for JSON."""
        return {
            "days": [day.isoformat() for day in sorted(set(self.days))],
            "times": [at.strftime("%H:%M") for at in sorted(set(self.times))],
            "time_zone": self.time_zone,
            "minutes": self.minutes,
            "weekend": sorted(set(self.weekend)),
            "stages": {name: list(self.offsets[name]) for name in sorted(self.offsets)},
        }


@dataclass(frozen=True)
class Speaking:
    """The rules of the speakers' list: minutes for all, seconds of one at most, what decides the order."""

    minutes: int = speaking.USUAL_MINUTES
    most: int = speaking.USUAL_MOST
    order: speaking.Order = speaking.Order.ARRIVAL


@dataclass(frozen=True)
class Plan:
    """A cycle as it is planned."""

    pool: Pool
    seed_source: str = ""
    seed_on: date | None = None
    calendar: Calendar = field(default_factory=Calendar)
    speaking: Speaking = field(default_factory=Speaking)

    def rules(self) -> dict[str, Any]:
        """The rules as values for JSON; pool and reviewers stand apart."""
        plain = self.pool.plain()
        kept = ("each", "mutual", "balanced", "conflicts", "groups", "most_of_a_group")
        said = {
            "minutes": self.speaking.minutes,
            "most": self.speaking.most,
            "order": self.speaking.order.value,
        }
        return {name: plain[name] for name in kept} | {"speaking": said}


def plan_of(
    *,
    parties: list[str],
    reviewers: list[str],
    rules: Mapping[str, Any],
    calendar: Mapping[str, Any],
    seed_source: str,
    seed_on: date | None,
) -> Plan:
    """The plan that `Plan.rules` and `Calendar.plain` wrote down."""
    said = rules["speaking"]
    return Plan(
        pool=pool_of({**rules, "parties": parties, "reviewers": reviewers}),
        seed_source=seed_source,
        seed_on=seed_on,
        calendar=Calendar(
            days=tuple(date.fromisoformat(day) for day in calendar["days"]),
            times=tuple(time.fromisoformat(at) for at in calendar["times"]),
            time_zone=str(calendar["time_zone"]),
            minutes=int(calendar["minutes"]),
            weekend=tuple(calendar["weekend"]),
            offsets={name: (pair[0], pair[1]) for name, pair in calendar["stages"].items()},
        ),
        speaking=Speaking(int(said["minutes"]), int(said["most"]), speaking.Order(said["order"])),
    )


def sound(plan: Plan) -> None:
    """Refuse a plan that says what cannot be; whether it allows a draw is not asked here."""
    pool, calendar = plan.pool, plan.calendar
    if not pool.parties or not pool.reviewers:
        raise Refused("register.cycle.pool", "Choose who is reviewed, and who may review.", field="parties")
    if len(pool.parties) > MOST_PARTIES or len(pool.reviewers) > MOST_PARTIES:
        raise Refused(
            "register.cycle.pool", "A cycle takes {most} parties at most.", most=MOST_PARTIES, field="parties"
        )
    if not 1 <= pool.each <= MOST_EACH:
        raise Refused(
            "register.cycle.each", "A party has from 1 to {most} reviewers.", most=MOST_EACH, field="each"
        )
    members = [key for keys in pool.groups.values() for key in keys]
    twice = sorted({key for key in members if members.count(key) > 1})
    if twice:
        raise Refused(
            "register.cycle.groups", "{party} stands in two groups: leave it in one.", party=twice[0],
            field="groups",
        )  # fmt: skip
    if any(len(c.parties) < 2 or not visible(c.reason) for c in pool.conflicts):
        raise Refused(
            "register.cycle.conflicts", "A conflict names two parties or more, and its reason.",
            field="conflicts",
        )  # fmt: skip
    if not set(calendar.weekend) <= set(range(1, 8)) or len(set(calendar.weekend)) == 7:
        raise Refused(
            "register.cycle.weekend",
            "A week has days from 1, Monday, to 7, Sunday, and at least one of them is worked.",
            field="weekend",
        )
    if not zones.known(calendar.time_zone):
        raise Refused(
            "register.cycle.time_zone", "There is no time zone {zone}: write one such as Europe/Paris.",
            zone=calendar.time_zone, field="time_zone",
        )  # fmt: skip
    if not 1 <= calendar.minutes <= 24 * 60 or plan.speaking.minutes > calendar.minutes:
        raise Refused(
            "register.cycle.minutes",
            "A session lasts from a minute to a day, and speakers cannot have more of it than there is.",
            field="speakers_minutes",
        )
    refuse_unmeant("days", *calendar.days)
    for day in calendar.days or (date(2000, 1, 1),):
        stages.planned(day, calendar.offsets, calendar.weekend)


def ahead(plan: Plan) -> None:
    """Refuse sessions that begin before the seed of the draw can be known."""
    first = min((at.date() for at in sessions(plan)), default=None)
    if first is not None and plan.seed_on is not None and first <= plan.seed_on:
        raise Refused(
            "register.cycle.sessions_early",
            "The first session would be on {day}, and who is reviewed then is drawn on {seed_on} at the "
            "earliest: choose days of sessions after that day.",
            day=first,
            seed_on=plan.seed_on,
            field="days",
        )


def sessions(plan: Plan) -> list[datetime]:
    """The first moment of each session, for as many parties as there are."""
    calendar = plan.calendar
    return stages.sessions(calendar.days, calendar.times, calendar.time_zone, len(plan.pool.parties))
