"""Provisions: what persons confirmed, who is asked, who asks, and how it stood before."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from koinon.people.models import Party, Person
from koinon.register.models.choices import KINDS, STRENGTHS, list_of_nothing
from koinon.register.models.documents import Document, Proposal


class Provision(models.Model):
    """One separately actionable item as a person confirmed it, anchored to its span of the text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="provisions")
    number = models.PositiveIntegerField()
    origins = models.ManyToManyField(Proposal, related_name="provisions", blank=True)
    label = models.CharField(max_length=200, blank=True)
    section = models.JSONField(default=list_of_nothing, blank=True)
    kind = models.CharField(max_length=16, choices=KINDS)
    strength = models.CharField(max_length=16, choices=STRENGTHS)
    issuer = models.TextField(blank=True)  # the names as shown, joined by "; "
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    deadline_text = models.CharField(max_length=300, blank=True)
    deadline_from = models.DateField(null=True, blank=True)
    deadline_due = models.DateField(null=True, blank=True)
    themes = models.JSONField(default=list_of_nothing, blank=True)
    groups = models.JSONField(default=list_of_nothing, blank=True)
    withdrawn = models.BooleanField(default=False)
    added_at = models.DateTimeField(null=True, blank=True)  # none: it was published with its document
    revision = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    rendered: Any = None  # no column: its wording in the reader's language, where a query laid it beside

    classified = {
        "public": (
            "id", "document", "number", "label", "section", "kind", "strength", "issuer", "text", "start",
            "end", "page", "deadline_text", "deadline_from", "deadline_due", "themes", "groups", "withdrawn",
            "added_at", "revision", "changed_at",
        ),
        "personal": ("decided_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("document", "start", "number")
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="register_provision_number_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="register_provision_span"
            ),
        )
        indexes = (
            GinIndex(fields=("themes",), opclasses=("jsonb_path_ops",), name="register_provision_themes"),
            models.Index(fields=("kind", "id"), name="register_provision_kind"),
            models.Index(
                fields=("deadline_due", "document", "start"),
                condition=models.Q(deadline_due__isnull=False),
                name="register_provision_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("register:provision", args=[self.document.slug, self.number])


class Addressee(models.Model):
    """Who is to perform a provision: the short name, the words of the text, the party if known."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="addressees")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    mention = models.CharField(max_length=500, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="asked")

    classified = {
        "public": ("id", "provision", "position", "name", "mention", "party"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("provision", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("provision", "position"), name="register_addressee_position_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Issuer(models.Model):
    """Who asks or promises: one row for each of those that recommend a provision together."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="issuers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="issued")

    classified = {"public": ("id", "provision", "position", "name", "party"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("provision", "position")
        constraints = (
            models.UniqueConstraint(fields=("provision", "position"), name="register_issuer_position_once"),
        )

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """What someone typed and has not saved yet: theirs alone, gone once saved or dropped."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    card = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()
    fields = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    classified = {"public": ("id", "card", "revision"), "personal": ("person", "fields", "at"), "secret": ()}

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "card"), name="register_draft_once"),)

    def __str__(self) -> str:
        return f"draft on {self.card}"


class Revision(models.Model):
    """How a provision stood before a change, and why it was changed; public once published."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    before = models.JSONField()
    text = models.TextField(blank=True)  # its words before; none in revisions older than this column
    published = models.BooleanField(default=False)  # the change was made after publication
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    classified = {
        "public": ("id", "provision", "revision", "at", "reason", "before", "text", "published"),
        "personal": ("by",),
        "secret": (),
    }

    class Meta:
        ordering = ("provision", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("provision", "revision"), name="register_revision_once"),
        )

    def __str__(self) -> str:
        return f"revision {self.revision} of provision {self.provision_id}"
