"""How a review page names its cards and tells their deadlines; what may be mended on a public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from koinon.register.models import Document, Provision
from koinon.register.queries.drafts import Card, card_key
from koinon.register.rules import documents as rules

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


@register.inclusion_tag("register/review/mending.html", takes_context=True)
def mending(
    context: dict[str, Any], document: Document, provision: Provision | None = None
) -> dict[str, Any]:
    """For those who may publish: the ways to correct, add to, or take out what is published."""
    user = context["request"].user if "request" in context else None
    may = bool(user and user.is_authenticated and rules.may_publish(by=user, document=document))
    return {"may": may and document.public, "document": document, "provision": provision}
