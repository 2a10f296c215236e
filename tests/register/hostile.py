"""A small world in which every word that someone may write is written by someone who means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.people.actions import invitations, parties, tokens
from koinon.people.models import Person
from koinon.register.actions import deciding, publishing, saving, sheets, translating, uploading
from koinon.register.models import Document, Proposal, Provision
from tests.factories.people import person
from tests.factories.readings import proposal
from tests.house.routes import World
from tests.people.cast import NOW, unposted

MARKUP = """<script>alert(1)</script>"><img src=x onerror=alert(1)>' onmouseover='alert(1)"""
TEMPLATES = (
    '{{7*7}} {% now "Y" %} {x} {0} {x.__class__} %s %(x)s ${x} '
    '#read("/etc/passwd") #image("http://evil.example/x.png") $x$'
)
BIDI = "\u202egnp.exe\u202c \u2066x"
FORMULA = "=cmd|'/C calc'!A0 +1 @SUM(1) \t=1"
EVIL = f"{FORMULA} {MARKUP} {TEMPLATES} {BIDI} javascript:alert(1) ]]> <!-- &lt;b&gt; ATTACH:http://evil.example/x"
LONG = "x" * 4000
LINES = "\r\nATTACH:http://evil.example/x\r\nEND:VEVENT\r\n"
NAME = '=x"; filename=evil.exe\r\nSet-Cookie: a=b\u202egnp.html'
TEXT = f"""{EVIL} outcome

1. States shall {EVIL} by 2030.
2. [Read this](javascript:alert(1)) **{MARKUP}** the Council is asked {LONG}.
3. {FORMULA} rejected.
"""


def _proposal(words: str, label: str) -> dict[str, object]:
    said = proposal(TEXT, words, label, "recommendation", "recommendation")
    return said | {
        "section": [EVIL[:200]],
        "issuer": EVIL[:300],
        "addressees": [{"name": EVIL[:290], "mention": EVIL[:290], "party": None}],
        "deadline": {"text": (LINES + EVIL)[:290], "from": None, "due": "2030-12-31"},
        "why": [EVIL],
    }


def _read(document: Document) -> Document:
    uploading.read(
        by=PLATFORM,
        reading=document.readings.latest("pk"),
        engine="test",
        extract={"text": TEXT, "format": "html", "pages": [], "headings": [[0, 40, 1]], "apart": []},
        proposed={
            "title": EVIL[:490], "issuers": [EVIL[:290]], "date": date(2031, 5, 4), "place": EVIL[:190],
            "language": "en",
        },
        proposals=[
            _proposal(line, f"{n}{MARKUP}"[:190])
            for n, line in enumerate(TEXT.splitlines()[2:5], 1)
        ],
        issuers=[],
    )  # fmt: skip
    document.refresh_from_db()
    return document


class Hostile(World):
    """As the world of all routes, but the document, its party and its people mean harm."""

    def __init__(self) -> None:
        super().__init__()
        self.visitor = ada = person(MARKUP, role="secretariat")
        self.party = parties.save(by=PLATFORM, name=EVIL[:190], kind="organ", acronyms=[MARKUP[:30]])
        self.person = examples_person()
        self.open = _read(self._brought(ada, b"<h1>1</h1>"))
        self.proposal = self.open.readings.latest("pk").proposals.earliest("position")
        self.document = self._published(_read(self._brought(ada, b"<h1>2</h1>")), ada)
        self.provision = self.document.provisions.earliest("number")
        self._corrected(ada)
        self.translation = self._translated(self.document, ada)
        self._translated(self.open, ada)
        self._kept(ada)

    def _brought(self, ada: Person, data: bytes) -> Document:
        return uploading.upload(by=ada, name=NAME, data=data, behalf=self.party)

    def _published(self, document: Document, ada: Person) -> Document:
        first, second, third = Proposal.objects.filter(reading__document=document).order_by("position")
        content = replace(deciding.content_of(first), label=EVIL[:190])
        deciding.amend(by=ada, card=first, revision=first.revision, content=content)
        deciding.accept(by=ada, card=second, revision=second.revision)
        deciding.reject(by=ada, card=third, revision=third.revision, reason=EVIL)
        document.refresh_from_db()
        described = publishing.describe(
            by=ada, document=document, revision=document.revision, title=EVIL[:490], kind="declaration",
            issuer_names=[EVIL[:290]], issuers=[self.party], issued_on=date(2031, 5, 4), place=EVIL[:190],
            language="en",
        )  # fmt: skip
        return publishing.publish(by=ada, document=described, revision=described.revision)

    def _corrected(self, ada: Person) -> None:
        was: Provision = self.provision
        content = replace(deciding.content_of(was), label=f"@{MARKUP}"[:190])
        self.provision = publishing.correct(
            by=ada, provision=was, revision=was.revision, content=content, reason=EVIL
        )

    def _translated(self, document: Document, ada: Person) -> Any:
        made = translating.translate(
            by=ada, document=document, language="fr", title=EVIL[:490], standing="human",
            made_by=EVIL[:290], made_on=None,
        )  # fmt: skip
        found = document.provisions.order_by("number")
        if news := [translating.New(p.number, EVIL, p.revision) for p in found]:
            translating.confirm_wordings(by=ada, translation=made, wordings=news)
        return made

    def _kept(self, ada: Person) -> None:
        saving.keep(
            by=ada, name=EVIL[:190], query="q=" + MARKUP.replace("&", ""), digest="none", language="en"
        )
        tokens.make_token(by=ada, person=ada, name=MARKUP[:90], scopes=["review"], days=3, now=NOW)
        reason = EVIL.replace('"', '""')
        rows = f'document,number,revision,label,reason\n{self.document.slug},1,1,"{reason}",'
        self.sheet = sheets.keep(by=ada, name=NAME, data=rows.encode())


def examples_person() -> Person:
    """Someone whose name means harm, who was invited and has accepted."""
    made = invitations.invite(
        by=PLATFORM, email="evil@x.example", name=MARKUP, role="observer", now=NOW, post=unposted
    )
    return invitations.accept(
        by=Person(), token=made.token, name=MARKUP, password="a harbour with seven lamps", now=NOW
    )
