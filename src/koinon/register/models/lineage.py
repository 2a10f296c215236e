"""Lineage: this provision restates that earlier one; a machine proposes, a person confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from koinon.people.models import Person
from koinon.register.models.choices import list_of_nothing
from koinon.register.models.provisions import Provision


class Restatement(models.Model):
    """A later provision that restates an earlier one."""

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

    classified = {
        "public": (
            "id", "earlier", "later", "state", "score", "why", "engine", "proposed_at", "decided_at",
            "reason",
        ),
        "personal": ("decided_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("later", "-score", "id")
        constraints = (
            models.UniqueConstraint(fields=("earlier", "later"), name="register_restatement_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="register_restatement_of_another"),
        )
        indexes = (models.Index(fields=("state", "-score"), name="register_restatement_state"),)

    def __str__(self) -> str:
        return f"{self.later_id} restates {self.earlier_id}: {self.state}"
