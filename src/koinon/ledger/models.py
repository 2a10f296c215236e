"""Tables of the ledger. A trigger refuses every change to an entry once it stands."""

from __future__ import annotations

from django.db import models

from koinon.ledger.engine.chain import Link

#: What each column says of people: "public", "personal" (about a person) or "secret" (never leaves).


class Visibility(models.TextChoices):
    """Who may read the facts of an entry; its digest is public always."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class Entry(models.Model):
    """One act: what was done, about what, when. Numbers have no gaps."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80, db_index=True)
    about = models.CharField(max_length=120, db_index=True)
    visibility = models.CharField(max_length=12, choices=Visibility)
    facts = models.JSONField()
    facts_salt = models.CharField(max_length=64, blank=True)
    facts_digest = models.CharField(max_length=64)
    private_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    classified = {
        "public": (
            "number",
            "at",
            "verb",
            "about",
            "visibility",
            "facts_digest",
            "private_digest",
            "previous",
            "hash",
        ),
        "personal": (),
        "secret": ("facts", "facts_salt"),  # of restricted entries; published for public ones
    }

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="ledger_entry_number_from_1"),
            models.CheckConstraint(
                condition=models.Q(visibility="public", facts_salt="") | models.Q(visibility="restricted"),
                name="ledger_entry_public_facts_unsalted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.about}"

    @property
    def link(self) -> Link:
        """The entry as it stands in the chain."""
        return Link(
            number=self.number,
            at=self.at.isoformat(),
            verb=self.verb,
            about=self.about,
            visibility=self.visibility,
            facts_digest=self.facts_digest,
            private_digest=self.private_digest,
            previous=self.previous,
        )


class Private(models.Model):
    """The personal part of an entry, outside the chain: erasable, its salted digest stays."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="private")
    person = models.CharField(max_length=64, db_index=True)
    salt = models.CharField(max_length=64)
    data = models.JSONField()

    classified = {"public": ("entry",), "personal": ("person", "data"), "secret": ("salt",)}

    def __str__(self) -> str:
        return f"private part of entry {self.entry_id}"


class Checkpoint(models.Model):
    """A signature over number and hash: what a stranger keeps to notice a rewritten past."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="checkpoint")
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)

    classified = {"public": ("entry", "hash", "signature", "public_key"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("entry",)

    def __str__(self) -> str:
        return f"checkpoint {self.entry_id}"


class Follower(models.Model):
    """How far a follower of the ledger (index, notices, feeds) has come."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)

    classified = {"public": ("name", "position"), "personal": (), "secret": ()}

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class Notice(models.Model):
    """Someone is to know of an entry: made once by the follower "notices", gone when seen."""

    person = models.CharField(max_length=64, db_index=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notices")
    seen = models.DateTimeField(null=True, blank=True)

    classified = {"public": ("id", "entry"), "personal": ("person", "seen"), "secret": ()}

    class Meta:
        ordering = ("-entry",)
        constraints = (models.UniqueConstraint(fields=("person", "entry"), name="ledger_notice_once"),)

    def __str__(self) -> str:
        return f"notice of entry {self.entry_id}"
