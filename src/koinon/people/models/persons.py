"""Persons who sign in, the dated mandates in which they act, and invitations."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from koinon.ledger import guard
from koinon.people.engine.roles import ROLES
from koinon.people.models.parties import Party


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by e-mail without regard to case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who signs in. `reference` stands for them in the ledger, outside the chain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)
    invented = models.BooleanField(default=False)
    last_login = None  # when someone comes and goes is nobody's business

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    classified = {
        "public": ("is_active", "invented"),
        "personal": ("id", "email", "name", "language", "joined"),
        "secret": ("password",),
    }

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("email"), name="people_person_email_once"),)

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Compare; an outdated hash is renewed on the way, which is upkeep and nobody's act."""
        with guard.writing("a password is hashed anew"):
            return super().check_password(raw_password)

    @property
    def reference(self) -> str:
        """How the ledger refers to this person, outside the chain."""
        return f"person:{self.id}"


class Mandate(models.Model):
    """The dated role in which a person acts for a party (or for the partnership, party null)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="mandates")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="mandates")
    role = models.CharField(max_length=40, choices=[(r.key, r.name) for r in ROLES.values()])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    classified = {
        "public": ("id", "party", "role", "since", "until"),
        "personal": ("person",),
        "secret": (),
    }

    class Meta:
        ordering = ("-since", "role")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="people_mandate_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.party or 'the partnership'}"

    def holds(self, today: date) -> bool:
        """Whether the mandate is in force on that day."""
        return self.since <= today and (self.until is None or today <= self.until)


class Invitation(models.Model):
    """A link by which someone may sign up into a mandate; only the link's digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40, choices=[(r.key, r.name) for r in ROLES.values()])
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="invitations")
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    classified: ClassVar[dict[str, Any]] = {
        "public": ("role", "party", "expires", "accepted", "withdrawn"),
        "personal": ("id", "email", "name", "invited_by"),
        "secret": ("token_digest",),
    }

    class Meta:
        ordering = ("-expires",)

    def __str__(self) -> str:
        return f"{self.role} for {self.party or 'the partnership'}"


class Token(models.Model):
    """A key by which a program acts for a person, within the scopes it was given; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)  # the day is enough to find keys that nobody uses

    classified: ClassVar[dict[str, Any]] = {
        "public": (),
        "personal": ("id", "person", "name", "scopes", "created", "expires", "used_on"),
        "secret": ("digest",),
    }

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return self.name
