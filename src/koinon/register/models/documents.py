"""Documents: what was uploaded, what the machine read in it, what it proposed."""

from __future__ import annotations

import re

from django.db import models
from django.urls import reverse

from koinon.people.models import Party, Person
from koinon.register.models.choices import KINDS, STRENGTHS, list_of_nothing


class Source(models.Model):
    """The bytes of an uploaded file, kept by digest in the database: one backup, one transaction."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=255)
    data = models.BinaryField()

    classified = {"public": ("digest", "name", "data"), "personal": (), "secret": ()}

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A declaration, plan of action, recommendation paper …: the authoritative text with its data."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration"
        PLAN = "plan-of-action"
        RECOMMENDATIONS = "recommendation-paper"
        BRIEF = "policy-brief"
        RESOLUTION = "resolution"
        REVIEW = "review-outcome"
        CODE = "code-of-conduct"
        PLEDGES = "pledges"
        OTHER = "other"

    class State(models.TextChoices):
        READING = "reading"
        FAILED = "failed"
        REVIEW = "review"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=24, choices=Kind, default=Kind.OTHER)
    state = models.CharField(max_length=12, choices=State, default=State.READING, db_index=True)
    issuer_names = models.JSONField(default=list_of_nothing, blank=True)
    issuers = models.ManyToManyField(Party, related_name="documents", blank=True)
    issued_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    invented = models.BooleanField(default=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="documents")
    origin = models.CharField(max_length=200, blank=True)  # its identity in the data set it came from
    format = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    pages = models.JSONField(default=list_of_nothing, blank=True)
    headings = models.JSONField(default=list_of_nothing, blank=True)  # [start, end, level] in `text`
    apart = models.JSONField(default=list_of_nothing, blank=True)  # [start, end] around the document
    behalf = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="uploads")
    uploaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "slug", "title", "kind", "state", "issuer_names", "issued_on", "place", "language",
            "invented", "behalf", "source", "origin", "format", "text", "pages", "headings", "apart",
            "uploaded_at", "published_at", "last_number", "revision",
        ),
        "personal": ("uploaded_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-issued_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state__in=("published", "withdrawn"))
                | models.Q(published_at__isnull=False),
                name="register_document_published_has_a_date",
            ),
            models.UniqueConstraint(
                fields=("origin",), condition=~models.Q(origin=""), name="register_document_origin_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("register:document", args=[self.slug])

    @property
    def shown(self) -> str:
        """The text with what stands around the document (menus, running headers) blanked, offsets kept."""
        text = self.text
        for start, end in self.apart:
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
        return text

    @property
    def public(self) -> bool:
        """Whether everyone may read it."""
        return self.state == self.State.PUBLISHED


class Reading(models.Model):
    """One run of the reader over a document: progress while it runs, its proposals afterwards."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    step = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    engine = models.CharField(max_length=40, blank=True)
    proposed = models.JSONField(default=dict, blank=True)  # title, issuers, date, place, language
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "document", "state", "step", "done", "total", "problem", "engine", "proposed", "created",
            "finished",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"reading {self.pk} of {self.document_id}: {self.state}"


class Proposal(models.Model):
    """What the machine proposed; never changed by a person, only decided."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="proposals")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    label = models.CharField(max_length=200, blank=True)
    section = models.JSONField(default=list_of_nothing, blank=True)
    kind = models.CharField(max_length=16, choices=KINDS)
    strength = models.CharField(max_length=16, choices=STRENGTHS)
    issuer = models.CharField(max_length=500, blank=True)
    addressees = models.JSONField(default=list_of_nothing, blank=True)  # [{name, mention, party}]
    deadline = models.JSONField(null=True, blank=True)  # {text, from, due}
    themes = models.JSONField(default=list_of_nothing, blank=True)
    groups = models.JSONField(default=list_of_nothing, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    why = models.JSONField(default=list_of_nothing, blank=True)

    classified = {
        "public": (
            "id", "reading", "position", "state", "reason", "revision", "label", "section", "kind",
            "strength", "issuer", "addressees", "deadline", "themes", "groups", "text", "start", "end",
            "page", "why",
        ),
        "personal": ("decided_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "position"), name="register_proposal_position_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="register_proposal_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:60]}"
