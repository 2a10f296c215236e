"""What every page may show of the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from koinon.flows.demonstration import marker
from koinon.site.environment import DEFAULT_NAME


def partnership(request: HttpRequest) -> dict[str, object]:
    """The partnership's name, whether strangers may sign up, and whether all of it is invented."""
    invented = bool(marker.sign_ins(settings.DATA_DIR))
    unnamed = settings.ENV.name == DEFAULT_NAME
    return {
        "partnership_name": marker.NAME if invented and unnamed else settings.ENV.name,
        "demonstration": invented,
        "self_registration": settings.KOINON_SELF_REGISTRATION,
    }
