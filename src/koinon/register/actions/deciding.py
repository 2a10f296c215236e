"""What persons decide on the machine's proposals, until the document is published.

Every call names the revision it saw; if someone else was faster, nothing is written and both
versions can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from koinon.kernel import directory
from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party
from koinon.register.engine import content as contents
from koinon.register.engine.content import Content
from koinon.register.models import Addressee, Document, Draft, Issuer, Proposal, Provision, Revision
from koinon.register.queries import contents as provisions
from koinon.register.queries.drafts import card_key as card_key
from koinon.register.queries.drafts import draft_keys
from koinon.register.rules import documents as rules


def content_of(card: Proposal | Provision) -> Content:
    """The content of a card as it stands."""
    if isinstance(card, Proposal):
        return Content.of_proposal({f: getattr(card, f) for f in _PROPOSED})
    return provisions.content(card, card.addressees.select_related("party"))


_PROPOSED = (
    "start", "end", "kind", "strength", "label", "section", "issuer",
    "addressees", "deadline", "themes", "groups",
)  # fmt: skip


def locked(card: Proposal | Provision, revision: int) -> tuple[Document, Proposal | Provision]:
    """The card and its document, locked for this transaction, if nothing was decided meanwhile."""
    document = Document.objects.select_for_update().get(pk=rules.document_of(card).pk)
    current = type(card)._default_manager.filter(pk=card.pk).first()
    if current is None or current.revision != revision:
        raise Refused(
            "register.changed_meanwhile",
            "Someone else changed this meanwhile. Your input is kept: compare it with theirs, then save.",
            card=card_key(card),
        )
    if isinstance(current, Proposal) and current.state == Proposal.State.ACCEPTED:
        raise Refused("register.decided", "This proposal is accepted already: change its provision.")
    return document, current


def under_review(document: Document) -> None:
    """A refusal unless the document is open for review."""
    if document.state != Document.State.REVIEW:
        raise Refused("register.not_under_review", "This document is not under review: correct it instead.")


def create_provision(
    document: Document,
    content: Content,
    *,
    by: Any,
    origins: Iterable[Proposal] = (),
    text: str | None = None,
) -> Provision:
    """A new provision with the next number of its document."""
    content.within(len(document.text))
    document.last_number += 1
    document.save(update_fields=["last_number"])
    provision = Provision(document=document, number=document.last_number)
    write_content(provision, content, by=by, text=text)
    provision.origins.set(origins)
    return provision


def write_content(provision: Provision, content: Content, *, by: Any, text: str | None = None) -> None:
    """Put a content into a provision, its addressees included."""
    content.within(len(provision.document.text))
    for name in (
        "start",
        "end",
        "kind",
        "strength",
        "label",
        "issuer",
        "deadline_text",
        "deadline_from",
        "deadline_due",
    ):
        setattr(provision, name, getattr(content, name))
    provision.section, provision.themes, provision.groups = map(
        list, (content.section, content.themes, content.groups)
    )
    provision.text = text or contents.folded(provision.document.text, content.start, content.end)
    keys = {a.party for a in content.addressees if a.party}
    parties = {p.key: p for p in Party.objects.filter(key__in=keys)}
    if keys - parties.keys():
        raise Refused(
            "register.unknown_party", "No party is called {key}.", key=sorted(keys - parties.keys())[0]
        )
    provision.decided_by = by if by is not PLATFORM else None
    provision.save()
    write_issuers(provision, contents.issuers(content.issuer))
    provision.addressees.all().delete()
    Addressee.objects.bulk_create(
        Addressee(
            provision=provision, position=n, name=a.name, mention=a.mention, party=parties.get(a.party or "")
        )
        for n, a in enumerate(content.addressees, start=1)
    )


def write_issuers(provision: Provision, names: Iterable[str]) -> None:
    """Put who asks or promises into a provision, each found among the parties by any of its names."""
    provision.issuers.all().delete()
    Issuer.objects.bulk_create(
        Issuer(provision=provision, position=n, name=name[:300], party=_party_named(name))
        for n, name in enumerate(names, start=1)
    )


def _party_named(name: str) -> Party | None:
    return Party.objects.filter(aliases__folded=directory.folded(name)).first()


def close(proposal: Proposal, state: str, *, by: Any, reason: str = "") -> None:
    """Mark a proposal decided."""
    proposal.state, proposal.reason, proposal.decided_by = state, reason, by
    proposal.revision += 1
    proposal.save(update_fields=["state", "reason", "decided_by", "revision"])


def remember(provision: Provision, *, by: Any, reason: str, published: bool) -> None:
    """Keep how a provision stood before it is changed, and raise its revision."""
    Revision.objects.create(
        provision=provision,
        revision=provision.revision,
        at=timezone.now(),
        reason=reason,
        published=published,
        by=by,
        before=plain(content_of(provision)),
        text=provision.text,
    )
    provision.revision += 1


def plain(content: Content) -> dict[str, Any]:
    """A content as JSON values."""
    row = asdict(content)
    return {**row, "deadline_from": _iso(row["deadline_from"]), "deadline_due": _iso(row["deadline_due"])}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def drop_draft(by: Any, card: Proposal | Provision) -> None:
    """What the person typed is saved now, or no longer wanted."""
    if by is not PLATFORM:
        Draft.objects.filter(person=by, card__in=draft_keys(card)).delete()


def restricted(document: Document, **facts: Any) -> None:
    """The ledger entry of a step of the review: the facts stay inside until publication."""
    record(
        f"document:{document.slug}", {"document": document.slug, **facts}, visibility=Visibility.RESTRICTED
    )


@action("register.accept", permit=rules.may_decide)
def accept(*, by: Any, card: Proposal, revision: int) -> Provision:
    """Confirm a proposal as it stands."""
    document, proposal = locked(card, revision)
    assert isinstance(proposal, Proposal)
    under_review(document)
    provision = create_provision(
        document, content_of(proposal), by=by, origins=[proposal], text=proposal.text
    )
    close(proposal, Proposal.State.ACCEPTED, by=by)
    drop_draft(by, proposal)
    restricted(document, provision=provision.number, proposal=proposal.position)
    return provision


@action("register.accept_all", permit=rules.may_review)
def accept_all(*, by: Any, document: Document, seen: Sequence[tuple[int, int]]) -> int:
    """Confirm every open proposal. `seen`: those the page showed, as (id, revision); their number."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    under_review(document)
    known = dict(seen)
    accepted = []
    for proposal in Proposal.objects.filter(reading__document=document, state="open", pk__in=known):
        if proposal.revision == known[proposal.pk]:
            create_provision(document, content_of(proposal), by=by, origins=[proposal], text=proposal.text)
            close(proposal, Proposal.State.ACCEPTED, by=by)
            accepted.append(proposal.position)
    if not accepted:
        raise Refused("register.nothing_open", "No proposal is open any more: all are decided.")
    restricted(document, accepted=accepted)
    return len(accepted)


@action("register.amend", permit=rules.may_decide)
def amend(*, by: Any, card: Proposal | Provision, revision: int, content: Content) -> Provision:
    """Confirm a proposal with changes, or change a provision before publication."""
    document, current = locked(card, revision)
    under_review(document)
    if isinstance(current, Proposal):
        unmoved = (content.start, content.end) == (current.start, current.end)
        provision = create_provision(
            document, content, by=by, origins=[current], text=current.text if unmoved else None
        )
        close(current, Proposal.State.ACCEPTED, by=by)
    else:
        provision = current
        unmoved = (content.start, content.end) == (current.start, current.end)
        remember(provision, by=by, reason="", published=False)
        write_content(provision, content, by=by, text=current.text if unmoved else None)
    drop_draft(by, card)
    restricted(document, provision=provision.number)
    return provision


@action("register.reject", permit=rules.may_decide)
def reject(*, by: Any, card: Proposal | Provision, revision: int, reason: str) -> None:
    """Decide that this is no provision. The reason is kept."""
    document, current = locked(card, revision)
    under_review(document)
    if not visible(reason):
        raise Refused("register.reason", "Say in a few words why this is not a provision.")
    if isinstance(current, Proposal):
        close(current, Proposal.State.REJECTED, by=by, reason=reason)
    else:
        for origin in current.origins.all():
            if origin.provisions.count() == 1:
                close(origin, Proposal.State.REJECTED, by=by, reason=reason)
        current.delete()
    drop_draft(by, card)
    restricted(document, card=card_key(card), reason=reason)


@action("register.reopen", permit=rules.may_decide)
def reopen(*, by: Any, card: Proposal | Provision, revision: int) -> None:
    """Undo a decision. The machine's proposals stand open again, as they were proposed."""
    document, current = locked(card, revision)
    under_review(document)
    if isinstance(current, Proposal):
        close(current, Proposal.State.OPEN, by=None)
    else:
        origins = list(current.origins.all())
        if not origins:
            raise Refused("register.reopen", "This provision was added by hand: reject it instead.")
        Provision.objects.filter(origins__in=origins).delete()
        for origin in origins:
            close(origin, Proposal.State.OPEN, by=None)
    drop_draft(by, card)
    restricted(document, card=card_key(card))


@action("register.split", permit=rules.may_decide)
def split(*, by: Any, card: Proposal | Provision, revision: int, at: Sequence[int]) -> list[Provision]:
    """Cut one card into two or more provisions. `at` are offsets of the document's text."""
    document, current = locked(card, revision)
    under_review(document)
    parts = contents.split(content_of(current), document.text, at)
    origins = [current] if isinstance(current, Proposal) else list(current.origins.all())
    if isinstance(current, Provision):
        current.delete()
    made = [create_provision(document, part, by=by, origins=origins) for part in parts]
    for origin in origins:
        close(origin, Proposal.State.ACCEPTED, by=by)
    drop_draft(by, card)
    restricted(document, card=card_key(card), provisions=[p.number for p in made])
    return made


@action("register.merge", permit=rules.may_decide_all)
def merge(*, by: Any, cards: Sequence[Proposal | Provision], revisions: Sequence[int]) -> Provision:
    """Make one provision out of several neighbouring cards of one document."""
    pairs = [locked(card, revision) for card, revision in zip(cards, revisions, strict=True)]
    if len({document.pk for document, _ in pairs}) != 1:
        raise Refused("register.merge", "Only provisions of one document can be merged.")
    document = pairs[0][0]
    under_review(document)
    content = contents.merged([content_of(current) for _, current in pairs])
    origins: list[Proposal] = []
    for _, current in pairs:
        if isinstance(current, Proposal):
            origins.append(current)
        else:
            origins.extend(current.origins.all())
            current.delete()
    provision = create_provision(document, content, by=by, origins=origins)
    for origin in origins:
        close(origin, Proposal.State.ACCEPTED, by=by)
    restricted(document, provision=provision.number, merged=[card_key(c) for c in cards])
    return provision


@action("register.add", permit=rules.may_review)
def add(*, by: Any, document: Document, content: Content) -> Provision:
    """Add a provision that the reader did not propose. The words are those the person selected."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    under_review(document)
    provision = create_provision(document, content, by=by)
    restricted(document, provision=provision.number)
    return provision
