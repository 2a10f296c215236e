"""Lineage: this provision restates that earlier one; a machine proposes, a person confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from koinon.people.models import Person
from koinon.register.models.choices import list_of_nothing
from koinon.register.models.documents import Document
from koinon.register.models.provisions import Provision


class Restatement(models.Model):
    """A later provision that restates an earlier one.

    A decision that is undone keeps its row with the moment it was undone; what the machine had proposed then
    stands proposed again in a row of its own.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    earlier = models.ForeignKey(Provision, models.CASCADE, related_name="restated_by")
    later = models.ForeignKey(Provision, models.CASCADE, related_name="restates")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    score = models.FloatField(null=True, blank=True)  # 0 to 1; none: a person found it
    why = models.JSONField(default=list_of_nothing, blank=True)  # what they share
    engine = models.CharField(max_length=40, blank=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "earlier", "later", "state", "score", "why", "engine", "proposed_at", "decided_at",
            "reason", "undone_at",
        ),
        "personal": ("decided_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("later", "-score", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("earlier", "later"), condition=Q(undone_at=None), name="register_restatement_once"
            ),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="register_restatement_of_another"),
        )
        indexes = (models.Index(fields=("state", "-score"), name="register_restatement_state"),)

    def __str__(self) -> str:
        return f"{self.later_id} restates {self.earlier_id}: {self.state}"


class Compared(models.Model):
    """A document whose provisions were compared with all others: where the job takes up after a crash."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="compared")
    at = models.DateTimeField()
    provisions = models.PositiveIntegerField()  # of the document, that were compared
    against = models.PositiveIntegerField()  # provisions of other documents
    proposed = models.PositiveIntegerField()  # restatements, altogether
    engine = models.CharField(max_length=40)

    classified = {
        "public": ("id", "document", "at", "provisions", "against", "proposed", "engine"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"document {self.document_id}, compared"
