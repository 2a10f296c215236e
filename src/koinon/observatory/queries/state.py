"""What changes when anything that everyone may see of the observatory changes."""

from __future__ import annotations

from koinon.ledger.models import Entry, Visibility


def state() -> str:
    """The number of the last act that everyone may see: every write of the observatory is an act."""
    seen = Entry.objects.filter(visibility=Visibility.PUBLIC).order_by("-number")
    return str(seen.values_list("number", flat=True).first() or 0)
