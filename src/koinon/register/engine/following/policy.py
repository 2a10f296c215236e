"""What a policy may say, checked before anyone looks at the dates that it would produce."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from koinon.kernel import zones
from koinon.kernel.days import refuse_unmeant
from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Kind
from koinon.register.engine.following import terms
from koinon.register.engine.following.calendar import WorkingWeek
from koinon.register.engine.following.terms import USUAL, Clock, Rules, Step

PUBLISHED, ISSUED = "published", "issued"
MOST_DAYS, MOST_MONTHS, MOST_GRACE, FARTHEST_STEP = 3_650, 120, 365, 730
MOST_STEPS, MOST_HOLIDAYS = 10, 1_000


@dataclass(frozen=True)
class Proposed:
    """A policy as someone would set it: what is expected by when, of which kinds of provisions."""

    kinds: tuple[str, ...] = (Kind.COMMITMENT, Kind.RECOMMENDATION)
    counted_from: str = PUBLISHED
    answer_days: int | None = None
    report_months: int | None = None
    due_on: date | None = None
    grace_days: int = 0
    working_days: bool = False
    weekend: tuple[int, ...] = ()
    holidays: tuple[date, ...] = ()
    time_zone: str = "UTC"
    steps: tuple[Step, ...] = USUAL

    @property
    def rules(self) -> Rules:
        """What it says of dates."""
        return Rules(
            time_zone=self.time_zone,
            answer_days=self.answer_days,
            report_months=self.report_months,
            due_on=self.due_on,
            grace_days=self.grace_days,
            working_days=self.working_days,
            week=WorkingWeek(frozenset(self.weekend), frozenset(self.holidays)),
            steps=self.steps,
        )

    def columns(self) -> dict[str, Any]:
        """Its values as a row keeps them: holidays as ISO dates, steps as {"days", "to"}."""
        return {
            **asdict(self),
            "kinds": sorted(map(str, self.kinds)),
            "weekend": sorted(self.weekend),
            "holidays": sorted(day.isoformat() for day in self.holidays),
            "steps": [{"days": step.days, "to": str(step.to)} for step in sorted(self.steps)],
        }

    def clocks(self, start: date) -> list[Clock]:
        """The dates of a follow-up that begins on a day and whose text sets none."""
        found = (
            terms.answer(self.rules, start),
            terms.report(self.rules, start, start),
            terms.due(self.rules, None),
        )
        return [clock for clock in found if clock is not None]


def checked(policy: Proposed) -> Proposed:
    """The policy, unless it says something that cannot be: then a refusal that names the field."""
    for field, value, least, most in (
        ("answer_days", policy.answer_days, 0, MOST_DAYS),
        ("report_months", policy.report_months, 1, MOST_MONTHS),
        ("grace_days", policy.grace_days, 0, MOST_GRACE),
    ):
        if value is not None and not least <= value <= most:
            raise Refused(
                "register.policy.number",
                "{value} is outside of what can be set here: give a number from {least} to {most}.",
                value=value,
                least=least,
                most=most,
                field=field,
            )
    _check_kinds(policy)
    _check_days(policy)
    _check_steps(policy)
    return policy


def _check_kinds(policy: Proposed) -> None:
    unknown = sorted(set(policy.kinds) - set(Kind))
    if unknown:
        raise Refused(
            "register.policy.kind",
            "There are no provisions of the kind “{kind}”: choose among those listed.",
            kind=unknown[0],
            field="kinds",
        )
    if policy.counted_from not in (PUBLISHED, ISSUED):
        raise Refused(
            "register.policy.counted_from",
            "Days are counted from publication (“published”) or from the document's own date (“issued”).",
            field="counted_from",
        )


def _check_days(policy: Proposed) -> None:
    if not set(policy.weekend) <= set(range(1, 8)) or len(set(policy.weekend)) == 7:
        raise Refused(
            "register.policy.weekend",
            "A week has days from 1, Monday, to 7, Sunday, and at least one of them is worked.",
            field="weekend",
        )
    if len(policy.holidays) > MOST_HOLIDAYS:
        raise Refused(
            "register.policy.holidays",
            "These are {count} holidays, {most} is the most: take out those long past.",
            count=len(policy.holidays),
            most=MOST_HOLIDAYS,
            field="holidays",
        )
    refuse_unmeant("due_on", policy.due_on)
    if not zones.known(policy.time_zone):
        raise Refused(
            "register.policy.time_zone",
            "There is no time zone “{zone}”: give a name such as Europe/Paris or Asia/Jakarta.",
            zone=policy.time_zone,
            field="time_zone",
        )


def _check_steps(policy: Proposed) -> None:
    if len(policy.steps) > MOST_STEPS or len(set(policy.steps)) < len(policy.steps):
        raise Refused(
            "register.policy.steps",
            "A policy has at most {most} steps, and none of them twice.",
            most=MOST_STEPS,
            field="steps",
        )
    for step in policy.steps:
        if abs(step.days) > FARTHEST_STEP:
            raise Refused(
                "register.policy.step",
                "A step {days} days from the date is too far from it: {most} is the most.",
                days=step.days,
                most=FARTHEST_STEP,
                field="steps",
            )


def proposed(values: Mapping[str, Any]) -> Proposed:
    """A policy from values that a file, a program or a row gives: dates as dates or ISO text.

    What is not given is as `Proposed` has it. Raises Refused for a field there is none of, or a value that
    is no such thing.
    """
    unknown = sorted(set(values) - set(Proposed.__dataclass_fields__))
    if unknown:
        raise Refused(
            "register.policy.field",
            "A policy has no “{field}”: it has {fields}.",
            field=unknown[0],
            fields=", ".join(Proposed.__dataclass_fields__),
        )
    given = dict(values)
    field = ""
    try:
        for field, made in _MAKING.items():
            if given.get(field) is not None:
                given[field] = made(given[field])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(
            "register.policy.value",
            "What is given for “{field}” cannot be read: see how it is written in the guide.",
            field=field,
        ) from error
    return checked(Proposed(**given))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _number(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError("A number is not yes or no.")
    return int(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("Yes or no is neither text nor number.")
    return value


_MAKING: dict[str, Any] = {
    "kinds": lambda kinds: tuple(map(str, kinds)),
    "counted_from": str,
    "answer_days": _number,
    "report_months": _number,
    "due_on": _day,
    "grace_days": _number,
    "working_days": _truth,
    "weekend": lambda days: tuple(sorted(set(map(_number, days)))),
    "holidays": lambda days: tuple(sorted(set(map(_day, days)))),
    "time_zone": str,
    "steps": lambda steps: tuple(sorted(Step(_number(s["days"]), terms.To(s["to"])) for s in steps)),
}
