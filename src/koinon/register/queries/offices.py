"""Who acts for whom: the persons who hold the offices to which reminders go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from koinon.people.models import Mandate, Party
from koinon.people.queries.persons import in_force
from koinon.register.engine.following.terms import To
from koinon.register.models import FollowUp

SPEAKING = (To.FOCAL_POINT, To.VALIDATOR)


@dataclass(frozen=True)
class Offices:
    """By (office, party): the keys of the persons whose mandates are in force and whose accounts are open."""

    held: Mapping[tuple[str, int], tuple[UUID, ...]]

    def of(self, office: To, party: int) -> tuple[UUID, ...]:
        """Who holds the office for the party; the secretariat is held for all."""
        return self.held.get((office, 0 if office == To.SECRETARIAT else party), ())


def offices(day: date) -> Offices:
    """Every office that is held on a day."""
    held: dict[tuple[str, int], dict[UUID, None]] = defaultdict(dict)
    for role, party, person in mandates(day).values_list("role", "party", "person").order_by("since", "pk"):
        held[role, party or 0][person] = None
    return Offices({key: tuple(persons) for key, persons in held.items()})


def mandates(day: date) -> QuerySet[Mandate]:
    """The mandates in force on a day to which reminders go."""
    of_parties = Q(role__in=SPEAKING, party__isnull=False)
    return Mandate.objects.filter(
        in_force(day), of_parties | Q(role=To.SECRETARIAT, party=None), person__is_active=True
    )


def unspoken(day: date) -> QuerySet[Party]:
    """Parties of whom something is expected and that have no focal point; `validated`: but a validator."""
    expected = FollowUp.objects.filter(party=OuterRef("pk"), ended_at=None, next_on__isnull=False)
    speaking = mandates(day).filter(party=OuterRef("pk"))
    return (
        Party.objects.filter(Exists(expected), ~Exists(speaking.filter(role=To.FOCAL_POINT)))
        .annotate(validated=Exists(speaking.filter(role=To.VALIDATOR)))
        .order_by("validated", "name")
    )
