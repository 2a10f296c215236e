"""Reminders become letters: one a person a day, in the morning, about all dates that concern them.

Who gets one is settled now, by the mandates in force: a step for an office that nobody holds goes to the next
one up at once. What the letter says is looked up when it goes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from koinon.kernel import zones
from koinon.ledger import guard
from koinon.register.actions.passing import alone
from koinon.register.engine.following.stepping import fallen
from koinon.register.engine.following.terms import To
from koinon.register.models import Letter, Reminder
from koinon.register.queries.offices import Offices, offices

FROM_HOUR = 6  # of the day where the dates are counted
ANYONE, UNKNOWN = -1, 0  # in place of a party's key: every addressee; one that the directory does not know

_CONCERNED = """
SELECT r.id, COALESCE(f.party_id, 0), count(*)
FROM register_reminder AS r
JOIN register_expectation AS x ON x.term_id = r.term_id AND x.ended_at IS NULL AND x.met_at IS NULL
  AND x.set_at <= r.at
JOIN register_followup AS f ON f.id = x.follow_up_id AND f.ended_at IS NULL
WHERE r.id = ANY(%(reminders)s)
GROUP BY 1, 2 ORDER BY 1, 2
"""
Items = list[dict[str, Any]]


def tell(*, now: datetime, reference: Any) -> int:
    """Write the letters of the reminders whose morning has come; how many were begun.

    `reference()` gives a name that nobody can guess, by which a letter is known when it comes back.
    """
    with transaction.atomic(), guard.writing("reminders become letters"):
        if not alone():
            return 0
        today, reminders = timezone.localdate(now), _of_this_morning(now)
        told = _told(reminders, offices(today)) if reminders else {}
        if timezone.localtime(now).hour >= FROM_HOUR:
            _take_up_again(told, today)
        made = _written(told, today, reference)
        Reminder.objects.filter(pk__in=reminders).update(told_at=now)
        return made


def _of_this_morning(now: datetime) -> dict[int, Reminder]:
    """Reminders that are in no letter yet, from those places where it is six or later."""
    found = Reminder.objects.filter(told_at=None).select_related("term").order_by("at", "pk")
    return {r.pk: r for r in found if now.astimezone(zones.zone(r.term.time_zone)).hour >= FROM_HOUR}


def _told(reminders: Mapping[int, Reminder], held: Offices) -> dict[UUID, Items]:
    """What each person is told of: (term, step, in which role, for which party, how many follow-ups)."""
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, {"reminders": list(reminders)})
        rows = cursor.fetchall()
    told: dict[UUID, Items] = defaultdict(list)
    whole: dict[int, int] = defaultdict(int)
    for key, party, count in rows:
        to = To(reminders[key].to)
        if to == To.SECRETARIAT:
            whole[key] += count
            continue
        rung, persons = fallen(to, partial(held.of, party=party))
        _tell(told, persons, reminders[key], rung, party, count)
    for key, count in whole.items():
        _tell(told, held.of(To.SECRETARIAT, UNKNOWN), reminders[key], To.SECRETARIAT, ANYONE, count)
    return told


def _tell(
    told: dict[UUID, Items], persons: Iterable[UUID], of: Reminder, rung: To, party: int, count: int
) -> None:
    item = {"term": of.term_id, "step": of.step, "to": rung.value, "party": party, "count": count}
    if rung != of.to:
        item["instead"] = of.to
    for person in persons:
        told[person].append(item)


def _take_up_again(told: dict[UUID, Items], today: date) -> None:
    """Put what no mail server took on an earlier day into the letter of today."""
    waiting = Letter.objects.filter(state=Letter.State.WAITING, on__lt=today)
    for letter in waiting.select_for_update(of=("self",)).order_by("on"):
        told[letter.person_id] = [*letter.told, *told.get(letter.person_id, [])]
        letter.delete()


def _written(told: Mapping[UUID, Items], today: date, reference: Any) -> int:
    """A letter for each person, or more in the one that waits; whoever had today's gets one tomorrow."""
    standing: dict[UUID, dict[date, Letter]] = defaultdict(dict)
    for kept in Letter.objects.filter(person__in=told, on__gte=today):
        standing[kept.person_id][kept.on] = kept
    made = 0
    for person, items in told.items():
        day = today
        while day in standing[person] and standing[person][day].state != Letter.State.WAITING:
            day += timedelta(days=1)
        about = sum(item["count"] for item in items)
        letter = standing[person].get(day)
        if letter:
            letter.told, letter.about = [*letter.told, *items], letter.about + about
            letter.save(update_fields=["told", "about"])
            continue
        fresh = Letter.objects.create(
            person_id=person, on=day, told=items, about=about, reference=reference()
        )
        _queue(fresh, today)
        made += 1
    return made


def _queue(letter: Letter, today: date) -> None:
    morning = datetime.combine(letter.on, time(FROM_HOUR), zones.zone(settings.TIME_ZONE))
    app.configure_task(
        "koinon.register.tasks.mail_dates",
        queue="mail",
        schedule_at=morning if letter.on > today else None,
    ).defer(letter=letter.pk)
