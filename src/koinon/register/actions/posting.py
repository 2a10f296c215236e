"""The letter about dates goes out: at most once, and what becomes of it is kept.

That it is begun is committed before a mail server hears of it, as with the mails of kept searches. A server
that has not taken it is tried again; one that refuses it for good marks it as refused; and each letter has an
envelope of its own, by which it is known again when it comes back days later.
"""

from __future__ import annotations

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from koinon.ledger import guard
from koinon.people.actions.letters import home
from koinon.register.engine.following.returned import envelope, message_id
from koinon.register.models import Letter
from koinon.register.queries import letters
from koinon.register.queries.letters import Content

_NOT_TAKEN = (
    ConnectionRefusedError,
    TimeoutError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)


def send(*, letter: int, now: datetime) -> bool:
    """Send a letter unless it was begun before; whether the server took it.

    One of which nothing is open any more is not sent, and is forgotten.
    """
    row = letters.letter_of(letter)
    if row is None or row.state != Letter.State.WAITING:
        return False
    with override(row.person.language):
        content = letters.content(row, now, timezone.localdate(now))
        if content is None:
            _forget(row)
            return False
        message = _message(row, content)
    if not _moved(row, Letter.State.WAITING, Letter.State.BEGUN, about=content.total):
        return False
    return _handed_over(row, message, now)


def _handed_over(row: Letter, message: EmailMessage, now: datetime) -> bool:
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        code, said = _answer(error)
        if code >= 500:
            _moved(row, Letter.State.BEGUN, Letter.State.REFUSED, problem=f"{code} {said}"[:500])
            return False
        _moved(row, Letter.State.BEGUN, Letter.State.WAITING)
        raise
    except _NOT_TAKEN:
        _moved(row, Letter.State.BEGUN, Letter.State.WAITING)
        raise
    return _moved(row, Letter.State.BEGUN, Letter.State.SENT, sent_at=now)


def _answer(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> tuple[int, str]:
    """The server's code and words."""
    if isinstance(error, smtplib.SMTPDataError):
        code, said = error.smtp_code, error.smtp_error
    else:
        code, said = next(iter(error.recipients.values()))
    return code, said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _moved(row: Letter, old: Letter.State, new: Letter.State, **more: object) -> bool:
    """Move a letter from one state to another; False where it was not in that state."""
    with guard.writing("a letter goes its way"):
        return bool(Letter.objects.filter(pk=row.pk, state=old).update(state=new, **more))


def _forget(row: Letter) -> None:
    with guard.writing("a letter of which nothing is open"):
        Letter.objects.filter(pk=row.pk, state=Letter.State.WAITING).delete()


def _message(row: Letter, content: Content) -> EmailMessage:
    told = {
        "content": content,
        "person": row.person,
        "home": home(),
        "partnership": settings.ENV.name,
        "dates": home() + reverse("register:dates"),
    }
    subject = ngettext(
        "%(partnership)s: %(count)s date needs you",
        "%(partnership)s: %(count)s dates need you",
        content.total,
    ) % {"partnership": settings.ENV.name, "count": content.total}
    sender = settings.DEFAULT_FROM_EMAIL
    return EmailMessage(
        " ".join(subject.split()),
        render_to_string("register/reminders/letter.txt", told),
        envelope(settings.ENV.bounces, row.reference) or sender,
        [row.person.email],
        headers={
            "From": sender,
            "Message-ID": message_id(row.reference, sender),
            "Auto-Submitted": "auto-generated",
        },
    )
