"""What comes in as rows: each file, and the row behind each provision that came from one."""

from __future__ import annotations

from django.db import models

from koinon.people.models import Party, Person
from koinon.register.models.choices import list_of_nothing
from koinon.register.models.documents import Source
from koinon.register.models.provisions import Provision


class Intake(models.Model):
    """One file of rows: its preview first, then, once confirmed, one transaction that takes it in."""

    class State(models.TextChoices):
        READING = "reading"  # the preview is being made
        READY = "ready"  # a person looks at the preview
        TAKING = "taking"  # confirmed: it is being taken in
        DONE = "done"
        FAILED = "failed"

    format = models.CharField(max_length=24)
    source = models.ForeignKey(Source, models.PROTECT, related_name="intakes")
    behalf = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)  # provisions, as are the next two
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faulty = models.JSONField(default=list_of_nothing, blank=True)  # [{row, column, problem, mend}]
    sample = models.JSONField(default=dict, blank=True)  # some of the new and of the changed, for the page
    problem = models.TextField(blank=True)
    brought_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="intakes")
    brought_at = models.DateTimeField()
    finished = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "format", "source", "behalf", "state", "rows", "new", "changed", "unchanged", "faulty",
            "sample", "problem", "brought_at", "finished",
        ),
        "personal": ("brought_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"intake {self.pk} of {self.source_id[:8]}: {self.state}"


class Row(models.Model):
    """The row of a data set that a provision came from: found again by its key, compared by its digest."""

    provision = models.OneToOneField(Provision, models.CASCADE, primary_key=True, related_name="row")
    format = models.CharField(max_length=24)
    key = models.CharField(max_length=200)  # what identifies it within its format
    digest = models.CharField(max_length=64)  # of all that was taken from it
    facts = models.JSONField(default=dict)  # what it says beyond the provision: position, session, symbol …
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="taken")

    classified = {
        "public": ("provision", "format", "key", "digest", "facts", "intake"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=("format", "key"), name="register_row_once"),)

    def __str__(self) -> str:
        return f"{self.format} {self.key}"
