"""`koinon people`: who signs in, invited and entrusted from the machine itself.

Whoever commands the machine acts as the platform: that is how the first secretariat comes in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import click

from koinon.kernel.refusals import NotFound
from koinon.people.engine.scopes import SCOPES

Platform = Callable[[], AbstractContextManager[None]]
as_json = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
role = click.option("--role", required=True, help="The role, such as secretariat or focal-point.")
party = click.option("--party", metavar="KEY", help="The party's key or name, for roles held for one.")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def people() -> None:
    """Persons and their mandates: invite, list, grant, end.

    \b
    Examples:
      koinon people invite ines@secretariat.example --role secretariat
      koinon people list
      koinon people grant ines@secretariat.example --role assessor
    """


@people.command(epilog="Exit codes: 0 invited; 1 not, and the sentence says why.")
@click.argument("email")
@role
@party
@click.option("--name", default="", help="How the letter addresses them.")
@as_json
@click.pass_obj
def invite(platform: Platform, email: str, role: str, party: str | None, name: str, as_json: bool) -> None:
    """Invite someone into a mandate and print the link, which is kept nowhere; it is mailed too.

    \b
    Examples:
      koinon people invite ines@secretariat.example --role secretariat
      koinon people invite lea@ardenia.example --role focal-point --party state-ard --json
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.people.actions import invitations, letters
        from koinon.people.queries import parties

        site = letters.home()
        made = invitations.invite(
            by=PLATFORM,
            email=email,
            name=name,
            role=role,
            party=parties.party_called(party) if party else None,
            now=timezone.now(),
            post=letters.invitation_by_mail(site),
        )
        told = {
            "email": made.invitation.email,
            "link": letters.link(site, made.token),
            "expires": made.invitation.expires.isoformat(timespec="minutes"),
        }
    if as_json:
        click.echo(json.dumps(told))
    else:
        click.echo(told["link"])
        click.echo(f"Opens once, until {told['expires']}. It is kept nowhere: hand it over now.", err=True)


@people.command("list", epilog="Exit codes: 0.")
@as_json
@click.pass_obj
def listing(platform: Platform, as_json: bool) -> None:
    """Everyone with an account, with the mandates in force.

    \b
    Examples:
      koinon people list
      koinon people list --json
    """
    with platform():
        from koinon.people import rules
        from koinon.people.queries import persons

        everyone = [
            (person, [(m.role, m.party.key if m.party else None) for m in rules.mandates_in_force(person)])
            for person in persons.persons()
        ]
    if as_json:
        rows = [
            {
                "email": person.email,
                "name": person.name,
                "open": person.is_active,
                "mandates": [{"role": role, "party": party} for role, party in held],
            }
            for person, held in everyone
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for person, held in everyone:
        offices = "; ".join(" ".join(filter(None, office)) for office in held)
        closed = "" if person.is_active else "  (closed)"
        click.echo(f"{person.email}  {person.name}{closed}  {offices or 'no mandate in force'}")


@people.command(epilog="Exit codes: 0 granted; 1 not, and the sentence says why.")
@click.argument("email")
@role
@party
@click.option("--since", type=DAY, help="First day; today when left out.")
@click.option("--until", type=DAY, help="Last day; open when left out.")
@click.pass_obj
def grant(
    platform: Platform,
    email: str,
    role: str,
    party: str | None,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Give someone who signs in here a further mandate.

    \b
    Examples:
      koinon people grant ines@secretariat.example --role secretariat
      koinon people grant lea@ardenia.example --role delegate --party state-ard --until 2027-12-31
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.people.actions import mandates
        from koinon.people.queries import parties, persons

        person = persons.person_of(email)
        if person is None:
            raise NotFound(
                "people.person.unknown",
                "Nobody signs in here as {email}: use koinon people invite first.",
                email=email,
            )
        made = mandates.grant(
            by=PLATFORM,
            person=person,
            role=role,
            party=parties.party_called(party) if party else None,
            since=_day(since) or timezone.localdate(),
            until=_day(until),
        )
        click.echo(f"{person.email}: {made}, from {made.since}.")


@people.command(epilog="Exit codes: 0 ended; 1 not, and the sentence says why.")
@click.argument("email")
@role
@party
@click.option("--on", "last_day", type=DAY, help="Last day; today when left out.")
@click.pass_obj
def end(platform: Platform, email: str, role: str, party: str | None, last_day: datetime | None) -> None:
    """End a mandate of someone.

    \b
    Examples:
      koinon people end ines@secretariat.example --role secretariat
      koinon people end lea@ardenia.example --role delegate --party state-ard --on 2026-12-31
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.people.actions import mandates
        from koinon.people.queries import parties, persons

        mandate = persons.mandate_of(
            email, role, parties.party_called(party) if party else None, on=timezone.localdate()
        )
        mandates.end(by=PLATFORM, mandate=mandate, last_day=_day(last_day) or timezone.localdate())
        click.echo(f"{email}: {mandate} ends on {mandate.until}.")


@people.command(epilog="Exit codes: 0 made; 1 not, and the sentence says why.")
@click.argument("email")
@click.option("--name", required=True, help="Which program will use it, such as “nightly export”.")
@click.option(
    "--scope", "scopes", multiple=True, required=True,
    help=f"{', '.join(SCOPES[:-1])} or {SCOPES[-1]}; give it several times for several.",
)  # fmt: skip
@click.option("--days", default=90, show_default=True, help="How long it lasts, at most 365.")
@as_json
@click.pass_obj
def token(
    platform: Platform, email: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool
) -> None:
    """Make a token by which a program acts for someone, and print it, this once.

    \b
    Examples:
      koinon people token ines@secretariat.example --name "nightly export" --scope read
      koinon people token ines@secretariat.example --name import --scope upload --scope publish --days 7
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.people.actions import tokens
        from koinon.people.queries import persons

        person = persons.person_of(email)
        if person is None:
            raise NotFound(
                "people.person.unknown",
                "Nobody signs in here as {email}: use koinon people invite first.",
                email=email,
            )
        now = timezone.now()
        made = tokens.make_token(by=PLATFORM, person=person, name=name, scopes=scopes, days=days, now=now)
        expires = made.token.expires.isoformat(timespec="minutes")
    if as_json:
        click.echo(json.dumps({"token": made.secret, "scopes": made.token.scopes, "expires": expires}))
    else:
        click.echo(made.secret)
        click.echo(f"Works until {expires}. It is kept nowhere: hand it over now.", err=True)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
