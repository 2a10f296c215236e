"""Granting and ending the dated mandates in which persons act."""

from __future__ import annotations

from datetime import date

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.ledger.acts import Actor, action, record
from koinon.ledger.models import Visibility
from koinon.people import rules
from koinon.people.engine.roles import ROLES
from koinon.people.models import Mandate, Party, Person
from koinon.people.queries import persons

KEEPS = "people.mandates"


@action("people.grant", permit=rules.may_keep_mandates)
def grant(
    *,
    by: Actor,
    person: Person,
    role: str,
    party: Party | None = None,
    since: date,
    until: date | None = None,
) -> Mandate:
    """Give a person a mandate. From `since` to `until`, both inclusive; open when None."""
    refuse_wrong_party(role, party)
    if until is not None and until < since:
        raise Refused(
            "people.grant.dates",
            "A mandate cannot end ({until}) before it begins ({since}).",
            until=until,
            since=since,
        )
    if not person.is_active:
        raise Refused(
            "people.grant.closed", "This account is closed: open it again before granting a mandate."
        )
    if persons.overlapping(person, role, party, since, until).exists():
        raise Refused(
            "people.grant.held",
            "{person} holds this mandate in that time already: end it first, or choose other dates.",
            person=person.name,
        )
    made = Mandate.objects.create(person=person, role=role, party=party, since=since, until=until)
    record(f"mandate:{made.pk}", facts(made), visibility=Visibility.RESTRICTED)
    return made


@action("people.end_mandate", permit=rules.may_keep_mandates)
def end(*, by: Actor, mandate: Mandate, last_day: date) -> None:
    """End a mandate. `last_day` is the last on which it is in force, and not before its first."""
    if mandate.until is not None and mandate.until < last_day:
        raise Refused(
            "people.end_mandate.ended", "This mandate ended on {until} already.", until=mandate.until
        )
    if last_day < mandate.since:
        raise Refused(
            "people.end_mandate.dates",
            "Choose a last day on or after {since}, its first.",
            since=mandate.since,
        )
    if not persons.others_may(KEEPS, mandate, on=last_day):
        raise Refused("people.end_mandate.last", LAST)
    mandate.until = last_day
    mandate.save(update_fields=["until"])
    record(f"mandate:{mandate.pk}", facts(mandate), visibility=Visibility.RESTRICTED)


LAST = sentence("Nobody would be left to keep mandates: grant another person a secretariat mandate first.")


def refuse_wrong_party(role: str, party: Party | None) -> None:
    """Some roles act for a party, some for the partnership as a whole."""
    if role not in ROLES:
        raise Refused(
            "people.role",
            "There is no role “{role}”: choose one of {roles}.",
            role=role,
            roles=", ".join(ROLES),
        )
    bound = ROLES[role].bound
    if bound == "party" and party is None:
        raise Refused(
            "people.role.needs_party",
            "The role “{role}” acts for a party: choose one.",
            role=sentence(ROLES[role].name),
        )
    if bound == "partnership" and party is not None:
        raise Refused(
            "people.role.takes_no_party",
            "The role “{role}” is held for the whole partnership: leave the party empty.",
            role=sentence(ROLES[role].name),
        )


def facts(mandate: Mandate) -> dict[str, str | None]:
    """What the ledger keeps of a mandate: the office, not who holds it."""
    return {
        "role": mandate.role,
        "party": mandate.party.key if mandate.party else None,
        "since": mandate.since.isoformat(),
        "until": mandate.until.isoformat() if mandate.until else None,
    }
