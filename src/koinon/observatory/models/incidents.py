"""What happened on a day in a place, and what is known to lie ahead."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from koinon.observatory.models.choices import list_of_nothing
from koinon.people.models import Party, Person, Place


class Incident(models.Model):
    """A dated event: a coup, a law, a ban, an arrest, a reform. Kinds stand in `data/incident_kinds.toml`.

    `ends` is the last day of an event that lasted; `exact` says how exact `on` is known. What has been
    published is corrected in the open: `revision` counts, the ledger tells that and when it was corrected,
    `IncidentWording` holds the words that stood before. One that should never have stood is struck with its
    reason and stays readable as struck.
    """

    class Exact(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    class State(models.TextChoices):
        REPORTED = "reported"  # one source says so
        CORROBORATED = "corroborated"  # independent sources say so
        VERIFIED = "verified"  # someone of ours looked at the evidence
        REFUTED = "refuted"
        STRUCK = "struck"  # entered by mistake

    key = models.SlugField(max_length=120, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=60)
    on = models.DateField()
    exact = models.CharField(max_length=5, choices=Exact, default=Exact.DAY)
    ends = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=300)
    account = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    sources = models.JSONField(default=list_of_nothing)  # [{"name", "address", "published_on"}], one at least
    state = models.CharField(max_length=12, choices=State, default=State.REPORTED)
    reasons = models.TextField(blank=True)  # of the state: what was looked at, why it was struck
    behalf = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="incidents_told"
    )  # the party that told of it; null for the secretariat
    release = models.ForeignKey(
        "observatory.Release", models.PROTECT, null=True, blank=True, related_name="incidents"
    )  # the dataset it came from
    row = models.CharField(max_length=120, blank=True)  # the number of its row there
    invented = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "key", "place", "kind", "on", "exact", "ends", "title", "account", "language", "sources",
            "state", "reasons", "behalf", "release", "row", "invented", "added_at", "revision",
        ),
        "personal": ("added_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-on", "-id")
        indexes = (
            models.Index(fields=("place", "-on"), name="observatory_incident_place"),
            models.Index(fields=("kind", "-on"), name="observatory_incident_kind"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("on")), name="observatory_incident_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=("release", "row"),
                condition=Q(release__isnull=False),
                name="observatory_incident_row_once",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("observatory:incident", args=[self.key])


class IncidentWording(models.Model):
    """What was said of an incident until a later revision took its place, and why it was replaced.

    The words stand here and not in the ledger, whose entries nobody can take back: where they put someone
    in danger they are taken out (`withheld`), and only that they stood remains.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="wordings")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    account = models.TextField(blank=True)
    sources = models.JSONField(default=list_of_nothing)
    state = models.CharField(max_length=12, choices=Incident.State)
    reasons = models.TextField(blank=True)  # of that state
    why = models.TextField(blank=True)  # it was replaced
    until = models.DateTimeField()
    withheld = models.BooleanField(default=False)

    classified = {
        "public": (
            "id", "incident", "revision", "title", "account", "sources", "state", "reasons", "why", "until",
            "withheld",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("incident", "-revision")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "revision"), name="observatory_incident_wording_once"
            ),
            models.CheckConstraint(
                condition=Q(withheld=False) | Q(title="", account="", reasons="", sources=[]),
                name="observatory_incident_wording_withheld",
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} until {self.until}"


class Flashpoint(models.Model):
    """Something ahead that may become an incident: an election, a sunset date, a pending bill."""

    class Kind(models.TextChoices):
        ELECTION = "election"
        REFERENDUM = "referendum"
        SUNSET = "sunset"
        BILL = "bill"
        RULING = "ruling"
        APPOINTMENT = "appointment"
        OTHER = "other"

    place = models.ForeignKey(Place, models.PROTECT, related_name="flashpoints")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    exact = models.CharField(max_length=5, choices=Incident.Exact, default=Incident.Exact.DAY)
    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    address = models.URLField(max_length=2000, blank=True)
    process = models.CharField(max_length=120, blank=True)  # the register's watch of the bill, by its key
    invented = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "place", "kind", "on", "exact", "title", "why", "source", "address", "process", "invented",
            "dropped_at", "revision",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return self.title
