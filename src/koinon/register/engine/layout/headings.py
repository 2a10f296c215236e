"""Which paragraphs are headings, and how high they stand."""

from __future__ import annotations

import re

from koinon.register.engine.documents import Role
from koinon.register.engine.layout.paragraphs import Paragraph

_PART = re.compile(
    r"(?:annex|appendix|part|chapter|title|pillar|thematic area|priority area|priority|theme|track|"
    r"cluster|session|"
    r"working group|panel|section|module|area|annexe|partie|chapitre|titre|axe|volet|thème|priorité|"
    r"anexo|parte|capítulo|título|eje|tema|prioridad|sección)\s+(?:\d{1,3}|[IVXLC]{1,6}|[A-H]|one|"
    r"two|three|four|five|six)\b",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:(?:the )?(?:executive summary|summary|introduction|preamble|background|context|overview|"
    r"methodology|findings|"
    r"conclusions?(?: and recommendations)?|(?:key |policy |main |our |general |specific "
    r")?recommendations?|commitments|pledges|"
    r"(?:key )?actions?|(?:next|way) (?:steps|forward)|follow[- ]up|implementation|definitions|"
    r"principles|objectives|scope|"
    r"notes|references|endnotes|footnotes|signatories|annex|appendix|"
    r"résumé(?: exécutif)?|introduction|préambule|contexte|recommandations|engagements|conclusions?|suivi|"
    r"resumen(?: ejecutivo)?|introducción|preámbulo|contexto|antecedentes|recomendaciones|"
    r"compromisos|conclusiones|seguimiento))"
    r"\s*:?\s*\Z",
    re.IGNORECASE,
)
_YEAR_ENDS = re.compile(r"(?:19|20)\d\d\W*\Z")
_DAY_OR_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|avr|"
    r"mai|juin|juil|août|ene|abr|ago|dic)\w*\s",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:to|shall|should|must|will|recommend\w*|urge|urges|call(?:s)? (?:up)?on|commit|pledge|"
    r"through|including|by|that|"
    r"to:|à|de|doivent|devraient|recommand\w+|deben|deberían|recomend\w+|exhort\w+)\s*(?:the "
    r"following)?\s*:\s*\Z|"
    r"\A(?:also |further )?(?:decides?|requests?|invites?|encourages?|urges?|reaffirms?|stresses|"
    r"resolves?|undertakes?|recommends?|emphasi[sz]es|"
    r"welcomes?|notes|recalls?|considers?|agrees?|commits?|instructs?|demande|décide|invite|"
    r"recommande|decide|pide|insta|invita|recomienda)\s*:\s*\Z|"
    r"\b(?:we|nous|nosotros|should|must|shall|urge|urges|calls?|commits?|recommends?|undertakes?|"
    r"agrees?|intends?|following|"
    r"suivant\w*|siguiente\w*)\b",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(r"(?:recommendations? )?(?:to|for|à|aux?|pour|a|para)\b", re.IGNORECASE)
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "del",
        "des",
        "du",
        "en",
        "et",
        "for",
        "from",
        "in",
        "into",
        "la",
        "las",
        "le",
        "les",
        "los",
        "of",
        "on",
        "or",
        "over",
        "par",
        "per",
        "pour",
        "por",
        "the",
        "to",
        "toward",
        "towards",
        "un",
        "una",
        "une",
        "under",
        "via",
        "vs",
        "with",
        "within",
        "without",
        "y",
        "à",
        "its",
        "their",
        "our",
    ]
)
_RANK = {
    "ROMAN": 4,
    "numeral": 4,
    "ALPHA": 5,
    "dec": 6,
    "path": 6,
    "hyphen": 7,
    "alpha": 8,
    "roman": 8,
    "circled": 8,
}


def heading_rank(before: Paragraph | None, paragraph: Paragraph, after: Paragraph | None) -> int | None:
    """How high a heading stands (1 is highest), or None for what is no heading."""
    if paragraph.role is Role.HEADING:
        return 2 * max(1, paragraph.level)
    if paragraph.role in (Role.ITEM, Role.FOOTNOTE, Role.TABLE_ROW, Role.APART):
        return None
    text = paragraph.plain
    if text.startswith("#") and paragraph.marker is None:
        return 2 * (len(text) - len(text.lstrip("#")))
    if len(text) > 150 or not text or text.count(" ") > 19 or text[0].islower() or after is None:
        return None
    if paragraph.marker:
        return _numbered_rank(paragraph, text, after)
    return _plain_rank(before, paragraph, text, after)


def _numbered_rank(paragraph: Paragraph, text: str, after: Paragraph) -> int | None:
    mark = paragraph.marker
    if mark is None or mark.is_bullet or mark.style.startswith(("ordinal", "named")):
        return None
    if mark.number[0] >= 40 or mark.style == "dec row" or re.search(r"[a-z]{2}\. [A-Z]", text):
        return None
    capitals = _capitals(text)
    if text.endswith((".", ";", ",", "?", "!")) and not capitals:
        return None
    if text.endswith(":") and (_ACT.search(text) or after.marker is not None):
        return None
    if text.count(" ") > (12 if after.marker is None else 18) and not capitals and not paragraph.bold:
        return None
    sibling = (
        after.marker is not None and after.marker.style == mark.style and after.marker.number > mark.number
    )
    if sibling and not (capitals and not _capitals(after.plain)):
        return None
    name = re.sub(r"[^\w]", "", mark.style).replace("other", "")
    if mark.other and mark.other.style.strip("().") in ("ROMAN",):
        name = "ROMAN"
    rank = _RANK.get(name.rstrip(".)"), 8)
    return rank + (len(mark.number) - 1 if name == "path" else 0)


def _plain_rank(before: Paragraph | None, paragraph: Paragraph, text: str, after: Paragraph) -> int | None:
    if _PART.match(text) and not text.endswith((".", ";")):
        return 1
    if _SECTION.match(text):
        return 3
    if text.endswith((".", ";", ",", "!")) and not (_capitals(text) and len(text) > 12 and text[-1] == "."):
        return None
    if len(text) < 60 and _YEAR_ENDS.search(text) and _DAY_OR_MONTH.search(text):
        return None
    if text.endswith(":"):
        told = after.marker is not None and text.count(" ") > 2 and not _RECIPIENT.match(text)
        told = told or after.plain[:1].islower()
        return 3 if text.count(" ") < 9 and not told and not _ACT.search(text) else None
    if _capitals(text) and after.plain != text:
        return 3
    if paragraph.bold and text.count(" ") < 16:
        return 5
    if _ended(before) and _titled(text) and _is_body(after):
        return 7
    return None


def _ended(before: Paragraph | None) -> bool:
    return (
        before is None
        or before.role is Role.HEADING
        or before.plain.endswith((".", "!", "?", ":", ";", "”", '"', ")", "»"))
        or (len(before.plain) < 150)
    )


def _capitals(text: str) -> bool:
    return text.isupper() and sum(c.isalpha() for c in text) >= 4


def _titled(text: str) -> bool:
    """Whether a line without a full stop reads as a title: few words, or capitals throughout."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    if not words or "http" in text or "@" in text:
        return False
    if len(words) <= 7:
        return not text.endswith("…")
    big = [word for word in words if word.lower() not in _SMALL]
    return len(words) <= 18 and sum(word[0].isupper() for word in big) >= 0.7 * len(big)


def _is_body(after: Paragraph) -> bool:
    return (
        after.marker is not None
        or after.role is Role.ITEM
        or len(after.plain) >= 80
        or after.plain.endswith((".", ":"))
    )
