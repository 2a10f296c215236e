"""What someone types and has not saved: kept for them alone, no act of the register's."""

from __future__ import annotations

from typing import Any

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register.models import Draft, Proposal, Provision
from koinon.register.queries.drafts import card_key, draft_keys


def keep(*, by: Person, card: Proposal | Provision, revision: int, fields: dict[str, Any]) -> Draft:
    """Keep the fields as typed, with the revision of the card they were typed upon."""
    with guard.writing("an unsaved draft"):
        return Draft.objects.update_or_create(
            person=by, card=card_key(card), defaults={"revision": revision, "fields": fields}
        )[0]


def drop(*, by: Person, card: Proposal | Provision) -> None:
    """Throw the draft away."""
    with guard.writing("an unsaved draft"):
        Draft.objects.filter(person=by, card__in=draft_keys(card)).delete()
