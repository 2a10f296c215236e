"""What a person is told on the desk: what became of the documents they work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.ledger import notices, wording
from koinon.people.models import Person
from koinon.register.models import Document

WORDS = {
    "register.read": _("has been read"),
    "register.reading_failed": _("could not be read"),
    "register.read_again": _("is being read again"),
    "register.describe": _("has a changed title, issuer or date"),
    "register.accept": _("has a decision by someone else"),
    "register.accept_all": _("has all its open proposals accepted"),
    "register.amend": _("has a decision by someone else"),
    "register.reject": _("has a decision by someone else"),
    "register.reopen": _("has a decision undone by someone else"),
    "register.split": _("has a decision by someone else"),
    "register.merge": _("has a decision by someone else"),
    "register.add": _("has a provision added by someone else"),
    "register.publish": _("is published"),
    "register.correct": _("is corrected"),
    "register.bring_back": _("has provisions changed by a sheet"),
    "register.insert": _("has a provision added after publication"),
    "register.strike": _("has a provision taken out"),
    "register.withdraw": _("is withdrawn"),
    "register.claim": _("has a statement on how far something asked of you is done"),
    "register.conclude": _("has an assessor’s conclusion on something asked of you"),
    "register.correct_claim": _("has a corrected statement on something asked of you"),
    "register.withdraw_claim": _("has a statement on something asked of you withdrawn"),
}


_WAIT = (_("Answers wait for you as validator."), "register:answers")
#: Acts on answers: the words, and the page of the desk to which they lead.
ANSWERS = {
    "register.draft_answers": _WAIT,
    "register.submit_answers": _WAIT,
    "register.bring_back_answers": _WAIT,
    "register.return_answers": (_("Answers that you drafted were returned."), "register:asked"),
    "register.approve_answers": (_("Answers that you drafted are published."), "register:asked"),
}


@dataclass(frozen=True)
class Told:
    """The last that happened to a document (None: it is gone, or the act is about none), and when.

    `page` is the name of the page to which the words lead, where it is not the document's.
    """

    words: str | Promise
    at: datetime
    document: Document | None
    page: str = ""


def told(person: Person) -> list[Told]:
    """What a person has not seen yet, newest first: of each document only the last that happened."""
    newest: dict[int | str, wording.Shown] = {}
    for shown in notices.unseen(person.reference):
        newest.setdefault(shown.entry.facts.get("id") or f"entry {shown.entry.pk}", shown)
    found = Document.objects.filter(pk__in=[key for key in newest if isinstance(key, int)])
    documents: dict[int | str, Document] = {d.pk: d for d in found.defer("text", "pages", "headings")}
    return [
        Told(ANSWERS[s.entry.verb][0], s.entry.at, None, ANSWERS[s.entry.verb][1])
        if s.entry.verb in ANSWERS
        else Told(
            WORDS.get(s.entry.verb, s.words) if key in documents else s.words, s.entry.at, documents.get(key)
        )
        for key, s in newest.items()
    ]
