"""Places with dated membership of groups, and every body that can speak, be asked or act."""

from __future__ import annotations

from django.db import models
from django.urls import reverse


class Place(models.Model):
    """A country or territory (ISO 3166-1 alpha-3), or a group of them (its own key)."""

    class Kind(models.TextChoices):
        COUNTRY = "country"
        TERRITORY = "territory"
        REGION = "region"
        GROUP = "group"

    code = models.CharField(max_length=40, unique=True)
    alpha2 = models.CharField(max_length=2, blank=True)
    m49 = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict, blank=True)  # language → name
    source = models.TextField(blank=True)
    invented = models.BooleanField(default=False)
    kept_here = models.BooleanField(default=False)  # added or edited here: the catalogue leaves it alone

    classified = {
        "public": ("id", "code", "alpha2", "m49", "kind", "name", "names", "source", "invented", "kept_here"),
        "personal": (),
        "secret": (),
    }

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A place belongs to a group from `since` until before `until`; open where null."""

    group = models.ForeignKey(Place, models.CASCADE, related_name="members")
    member = models.ForeignKey(Place, models.CASCADE, related_name="memberships")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    classified = {"public": ("id", "group", "member", "since", "until"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("group", "member", "since")
        constraints = (
            models.UniqueConstraint(fields=("group", "member", "since"), name="people_membership_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gt=models.F("since")),
                name="people_membership_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} in {self.group}"


class Party(models.Model):
    """Any body that can speak, be asked or act; also a class of them ("ASEAN member states")."""

    class Kind(models.TextChoices):
        STATE = "state"
        INTERGOVERNMENTAL = "intergovernmental"
        PARLIAMENT = "parliament"
        CIVIL_SOCIETY = "civil-society"
        NHRI = "nhri"
        MEDIA = "media"
        FUNDER = "funder"
        UNIVERSITY = "university"
        BUSINESS = "business"
        NETWORK = "network"
        ORGAN = "organ"
        CLASS = "class"

    key = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict, blank=True)  # language → name
    acronym = models.CharField(max_length=40, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="parties")
    members_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="classes")
    invented = models.BooleanField(default=False)
    kept_here = models.BooleanField(default=False)  # added or edited here: the catalogue leaves it alone

    classified = {
        "public": (
            "id", "key", "kind", "name", "names", "acronym", "place", "members_of", "invented", "kept_here",
        ),
        "personal": (),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(members_of__isnull=True) | models.Q(kind="class"),
                name="people_party_only_a_class_has_members_of",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("register:party", args=[self.key])


class Naming(models.Model):
    """What a party was called until a moment: kept so that an earlier day can be told in its own names."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="namings")
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict, blank=True)  # language → name
    until = models.DateTimeField()

    classified = {"public": ("id", "party", "name", "names", "until"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("party", "until")
        constraints = (models.UniqueConstraint(fields=("party", "until"), name="people_naming_ends_once"),)

    def __str__(self) -> str:
        return f"{self.name} until {self.until}"


class Alias(models.Model):
    """Another name of a party, in any language; one form leads to one party.

    `folded` is the form in which it is compared: `kernel.directory.folded` for names, `written` for
    acronyms, whose case counts.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, unique=True)
    acronym = models.BooleanField(default=False)

    classified = {"public": ("id", "party", "text", "folded", "acronym"), "personal": (), "secret": ()}

    class Meta:
        ordering = ("text",)

    def __str__(self) -> str:
        return self.text
