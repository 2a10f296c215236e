"""What is said of a claim in public, and what is kept out of it where its maker must not be named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from koinon.kernel.directory import folded
from koinon.kernel.refusals import Refused
from koinon.people.models import Alias, Party, Person
from koinon.register.engine.following.calendar import local_day, moment_after, moment_of
from koinon.register.models import Claim, Claimant

SHORTEST = 3  # letters of a name that is looked for: shorter ones are words of the language


def moment(pseudonymous: bool, now: datetime) -> datetime:
    """When something was made public; under a pseudonym only the day, by the installation's clock."""
    return moment_of(*_day(now)) if pseudonymous else now


def latest(pseudonymous: bool, now: datetime) -> datetime | None:
    """The last moment of the day under which something is kept; None where its own moment is.

    What is told of a past day takes it into account where that day ended later: earlier ones may have been
    told of before it happened.
    """
    return moment_after(*_day(now)) - datetime.resolution if pseudonymous else None


def _day(now: datetime) -> tuple[date, str]:
    zone = timezone.get_default_timezone_name()
    return local_day(now, zone), zone


def unnamed(claim: Claim, *texts: str) -> None:
    """Refuse words for everyone that name who stands behind the claim."""
    behind = Claimant.objects.select_related("party", "person").get(claim=claim)
    refuse_names(behind.party, behind.person, *texts)


def refuse_names(party: Party | None, person: Person | None, *texts: str) -> None:
    """Refuse texts in which a name of the party or of the person stands as words of its own."""
    for text in texts:
        padded = f" {folded(text)} "
        for name in _names(party, person):
            if f" {name} " in padded:
                raise Refused(
                    "register.claim.names",
                    "Your words name you or your organisation (“{name}”): take that out, since everyone "
                    "reads it.",
                    name=name,
                )


def _names(party: Party | None, person: Person | None) -> Iterator[str]:
    found = []
    if party is not None:
        aliases = Alias.objects.filter(party=party).values_list("text", flat=True)
        found += [party.name, party.acronym, party.key, *party.names.values(), *aliases]
    if person is not None:
        found += [person.name, person.email]
    for name in found:
        plain = folded(str(name))
        if len(plain) >= SHORTEST:
            yield plain


def facts(claim: Claim) -> dict[str, Any]:
    """What the ledger tells everyone of a claim: no person, and a party only where the claim names it."""
    provision = claim.follow_up.provision
    told = {
        "document": provision.document.slug,
        "id": provision.document_id,
        "provision": provision.number,
        "follow_up": claim.follow_up_id,
        "claim": claim.number,
        "side": claim.side,
        "level": claim.level,
        "as_of": claim.as_of.isoformat(),
    }
    if claim.pseudonymous:
        return told | {"pseudonymous": True}
    return told | ({"party": claim.party.key} if claim.party else {})
