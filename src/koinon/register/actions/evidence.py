"""Evidence of claims: files kept by digest, links with a copy of their page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from procrastinate.contrib.django import app

from koinon.kernel.lines import line
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.register.actions import pseudonyms
from koinon.register.engine.following import exhibits
from koinon.register.engine.following.exhibits import Exhibit
from koinon.register.models import Claim, Evidence, Kept
from koinon.register.rules import claims as rules


def attach(claim: Claim, brought: Sequence[Exhibit], at: datetime) -> list[Evidence]:
    """Put evidence to a claim, after what it has; the pages of links are queued to be copied."""
    held = claim.evidence.count()
    if held + len(brought) > exhibits.MOST:
        raise Refused(
            "register.evidence.many",
            "{most} pieces of evidence are the most for one statement: choose those that say most.",
            most=exhibits.MOST,
        )
    made = [_piece(claim, position, one, at) for position, one in enumerate(brought, held + 1)]
    for piece in Evidence.objects.bulk_create(made):
        if piece.kind == Evidence.Kind.LINK:
            queue(piece)
    return made


def carry_over(before: Claim, claim: Claim) -> None:
    """Put the evidence of a claim to the one that takes its place."""
    for piece in before.evidence.order_by("position"):
        piece.pk, piece.claim, piece._state.adding = None, claim, True
        piece.save()
        if piece.state == Evidence.State.WAITING:
            queue(piece)


def keep(media: str, data: bytes) -> Kept:
    """Keep bytes under their digest; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    return Kept.objects.get_or_create(
        digest=digest, defaults={"media": media, "size": len(data), "data": data}
    )[0]


def queue(piece: Evidence) -> None:
    """Let the worker copy the page of a link."""
    app.configure_task("koinon.register.tasks.preserve", queue="pages").defer(evidence=piece.pk)


def _piece(claim: Claim, position: int, one: Exhibit, at: datetime) -> Evidence:
    sealed = claim.pseudonymous
    title = line(one.title)[:300]
    if sealed:
        if not title:
            raise Refused(
                "register.evidence.title",
                "Give each piece of evidence a title: its file’s name is not shown under a pseudonym.",
                field="title",
            )
        pseudonyms.unnamed(claim, title)
    piece = Evidence(claim=claim, position=position, title=title, sealed=sealed)
    if one.address:
        piece.kind, piece.state = Evidence.Kind.LINK, Evidence.State.WAITING
        piece.address = web_address(one.address)
        piece.title = title or piece.address[:300]
        return piece
    name = line(one.name) or "file"
    media = exhibits.media_of(name, one.data, pseudonymous=sealed)
    piece.kind, piece.state, piece.kept_at = Evidence.Kind.FILE, Evidence.State.KEPT, at
    piece.kept = keep(media, exhibits.nameless(media, one.data) if sealed else one.data)
    piece.name = "" if sealed else name[-255:]
    piece.title = title or name[:300]
    return piece


def web_address(text: str) -> str:
    """An address that can be kept: http or https, with a host, without a name or password in it."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        sound = sound and parts.password is None and (parts.port or 80) > 0
    except ValueError:
        sound = False
    if not sound or len(address) > exhibits.LONGEST or any(c.isspace() or c < "!" for c in address):
        raise Refused(
            "register.evidence.address",
            "“{address}” is no address of a page: copy the whole of it, beginning with https://.",
            address=address[:200],
            field="address",
        )
    return address


@action("register.add_evidence", permit=rules.may_end)
def add_evidence(*, by: Any, claim: Claim, evidence: Sequence[Exhibit], now: datetime) -> list[Evidence]:
    """Add evidence to a claim. It is dated; what was there before stays."""
    claim = _standing(claim)
    if not evidence:
        raise Refused("register.evidence.none", "Choose a file, or give the address of a page.")
    added = attach(claim, evidence, pseudonyms.moment(claim.pseudonymous, now))
    provision = claim.follow_up.provision
    record(
        f"provision:{provision.document.slug}/{provision.number}",
        pseudonyms.facts(claim) | {"evidence": len(added)},
    )
    return added


@action("register.preserve", permit=rules.only_the_platform)
def preserve(
    *, by: Any, evidence: Evidence, media: str, data: bytes, problem: str, now: datetime
) -> Evidence:
    """Keep the copy of a page that evidence links to. Or the sentence that says why there is none."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    evidence.problem = problem
    if problem:
        evidence.state = Evidence.State.FAILED
    else:
        evidence.state, evidence.kept = Evidence.State.KEPT, keep(media, data)
        evidence.kept_at = pseudonyms.moment(evidence.sealed, now)
    evidence.save()
    _noted(evidence, {"kept": not problem})
    return evidence


@action("register.copy_again", permit=rules.may_copy_again)
def copy_again(*, by: Any, evidence: Evidence) -> Evidence:
    """Ask for the copy of a page again. The last try had failed."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.state != Evidence.State.FAILED:
        raise Refused("register.evidence.no_need", "Its copy is kept, or being made: there is nothing to do.")
    evidence.state, evidence.problem = Evidence.State.WAITING, ""
    evidence.save()
    queue(evidence)
    _noted(evidence, {})
    return evidence


def _noted(evidence: Evidence, more: dict[str, Any]) -> None:
    """An entry that everyone sees to exist; what became of one copy is no news for everyone."""
    provision = evidence.claim.follow_up.provision
    record(
        f"provision:{provision.document.slug}/{provision.number}",
        {"claim": evidence.claim.number, "evidence": evidence.position, **more},
        visibility=Visibility.RESTRICTED,
    )


def _standing(claim: Claim) -> Claim:
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if current.state != Claim.State.STANDING:
        raise Refused("register.claim.ended", "This statement was corrected or withdrawn already.")
    return current
