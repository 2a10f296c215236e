"""Standing bodies and procedures, and the processes that are watched because they touch rights."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from koinon.people.models import Party, Person, Place
from koinon.register.models.choices import list_of_nothing
from koinon.register.models.provisions import Provision


class Mechanism(models.Model):
    """A standing body or procedure: its mandate, legal basis, themes; members and meetings in tables."""

    key = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    acronym = models.CharField(max_length=40, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="mechanisms")
    mandate = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    address = models.URLField(max_length=2000, blank=True)
    themes = models.JSONField(default=list_of_nothing, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    invented = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "key", "name", "acronym", "party", "mandate", "legal_basis", "address", "themes", "since",
            "until", "source", "invented", "revision",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("register:mechanism", args=[self.key])


class MechanismMember(models.Model):
    """A party belongs to a mechanism from `since` until before `until`; open where null."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="members")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    classified = {"public": ("id", "mechanism", "party", "since", "until"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("mechanism", "party", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("mechanism", "party", "since"),
                nulls_distinct=False,
                name="register_mechanism_member_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")),
                name="register_mechanism_member_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party_id} in {self.mechanism_id}"


class MechanismMeeting(models.Model):
    """A meeting or session of a mechanism."""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=300)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=2000, blank=True)

    classified = {
        "public": ("id", "mechanism", "title", "begins", "ends", "place", "address"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("-begins", "id")

    def __str__(self) -> str:
        return self.title


class Process(models.Model):
    """A bill, case, negotiation or policy process that is followed because it touches rights."""

    class Kind(models.TextChoices):
        BILL = "bill"
        CASE = "case"
        NEGOTIATION = "negotiation"
        POLICY = "policy"

    class State(models.TextChoices):
        RUNNING = "running"
        ENDED = "ended"

    key = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="processes")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="processes")
    themes = models.JSONField(default=list_of_nothing, blank=True)
    address = models.URLField(max_length=2000, blank=True)
    provisions = models.ManyToManyField(Provision, related_name="processes", blank=True)
    behalf = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")  # who keeps it
    outcome = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    invented = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "key", "kind", "state", "title", "summary", "party", "place", "themes", "address",
            "provisions", "behalf", "outcome", "opened_at", "invented", "revision",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("register:process", args=[self.key])


class ProcessStage(models.Model):
    """A stage of a process: expected on a day, happened on a day, or both."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    expected_on = models.DateField(null=True, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    address = models.URLField(max_length=2000, blank=True)

    classified = {
        "public": ("id", "process", "position", "name", "expected_on", "happened_on", "note", "address"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("process", "position")
        constraints = (
            models.UniqueConstraint(fields=("process", "position"), name="register_process_stage_once"),
        )
        indexes = (
            models.Index(
                fields=("expected_on",), condition=Q(happened_on=None), name="register_stage_expected"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Watch(models.Model):
    """Who watches a process: a party in the open, a person for themselves."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="watches")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="watches")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="watches")
    since = models.DateTimeField()

    classified = {"public": ("id", "process", "party", "since"), "personal": ("person",), "secret": ()}

    class Meta:
        ordering = ("process", "since")
        constraints = (
            models.CheckConstraint(
                condition=Q(party=None, person__isnull=False) | Q(party__isnull=False, person=None),
                name="register_watch_party_or_person",
            ),
            models.UniqueConstraint(fields=("process", "party"), name="register_watch_party_once"),
            models.UniqueConstraint(fields=("process", "person"), name="register_watch_person_once"),
        )

    def __str__(self) -> str:
        return f"watch of process {self.process_id}"
