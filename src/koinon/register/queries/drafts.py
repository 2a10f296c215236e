"""How cards are named, and what persons typed on them without saving."""

from __future__ import annotations

from collections.abc import Sequence

from koinon.people.models import Person
from koinon.register.models import Draft, Proposal, Provision

Card = Proposal | Provision


def card_key(card: Card) -> str:
    """How a card is named in forms, drafts and the ledger."""
    return f"{'proposal' if isinstance(card, Proposal) else 'provision'}-{card.pk}"


def draft_keys(card: Card) -> list[str]:
    """Where a draft on a card may lie: under its own name, or those of the proposals it was made of."""
    origins = card.origins.all() if isinstance(card, Provision) else ()
    return [card_key(card), *(card_key(origin) for origin in origins)]


def drafts_of(person: Person, cards: Sequence[Card]) -> set[str]:
    """The names of those among some cards on which a person has something typed and not saved."""
    kept = set(Draft.objects.filter(person=person).values_list("card", flat=True))
    return {card_key(card) for card in cards if kept.intersection(draft_keys(card))} if kept else set()


def draft_of(person: Person, card: Card) -> Draft | None:
    """What a person typed on a card and has not saved, the newest first."""
    return Draft.objects.filter(person=person, card__in=draft_keys(card)).order_by("-at").first()
