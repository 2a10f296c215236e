"""Every published provision in a lasting order, step by step."""

from __future__ import annotations

from koinon.register.models import Provision
from koinon.register.queries import public


def walked(after: int, limit: int) -> list[Provision]:
    """The provisions that come after a key, by key: an order that lasts while others are published."""
    return list(public.provisions().filter(pk__gt=after).order_by("pk")[:limit])
