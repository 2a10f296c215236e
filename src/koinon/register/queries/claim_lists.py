"""Lists of claims: disputes, figures with their denominators, and those of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from koinon.kernel.refusals import NotFound
from koinon.people.models import Party, Person
from koinon.people.rules import mandates_in_force
from koinon.register.engine.following.disputes import counting
from koinon.register.engine.following.words import Level, Side
from koinon.register.models import Claim, Claimant, Document, Evidence, FollowUp, Provision
from koinon.register.queries import claims, following
from koinon.register.queries.grouped import Grouped
from koinon.register.rules import claims as rules

AT_ONCE = 200
ORDER = ("document", "provision__number", "name", "pk")


def disputes(*, document: str = "", party: str = "") -> QuerySet[FollowUp]:
    """Running follow-ups on which statements contradict, of one document or party where given."""
    found = following.running().filter(disputed=True)
    if document:
        found = found.filter(document__slug=document)
    if party:
        found = found.filter(party__key=party)
    return found.order_by(*ORDER)


def listed_disputes(*, document: str = "", party: str = "") -> Grouped:
    """The keys of what `disputes` finds, in the same order, to be cut into parts."""
    return Grouped(disputes(document=document, party=party), ("document",), ORDER[:1], ORDER)


def latest_disputes(*, most: int, document: str = "", party: str = "") -> list[FollowUp]:
    """The disputes with the latest statements first."""
    said = Max("stated__published_at", filter=Q(stated__state=Claim.State.STANDING))
    found = disputes(document=document, party=party).annotate(said=said)
    return list(found.order_by("-said", "-pk")[:most])


def dispute_choices() -> dict[str, list[tuple[str, str]]]:
    """The documents and parties of which there are disputes."""
    rows = following.running().filter(disputed=True).order_by()
    documents = Document.objects.filter(pk__in=rows.values("document")).order_by("title")
    parties = Party.objects.filter(pk__in=rows.values("party")).order_by("name")
    return {
        "documents": list(documents.values_list("slug", "title")),
        "parties": list(parties.values_list("key", "name")),
    }


def with_claims_of(keys: Iterable[int]) -> list[claims.SideBySide]:
    """Some follow-ups in dispute with their claims, by their keys, in the order of `disputes`."""
    return with_claims(disputes().filter(pk__in=list(keys)))


def with_claims(rows: Iterable[FollowUp]) -> list[claims.SideBySide]:
    """Some follow-ups with their claims, in their order."""
    listed = list(rows)
    found = claims.side_by_side(listed)
    return [found[row.pk] for row in listed]


COLUMNS = (
    "document", "document_title", "provision", "addressee", "statement", "side", "party", "pseudonymous",
    "level", "as_of", "published_on", "conclusion", "contradicts", "text", "url",
)  # fmt: skip


def dispute_records(rows: QuerySet[FollowUp], site: str) -> Iterator[dict[str, Any]]:
    """One record for each claim that counts on a follow-up in dispute, as it may be taken along."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = rows.filter(pk__in=keys[start : start + AT_ONCE])
        for beside in with_claims(part):
            for shown in beside.standing:
                yield _record(beside.follow_up, shown, site)


def _record(follow_up: FollowUp, shown: claims.Shown, site: str) -> dict[str, Any]:
    provision, said = follow_up.provision, shown.claim
    return {
        "document": provision.document.slug,
        "document_title": provision.document.title,
        "provision": provision.number,
        "addressee": follow_up.party.name if follow_up.party else follow_up.name,
        "statement": said.number,
        "side": said.side,
        "party": said.party.name if said.party else "",
        "pseudonymous": said.pseudonymous,
        "level": said.level,
        "as_of": said.as_of,
        "published_on": said.published_at.date(),
        "conclusion": said.conclusion,
        "contradicts": " ".join(str(one.number) for one in shown.against),
        "text": said.text,
        "url": f"{site}{provision.get_absolute_url()}",
    }


@dataclass(frozen=True)
class Figures:
    """How many statements there are of each level by each side, and of how many follow-ups in all."""

    counts: dict[Side, dict[Level, int]]
    spoken: dict[Side, int]  # follow-ups on which that side has said anything
    followed: int
    claimed: int  # follow-ups on which anyone has said anything
    disputed: int
    judged: int  # provisions that an assessor has judged
    verifiable: int
    provisions: int

    def total(self, side: Side) -> int:
        return sum(self.counts[side].values())


def figures(document: str = "") -> Figures:
    """Counts of the statements that count today, one for each claimant, over the running follow-ups."""
    running = following.running().select_related(None)
    provisions = Provision.objects.filter(document__state=Document.State.PUBLISHED, withdrawn=False)
    if document:
        running, provisions = (
            running.filter(document__slug=document),
            provisions.filter(document__slug=document),
        )
    counted: Counter[tuple[str, str]] = Counter()
    spoken: Counter[str] = Counter()
    for said in _by_follow_up(running):
        counting_now = {one.number for one in counting([claims.stated(claim) for claim in said])}
        now = [claim for claim in said if claim.number in counting_now]
        counted.update((claim.side, claim.level) for claim in now)
        spoken.update({claim.side for claim in now})
    judged = Q(judgements__isnull=False, judgements__ended_at=None)
    on_provisions = provisions.aggregate(
        every=Count("pk", distinct=True),
        judged=Count("pk", filter=judged, distinct=True),
        verifiable=Count("pk", filter=judged & Q(judgements__verifiable=True), distinct=True),
    )
    totals = running.aggregate(
        every=Count("pk"),
        claimed=Count("pk", filter=Q(claims__gt=0)),
        disputed=Count("pk", filter=Q(disputed=True)),
    )
    return Figures(
        counts={side: {level: counted[side, level] for level in Level} for side in Side},
        spoken={side: spoken[side] for side in Side},
        followed=totals["every"],
        claimed=totals["claimed"],
        disputed=totals["disputed"],
        judged=on_provisions["judged"],
        verifiable=on_provisions["verifiable"],
        provisions=on_provisions["every"],
    )


def _by_follow_up(running: QuerySet[FollowUp]) -> Iterator[list[Claim]]:
    rows = (
        Claim.objects.filter(follow_up__in=running.values("pk"), state=Claim.State.STANDING)
        .select_related("contests")
        .defer("text", "ended_because")
        .order_by("follow_up", "number")
    )
    held: list[Claim] = []
    for row in rows.iterator(chunk_size=2000):
        if held and held[0].follow_up_id != row.follow_up_id:
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def documents_with_claims() -> list[tuple[str, str]]:
    """The published documents on which anyone has said anything."""
    rows = following.running().filter(claims__gt=0)
    return list(rows.order_by("document__title").values_list("document__slug", "document__title").distinct())


@dataclass(frozen=True)
class Own:
    """A claim on its maker's desk, with its evidence, and whether it counts today."""

    claim: Claim
    evidence: list[Evidence]
    counts: bool


def own(person: Person) -> QuerySet[Claim]:
    """What a person stated, and what was stated in the names that they may speak in, newest first.

    A claim under a pseudonym is on its maker's desk alone.
    """
    parties = {m.party_id for m in mandates_in_force(person) if m.role in rules.SIDES and m.party_id}
    made = set(Claimant.objects.filter(person=person).values_list("claim", flat=True))
    return (
        claims.shown_claims()
        .filter(Q(pk__in=made) | Q(party__in=parties, pseudonymous=False))
        .filter(follow_up__document__state__in=following.WAS_PUBLIC)
        .select_related("follow_up__provision__document", "follow_up__party", "party", "contests", "corrects")
        .order_by("-published_at", "-pk")
    )


def on_desk(rows: Iterable[Claim]) -> list[Own]:
    """Some claims of `own` as their maker's desk shows them, in their order."""
    found = list(rows)
    beside = claims.side_by_side({claim.follow_up_id: claim.follow_up for claim in found}.values())
    counting_now = {shown.claim.pk for one in beside.values() for shown in one.standing}
    return [Own(claim, list(claim.evidence.all()), claim.pk in counting_now) for claim in found]


def own_claim(person: Person, pk: int) -> Claim:
    """The claim of that key, if the person may end it; one of someone else is not told apart from none."""
    found = claims.claim(pk)
    if not rules.may_end(by=person, claim=found):
        raise NotFound("register.no_claim", "There is no such claim of yours.")
    return found


def contestable(follow_up: FollowUp, party: Party | None) -> list[Claim]:
    """The standing claims on a follow-up that are not of that party."""
    standing = claims.shown_claims().filter(follow_up=follow_up, state=Claim.State.STANDING)
    return [claim for claim in standing if party is None or claim.party_id != party.pk]
