"""The mail that tells a person what is new in the searches they keep: at most one a day.

At most once, not at least once: that the mail is begun is committed before a mail server hears of it. A
machine that dies between the two loses that mail, whose news the person still finds by the kept search; the
other order would send the same mail twice, which people take for a fault or an attack. A server that
cannot be reached, or refuses before it has taken the mail, has not got it: then the mail is tried again.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from koinon.ledger import guard
from koinon.people.actions.letters import home
from koinon.people.models import Person
from koinon.register.actions import saving
from koinon.register.models import SavedSearch
from koinon.register.queries import saved

SHOWN = 20  # provisions of one search that a mail lists
_NOT_TAKEN = (
    ConnectionRefusedError,
    TimeoutError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)


@dataclass(frozen=True)
class Part:
    """What one search has that is new: the first of it, and how many more there are."""

    search: SavedSearch
    address: str
    news: list[saved.New]
    more: int


def send(*, person: str, day: date, told: Sequence[tuple[int, int, int]]) -> bool:
    """Send the mail of a day, unless it was begun before; whether it was sent.

    `told`: (search, from which ledger entry, until which). Searches deleted and mails stopped meanwhile
    are left out, and so is whatever has been unpublished.
    """
    reader = Person.objects.filter(pk=person, is_active=True).first()
    if reader is None or not _begun(reader, day, [pk for pk, _, _ in told]):
        return False
    with override(reader.language):
        parts = _parts(reader, told)
        if not parts:
            return False
        letter = _letter(reader, parts)
    try:
        letter.send()
    except _NOT_TAKEN:
        _taken_back(reader, day)
        raise
    return True


def _begun(reader: Person, day: date, told: Sequence[int]) -> bool:
    """Note that the mail of that day is begun; False when it was begun before."""
    with guard.writing("a mail of kept searches is begun"):
        waiting = saved.searches_of(reader).filter(Q(mailed_on=None) | Q(mailed_on__lt=day), pk__in=told)
        return bool(waiting.update(mailed_on=day))


def _taken_back(reader: Person, day: date) -> None:
    with guard.writing("a mail of kept searches was not taken"):
        saved.searches_of(reader).filter(mailed_on=day).update(mailed_on=None)


def _parts(reader: Person, told: Sequence[tuple[int, int, int]]) -> list[Part]:
    mine = {s.pk: s for s in saved.searches_of(reader).exclude(digest=SavedSearch.Digest.NONE)}
    parts = []
    for pk, since, until in told:
        search = mine.get(pk)
        if search is None:
            continue
        search.told_entry = since
        news = saved.news_of(search, until=until)
        if news:
            address = f"{home()}{reverse('register:search')}?{search.query}"
            parts.append(Part(search, address, news[:SHOWN], max(0, len(news) - SHOWN)))
    return parts


def _letter(reader: Person, parts: Sequence[Part]) -> EmailMessage:
    stop = home() + reverse("register:stop_mail", args=[saving.stop_token(reader)])
    told = {
        "parts": parts,
        "home": home(),
        "partnership": settings.ENV.name,
        "kept": home() + reverse("register:kept_searches"),
        "stop": stop,
    }
    return EmailMessage(
        _("%(partnership)s: new in the searches you keep") % told,
        render_to_string("register/saved/digest.txt", told),
        None,
        [reader.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
