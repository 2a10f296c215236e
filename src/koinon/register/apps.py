from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Documents, readings, provisions."""

    name = "koinon.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
