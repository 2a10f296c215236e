"""Letters that come back are marked, so that the secretariat sees whom they did not reach."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.ledger import guard
from koinon.register.engine.following import returned
from koinon.register.models import Letter


@dataclass(frozen=True)
class Taken:
    """What a notification or a mailbox of them came to."""

    messages: int
    bounced: int  # letters marked now
    delayed: int  # still on their way
    unknown: int  # messages that name no letter of ours


def take_in(*, data: bytes) -> Taken:
    """Mark the letters that notifications say did not arrive; the same ones again change nothing."""
    messages = bounced = delayed = unknown = 0
    for message in returned.messages(data):
        messages += 1
        told = returned.returned(message)
        known = Letter.objects.filter(reference__in={one.reference for one in told}).exists()
        unknown += not known
        delayed += known and not any(one.failed for one in told)
        bounced += sum(_mark(one) for one in told if one.failed)
    return Taken(messages, bounced, delayed, unknown)


def _mark(one: returned.Returned) -> int:
    with guard.writing("a letter came back"):
        went = Letter.objects.filter(
            reference=one.reference, state__in=(Letter.State.BEGUN, Letter.State.SENT)
        )
        return went.update(state=Letter.State.BOUNCED, problem=one.problem)
