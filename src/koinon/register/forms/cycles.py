"""Preparing a cycle of peer reviews: who is reviewed by whom, under which rules, from which seed, when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from koinon.people.forms.fields import DayField, LinesField
from koinon.people.queries.directory import directory
from koinon.register.engine.reviewing import speaking, stages
from koinon.register.engine.reviewing.cycles import USUAL_MINUTES, Calendar, Plan, Speaking
from koinon.register.engine.reviewing.pool import MOST_EACH, USUAL_EACH, Conflict, Pool
from koinon.register.engine.reviewing.words import Stage
from koinon.register.queries import reviews as queries
from koinon.register.queries.review_words import STAGES

ORDERS = [
    (speaking.Order.ARRIVAL.value, later("In the order in which they put themselves on the list")),
    (speaking.Order.LOT.value, later("By lot, from the seed of the draw")),
]
DAYS = [
    ("1", later("Monday")), ("2", later("Tuesday")), ("3", later("Wednesday")), ("4", later("Thursday")),
    ("5", later("Friday")), ("6", later("Saturday")), ("7", later("Sunday")),
]  # fmt: skip


def _key(name: str) -> str:
    """The key of the party of that name, or of that key."""
    known = directory()
    if name in known.parties:
        return name
    found = known.resolve(name)
    if found is None:
        raise forms.ValidationError(
            _("No party is called “%(name)s”: check the spelling, or add the party first."),
            params={"name": name},
        )
    return found.key


class PartiesField(LinesField):
    """Parties by name, one a line; the value is their keys."""

    def clean(self, value: Any) -> Any:
        return [_key(line) for line in super().clean(value)]


class MarkedField(LinesField):
    """Parties and a word, one such a line: the word stands before or after a colon."""

    def __init__(self, *, word_first: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.word_first = word_first

    def clean(self, value: Any) -> Any:
        return [self._parted(line) for line in super().clean(value)]

    def _parted(self, line: str) -> tuple[list[str], str]:
        before, colon, after = line.partition(":")
        word, names = (before, after) if self.word_first else (after, before)
        parts = [name.strip() for name in names.split(";") if name.strip()]
        if not (colon and word.strip() and parts):
            raise forms.ValidationError(
                _("“%(line)s” cannot be read: write it as the example shows."), params={"line": line}
            )
        return [_key(name) for name in parts], word.strip()


class TimesField(forms.CharField):
    """Times of a day, parted by commas."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(f"{at:%H:%M}" for at in value)

    def clean(self, value: Any) -> Any:
        return _times(super().clean(value))


def _times(text: str) -> list[time]:
    found = []
    for part in filter(None, re.split(r"[,;\s]+", text)):
        try:
            found.append(time.fromisoformat(part))
        except ValueError as error:
            raise forms.ValidationError(
                _("“%(part)s” is no time: write it as 09:00."), params={"part": part}
            ) from error
    return found


class DatesField(LinesField):
    """Days, one a line, as 2031-11-10."""

    def clean(self, value: Any) -> Any:
        found = []
        for line in super().clean(value):
            try:
                found.append(date.fromisoformat(line))
            except ValueError as error:
                raise forms.ValidationError(
                    _("“%(line)s” is no day: write it as 2031-11-10."), params={"line": line}
                ) from error
        return found


class CycleForm(forms.Form):
    """A cycle in preparation."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=later("Title"), max_length=300)
    parties = PartiesField(
        label=later("Parties under review"), rows=8, help_text=later("By name, one a line.")
    )
    reviewers = PartiesField(
        label=later("Reviewers"), rows=4,
        help_text=later("By name, one a line. Left empty, the parties under review review each other."),
    )  # fmt: skip
    each = forms.IntegerField(
        label=later("Reviewers of each party"), min_value=1, max_value=MOST_EACH, initial=USUAL_EACH
    )
    mutual = forms.BooleanField(label=later("Two parties may review each other"), required=False)
    balanced = forms.BooleanField(
        label=later("The numbers of reviews differ by one at most"), required=False, initial=True
    )
    conflicts = MarkedField(
        word_first=False, label=later("Conflicts"), rows=4,
        help_text=later("One a line, with the reason: Altamere; Brennovia: neighbours"),
    )  # fmt: skip
    groups = MarkedField(
        word_first=True, label=later("Groups"), rows=3,
        help_text=later("One a line: North: Altamere; Brennovia"),
    )  # fmt: skip
    most_of_a_group = forms.IntegerField(
        label=later("Reviewers of the same group at most"), min_value=0, initial=0,
        help_text=later("0 means any number."),
    )  # fmt: skip
    seed_source = forms.CharField(
        label=later("Where the seed comes from"), widget=forms.Textarea({"rows": 2}), required=False,
        help_text=later("A public event that nobody can steer, and how its result is written down."),
    )  # fmt: skip
    seed_on = DayField(label=later("Day of that event"), required=False)
    days = DatesField(label=later("Days of sessions"), rows=4, help_text=later("One a line, as 2031-11-10."))
    times = TimesField(label=later("Times of sessions on each day"), initial="09:00, 14:30")
    time_zone = forms.CharField(label=later("Time zone"), max_length=64, initial="UTC")
    minutes = forms.IntegerField(
        label=later("Minutes of a session"), min_value=1, max_value=1440, initial=USUAL_MINUTES
    )
    speakers_minutes = forms.IntegerField(
        label=later("Minutes for speakers"), min_value=1, max_value=1440, initial=speaking.USUAL_MINUTES
    )
    speaker_most = forms.IntegerField(
        label=later("Seconds of one speaker at most"), min_value=30, max_value=3600,
        initial=speaking.USUAL_MOST,
    )  # fmt: skip
    order = forms.ChoiceField(label=later("Order of speakers"), choices=ORDERS)
    weekend = forms.MultipleChoiceField(
        label=later("Days without work"), choices=DAYS, required=False, initial=["6", "7"],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Stage:
            if kind is Stage.SESSION:
                continue
            opens, due = stages.USUAL[kind]
            name = STAGES[kind.value]
            self.fields[f"opens_{kind.value}"] = forms.CharField(
                label=_("%(stage)s opens") % {"stage": name}, max_length=8, initial=opens
            )
            self.fields[f"due_{kind.value}"] = forms.CharField(
                label=_("%(stage)s is due") % {"stage": name}, max_length=8, initial=due
            )

    def main(self) -> list[Any]:
        """The fields without those of the stages."""
        hidden = ("opens_", "due_", "revision")
        return [self[name] for name in self.fields if not name.startswith(hidden)]

    def distances(self) -> list[Any]:
        """The fields of the stages."""
        return [self[name] for name in self.fields if name.startswith(("opens_", "due_"))]

    def plan(self) -> Plan:
        """What the form says."""
        said = self.cleaned_data
        parties = tuple(said["parties"])
        offsets = {
            kind.value: (said[f"opens_{kind.value}"], said[f"due_{kind.value}"])
            for kind in Stage
            if kind is not Stage.SESSION
        }
        return Plan(
            pool=Pool(
                parties=parties,
                reviewers=tuple(said["reviewers"]) or parties,
                each=said["each"],
                mutual=said["mutual"],
                balanced=said["balanced"],
                conflicts=tuple(Conflict(frozenset(keys), reason) for keys, reason in said["conflicts"]),
                groups={name: frozenset(keys) for keys, name in said["groups"]},
                most_of_a_group=said["most_of_a_group"],
            ),
            seed_source=said["seed_source"],
            seed_on=said["seed_on"],
            calendar=Calendar(
                days=tuple(said["days"]),
                times=tuple(said["times"]),
                time_zone=said["time_zone"],
                minutes=said["minutes"],
                weekend=tuple(int(day) for day in said["weekend"]),
                offsets=offsets,
            ),
            speaking=Speaking(said["speakers_minutes"], said["speaker_most"], speaking.Order(said["order"])),
        )


def initial(title: str, plan: Plan) -> dict[str, Any]:
    """A plan as the form shows it, parties by name."""
    pool, calendar = plan.pool, plan.calendar
    every = {*pool.parties, *pool.reviewers, *(k for c in pool.conflicts for k in c.parties)}
    names = queries.names(every | {key for keys in pool.groups.values() for key in keys})

    def named(keys: Sequence[str] | frozenset[str]) -> list[str]:
        return sorted(names.get(key, key) for key in keys)

    shown: dict[str, Any] = {
        "title": title,
        "parties": named(pool.parties),
        "reviewers": [] if pool.reviewers == pool.parties else named(pool.reviewers),
        "each": pool.each,
        "mutual": pool.mutual,
        "balanced": pool.balanced,
        "conflicts": [f"{'; '.join(named(c.parties))}: {c.reason}" for c in pool.conflicts],
        "groups": [f"{name}: {'; '.join(named(keys))}" for name, keys in pool.groups.items()],
        "most_of_a_group": pool.most_of_a_group,
        "seed_source": plan.seed_source,
        "seed_on": plan.seed_on,
        "days": [day.isoformat() for day in calendar.days],
        "times": calendar.times,
        "time_zone": calendar.time_zone,
        "minutes": calendar.minutes,
        "speakers_minutes": plan.speaking.minutes,
        "speaker_most": plan.speaking.most,
        "order": plan.speaking.order.value,
        "weekend": [str(day) for day in calendar.weekend],
    }
    for name, (opens, due) in calendar.offsets.items():
        shown |= {f"opens_{name}": opens, f"due_{name}": due}
    return shown


class SeedForm(forms.Form):
    """The seed as its source announced it."""

    seed = forms.CharField(label=later("Seed, as the source announced it"), max_length=200)
