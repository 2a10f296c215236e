"""Probabilities of regime transitions, with the record of how often such figures were right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from koinon.observatory.models.choices import table_of_nothing


class OutlookRun(models.Model):
    """A model fitted and tested once: on which releases, how it did, and its card. Never changed.

    `tests` holds the walk-forward test: measures with intervals, calibration, and what was tried beside.
    """

    version = models.CharField(max_length=60, unique=True)
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of the features it was fitted on
    year = models.SmallIntegerField()  # the last year of features; the outlook is of the two years after
    sources = models.JSONField(default=table_of_nothing)  # dataset → version
    tests = models.JSONField(default=table_of_nothing)
    ended_at = models.DateTimeField(null=True, blank=True)
    invented = models.BooleanField(default=False)

    classified = {
        "public": (
            "id", "version", "made_at", "digest", "year", "sources", "tests", "ended_at", "invented",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("year",), condition=Q(ended_at=None), name="observatory_one_outlook_a_year"
            ),
        )

    def __str__(self) -> str:
        return self.version


class Outlook(models.Model):
    """The probability that a place moves adversely, or favourably, in the two years after `year`.

    `came` says whether it did; null while it cannot be known. Rows of past years are those of the test:
    what the model, fitted on earlier years alone, would have said.
    """

    class Direction(models.TextChoices):
        ADVERSE = "adverse"
        FAVOURABLE = "favourable"

    run = models.ForeignKey(OutlookRun, models.CASCADE, related_name="outlooks")
    place = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    direction = models.CharField(max_length=10, choices=Direction)
    probability = models.FloatField()
    base = models.FloatField(null=True, blank=True)  # how often it came in the years before, everywhere
    came = models.BooleanField(null=True, blank=True)

    classified = {
        "public": ("id", "run", "place", "year", "direction", "probability", "base", "came"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("run", "place", "year", "direction")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "place", "year", "direction"), name="observatory_outlook_once"
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0) & Q(probability__lte=1),
                name="observatory_outlook_is_a_probability",
            ),
        )

    def __str__(self) -> str:
        return f"{self.direction} {self.place} {self.year}"
