"""What stands beside the text: notes, references, lists of who signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from koinon.register.engine.documents import Role
from koinon.register.engine.layout.paragraphs import Paragraph

_ATTACHED = re.compile(r"(?:[^\W\d]|[.,;”\"’)]|(?<!\d)(?:19|20)\d\d)[(\[](\d{1,3})[)\]]")
_NOTES = re.compile(
    r"(?:\W*)(?:(?:end|foot)?notes(?: and references)?|references|bibliography|sources|works cited|"
    r"notas|referencias|"
    r"bibliografía|bibliographie|références|notes de (?:fin|bas de page))\s*:?\Z",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:\W*)(?:(?:list of )?(?:signatories|signatory organi[sz]ations|endorsing organi[sz]ations|"
    r"endorsements|participants|"
    r"participating organi[sz]ations)|(?:signed|endorsed|supported) by|(?:the )?undersigned(?: "
    r"organi[sz]ations)?|"
    r"signataires|(?:organizaciones )?firmantes|suscriben)\s*:?\Z",
    re.IGNORECASE,
)
_CITES = re.compile(
    r"https?:|www\.|\bretrieved from\b|\bavailable (?:at|from)\b|\baccessed\b|\b[Ii]bid\b|"
    r"\b[Ss]upra\b|\bop\. cit\b|"
    r"\A(?:See|Cf\.|Voir|Véase)\b|\bpp?\. \d"
)
_BARE_NOTE = re.compile(
    r"\d{1,3}\s+(?:See\b|Ibid|Cf\.|https?:|Available|Official Records|General Assembly resolution|"
    r"Resolution \d|A/|E/|S/|CM/|"
    r"United Nations, |UN Doc|Voir\b|Véase\b)"
)


def asides(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The indices of paragraphs that are no part of the running text."""
    referred: set[str] = set()
    for paragraph in paragraphs:
        if "(" in paragraph.text or "[" in paragraph.text:
            referred.update(_ATTACHED.findall(paragraph.text))
    found: set[int] = set()
    zone = ""
    for i, paragraph in enumerate(paragraphs):
        text = paragraph.plain
        if paragraph.role in (Role.FOOTNOTE, Role.APART):
            found.add(i)
            continue
        short = len(text) < 60
        if short and _NOTES.match(text.lstrip("#")) and i > 3:
            zone = "notes"
        elif short and _SIGNED.match(text.lstrip("#")) and i > 3:
            zone = "names"
        elif zone and _leaves(zone, paragraph):
            zone = ""
        if zone or text[:1] in "¹²³⁴⁵⁶⁷⁸⁹⁰†‡" or _is_note(paragraph, text, referred):
            found.add(i)
    return frozenset(found)


def _leaves(zone: str, paragraph: Paragraph) -> bool:
    if paragraph.role is Role.HEADING or paragraph.text.startswith("#"):
        return True
    if zone == "names":
        return len(paragraph.plain) > 160
    return (
        bool(re.match(r"(?:annex|appendix|annexe|anexo)\b", paragraph.plain, re.IGNORECASE))
        and len(paragraph.plain) < 100
    )


def _is_note(paragraph: Paragraph, text: str, referred: set[str]) -> bool:
    mark = paragraph.marker
    if mark is None:
        return text[:1].isdigit() and bool(_BARE_NOTE.match(text))
    if mark.style in ("(dec)", "[dec]") and str(mark.number[0]) in referred:
        return True
    return (
        not mark.is_bullet
        and bool(_CITES.search(text))
        and (mark.style in ("(dec)", "[dec]") or len(text) < 300)
    )
