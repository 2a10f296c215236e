"""Follow-ups with their dates, written straight into the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from koinon.ledger import guard
from koinon.people.models import Party
from koinon.register.actions.standing import meet, stand
from koinon.register.models import Answer, Expectation, FollowUp, Provision, Term
from tests.factories.register import DAY


def follow_up(
    provision: Provision,
    party: Party | str,
    *,
    answer_by: date | None = None,
    due: date | None = None,
    begun: datetime = DAY,
    via: Party | None = None,
) -> FollowUp:
    """The follow-up of a provision by one addressee, with the dates given, in UTC and without grace."""
    known = party if isinstance(party, Party) else None
    with guard.writing("factory"):
        made = FollowUp.objects.create(
            provision=provision,
            document=provision.document,
            party=known,
            name=known.name if known else str(party),
            via=via,
            begun_at=begun,
        )
        for kind, day in ((Term.Kind.ANSWER, answer_by), (Term.Kind.DUE, due)):
            if day:
                expectation(made, kind, day, begun)
        stand([made.pk])
    made.refresh_from_db()
    return made


def expectation(of: FollowUp, kind: Term.Kind, day: date, set_at: datetime = DAY) -> Expectation:
    """A date without grace in UTC. Then `stand`."""
    with guard.writing("factory"):
        overdue = datetime.combine(day + timedelta(days=1), time(), UTC)
        term = Term.objects.create(kind=kind, due_on=day, overdue_at=overdue, time_zone="UTC", set_at=set_at)
        return Expectation.objects.create(follow_up=of, term=term, basis="policy", set_at=set_at)


def answer(of: FollowUp, position: str, *, part: str = "", reasons: str = "", at: datetime = DAY) -> Answer:
    """A published answer."""
    with guard.writing("factory"):
        of.answers.filter(state="published").update(state="replaced", replaced_at=at)
        made = Answer.objects.create(
            follow_up=of,
            number=of.answers.count() + 1,
            state="published",
            position=position,
            part=part,
            reasons=reasons,
            drafted_at=at,
            published_at=at,
        )
        meet([of.pk], Term.Kind.ANSWER, at)
        stand([of.pk])
    of.refresh_from_db()
    return made
