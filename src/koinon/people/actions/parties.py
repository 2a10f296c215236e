"""Parties, places and memberships as the installation itself keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.text import slugify

from koinon.kernel.directory import folded, written
from koinon.kernel.keys import free_key
from koinon.kernel.lines import line
from koinon.kernel.periods import meet
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import Actor, action, record
from koinon.people import rules
from koinon.people.models import Alias, Membership, Naming, Party, Place


@action("people.save_party", permit=rules.may_administer_parties)
def save(
    *,
    by: Actor,
    party: Party | None = None,
    name: str,
    kind: str,
    aliases: Sequence[str] = (),
    acronyms: Sequence[str] = (),
    place: Place | None = None,
    members_of: Party | None = None,
    invented: bool = False,
    key: str = "",
) -> Party:
    """Add a party, or change one. `party` is None to add; its names then lead readers to it.

    A name or acronym leads to one party: one that another party holds is refused, and that party named.
    `key` is for adding only, and made of the name when empty. The first acronym is the one shown.
    """
    if party is None:
        party = Party(key=_free_key(key or slugify(name)))
    before = Party.objects.filter(pk=party.pk).first()
    party.name, party.kind, party.place = line(name), kind, place
    party.members_of = members_of
    party.acronym = acronyms[0] if acronyms else ""
    party.invented, party.kept_here = invented, True
    forms = _forms(party.name, aliases, acronyms)
    _refuse_taken(party, forms)
    party.save()
    if before and before.name != party.name:
        Naming.objects.create(party=party, name=before.name, names=before.names, until=timezone.now())
    party.aliases.all().delete()
    Alias.objects.bulk_create(
        Alias(party=party, text=text, folded=form, acronym=acronym) for form, (text, acronym) in forms.items()
    )
    record(
        f"party:{party.key}",
        {
            "name": party.name,
            "kind": party.kind,
            "aliases": [text for text, acronym in forms.values() if not acronym],
            "acronyms": [text for text, acronym in forms.values() if acronym],
            "place": place.code if place else None,
            "members_of": members_of.key if members_of else None,
        },
    )
    return party


@action("people.save_place", permit=rules.may_administer_parties)
def save_place(
    *,
    by: Actor,
    place: Place | None = None,
    code: str = "",
    name: str,
    kind: str,
    source: str = "",
    invented: bool = False,
) -> Place:
    """Add a place or a group of places, or change one. `place` is None to add, with its `code`."""
    if not line(name):
        raise Refused("people.place.name", "Give the place a name.", field="name")
    if place is None:
        code = code.strip() or slugify(name)
        if taken := Place.objects.filter(code__iexact=code).first():
            raise Refused(
                "people.place.code",
                "The code {given} is {taken}'s already: choose another.",
                given=code,
                taken=taken.name,
            )
        place = Place(code=code)
    place.name, place.kind, place.source = line(name), kind, source.strip()
    place.invented, place.kept_here = invented, True
    place.save()
    record(f"place:{place.code}", {"name": place.name, "kind": kind, "source": place.source})
    return place


@action("people.save_membership", permit=rules.may_administer_parties)
def save_membership(
    *,
    by: Actor,
    group: Place,
    member: Place,
    since: date | None,
    until: date | None,
    membership: Membership | None = None,
) -> Membership:
    """Say that a place belongs to a group. From `since` until before `until`, open where None."""
    if group.kind not in (Place.Kind.GROUP, Place.Kind.REGION):
        raise Refused(
            "people.membership.group", "{group} is no group: only a group has members.", group=group.name
        )
    if group == member:
        raise Refused("people.membership.itself", "{group} cannot be a member of itself.", group=group.name)
    if since and until and until <= since:
        raise Refused(
            "people.membership.dates",
            "A membership cannot end ({until}) before it has begun ({since}).",
            until=until,
            since=since,
        )
    others = Membership.objects.filter(group=group, member=member)
    if membership:
        others = others.exclude(pk=membership.pk)
    if any(meet((since, until), (other.since, other.until)) for other in others):
        raise Refused(
            "people.membership.twice",
            "{member} belongs to {group} in that time already: change that membership instead.",
            member=member.name,
            group=group.name,
        )
    membership = membership or Membership(group=group)
    membership.member, membership.since, membership.until = member, since, until
    membership.save()
    _keep(group)
    record(f"place:{group.code}", _membership_facts(membership))
    return membership


@action("people.drop_membership", permit=rules.may_administer_parties)
def drop_membership(*, by: Actor, membership: Membership) -> None:
    """Take out a membership that never was. One that ended is given its end instead."""
    facts = _membership_facts(membership)
    group = membership.group
    membership.delete()
    _keep(group)
    record(f"place:{group.code}", facts)


def _forms(name: str, aliases: Sequence[str], acronyms: Sequence[str]) -> dict[str, tuple[str, bool]]:
    """Each form in which the party's names are compared, with the name and whether it is an acronym."""
    named = {folded(text): (line(text), False) for text in (*aliases, name)}
    short = {written(text): (line(text), True) for text in acronyms}
    forms = {form: told for form, told in (named | short).items() if form}
    if folded(name) not in forms:
        raise Refused("people.party.name", "The name must contain a letter or a digit.")
    return forms


def _refuse_taken(party: Party, forms: dict[str, tuple[str, bool]]) -> None:
    others = Alias.objects.select_related("party").filter(folded__in=forms)
    taken = others.exclude(party=party).first() if party.pk else others.first()
    if taken:
        raise Refused(
            "people.party.name_taken",
            "“{name}” already leads to {party_name}: choose another name, or take it out there first.",
            name=forms[taken.folded][0],
            party=taken.party.key,
            party_name=taken.party.name,
        )


def _free_key(wish: str) -> str:
    wish = wish[:110] or "party"
    return free_key(wish, set(Party.objects.filter(key__startswith=wish).values_list("key", flat=True)))


def _keep(group: Place) -> None:
    """From now on the catalogue leaves this group's members alone."""
    group.kept_here = True
    group.save(update_fields=["kept_here"])


def _membership_facts(membership: Membership) -> dict[str, str | None]:
    return {
        "member": membership.member.code,
        "since": membership.since.isoformat() if membership.since else None,
        "until": membership.until.isoformat() if membership.until else None,
    }
