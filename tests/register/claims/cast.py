"""Who speaks on a follow-up: a state that is asked, two organisations, a peer, an assessor, an officer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from koinon.people.models import Party, Person
from koinon.register.actions import claims
from koinon.register.engine.following.words import Level, Side
from koinon.register.models import Claim, FollowUp
from tests.factories import register as factory
from tests.factories.following import follow_up
from tests.factories.people import party, person

NOW = datetime(2032, 3, 4, 10, 20, 30, tzinfo=UTC)
WORDS = "Arcadia is to protect those who report."
DUE = date(2033, 1, 1)


class Cast:
    """A provision that asks Arcadia, and those who speak on it."""

    def __init__(self) -> None:
        self.document = factory.document("harbour", WORDS, title="Outcome of Harbour")
        self.arcadia = party("arcadia", "Arcadia")
        self.borduria = party("borduria", "Borduria")
        self.lantern = party("lantern-network", "Lantern Network", "civil-society", "Lanternists")
        self.beacon = party("beacon-house", "Beacon House", "civil-society")
        self.provision = factory.provision(self.document, WORDS)
        self.follow_up = follow_up(self.provision, self.arcadia, due=DUE)
        self.other = follow_up(self.provision, self.borduria)
        self.fiona = person("Fiona", role="focal-point", party=self.arcadia)
        self.cora = person("Cora", role="coordinator", party=self.lantern)
        self.cole = person("Cole", role="coordinator", party=self.lantern)
        self.bea = person("Bea", role="coordinator", party=self.beacon)
        self.rui = person("Rui", role="reviewer", party=self.borduria)
        self.ines = person("Ines", role="assessor")
        self.ada = person("Ada", role="secretariat")

    def speaks(
        self,
        by: Person,
        level: str,
        on: FollowUp | None = None,
        *,
        party: Party | None = None,
        now: datetime = NOW,
        **rest: Any,
    ) -> Claim:
        """That person's statement in the one name that their mandate gives them."""
        mandate = by.mandates.get()
        side = {
            "focal-point": Side.ADDRESSEE, "coordinator": Side.CIVIL_SOCIETY, "assessor": Side.ASSESSOR,
            "reviewer": Side.PEER,
        }.get(mandate.role, Side.PEER)  # fmt: skip
        return claims.claim(
            by=by,
            follow_up=on or self.follow_up,
            side=side,
            party=party or mandate.party,
            said=said(level, **rest),
            now=now,
        )

    def stands(self) -> FollowUp:
        """The follow-up as it stands now."""
        return FollowUp.objects.get(pk=self.follow_up.pk)


def said(level: str, **rest: Any) -> claims.Said:
    """A statement at that level."""
    given: dict[str, Any] = {"as_of": date(2032, 3, 1), "text": "We have seen it.", "language": "en"} | rest
    return claims.Said(level=Level(level), **given)
