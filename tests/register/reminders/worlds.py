"""A few follow-ups whose clocks are set by a policy's rules, written straight into the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from koinon.ledger import guard
from koinon.people.models import Party
from koinon.register.actions import expecting
from koinon.register.actions.standing import stand
from koinon.register.engine.following import terms
from koinon.register.models import Document, Expectation, FollowUp, Policy, Provision, Term
from tests.factories import register as make
from tests.factories.following import follow_up

DAWN = datetime(2031, 3, 1, tzinfo=UTC)


def asked(
    *parties: Party | str, slug: str = "harbour", texts: Sequence[str] = ("Hold free elections.",)
) -> list[FollowUp]:
    """A published document whose provisions are each asked of every party."""
    document = make.document(slug, *texts)
    provisions = [make.provision(document, text, addressees=parties) for text in texts]
    return [follow_up(provision, party, begun=DAWN) for provision in provisions for party in parties]


def provision_of(document: Document) -> Provision:
    return document.provisions.order_by("number").earliest("number")


def policy(document: Document | None = None, *, at: datetime = DAWN, **values: object) -> Policy:
    """The next version of a policy."""
    with guard.writing("factory"):
        return Policy.objects.create(
            document=document,
            version=Policy.objects.filter(document=document).count() + 1,
            set_at=at,
            **{"kinds": ["recommendation"], "time_zone": "UTC", **values},
        )


def rules(zone: str = "UTC", *steps: tuple[int, str], **more: object) -> terms.Rules:
    """A policy's rules with those steps."""
    return terms.Rules(zone, steps=tuple(terms.Step(d, terms.To(to)) for d, to in steps), **more)  # type: ignore[arg-type]


def term(clock: terms.Clock | None, *, at: datetime = DAWN, by: Policy | None = None) -> Term:
    """The clock as a row, set at that moment."""
    assert clock
    with guard.writing("factory"):
        made = expecting.term_of(clock, by.pk if by else None, at)
        made.save()
        return made


def expect(of: Sequence[FollowUp], by: Term, *, at: datetime = DAWN) -> None:
    """All of them are expected to act by the date."""
    with guard.writing("factory"):
        Expectation.objects.bulk_create(
            Expectation(follow_up=one, term=by, basis="policy", set_at=at) for one in of
        )
        stand(one.pk for one in of)


def due(day: date, *steps: tuple[int, str], zone: str = "UTC", at: datetime = DAWN, grace: int = 0) -> Term:
    """A date for the deed with its steps."""
    return term(terms.due(rules(zone, *steps, grace_days=grace), day), at=at)
