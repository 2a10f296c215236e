"""A document as the reader leaves it, recorded through the platform's own action."""

from __future__ import annotations

from datetime import date

from koinon.ledger.platform import PLATFORM
from koinon.register.actions import uploading
from koinon.register.models import Document

TEXT = """Outcome of Harbour

1. We will protect those who report.
2. The Council is asked to meet twice a year. States should report by 2030.

Nobody is left out.
"""


def read(document: Document, text: str = TEXT) -> Document:
    """The document with two proposals over TEXT, open for review."""
    reading = document.readings.latest("pk")
    uploading.read(
        by=PLATFORM,
        reading=reading,
        engine="test",
        extract={"text": text, "format": "txt", "pages": [], "headings": [[0, 18, 1]], "apart": []},
        proposed={
            "title": "Outcome of Harbour",
            "issuers": ["Harbour Conference"],
            "date": date(2031, 5, 4),
            "place": "Harbour",
            "language": "en",
        },
        proposals=[
            proposal(text, "We will protect those who report.", "1", "commitment", "binding"),
            proposal(
                text,
                "The Council is asked to meet twice a year. States should report by 2030.",
                "2",
                "recommendation",
                "recommendation",
            ),
        ],
        issuers=[],
    )
    document.refresh_from_db()
    return document


def proposal(text: str, words: str, label: str, kind: str, strength: str) -> dict[str, object]:
    """One proposal over words of the text."""
    start = text.index(words)
    return {
        "label": label,
        "section": ["Outcome of Harbour"],
        "kind": kind,
        "strength": strength,
        "issuer": "Harbour Conference",
        "addressees": [{"name": "states", "mention": "States", "party": None}],
        "deadline": {"text": "by 2030", "from": None, "due": "2030-12-31"} if "2030" in words else None,
        "themes": [],
        "groups": [],
        "text": words,
        "start": start,
        "end": start + len(words),
        "page": None,
        "why": ["kind: will"],
    }
