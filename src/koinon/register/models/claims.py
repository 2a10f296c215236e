"""Claims of completion with their evidence, and whether a provision can be verified at all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from koinon.people.models import Party, Person
from koinon.register.models.choices import LEVELS, SIDES
from koinon.register.models.following import FollowUp
from koinon.register.models.provisions import Provision


class Claim(models.Model):
    """Someone's statement of how far a follow-up is completed. Who stands behind it: `Claimant`.

    A named claim repeats its party here; one under a pseudonym has none in any public table.
    """

    class State(models.TextChoices):
        STANDING = "standing"
        CORRECTED = "corrected"  # another stands in its place
        WITHDRAWN = "withdrawn"

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="stated")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=16, choices=SIDES)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="claims")
    pseudonymous = models.BooleanField(default=False)
    level = models.CharField(max_length=16, choices=LEVELS)
    as_of = models.DateField()  # the day whose state it describes
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    conclusion = models.BooleanField(
        default=False
    )  # an assessor concludes, with reasons; others stay visible
    contests = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="contested_by")
    corrects = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="corrected_by"
    )
    state = models.CharField(max_length=9, choices=State, default=State.STANDING)
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    # the last moments at which it can have happened, where only the day is kept
    published_by = models.DateTimeField(null=True, blank=True)
    ended_by = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "follow_up", "number", "side", "party", "pseudonymous", "level", "as_of", "text",
            "language", "conclusion", "contests", "corrects", "state", "published_at", "ended_at",
            "ended_because", "published_by", "ended_by",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("follow_up", "number")
        constraints = (
            models.UniqueConstraint(fields=("follow_up", "number"), name="register_claim_number_once"),
            models.CheckConstraint(
                condition=Q(pseudonymous=False) | Q(party=None), name="register_claim_pseudonym_names_nobody"
            ),
            models.CheckConstraint(
                condition=Q(conclusion=False) | Q(side="assessor"), name="register_claim_assessors_conclude"
            ),
            models.CheckConstraint(
                condition=Q(state="standing", ended_at=None)
                | (~Q(state="standing") & Q(ended_at__isnull=False)),
                name="register_claim_ends_at_a_moment",
            ),
        )

    def __str__(self) -> str:
        return f"claim {self.number} on follow-up {self.follow_up_id}: {self.level}"


class Claimant(models.Model):
    """Who stands behind a claim: apart from it, so that no public query can join to it by accident."""

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    classified = {"public": (), "personal": ("claim", "person"), "secret": ("party",)}

    def __str__(self) -> str:
        return f"claimant of claim {self.claim_id}"


class Kept(models.Model):
    """Bytes kept by digest: an evidence file, or the copy of a page that evidence links to."""

    digest = models.CharField(max_length=64, primary_key=True)
    media = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    classified = {"public": ("digest", "media", "size", "data"), "personal": (), "secret": ()}

    def __str__(self) -> str:
        return self.digest


class Evidence(models.Model):
    """One file or link that a claim rests on. Sealed: only the secretariat and assessors open it."""

    class Kind(models.TextChoices):
        FILE = "file"
        LINK = "link"

    class State(models.TextChoices):
        WAITING = "waiting"  # its copy is being made
        KEPT = "kept"
        FAILED = "failed"  # no copy could be made; `problem` says why

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    title = models.CharField(max_length=300)
    name = models.CharField(
        max_length=255, blank=True
    )  # of the file as it was brought; none under a pseudonym
    address = models.URLField(max_length=2000, blank=True)
    kept = models.ForeignKey(Kept, models.PROTECT, null=True, blank=True, related_name="evidence")
    state = models.CharField(max_length=7, choices=State)
    problem = models.TextField(blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BooleanField(default=False)

    classified = {
        "public": (
            "id", "claim", "position", "kind", "title", "name", "address", "kept", "state", "problem",
            "kept_at", "sealed",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("claim", "position")
        constraints = (
            models.UniqueConstraint(fields=("claim", "position"), name="register_evidence_position_once"),
            models.CheckConstraint(
                condition=Q(kind="file", address="") | (Q(kind="link") & ~Q(address="")),
                name="register_evidence_file_or_link",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Judgement(models.Model):
    """Whether a provision is specific enough to be verified: someone's judgement, apart from any claim."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="judgements")
    side = models.CharField(max_length=16, choices=SIDES)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    verifiable = models.BooleanField()
    reasons = models.TextField()
    language = models.CharField(max_length=8, default="en")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    classified = {
        "public": (
            "id", "provision", "side", "party", "verifiable", "reasons", "language", "published_at",
            "ended_at", "ended_because",
        ),
        "personal": ("person",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("provision", "published_at", "id")

    def __str__(self) -> str:
        return f"judgement on provision {self.provision_id}"
