"""Counts of follow-ups, each with what it is a part of: of everything, and by document, party, theme …

A tally parts the follow-ups that run into those that are silent, of which an answer is expected, that are
answered, and of which nothing is expected. What is overdue or disputed is counted beside that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField
from django.db.models.functions import TruncMonth

from koinon.ledger import queries as ledger
from koinon.people.models import Party
from koinon.register.engine.following import silence
from koinon.register.engine.following.words import Position
from koinon.register.models import Document, FollowUp
from koinon.register.queries.following_lists import Chosen
from koinon.ui.remembered import ahead, remembered


@dataclass(frozen=True)
class Tally:
    """How many follow-ups stand how. `came`: answers that were expected and have come, early or late."""

    silent: int = 0
    expected: int = 0
    accepted: int = 0
    in_part: int = 0
    noted: int = 0
    declined: int = 0
    nothing: int = 0
    ended: int = 0
    came: int = 0
    overdue: int = 0
    disputed: int = 0

    @property
    def answered(self) -> int:
        return self.accepted + self.in_part + self.noted + self.declined

    @property
    def running(self) -> int:
        return self.silent + self.expected + self.answered + self.nothing

    @property
    def all(self) -> int:
        return self.running + self.ended

    @property
    def owed(self) -> int:
        """Answers that should be there: those that came, and those whose date passed without one."""
        return self.came + self.silent

    @property
    def by_position(self) -> dict[str, int]:
        return {
            Position.ACCEPTED: self.accepted,
            Position.IN_PART: self.in_part,
            Position.NOTED: self.noted,
            Position.DECLINED: self.declined,
        }

    def __add__(self, other: Tally) -> Tally:
        return total((self, other))


NONE = Tally()
_counted = attrgetter(*(f.name for f in fields(Tally)))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of some tallies."""
    return Tally(*map(sum, zip(*map(_counted, tallies), strict=True)))


BY_POSITION = {"accepted": Position.ACCEPTED, "in_part": Position.IN_PART, "noted": Position.NOTED,
               "declined": Position.DECLINED}  # fmt: skip


def _counts(now: datetime) -> dict[str, Count]:
    running, unanswered = Q(ended_at=None), Q(ended_at=None, position="")
    conditions = {
        "silent": unanswered & Q(silent_from__lte=now),
        "expected": unanswered & Q(silent_from__gt=now),
        **{name: running & Q(position=position) for name, position in BY_POSITION.items()},
        "nothing": unanswered & Q(silent_from=None),
        "ended": Q(ended_at__isnull=False),
        "came": running & ~Q(position="") & Q(answer_on__isnull=False),
        "overdue": running & Q(overdue_from__lte=now),
        "disputed": running & Q(disputed=True),
    }
    return {f"n_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}


def tally(rows: QuerySet[FollowUp], now: datetime) -> Tally:
    """The tally of some follow-ups, counted now."""
    found = rows.order_by().aggregate(**_counts(now))
    return Tally(**{name.removeprefix("n_"): n for name, n in found.items()})


def tallies(rows: QuerySet[FollowUp], by: str, now: datetime) -> dict[Any, Tally]:
    """Tallies by the values of a column, counted now."""
    counted = rows.order_by().values(by).annotate(**_counts(now))
    return {row.pop(by): Tally(**{name.removeprefix("n_"): n for name, n in row.items()}) for row in counted}


def _public() -> QuerySet[FollowUp]:
    """Every public follow-up, without what a list shows of it."""
    return FollowUp.objects.filter(document__state=Document.State.PUBLISHED)


def _by_theme(now: datetime) -> dict[str, Tally]:
    each: Func = Func(F("provision__themes"), function="jsonb_array_elements_text", output_field=TextField())
    return tallies(_public().annotate(listed=each), "listed", now)


def _by_month(now: datetime) -> dict[date, int]:
    """By the month in which the date for the answer lay: how many are silent now."""
    silent = _public().filter(ended_at=None, position="", silent_from__lte=now, answer_on__isnull=False)
    counted = silent.order_by().annotate(month=TruncMonth("answer_on")).values_list("month")
    return dict(counted.annotate(n=Count("pk")).order_by("month"))


_BY: Mapping[str, Callable[[datetime], Any]] = {
    "document": lambda now: tallies(_public(), "document__slug", now),
    "party": lambda now: tallies(_public(), "party__key", now),
    "via": lambda now: tallies(_public().filter(via__isnull=False), "via__key", now),
    "theme": _by_theme,
    "kind": lambda now: tallies(_public(), "provision__kind", now),
    "month": _by_month,
}


def state(now: datetime) -> str:
    """A value that changes with every public act and with every quarter of an hour."""
    return f"{ledger.state()}/{silence.quarter(now)}"


def _remembered(by: str, now: datetime) -> Any:
    return remembered(_name(by), state(now), lambda: _BY[by](now))


def _name(by: str) -> str:
    return f"follow-ups by {by}"


def of_everything(now: datetime) -> Tally:
    """The tally of all public follow-ups."""
    return total(by("document", now).values())


def by_party_kind(now: datetime) -> dict[str, Tally]:
    """Tallies by kind of party; "" stands for addressees that are not in the directory."""
    kinds = dict(Party.objects.values_list("key", "kind"))
    found: dict[str, Tally] = {}
    for key, one in by("party", now).items():
        kind = kinds.get(key, "")
        found[kind] = found.get(kind, NONE) + one
    return found


def by(dimension: str, now: datetime) -> dict[Any, Tally]:
    """Tallies by document (slug), party (key; None: not in the directory), class (`via`), theme, kind.

    A follow-up of a provision under two themes counts under both.
    """
    found: dict[Any, Tally] = _remembered(dimension, now)
    return found


def by_month(now: datetime) -> dict[date, int]:
    """How many are silent now, by the month of the date for the answer; the months in order."""
    found: dict[date, int] = _remembered("month", now)
    return found


def of_scope(chosen: Chosen, now: datetime) -> Tally | None:
    """The tally of what a list is narrowed to, where a remembered figure tells it."""
    scope = chosen.scope
    if not scope:
        return of_everything(now)
    if len(scope) == 1 and (dimension := next(iter(scope))) in _BY:
        return by(dimension, now).get(scope[dimension], NONE)
    return None


def known(chosen: Chosen, of: Tally | None) -> int | None:
    """How many follow-ups a list holds, by the tally of its scope."""
    if of is None or (chosen.standing and chosen.position):
        return None
    if chosen.position:
        return of.by_position.get(chosen.position, 0)
    named = {"expected": of.expected, "answered": of.answered, "": of.all}
    return named[chosen.standing] if chosen.standing in named else int(getattr(of, chosen.standing, 0))


def count_ahead(now: datetime) -> None:
    """Count one of the figures that are not of this moment, so that no reader waits for it."""
    current = state(now)
    for dimension, count in _BY.items():
        if ahead(_name(dimension), current, partial(count, now)):
            return
