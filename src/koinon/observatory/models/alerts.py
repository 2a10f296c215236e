"""A change that someone must look at: its evidence, its rule, its thread, and who is told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from koinon.observatory.models.choices import list_of_nothing, table_of_nothing
from koinon.people.models import Person, Place


class Alert(models.Model):
    """A finding that the rules made of the figures. `fingerprint` names it: found again, it is the same.

    `evidence` holds the figures with their sources ([{"what", "value", "before", "source", "year"}]);
    `facts` what the sentence of its kind is filled with. `since` is the day the change is dated,
    `raised_at` when we saw it, `due_on` until when the next step is to be taken.
    """

    class Kind(models.TextChoices):
        EPISODE = "episode"  # a new one, or one that turns
        STANDING = "standing"  # a standing changed
        DISRUPTION = "disruption"  # of constitutional rule
        DROP = "drop"  # an indicator fell beyond its interval
        BREAK = "break"  # in the series of incidents

    class State(models.TextChoices):
        OPEN = "open"
        ACKNOWLEDGED = "acknowledged"
        ASSESSED = "assessed"
        CONVENED = "convened"
        CLOSED = "closed"

    class Outcome(models.TextChoices):
        NONE = "", "—"
        CONVENED = "convened"  # it went before those who decide
        WATCHED = "watched"  # true, and no more to be done now
        FALSE = "false"  # a false alarm
        REVISED = "revised"  # a later release took the figures back

    kind = models.CharField(max_length=12, choices=Kind)
    rule = models.CharField(max_length=80)  # key of `data/alert_rules.toml`, with its version
    place = models.ForeignKey(Place, models.PROTECT, related_name="alerts")
    fingerprint = models.CharField(max_length=64, unique=True)
    facts = models.JSONField(default=table_of_nothing)
    evidence = models.JSONField(default=list_of_nothing)
    favourable = models.BooleanField(default=False)
    since = models.DateField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.NONE, blank=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="alerts_owned")
    due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "kind", "rule", "place", "fingerprint", "facts", "evidence", "favourable", "since",
            "raised_at", "state", "outcome", "due_on", "closed_at", "invented", "revision",
        ),
        "personal": ("owner",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-since", "-id")
        indexes = (models.Index(fields=("place", "-since"), name="observatory_alert_place"),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_at__isnull=False) & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed_at=None)),
                name="observatory_alert_closed_with_an_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.place_id} {self.since}"

    def get_absolute_url(self) -> str:
        return reverse("observatory:alert", args=[self.pk])


class AlertStep(models.Model):
    """One step of an alert's thread: who took it, when, and why. Never changed."""

    class Step(models.TextChoices):
        RAISED = "raised"
        ACKNOWLEDGED = "acknowledged"
        OWNED = "owned"
        ASSESSED = "assessed"
        CONVENED = "convened"
        NOTED = "noted"
        CLOSED = "closed"
        REOPENED = "reopened"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=Step)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    said = models.TextField(blank=True)
    open = models.BooleanField(default=False)  # whether everyone may read what was said

    classified = {
        "public": ("id", "alert", "step", "at", "open"),
        "personal": ("by", "said"),
        "secret": (),
    }

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.step} {self.alert_id}"


class Subscription(models.Model):
    """Someone wants to be told of alerts: by mail, or by a message to an address of theirs (webhook).

    Empty `places` or `kinds` mean all. `secret` signs what is sent to the address.
    """

    class Way(models.TextChoices):
        MAIL = "mail"
        WEBHOOK = "webhook"

    person = models.ForeignKey(Person, models.CASCADE, related_name="alert_subscriptions")
    way = models.CharField(max_length=8, choices=Way)
    address = models.URLField(max_length=2000, blank=True)
    secret = models.CharField(max_length=80, blank=True)
    places = models.JSONField(default=list_of_nothing, blank=True)  # codes of places or groups
    kinds = models.JSONField(default=list_of_nothing, blank=True)
    favourable = models.BooleanField(default=True)  # whether good news as well
    language = models.CharField(max_length=12, default="en")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)  # after too many failures, or by its person
    failures = models.PositiveSmallIntegerField(default=0)

    classified = {
        "public": ("id",),
        "personal": (
            "person", "way", "address", "places", "kinds", "favourable", "language", "made_at", "paused_at",
            "failures",
        ),
        "secret": ("secret",),
    }  # fmt: skip

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(way="mail", address="") | (Q(way="webhook") & ~Q(address="") & ~Q(secret="")),
                name="observatory_subscription_leads_somewhere",
            ),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.pk}"


class Sending(models.Model):
    """That a subscription was told of an alert, or that it is still to be told: each once."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="sendings")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="sendings")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)  # "the address answered 500"

    classified = {
        "public": ("id", "alert"),
        "personal": ("subscription", "made_at", "sent_at", "attempts", "trouble"),
        "secret": (),
    }

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("subscription", "alert"), name="observatory_sending_once"),
        )

    def __str__(self) -> str:
        return f"{self.alert_id} to {self.subscription_id}"
