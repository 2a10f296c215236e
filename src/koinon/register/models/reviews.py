"""Peer review: a cycle draws order and reviewers by lot; each party under review passes the stages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from koinon.people.models import Party, Person
from koinon.register.models.choices import OWNERS, PAPERS, STAGES, list_of_nothing
from koinon.register.models.documents import Document, Source
from koinon.register.models.provisions import Provision


class Cycle(models.Model):
    """A round of reviews. The pool and the rules are fixed in the open before the seed is known."""

    class State(models.TextChoices):
        PREPARING = "preparing"
        FIXED = "fixed"  # pool, rules and where the seed will come from are published
        DRAWN = "drawn"
        CLOSED = "closed"

    key = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State, default=State.PREPARING)
    pool = models.JSONField(default=list_of_nothing, blank=True)  # keys of the parties under review
    reviewers = models.JSONField(default=list_of_nothing, blank=True)  # keys of those who may review
    rules = models.JSONField(default=dict, blank=True)  # reviewers each, conflicts with their reasons
    calendar = models.JSONField(
        default=dict, blank=True
    )  # first session, sessions a year, days of each stage
    seed = models.CharField(max_length=200, blank=True)
    seed_source = models.TextField(blank=True)  # the public event whose result is the seed
    seed_on = models.DateField(null=True, blank=True)  # the day of that event: after the pool was fixed
    fixed_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(default=dict, blank=True)  # all that anyone needs to compute the draw again
    invented = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "key", "title", "state", "pool", "reviewers", "rules", "calendar", "seed", "seed_source",
            "seed_on", "fixed_at", "drawn_at", "record", "invented", "revision",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("register:cycle", args=[self.key])


class Review(models.Model):
    """The peer review of one party within a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="reviews")
    party = models.ForeignKey(Party, models.PROTECT, related_name="reviews")
    order = models.PositiveSmallIntegerField()
    begins = models.DateTimeField(null=True, blank=True)  # of the session
    minutes = models.PositiveSmallIntegerField(default=210)
    list_opens = models.DateTimeField(null=True, blank=True)  # of speakers
    list_closes = models.DateTimeField(null=True, blank=True)
    list_record = models.JSONField(default=dict, blank=True)  # how the order of speakers came about
    outcome = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="review_of")
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "cycle", "party", "order", "begins", "minutes", "list_opens", "list_closes",
            "list_record", "outcome", "revision",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("cycle", "order")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "party"), name="register_review_party_once"),
            models.UniqueConstraint(fields=("cycle", "order"), name="register_review_order_once"),
        )

    def __str__(self) -> str:
        return f"review {self.order} of cycle {self.cycle_id}"

    def get_absolute_url(self) -> str:
        return reverse("register:peer_review", args=[self.cycle.key, self.party.key])


class Reviewer(models.Model):
    """A party drawn to review, or who took the place of one that stood down."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reviewers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="reviewing")
    place = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it stood down

    classified = {
        "public": ("id", "review", "party", "place", "since", "until", "reason"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("review", "place", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "place"), condition=Q(until=None), name="register_reviewer_place_once"
            ),
            models.UniqueConstraint(fields=("review", "party"), name="register_reviewer_party_once"),
        )

    def __str__(self) -> str:
        return f"{self.party_id} reviews {self.review_id}"


class ReviewStage(models.Model):
    """A stage of a review: who has it in hand, until when, and when it was done."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=STAGES)
    owner = models.CharField(max_length=16, choices=OWNERS)
    opens_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)  # gone on without
    note = models.TextField(blank=True)  # what was done, or why it was passed without
    moves = models.JSONField(default=list_of_nothing, blank=True)  # [{at, opens_on, due_on, reason}]: before

    classified = {
        "public": (
            "id", "review", "position", "kind", "owner", "opens_on", "due_on", "done_at", "passed_at", "note",
            "moves",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("review", "position")
        constraints = (
            models.UniqueConstraint(fields=("review", "kind"), name="register_review_stage_once"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(due_on=None) | Q(due_on__gte=F("opens_on")),
                name="register_review_stage_is_due_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(passed_at=None), name="register_review_stage_done_or_passed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of review {self.review_id}"


class ReviewPaper(models.Model):
    """A paper of a review: self-report, summary of civil society, compilation, response, mid-term report."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=16, choices=PAPERS)
    title = models.CharField(max_length=300)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=8, default="en")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "review", "kind", "title", "party", "language", "source", "text", "given_at", "replaced_at",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("review", "given_at", "id")

    def __str__(self) -> str:
        return self.title


class ReviewQuestion(models.Model):
    """An advance question to the party under review, and its answer."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="questions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    themes = models.JSONField(default=list_of_nothing, blank=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (
            "id", "review", "party", "text", "language", "themes", "asked_at", "answer", "answered_at",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("review", "asked_at", "id")

    def __str__(self) -> str:
        return self.text[:60]


class Speaker(models.Model):
    """A party on the speakers' list of a session, with its place and its time."""

    class State(models.TextChoices):
        LISTED = "listed"
        SPEAKING = "speaking"
        SPOKE = "spoke"
        ABSENT = "absent"
        OFF = "off"  # taken off the list by its own wish

    review = models.ForeignKey(Review, models.CASCADE, related_name="speakers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.LISTED)
    seconds = models.PositiveSmallIntegerField()  # allotted
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")  # why it was called out of its turn

    classified = {
        "public": (
            "id", "review", "party", "place", "state", "seconds", "began_at", "ended_at", "listed_at",
            "reason",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("review", "place", "id")
        constraints = (
            models.UniqueConstraint(fields=("review", "party"), name="register_speaker_once"),
            models.UniqueConstraint(
                fields=("review",), condition=Q(state="speaking"), name="register_one_speaker_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party_id} speaks in review {self.review_id}"


class ReviewRecommendation(models.Model):
    """What a party recommends in a session; with the adopted outcome it becomes a provision."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    parties = models.ManyToManyField(Party, related_name="+")  # who recommend it together
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    themes = models.JSONField(default=list_of_nothing, blank=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    provision = models.OneToOneField(
        Provision, models.SET_NULL, null=True, blank=True, related_name="recommended_in"
    )

    classified = {
        "public": (
            "id", "review", "number", "parties", "text", "language", "themes", "made_at", "withdrawn_at",
            "provision",
        ),
        "personal": ("entered_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("review", "number")
        constraints = (
            models.UniqueConstraint(fields=("review", "number"), name="register_review_recommendation_once"),
        )

    def __str__(self) -> str:
        return self.text[:60]
