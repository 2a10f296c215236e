"""What every page may show of the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from koinon.flows.demonstration import marker


def partnership(request: HttpRequest) -> dict[str, object]:
    """The partnership's name, whether strangers may sign up, and whether all of it is invented."""
    return {
        "partnership_name": settings.ENV.name,
        "demonstration": bool(marker.sign_ins(settings.DATA_DIR)),
        "self_registration": settings.KOINON_SELF_REGISTRATION,
    }
