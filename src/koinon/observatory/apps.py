from __future__ import annotations

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """Datasets, episodes, standings, incidents, alerts, outlooks, cohesion, approaches."""

    name = "koinon.observatory"
    label = "observatory"
    default_auto_field = "django.db.models.BigAutoField"
