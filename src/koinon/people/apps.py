from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Places, parties, persons, mandates, sign-in."""

    name = "koinon.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
