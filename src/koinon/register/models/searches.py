"""Searches that someone keeps, and hears of by mail when they find something new."""

from __future__ import annotations

from django.db import models

from koinon.people.models import Person


class SavedSearch(models.Model):
    """A search kept by a person: theirs alone, gone with them."""

    class Digest(models.TextChoices):
        NONE = "none"
        DAILY = "daily"
        WEEKLY = "weekly"

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=200)
    query = models.CharField(max_length=2000)  # the query string of the search page
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.NONE)
    language = models.CharField(max_length=8, default="en")  # in which its mails are written
    told_entry = models.PositiveBigIntegerField(default=0)  # the last ledger entry that a mail has told
    told_on = models.DateField(null=True, blank=True)
    mailed_on = models.DateField(null=True, blank=True)  # the last day on which a mail of it was begun
    kept_at = models.DateTimeField(auto_now_add=True)

    classified = {
        "public": (),
        "personal": (
            "id", "person", "name", "query", "digest", "language", "told_entry", "told_on",
            "mailed_on", "kept_at",
        ),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name
