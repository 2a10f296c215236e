"""Parties and places as the secretariat looks them up."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from koinon.kernel.directory import folded, written
from koinon.kernel.refusals import NotFound
from koinon.people.engine.kinds import PARTY_KIND_WORDS, PLACE_KIND_WORDS
from koinon.people.models import Alias, Membership, Party, Place
from koinon.people.queries.directory import directory
from koinon.ui.telling import told_lazy

PARTY_KINDS = [(kind, told_lazy(PARTY_KIND_WORDS[kind])) for kind in Party.Kind.values]
PLACE_KINDS = [(kind, told_lazy(PLACE_KIND_WORDS[kind])) for kind in Place.Kind.values]


def parties(words: str = "", kind: str = "") -> QuerySet[Party]:
    """Parties of whose names words begin so (all when empty), of one kind or of every kind."""
    found = Party.objects.select_related("place").annotate(names_held=Count("aliases"))
    if kind:
        found = found.filter(kind=kind)
    if words.strip():
        named = Alias.objects.filter(
            Q(folded__contains=folded(words)) | Q(folded=written(words), acronym=True)
        )
        found = found.filter(pk__in=named.values("party"))
    return found.order_by("name")


def party(key: str) -> Party:
    """One party by key."""
    found = Party.objects.select_related("place", "members_of").filter(key=key).first()
    if found is None:
        raise NotFound(
            "people.party.unknown",
            "There is no party called “{key}”: give its key or one of its names.",
            key=key,
        )
    return found


def party_called(text: str) -> Party:
    """The party of that key, or of that name in any language."""
    known = directory()
    key = text if text in known.parties else (found.key if (found := known.resolve(text)) else text)
    return party(key)


def names_of(party: Party) -> tuple[list[str], list[str]]:
    """The other names of a party and its acronyms, the one shown first."""
    rows = list(party.aliases.order_by("pk").values_list("text", "acronym"))
    names = [text for text, acronym in rows if not acronym and folded(text) != folded(party.name)]
    shorts = [text for text, acronym in rows if acronym]
    return names, sorted(shorts, key=lambda short: short != party.acronym)


def places(words: str = "", kind: str = "") -> QuerySet[Place]:
    """Places whose name or code contains the words, of one kind or of every kind, with member counts."""
    found = Place.objects.annotate(members_listed=Count("members"))
    if kind:
        found = found.filter(kind=kind)
    if words.strip():
        found = found.filter(Q(name__icontains=words.strip()) | Q(code__icontains=words.strip()))
    return found.order_by("name")


def place(code: str) -> Place:
    """One place by code."""
    found = Place.objects.filter(code=code).first()
    if found is None:
        raise NotFound("people.place.unknown", "There is no place with the code {given}.", given=code)
    return found


def memberships(group: Place) -> QuerySet[Membership]:
    """The memberships of a group, by member and date."""
    return group.members.select_related("member").order_by("member__name", "since")


def belongings(member: Place) -> QuerySet[Membership]:
    """The groups a place belongs or belonged to."""
    return member.memberships.select_related("group").order_by("group__name", "since")


def membership(pk: int) -> Membership:
    """One membership by key."""
    found = Membership.objects.select_related("group", "member").filter(pk=pk).first()
    if found is None:
        raise NotFound("people.membership.unknown", "There is no such membership.")
    return found


def place_named(text: str) -> Place | None:
    """The place of that code or name, in any case of letters and any language it is named in."""
    text = text.strip()
    exact = Place.objects.filter(Q(code__iexact=text) | Q(name__iexact=text)).order_by("pk").first()
    if exact:
        return exact
    alias = (
        Alias.objects.select_related("party__place").filter(folded__in=(folded(text), written(text))).first()
    )
    return alias.party.place if alias else None
