"""Answers: the addressee's position with its reasons, from draft to publication, every version kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from koinon.people.models import Person
from koinon.register.models.choices import POSITIONS
from koinon.register.models.following import FollowUp


class Answer(models.Model):
    """One version of what an addressee says to a provision; a published one is replaced, never changed."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"  # a validator is to decide
        RETURNED = "returned"  # the validator wants it changed
        PUBLISHED = "published"
        REPLACED = "replaced"  # by a later one; stays readable

    OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    position = models.CharField(max_length=20, choices=POSITIONS)
    part = models.TextField(blank=True)  # which part is accepted, where not all is
    reasons = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    given_on = models.DateField(
        null=True, blank=True
    )  # elsewhere, on that day; none: the day it is published
    origin = models.CharField(max_length=24, blank=True)  # the format of the data set it came from
    change = models.TextField(blank=True)  # why it replaces the one before
    note = models.TextField(blank=True)  # what the validator wants changed
    drafted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "follow_up", "number", "state", "position", "part", "reasons", "language", "given_on",
            "origin", "change", "published_at", "replaced_at", "revision",
        ),
        "personal": ("drafted_by", "decided_by"),
        "secret": ("note", "drafted_at", "submitted_at"),  # within the party
    }  # fmt: skip

    class Meta:
        ordering = ("follow_up", "-number")
        indexes = (
            models.Index(fields=("-published_at", "-id"), name="register_answer_latest"),
            models.Index(
                fields=("follow_up",), condition=Q(state="submitted"), name="register_answer_waiting"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("follow_up", "number"), name="register_answer_number_once"),
            models.UniqueConstraint(
                fields=("follow_up",),
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="register_answer_one_open",
            ),
            models.UniqueConstraint(
                fields=("follow_up",), condition=Q(state="published"), name="register_answer_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "returned"), published_at=None)
                | Q(state="published", published_at__isnull=False, replaced_at=None)
                | Q(state="replaced", published_at__isnull=False, replaced_at__isnull=False),
                name="register_answer_dates_fit_its_state",
            ),
        )

    def __str__(self) -> str:
        return f"answer {self.number} to follow-up {self.follow_up_id}: {self.position}"
