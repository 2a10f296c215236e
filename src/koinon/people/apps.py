from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_save


class PeopleConfig(AppConfig):
    """Places, parties, persons, mandates, sign-in."""

    name = "koinon.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from koinon.people import signin

        pre_save.connect(
            signin.blank_session,
            sender="usersessions.UserSession",
            dispatch_uid="koinon.people.blank_session",
        )
