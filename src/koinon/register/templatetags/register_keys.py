"""How a review page names its cards and tells their deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import template

from koinon.register.queries.drafts import Card, card_key

register = template.Library()
register.filter("card_key", card_key)


@dataclass(frozen=True)
class Deadline:
    """A deadline: its words in the text, and the dates they mean."""

    text: str
    start: date | None
    due: date | None


@register.filter
def deadline(card: Card) -> Deadline | None:
    """The deadline of a proposal or a provision, None without one."""
    row = getattr(card, "deadline", None) or {}
    text = getattr(card, "deadline_text", "") or row.get("text") or ""
    start = getattr(card, "deadline_from", None) or _day(row.get("from"))
    due = getattr(card, "deadline_due", None) or _day(row.get("due"))
    return Deadline(text, start, due) if text or start or due else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
