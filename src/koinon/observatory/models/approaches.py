"""For a country outside: the lines that are not compromised, and the openings for dialogue."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from koinon.observatory.models.choices import list_of_nothing
from koinon.people.models import Person, Place


class ApproachLine(models.Model):
    """A line or an opening towards a place, dated and sourced. Ended, never deleted.

    What is restricted is read by those who may keep it and those with `approaches.read`; nothing of it,
    not even that it exists, is told to others.
    """

    class Kind(models.TextChoices):
        LINE = "line"
        OPENING = "opening"

    key = models.UUIDField(default=uuid4, unique=True)  # a number would tell how many there are
    place = models.ForeignKey(Place, models.PROTECT, related_name="approach")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    sources = models.JSONField(default=list_of_nothing)  # [{"name", "address", "published_on"}]
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    restricted = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    invented = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "key", "place", "kind", "text", "language", "sources", "since", "until", "restricted", "position",
            "invented", "changed_at", "revision",
        ),
        "personal": ("changed_by",),
        "secret": ("id",),
    }  # fmt: skip

    class Meta:
        ordering = ("place", "kind", "position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="observatory_approach_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.place_id}"
