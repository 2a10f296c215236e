"""Follow-ups with their clocks: who is expected to do what by when, and how it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from koinon.people.models import Party, Person
from koinon.register.models.choices import POSITIONS, list_of_nothing
from koinon.register.models.documents import Document
from koinon.register.models.provisions import Provision


class Policy(models.Model):
    """What is expected of addressees, and by when: of one document, or of all where it has none of its own.

    A version is never changed; the latest holds. Days are days of `time_zone`.
    """

    class CountedFrom(models.TextChoices):
        PUBLISHED = "published"  # the day it was published here
        ISSUED = "issued"  # the document's own date

    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="policies")
    version = models.PositiveIntegerField()
    kinds = models.JSONField(default=list_of_nothing)  # of provisions to which it applies
    counted_from = models.CharField(max_length=9, choices=CountedFrom, default=CountedFrom.PUBLISHED)
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)  # none: no answer is expected
    report_months = models.PositiveSmallIntegerField(null=True, blank=True)  # none: no reports
    due_on = models.DateField(null=True, blank=True)  # where the text sets no date
    grace_days = models.PositiveSmallIntegerField(default=0)
    working_days = models.BooleanField(default=False)  # whether days to answer and of grace are working days
    weekend = models.JSONField(default=list_of_nothing, blank=True)  # ISO weekdays: 6 Saturday, 7 Sunday
    holidays = models.JSONField(default=list_of_nothing, blank=True)  # ISO dates
    time_zone = models.CharField(max_length=64)
    steps = models.JSONField(default=list_of_nothing, blank=True)  # [{"days": -30, "to": "focal-point"}]
    reaches_back = models.BooleanField(default=False)  # also to follow-ups that had begun before
    reason = models.TextField(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    classified = {
        "public": (
            "id", "document", "version", "kinds", "counted_from", "answer_days", "report_months", "due_on",
            "grace_days", "working_days", "weekend", "holidays", "time_zone", "steps", "reaches_back",
            "reason", "set_at",
        ),
        "personal": ("set_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("document", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "version"), nulls_distinct=False, name="register_policy_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"policy {self.version} of {self.document_id or 'the partnership'}"


class Term(models.Model):
    """One date with its steps, shared by all expectations that one act set to it: one clock for all."""

    class Kind(models.TextChoices):
        ANSWER = "answer"
        REPORT = "report"
        DUE = "due"

    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="terms")
    kind = models.CharField(max_length=6, choices=Kind)
    round = models.PositiveSmallIntegerField(default=1)  # of reports
    counted_from = models.DateField(null=True, blank=True)  # none: the text's own date
    due_on = models.DateField()
    overdue_at = models.DateTimeField()  # the first moment after the date and its days of grace
    time_zone = models.CharField(max_length=64)
    steps = models.JSONField(default=list_of_nothing)  # [{"at": ISO moment, "days": -30, "to": …}], in order
    done = models.PositiveSmallIntegerField(default=0)  # how many of the steps were taken
    next_at = models.DateTimeField(null=True, blank=True)  # when the next step is taken
    set_at = models.DateTimeField()

    classified = {
        "public": (
            "id", "policy", "kind", "round", "counted_from", "due_on", "overdue_at", "time_zone", "steps",
            "done", "next_at", "set_at",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("due_on", "id")
        indexes = (
            models.Index(
                fields=("next_at",), condition=Q(next_at__isnull=False), name="register_term_next_step"
            ),
            models.Index(fields=("overdue_at",), name="register_term_overdue"),
        )

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"


class FollowUp(models.Model):
    """Provision × addressee: the thread with its own clock.

    What stands under "as it stands" follows from expectations, answers and claims and is rewritten in the
    transaction that changes those; it exists so that lists over a million are found by an index.
    """

    class Ended(models.TextChoices):
        LEFT = "left"  # it left the class through which it was asked
        UNNAMED = "unnamed"  # a correction took it out of the addressees
        STRUCK = "struck"
        WITHDRAWN = "withdrawn"  # the document was

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="follow_ups")
    document = models.ForeignKey(Document, models.CASCADE, db_index=False, related_name="follow_ups")
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, db_index=False, related_name="follow_ups"
    )
    name = models.CharField(max_length=300)  # as the text or the directory names it when it began
    via = models.ForeignKey(  # the class
        Party, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    since = models.DateField(null=True, blank=True)  # it joined the class on that day, after the document
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended, blank=True)
    earlier = models.JSONField(  # [{"begun", "ended", "because"}] of the times before it began anew
        default=list_of_nothing, blank=True
    )
    # as it stands
    position = models.CharField(max_length=20, choices=POSITIONS, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_on = models.DateField(null=True, blank=True)  # the date for the answer, also once it is given
    silent_from = models.DateTimeField(null=True, blank=True)  # none: nothing is expected or all is answered
    next_on = models.DateField(null=True, blank=True)  # the nearest date of what is still expected
    overdue_from = models.DateTimeField(null=True, blank=True)  # of a report or of the deed, the earliest
    claims = models.PositiveSmallIntegerField(default=0)  # that stand
    disputed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    classified = {
        "public": (
            "id", "provision", "document", "party", "name", "via", "since", "begun_at", "ended_at",
            "ended_because", "earlier", "position", "answered_at", "answer_on", "silent_from", "next_on",
            "overdue_from", "claims", "disputed", "revision",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("provision", "name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("provision", "party"),
                condition=Q(party__isnull=False),
                name="register_follow_up_once",
            ),
            models.UniqueConstraint(
                fields=("provision", "name"), condition=Q(party=None), name="register_follow_up_name_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="register_follow_up_ends_for_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("party", "next_on"), name="register_follow_up_party"),
            models.Index(fields=("document", "party"), name="register_follow_up_document"),
            models.Index(
                fields=("silent_from",),
                condition=Q(silent_from__isnull=False, ended_at=None),
                name="register_follow_up_silent",
            ),
            models.Index(
                fields=("party", "silent_from"),
                condition=Q(silent_from__isnull=False, ended_at=None),
                name="register_follow_up_quiet",
            ),
            models.Index(
                fields=("overdue_from",),
                condition=Q(overdue_from__isnull=False, ended_at=None),
                name="register_follow_up_overdue",
            ),
            models.Index(fields=("next_on", "id"), name="register_follow_up_next"),
            models.Index(fields=("position", "id"), name="register_follow_up_position"),
            models.Index(
                fields=("document",), condition=Q(disputed=True), name="register_follow_up_disputed"
            ),
            models.Index(
                fields=("answered_at", "id"),
                condition=Q(ended_at=None) & ~Q(position=""),
                name="register_follow_up_answered",
            ),
            models.Index(
                fields=("ended_at", "id"),
                condition=Q(ended_at__isnull=False),
                name="register_follow_up_ended",
            ),
            models.Index(
                fields=("via", "next_on"), condition=Q(via__isnull=False), name="register_follow_up_via"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} on provision {self.provision_id}"


class Expectation(models.Model):
    """A date that stands, or stood, for a follow-up. Moving it ends one and begins another: none is lost."""

    class Basis(models.TextChoices):
        TEXT = "text"
        POLICY = "policy"
        AGREED = "agreed"  # with this addressee alone
        REVIEW = "review"  # the response stage of the peer review whose outcome the document is

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="expectations")
    term = models.ForeignKey(Term, models.PROTECT, db_index=False, related_name="expectations")
    basis = models.CharField(max_length=6, choices=Basis)
    reason = models.TextField(blank=True)
    set_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": ("id", "follow_up", "term", "basis", "reason", "set_at", "met_at", "ended_at"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("follow_up", "set_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("set_at")),
                name="register_expectation_ends_after_it_is_set",
            ),
        )
        indexes = (
            models.Index(
                fields=("term", "follow_up"),
                condition=Q(ended_at=None, met_at=None),
                name="register_expectation_open",
            ),
            models.Index(
                fields=("term",),
                condition=Q(ended_at=None, met_at__isnull=False),
                name="register_expectation_met",
            ),
        )

    def __str__(self) -> str:
        return f"{self.basis} expectation of follow-up {self.follow_up_id}"


class Letter(models.Model):
    """One mail to one person on one day about all their dates; which steps it told, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        BEGUN = "begun"  # handed to the mail server at most once
        SENT = "sent"
        REFUSED = "refused"  # by the mail server, for this address
        BOUNCED = "bounced"  # came back later

    person = models.ForeignKey(Person, models.CASCADE, related_name="letters")
    on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    told = models.JSONField(default=list_of_nothing)  # [{"term", "step", "party", "count"}]
    about = models.PositiveIntegerField(default=0)  # follow-ups
    reference = models.CharField(max_length=80, unique=True)  # in its envelope: by it a bounce is recognised
    problem = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    classified = {
        "public": (),
        "personal": ("id", "person", "on", "state", "told", "about", "problem", "sent_at"),
        "secret": ("reference",),
    }

    class Meta:
        ordering = ("-on", "id")
        constraints = (models.UniqueConstraint(fields=("person", "on"), name="register_letter_once_a_day"),)

    def __str__(self) -> str:
        return f"letter of {self.on}"
