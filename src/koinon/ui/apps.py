from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components, charts, one stylesheet."""

    name = "koinon.ui"
    label = "ui"
