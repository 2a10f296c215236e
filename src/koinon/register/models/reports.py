"""The report to the next conference: what it covers, its prose, and the editions made of it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from koinon.people.models import Person
from koinon.register.models.choices import list_of_nothing


class Report(models.Model):
    """What a report covers, and as of which day; its figures are computed, its prose is written."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    class Working(models.TextChoices):
        COUNTING = "counting"
        PUBLISHING = "publishing"

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, default="en")
    as_of = models.DateField()  # the end of that day, in `time_zone`
    time_zone = models.CharField(max_length=64)
    compared_with = models.DateField(null=True, blank=True)  # an earlier day, whose counts stand beside
    documents = models.JSONField(default=list_of_nothing, blank=True)  # slugs; none: all
    themes = models.JSONField(default=list_of_nothing, blank=True)
    parties = models.JSONField(default=list_of_nothing, blank=True)
    sections = models.JSONField(
        default=list_of_nothing, blank=True
    )  # [{key, heading, prose, shown}] in order
    examples = models.JSONField(default=list_of_nothing, blank=True)  # good examples: follow-ups, with words
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    counted = models.JSONField(null=True, blank=True)  # its facts, as last counted
    counted_for = models.CharField(max_length=64, blank=True)  # a digest of what they were counted for
    working = models.CharField(max_length=10, choices=Working, blank=True)  # what a job does for it
    problem = models.TextField(blank=True)  # why the last job came to nothing
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "slug", "title", "subtitle", "language", "as_of", "time_zone", "compared_with", "documents",
            "themes", "parties", "sections", "examples", "state", "counted", "counted_for", "working",
            "problem", "changed_at", "revision",
        ),
        "personal": ("made_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-as_of", "-id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("register:report", args=[self.slug])


class Edition(models.Model):
    """A report as it was published: the same bytes for ever, whatever happens to the register."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    facts = models.JSONField()  # every figure of it, with what it counts
    digests = models.JSONField(default=dict)  # format → SHA-256 of the file
    files = models.ManyToManyField("register.EditionFile", related_name="editions", blank=True)

    classified = {
        "public": ("id", "report", "number", "published_at", "facts", "digests", "files"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("report", "-number")
        constraints = (
            models.UniqueConstraint(fields=("report", "number"), name="register_edition_number_once"),
        )

    def __str__(self) -> str:
        return f"edition {self.number} of report {self.report_id}"


class EditionFile(models.Model):
    """The bytes of one format of an edition, by digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    format = models.CharField(max_length=8)
    data = models.BinaryField()

    classified = {"public": ("digest", "format", "data"), "personal": (), "secret": ()}

    def __str__(self) -> str:
        return f"{self.format} {self.digest[:12]}"
