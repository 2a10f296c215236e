"""What was told at which moment, which report follows which, and the address of a person's own calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from koinon.people.models import Person
from koinon.register.models.choices import TO
from koinon.register.models.following import Term


class Reminder(models.Model):
    """A step of a term that was taken: everyone still expected to act by it is reminded, in that role.

    One row for all follow-ups of the term. Which of them it was about follows: those whose expectation stood
    and was not met at that moment.
    """

    term = models.ForeignKey(Term, models.PROTECT, related_name="reminders")
    step = models.PositiveSmallIntegerField()  # its place in the term's steps, from 0
    to = models.CharField(max_length=12, choices=TO)
    due_at = models.DateTimeField()  # when the step was to be taken
    at = models.DateTimeField()  # when it was
    told_at = models.DateTimeField(null=True, blank=True)  # when it went into letters; of a public notice: at

    classified = {
        "public": ("id", "term", "step", "to", "due_at", "at", "told_at"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("term", "step"), name="register_reminder_once"),)
        indexes = (models.Index(fields=("at",), condition=Q(told_at=None), name="register_reminder_untold"),)

    def __str__(self) -> str:
        return f"{self.to} reminded of {self.term_id}"


class NextRound(models.Model):
    """The date of a report passed: who had not given it is expected to give the next one besides."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    following = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    classified = {"public": ("id", "term", "following", "at"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("term", "following"), nulls_distinct=False, name="register_next_round_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.following_id} after {self.term_id}"


class CalendarAddress(models.Model):
    """The secret address of a person's own calendar: who makes a new one makes the old one worthless."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveIntegerField(default=1)  # signed into the address
    made_at = models.DateTimeField()

    classified = {"public": (), "personal": ("person", "made_at"), "secret": ("number",)}

    def __str__(self) -> str:
        return f"calendar address {self.number}"
