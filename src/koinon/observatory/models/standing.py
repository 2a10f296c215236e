"""Rule sets of the partnership's own; those that come with the program lie in `data/rule_sets/`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from koinon.people.models import Person


class RuleSet(models.Model):
    """One version of a written rule set (TOML). The latest that has not ended holds; none is ever changed."""

    key = models.SlugField(max_length=60)
    version = models.CharField(max_length=30)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(blank=True)  # why it was made, changed, or ended
    invented = models.BooleanField(default=False)

    classified = {
        "public": (
            "id", "key", "version", "text", "digest", "published_at", "ended_at", "reasons", "invented",
        ),
        "personal": ("published_by",),
        "secret": (),
    }  # fmt: skip

    class Meta:
        ordering = ("key", "-published_at")
        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="observatory_rule_set_version_once"),
            models.UniqueConstraint(
                fields=("key",), condition=Q(ended_at=None), name="observatory_one_rule_set_holds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
