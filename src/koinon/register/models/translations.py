"""A document in further languages, aligned with its provisions one by one."""

from __future__ import annotations

from django.db import models

from koinon.people.models import Person
from koinon.register.models.choices import list_of_nothing
from koinon.register.models.documents import Document, Source
from koinon.register.models.provisions import Provision


class Standing(models.TextChoices):
    """How far a wording can be relied on."""

    AUTHORITATIVE = "authoritative"  # equally authentic: issued or confirmed by the issuer
    HUMAN = "human"
    MACHINE = "machine"


class Translation(models.Model):
    """A document in one further language: where its wordings came from, and its title there."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=500, blank=True)
    standing = models.CharField(max_length=14, choices=Standing, default=Standing.HUMAN)
    made_by = models.CharField(max_length=300, blank=True)  # the translator, service or program, in words
    made_on = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="translations")
    proposed = models.JSONField(default=list_of_nothing, blank=True)  # [{number, text, confidence, why}]
    revision = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()

    classified = {
        "public": (
            "id", "document", "language", "title", "standing", "made_by", "made_on", "source", "proposed",
            "revision", "entered_at",
        ),
        "personal": ("entered_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("document", "language")
        constraints = (
            models.UniqueConstraint(fields=("document", "language"), name="register_translation_once"),
        )

    def __str__(self) -> str:
        return f"{self.document} ({self.language})"


class Wording(models.Model):
    """One provision in the language of a translation; `of_revision` is the revision that it renders."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="wordings")
    provision = models.ForeignKey(Provision, models.CASCADE, related_name="wordings")
    text = models.TextField()
    standing = models.CharField(max_length=14, choices=Standing)
    made_by = models.CharField(max_length=300, blank=True)
    of_revision = models.PositiveIntegerField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()

    classified = {
        "public": (
            "id", "translation", "provision", "text", "standing", "made_by", "of_revision", "entered_at",
        ),
        "personal": ("entered_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("translation", "provision")
        constraints = (
            models.UniqueConstraint(fields=("translation", "provision"), name="register_wording_once"),
        )

    def __str__(self) -> str:
        return self.text[:60]
