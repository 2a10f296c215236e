"""What every page may show of the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def partnership(request: HttpRequest) -> dict[str, object]:
    """The partnership's name and whether strangers may sign up."""
    return {
        "partnership_name": settings.ENV.name,
        "self_registration": settings.KOINON_SELF_REGISTRATION,
    }
