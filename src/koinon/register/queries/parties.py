"""What a party is asked, what it has promised and what it asks, directly and as one of a class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from koinon.kernel.directory import folded
from koinon.kernel.refusals import NotFound
from koinon.people.models import Alias, Membership, Party
from koinon.register.engine.documents import Kind
from koinon.register.models import Addressee, Document, Issuer, Provision
from koinon.register.queries import public


def party(key: str) -> Party:
    """The party of that key."""
    found = Party.objects.filter(key=key).select_related("place", "members_of").first()
    if found is None:
        raise NotFound("people.party.unknown", "There is no party called “{key}”.", key=key)
    return found


def parties() -> QuerySet[Party]:
    """Every party that a published document names, with counts of provisions that name it itself.

    Each count is a query of its own below the list: joining them would multiply their rows.
    """
    named = Addressee.objects.filter(
        provision__withdrawn=False, provision__document__state=Document.State.PUBLISHED
    )
    issued = Issuer.objects.filter(
        provision__withdrawn=False, provision__document__state=Document.State.PUBLISHED
    )
    documents = Document.issuers.through.objects.filter(document__state=Document.State.PUBLISHED)
    return (
        Party.objects.annotate(
            asked_count=_count(named.filter(provision__kind=Kind.RECOMMENDATION), "party", "provision"),
            promised_count=_count(named.filter(provision__kind=Kind.COMMITMENT), "party", "provision"),
            issued_count=_count(issued, "party", "provision"),
        )
        .filter(
            Exists(named.filter(party=OuterRef("pk")))
            | Exists(issued.filter(party=OuterRef("pk")))
            | Exists(documents.filter(party=OuterRef("pk")))
        )
        .order_by("-asked_count", "-promised_count", "name")
    )


def _count(rows: QuerySet[Any], by: str, of: str) -> Coalesce:
    """How many different `of` the rows hold whose `by` is the party of the outer query."""
    mine = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(Subquery(mine.annotate(n=Count(of, distinct=True)).values("n")), 0)


@dataclass(frozen=True)
class ThroughClass:
    """A class of members that a party belongs to, and since and until when (until exclusive)."""

    party: Party
    since: date | None
    until: date | None

    def holds(self, day: date | None) -> bool:
        """Whether the party belonged to the class on that day; without a day, whether it does now."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def classes_of(party: Party) -> list[ThroughClass]:
    """The classes a state belongs to through the groups of its place; for a group, that of its members."""
    if party.place_id is None or party.kind != Party.Kind.STATE:
        return [ThroughClass(c, None, None) for c in Party.objects.filter(members_of=party)]
    memberships = Membership.objects.filter(member=party.place_id).values_list("group_id", "since", "until")
    dated = list(memberships)
    groups = {group for group, _, _ in dated}
    classes = Party.objects.filter(kind=Party.Kind.CLASS).filter(
        Q(members_of__place__in=groups) | Q(members_of=None, place__in=groups)
    )
    return [
        ThroughClass(c, since, until)
        for c in classes.select_related("members_of")
        for group, since, until in dated
        if group == (c.members_of.place_id if c.members_of else c.place_id)
    ]


def addressed(party: Party, classes: Sequence[ThroughClass]) -> Q:
    """The provisions addressed to a party, or to a class it belonged to at the document's date."""
    condition = Q(addressees__party=party)
    for through in classes:
        member = Q(addressees__party=through.party)
        held = Q()
        if through.since:
            held &= Q(document__issued_on__gte=through.since)
        if through.until:
            held &= Q(document__issued_on__lt=through.until)
        if held:
            undated = Q(document__issued_on=None) if through.until is None else Q(pk__in=[])
            member &= held | undated
        condition |= member
    return condition


def asked_of(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Provision]:
    """What others ask of the party: recommendations, newest document first."""
    found = public.provisions().filter(addressed(party, classes), kind=Kind.RECOMMENDATION)
    return found.distinct().order_by("-document__issued_on", "document_id", "start")


def promised_by(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Provision]:
    """What the party has undertaken: commitments it issued or is named to carry out."""
    theirs = addressed(party, classes) | Q(issuers__party=party)
    found = public.provisions().filter(theirs, kind=Kind.COMMITMENT)
    return found.distinct().order_by("-document__issued_on", "document_id", "start")


def asked_by(party: Party) -> QuerySet[Provision]:
    """What the party asks of others."""
    found = public.provisions().filter(_issued_by(party), kind=Kind.RECOMMENDATION)
    return found.distinct().order_by("-document__issued_on", "document_id", "start")


def _issued_by(party: Party) -> Q:
    """Its own, or of its document when none of those the provision names is a known party."""
    known = Issuer.objects.filter(provision=OuterRef("pk"), party__isnull=False)
    return Q(issuers__party=party) | (~Exists(known) & Q(document__issuers=party))


def concerning(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Provision]:
    """Every provision that is addressed to a party or issued by it, in no order."""
    theirs = addressed(party, classes) | _issued_by(party)
    return public.provisions().filter(theirs).distinct().order_by()


def through(provision: Provision, party: Party, classes: Sequence[ThroughClass]) -> list[Party]:
    """The classes through which a provision reaches a party; empty when it names the party itself."""
    named = {a.party_id for a in provision.addressees.all()}
    if party.pk in named:
        return []
    day = provision.document.issued_on
    return [c.party for c in classes if c.party.pk in named and c.holds(day)]


@dataclass(frozen=True)
class Member:
    """A member of a group, or a group a party is a member of, with dates."""

    party: Party | None
    name: str
    since: date | None
    until: date | None


def members(party: Party) -> list[Member]:
    """The dated members of a group, or of the group that a class stands for."""
    group = party.members_of if party.members_of_id else party
    if group is None or group.place_id is None or group.kind == Party.Kind.STATE:
        return []
    rows = Membership.objects.filter(group=group.place_id).select_related("member").order_by("member__name")
    return _with_parties([(row.member_id, row.member.name, row.since, row.until) for row in rows], state=True)


def memberships(party: Party) -> list[Member]:
    """The groups that a state belongs or belonged to, with dates."""
    if party.place_id is None or party.kind != Party.Kind.STATE:
        return []
    rows = Membership.objects.filter(member=party.place_id).select_related("group").order_by("group__name")
    return _with_parties([(row.group_id, row.group.name, row.since, row.until) for row in rows], state=False)


def _with_parties(rows: Sequence[tuple[int, str, date | None, date | None]], *, state: bool) -> list[Member]:
    chosen = Party.objects.filter(place__in={row[0] for row in rows}, members_of=None)
    chosen = chosen.filter(kind=Party.Kind.STATE) if state else chosen.exclude(kind=Party.Kind.STATE)
    of_place = {p.place_id: p for p in chosen.order_by("-id")}
    return [Member(of_place.get(place), name, since, until) for place, name, since, until in rows]


def sheets(party: Party, classes: Sequence[ThroughClass]) -> dict[str, QuerySet[Provision]]:
    """The three lists of a party: what it is asked, what it has promised, what it asks."""
    return {
        "asked": asked_of(party, classes),
        "promised": promised_by(party, classes),
        "asks": asked_by(party),
    }


def named(found: QuerySet[Party], words: str) -> QuerySet[Party]:
    """Those parties whose name or alias holds the words, however they are written."""
    form = folded(words)
    return found.filter(
        Q(name__icontains=words)
        | Q(acronym__iexact=words)
        | Q(pk__in=Alias.objects.filter(folded__contains=form).values("party"))
    )


def names(keys: Iterable[str]) -> dict[str, str]:
    """The names of the parties of those keys, in one query."""
    return dict(Party.objects.filter(key__in=set(keys)).values_list("key", "name"))
