"""What a party is asked, what it has promised and what it asks, directly and as one of a class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from koinon.kernel.directory import folded
from koinon.kernel.refusals import NotFound
from koinon.ledger.queries import state
from koinon.people.models import Alias, Membership, Party
from koinon.register.engine.documents import Kind
from koinon.register.models import Addressee, Document, Issuer, Provision
from koinon.register.queries import public
from koinon.register.queries.figures import Row, by_theme
from koinon.ui.remembered import remembered


def party(key: str) -> Party:
    """The party of that key."""
    found = Party.objects.filter(key=key).select_related("place", "members_of").first()
    if found is None:
        raise NotFound("people.party.unknown", "There is no party called “{key}”.", key=key)
    return found


def parties() -> QuerySet[Party]:
    """Every party that a published document names, with counts of provisions that name it itself.

    The counts are made once for all parties and remembered; the list looks them up by the party's key.
    """
    tallies = remembered("parties", state(), _tallies)
    return (
        Party.objects.filter(pk__in={int(pk) for counts in tallies.values() for pk in counts})
        .annotate(
            asked_count=_looked_up(tallies["asked_count"]),
            promised_count=_looked_up(tallies["promised_count"]),
            issued_count=_looked_up(tallies["issued_count"]),
        )
        .order_by("-asked_count", "-promised_count", "name")
    )


def _tallies() -> dict[str, dict[str, int]]:
    """Of how many provisions each party is addressee (asked or promised) or issuer; nought: of documents."""
    named = Addressee.objects.filter(
        provision__withdrawn=False, provision__document__state=Document.State.PUBLISHED
    )
    issued = Issuer.objects.filter(
        provision__withdrawn=False, provision__document__state=Document.State.PUBLISHED
    )
    documents = Document.issuers.through.objects.filter(document__state=Document.State.PUBLISHED)
    return {
        "asked_count": _count(named.filter(provision__kind=Kind.RECOMMENDATION)),
        "promised_count": _count(named.filter(provision__kind=Kind.COMMITMENT)),
        "issued_count": {
            **dict.fromkeys(map(str, documents.values_list("party", flat=True).distinct()), 0),
            **dict.fromkeys(map(str, _parties_of(named)), 0),
            **_count(issued),
        },
    }


def _parties_of(rows: QuerySet[Any]) -> Iterable[int]:
    return rows.filter(party__isnull=False).order_by().values_list("party", flat=True).distinct()


def _count(rows: QuerySet[Any]) -> dict[str, int]:
    """By party: how many different provisions the rows name it in."""
    counted = rows.filter(party__isnull=False).order_by().values_list("party")
    return {str(party): n for party, n in counted.annotate(n=Count("provision", distinct=True))}


def _looked_up(counts: dict[str, int]) -> Coalesce:
    """The party's count in a table that is handed to the query."""
    found = Func(
        Value(counts, JSONField()), Cast("pk", TextField()), template="(%(expressions)s)", arg_joiner="->>"
    )
    return Coalesce(Cast(found, IntegerField()), 0)


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


def asked_of(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Provision]:
    """What others ask of the party: recommendations, newest document first."""
    return _in_order(_of(_addressed(party, classes)).filter(kind=Kind.RECOMMENDATION))


def promised_by(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Provision]:
    """What the party has undertaken: commitments it issued or is named to carry out."""
    return _in_order(_of(_addressed(party, classes), _issued(party)).filter(kind=Kind.COMMITMENT))


def asked_by(party: Party) -> QuerySet[Provision]:
    """What the party asks of others."""
    return _in_order(_of(_issued(party), _in_its_name(party)).filter(kind=Kind.RECOMMENDATION))


def concerning(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Provision]:
    """Every provision that is addressed to a party or issued by it, in no order."""
    return _of(_addressed(party, classes), _issued(party), _in_its_name(party)).order_by()


def _of(*keys: QuerySet[Any, Any]) -> QuerySet[Provision]:
    """The public provisions whose keys any of the queries gives; each once, found by its key."""
    return public.provisions().filter(pk__in=keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0])


def _in_order(found: QuerySet[Provision]) -> QuerySet[Provision]:
    return found.order_by("-document__issued_on", "document_id", "start")


def _addressed(party: Party, classes: Sequence[ThroughClass]) -> QuerySet[Any, Any]:
    """Keys of provisions addressed to a party, or to a class it belonged to at the document's date."""
    condition = Q(party=party)
    for through in classes:
        member, held = Q(party=through.party), Q()
        if through.since:
            held &= Q(provision__document__issued_on__gte=through.since)
        if through.until:
            held &= Q(provision__document__issued_on__lt=through.until)
        if held and through.until is None:
            held |= Q(provision__document__issued_on=None)
        condition |= member & held
    return Addressee.objects.filter(condition).order_by().values_list("provision")


def _issued(party: Party) -> QuerySet[Any, Any]:
    """Keys of provisions that name the party as issuer."""
    return Issuer.objects.filter(party=party).order_by().values_list("provision")


def _in_its_name(party: Party) -> QuerySet[Any, Any]:
    """Keys of provisions of its documents that name no known party as issuer."""
    known = Issuer.objects.filter(provision=OuterRef("pk"), party__isnull=False)
    return Provision.objects.filter(~Exists(known), document__issuers=party).order_by().values_list("pk")


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


def counted(party: Party, sheets: Mapping[str, QuerySet[Provision]]) -> tuple[dict[str, int], list[Row]]:
    """How many provisions each list of a party holds, and the themes of what it is asked."""

    def count() -> tuple[dict[str, int], list[Row]]:
        return {name: sheet.count() for name, sheet in sheets.items()}, by_theme(sheets["asked"])

    return remembered(f"party {party.key}", state(), count)


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
