"""What is due when."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from koinon.register.models import Provision
from koinon.register.queries import public


def next_due(today: date) -> QuerySet[Provision]:
    """Provisions whose date has not passed, the nearest first."""
    return (
        public.provisions().filter(deadline_due__gte=today).order_by("deadline_due", "document_id", "start")
    )
