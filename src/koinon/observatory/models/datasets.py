"""The catalogue of what was measured by others: datasets, their releases, and what each release holds.

The figures themselves lie in Parquet files beside the database, one folder a release; see
`queries/frames.py`, their only reader.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from koinon.observatory.models.choices import list_of_nothing, table_of_nothing
from koinon.people.models import Person


class Dataset(models.Model):
    """A series of releases by one publisher: V-Dem, Freedom in the World, …"""

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    address = models.URLField(max_length=2000, blank=True)
    licence = models.CharField(max_length=200)
    licence_address = models.URLField(max_length=2000, blank=True)
    invented = models.BooleanField(default=False)

    classified = {
        "public": ("id", "key", "title", "publisher", "address", "licence", "licence_address", "invented"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("observatory:dataset", args=[self.key])


class Release(models.Model):
    """One version of a dataset as it was loaded from one or several files; never changed afterwards.

    `folder` is where its tables lie below the data folder, named by the digest of what was loaded;
    `tables` says which there are, with rows and columns of each. `first` and `last` are years.
    A release that is taken out keeps its row (`ended_at`), so that what was said of it stays explained.
    """

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="releases")
    version = models.CharField(max_length=60)
    citation = models.TextField()
    published_on = models.DateField(null=True, blank=True)
    file_name = models.CharField(max_length=300)
    checksum = models.CharField(max_length=64)  # SHA-256 of the files as they came, hexadecimal
    size = models.BigIntegerField()  # bytes of these files
    folder = models.CharField(max_length=200)
    tables = models.JSONField(default=list_of_nothing)  # [{"name": "rows", "rows": 19678, "columns": 44}]
    rows = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    first = models.SmallIntegerField(null=True, blank=True)
    last = models.SmallIntegerField(null=True, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(blank=True)  # why it was taken out
    invented = models.BooleanField(default=False)

    classified = {
        "public": (
            "id", "dataset", "version", "citation", "published_on", "file_name", "checksum", "size", "folder",
            "tables", "rows", "units", "first", "last", "loaded_at", "ended_at", "reasons", "invented",
        ),
        "personal": ("loaded_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("dataset", "-last", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("dataset", "version"),
                condition=Q(ended_at=None),
                name="observatory_one_release_a_version",
            ),
            models.CheckConstraint(
                condition=Q(first=None) | Q(last=None) | Q(last__gte=F("first")),
                name="observatory_release_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset.title} {self.version}"


class Indicator(models.Model):
    """A column of a release that is a figure of a place and year; with its interval where published.

    `worse` and `better` are the ends of the scale: `better` is below `worse` where a low value is good.
    """

    class Scale(models.TextChoices):
        INTERVAL = "interval"
        ORDINAL = "ordinal"
        CATEGORY = "category"
        COUNT = "count"

    release = models.ForeignKey(Release, models.CASCADE, related_name="indicators")
    key = models.CharField(max_length=120)  # the column as published
    title = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    scale = models.CharField(max_length=10, choices=Scale, default=Scale.INTERVAL)
    low = models.CharField(max_length=120, blank=True)  # the column of the interval's lower end
    high = models.CharField(max_length=120, blank=True)
    worse = models.FloatField(null=True, blank=True)
    better = models.FloatField(null=True, blank=True)
    headline = models.BooleanField(default=False)  # shown on a country's page without asking
    position = models.PositiveIntegerField(default=0)

    classified = {
        "public": (
            "id", "release", "key", "title", "about", "scale", "low", "high", "worse", "better", "headline",
            "position",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("release", "position", "key")
        constraints = (models.UniqueConstraint(fields=("release", "key"), name="observatory_indicator_once"),)

    def __str__(self) -> str:
        return self.title


class Unmapped(models.Model):
    """A unit of a release that the crosswalk leads to no place: its rows are kept, and told here."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="unmapped")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField()
    first = models.SmallIntegerField(null=True, blank=True)
    last = models.SmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # "" where the code is not known at all

    classified = {
        "public": ("id", "release", "code", "name", "rows", "first", "last", "reason"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("release", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "code", "first"), nulls_distinct=False, name="observatory_unmapped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code


class Loading(models.Model):
    """Files that someone brought by page or API, on their way to becoming a release."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    source = models.CharField(max_length=60)
    version = models.CharField(max_length=60, blank=True)  # as it was asked for; "" to be read from the file
    files = models.JSONField(default=list_of_nothing)  # their names, in their order
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    said = models.JSONField(default=table_of_nothing, blank=True)  # the problem as template and what fills it
    release = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, related_name="loadings")
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    finished = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "source", "version", "files", "state", "problem", "said", "release", "brought_at",
            "finished",
        ),
        "personal": ("brought_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.source} {self.version}: {self.state}"
