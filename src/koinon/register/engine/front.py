"""The front matter of a document: title, who issues it, date, place, for whom it is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.issuers import bare_title, issuers_of
from koinon.register.engine.layout.outline import Block, Sort
from koinon.register.engine.layout.paragraphs import Paragraph
from koinon.register.engine.wording.deadlines import date_in
from koinon.register.engine.wording.parties import Named, Names

_ENTITLED = re.compile(r"\b(?:entitled|titled|called)\s*[“\"‘]\s*(?P<title>[^”\"]{5,200})[”\"’]")
_RECIPIENT = re.compile(
    r"\b(?:to|for|à|aux?|pour|a|al|para)\s+(?P<who>(?:the\s+|an?\s+|la\s+|le\s+|los\s+|"
    r"las\s+)?(?:\d+(?:st|nd|rd|th)\s+)?[A-Z].*)",
    re.DOTALL,
)
_PLACE = re.compile(
    r"\b(?:held|convened|meeting|met|gathered|assembled|adopted|done|signed|issued|réunis|fait|"
    r"reunidos|celebrada|hecho)\s+(?:in|at|à|en)\s+(?P<place>[A-Z][\w’'-]+(?:[ "
    r"-][A-Z][\w’'-]+){0,2}(?:,\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)?)"
)
_DATELINE = re.compile(
    r"\A(?P<place>[A-Z][^\d,.;:]{2,40}(?:,\s*[A-Z][^\d,.;:]{2,40})?),?\s*[(]?\d{0,2}(?:st|nd|rd|"
    r"th)?(?:\s*[-–]\s*\d{1,2})?\s*(?:of\s+|de\s+)?[A-Z]?[a-zé]+,?\s+(?:de\s+)?(?:19|20)\d\d\W*\Z"
)
_OFFICIAL = re.compile(
    r"heads? of (?:state|government)|minist(?:er|ry|erial)|member states|states parties|"
    r"participating states|leaders|general assembly|security council|human rights council|"
    r"committee of ministers|parliament|commonwealth|african union|organi[sz]ation of american "
    r"states|council of europe|european (?:union|council|commission)|"
    r"association of southeast|\basean\b|\bg-?(?:7|8|20|77)\b|governments?|community of democracies|"
    r"economic and social council|conference of (?:the )?(?:states )?parties|assembl[ée]e|osce|"
    r"states? and government|conseil|consejo|asamblea|états|estados|presidents?|congress of local|"
    r"summit|republic|kingdom|convening group|partnership|union|league of|council|commission|"
    r"alliance of",
    re.IGNORECASE,
)
_SOCIETY = re.compile(
    r"civil society|ngos?\b|csos?\b|without borders|cent(?:er|re)\b|institute|foundation|network|"
    r"endowment|organi[sz]ations\b|coalition|activists|youth|defenders|watch\b|campaign|exchange|"
    r"société civile|sociedad civil|universit|think tank|journalists|movement|federation for|association for",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"\b(?:charter|treaty|convention|covenant|statute|code of (?:conduct|ethics|practice)|protocol|"
    r"constitution|pact|agreement|rules of procedure|memorandum of understanding|terms of reference|"
    r"charte|traité|pacte|statut|code de conduite|carta|tratado|pacto|estatuto|código de conducta|acuerdo)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:declaration|charter|statement|communiqu[eé]|recommendations?|resolution|compact|code|"
    r"pledges?|commitments?|principles|plan of action|action plan|"
    r"conclusions|report of|submission|policy brief|proposals?|memorandum|appeal|call to action|"
    r"agenda|convention|roadmap|guidelines|"
    r"déclaration|charte|résolution|recommandations?|declaración|carta|resolución|recomendaciones|"
    r"plan de acción)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Front:
    """What the head of a document says of it; `recipients` are the parties that its title addresses."""

    title: str
    issuers: tuple[str, ...]
    date: date | None
    place: str | None
    official: bool
    binding: bool
    recipients: tuple[Named, ...]
    community: str | None
    certain: bool = False


def front_matter(extract: Extract, blocks: Sequence[Block], names: Names) -> Front:
    """Read the first page or so of a document."""
    head = [block.paragraph for block in blocks[:90]]
    opening = head[:30]
    title = _title(extract, blocks, opening)
    issuers = issuers_of(title, head, names)
    day = _date(head)
    issuer_words = " ".join(issuers)
    society = bool(_SOCIETY.search(issuer_words)) and not any(
        _is_state_body(names, issuer) for issuer in issuers
    )
    text = " ".join(paragraph.plain for paragraph in opening[:12])
    official = not society and (
        bool(_OFFICIAL.search(issuer_words)) or any(_is_state_body(names, issuer) for issuer in issuers)
    )
    if not society and not official:
        official = len(_SOCIETY.findall(text)) <= len(_OFFICIAL.findall(text))
    binding = bool(_INSTRUMENT.search(title)) and not re.search(
        r"recommend|implementation of|recomm|recomend", title, re.IGNORECASE
    )
    community = (
        None
        if official
        else (
            "democracies"
            if re.search(
                r"\bdemocra(?:cies|tic (?:countries|states|partnership|nations))",
                f"{title} {text}",
                re.IGNORECASE,
            )
            else None
        )
    )
    recipients = recipients_in(title, names, issuers)
    certain = bool(issuers) and (_is_body(names, issuers[0]) or extract.text.count(issuers[0]) >= 3)
    return Front(title, issuers, day, _place(opening), official, binding, recipients, community, certain)


def _is_body(names: Names, issuer: str) -> bool:
    """Whether the directory knows the issuer as one party, not as a class of parties."""
    party = names.known(issuer)
    return party is not None and party.kind != "class"


def _is_state_body(names: Names, issuer: str) -> bool:
    party = names.known(issuer)
    return party is not None and party.kind in (
        "state",
        "intergovernmental",
        "intergovernmental body",
        "igo",
        "parliament",
        "group",
        "class",
        "organ",
    )


def _title(extract: Extract, blocks: Sequence[Block], opening: Sequence[Paragraph]) -> str:
    for paragraph in opening:
        if paragraph.role is Role.APART and (match := _ENTITLED.search(paragraph.text)):
            return match.group("title").strip()
    own = " ".join((extract.title or "").split())
    if own.count(" ") >= 2 and any(
        own.casefold() == paragraph.plain.casefold() for paragraph in opening[:14]
    ):
        # the file's own title, where the text says it too
        return bare_title(own)
    for block in blocks[:12]:
        if block.sort is Sort.HEADING and (
            block.paragraph.role is Role.HEADING or block.paragraph.text.startswith("#")
        ):
            return bare_title(block.paragraph.plain)
    best, score = "", -1
    for place, paragraph in enumerate(opening[:14]):
        words = paragraph.plain
        if paragraph.marker is None and 8 <= len(words) <= 260 and _title_like(words):
            worth = (6 if _DOCUMENT.search(words) else 0) - place
            if not best or worth > score:
                best, score = words, worth
    return bare_title(best or extract.title or (opening[0].plain[:200] if opening else extract.name))


def _title_like(words: str) -> bool:
    if (
        re.match(r"(?:agenda item|distr|original|item \d|session|page)\b", words, re.IGNORECASE)
        or "|" in words
        or "©" in words
        or "@" in words
        or words.count("/") > 2
    ):
        return False
    if (
        words.endswith((".", ";", ":", ","))
        or words[:1].islower()
        or (not words[:1].isalpha() and words[:1] not in '“"«')
    ):
        return False
    if date_in(words) and len(words) < 45:
        return False
    if re.match(r"(?:A|E|S|CM|Doc|CCPR|HRC|AG)[/.]", words) or re.fullmatch(r"[A-Z]/\S+", words):
        return False
    return words.count(" ") >= 2 or bool(
        re.search(
            r"declaration|charter|statement|communiqu|recommendation|resolution|compact|code|pledge",
            words,
            re.IGNORECASE,
        )
    )


def recipients_in(title: str, names: Names, issuers: Sequence[str]) -> tuple[Named, ...]:
    """The parties that a title or heading addresses: "Recommendations to the EU-ASEAN Dialogue"."""
    found: list[Named] = []
    if direct := re.match(
        r"(?:recommendations?\s+)?(?:for|to|pour|aux?|a|para)\s+(?P<who>[^:]{3,120}?)\s*:?\Z",
        title,
        re.IGNORECASE,
    ):
        found = names.listed(direct.group("who"), need=2)
        if found:
            return tuple(found)
        who = names.cleaned(direct.group("who"))
        if title[:3].lower() == "to " and 0 < len(who.split()) <= 5 and not names.lexicon.is_imperative(who):
            return (Named(names.name(who), who),)
    match = _RECIPIENT.search(title)
    if match:
        found = _parties_in(match.group("who"), names)
    if not found:
        found = _mentioned(title, names)
    own = {issuer.lower() for issuer in issuers}
    return tuple(named for named in found if named.name.lower() not in own)


def _parties_in(who: str, names: Names) -> list[Named]:
    pair = re.search(r"\b([A-Z][A-Za-z]+)[-–/]([A-Z][A-Za-z]+)\b", who)
    if pair and names.known(pair.group(1)) and names.known(pair.group(2)):
        return [Named(names.name(part), part) for part in pair.groups()]
    return names.listed(who, need=2)


def _mentioned(title: str, names: Names) -> list[Named]:
    match = re.search(
        r"\b(international community|alliance of democracies|democracies)\b", title, re.IGNORECASE
    )
    return (
        [
            Named(
                match.group(1).lower()
                if match.group(1).lower() != "alliance of democracies"
                else match.group(1),
                match.group(1),
            )
        ]
        if match
        else []
    )


_DATED = re.compile(
    r"\b(?:held|adopted|signed|issued|published|pubished|released|dated|met|meeting|convened|"
    r"gathered|assembled|done|approved|endorsed|on|of|réunis|adoptée?|reunid[oa]s|adoptada|del?|du|"
    r"le|el)\b"
    r"[^.;]*\Z",
    re.IGNORECASE,
)


def _date(opening: Sequence[Paragraph]) -> date | None:
    for paragraph in opening:
        if len(paragraph.plain) < 120 and paragraph.marker is None and (found := date_in(paragraph.plain)):
            return found.due
    for paragraph in opening[:14]:
        words = paragraph.plain[:1200]
        if found := date_in(words):
            at = words.find(found.text)  # a text that opens with its date, as a post does, is dated by it
            if at == 0 or _DATED.search(words[max(0, at - 90) : at]):
                return found.due
    return None


def _place(opening: Sequence[Paragraph]) -> str | None:
    opening = [paragraph for paragraph in opening if paragraph.marker is None]
    for paragraph in opening:
        if len(paragraph.plain) < 90 and (match := _DATELINE.match(paragraph.plain)):
            place = match.group("place").strip()
            if not _DOCUMENT.search(place):  # "Policy Brief, 16 August 2021" is no place
                return place
    for paragraph in opening:
        if match := _PLACE.search(paragraph.plain):
            return match.group("place").strip()
    return None


_LEADERS = re.compile(r"\b(?:leaders|presidents?|prime ministers?|governments|ministers)\b", re.IGNORECASE)


def members_named(blocks: Sequence[Block], names: Names) -> frozenset[str]:
    """The keys of states that a joint document names together at its head ("We, the governments of …")."""
    for block in blocks[:16]:
        text = block.paragraph.plain
        if "," not in text and " and " not in text:
            continue
        keys: set[str] = set()
        for piece in re.split(r"[,;()—]|\band\b|\bof\b|\bmet\b", text[:3000]):
            party = names.known(names.cleaned(piece)) if 3 < len(piece) < 60 else None
            if party is not None and party.kind == "state":
                keys.add(party.key)
        if len(keys) >= 3 or (len(keys) == 2 and _LEADERS.search(text)):
            return frozenset(keys)
    return frozenset()


_TELLS = re.compile(
    r"\b(?:Ministers|Heads(?:\s+of\s+(?:State|Government|Delegation)[^.]{0,30})?|Leaders|Delegates|Participants|They|"
    r"The\s+(?:Meeting|Conference|Committee|Council|Group|Ministers|Heads|Leaders))\s+(?:also\s+|further\s+|then\s+)?"
    r"(?:[a-z]+ed|took|met|underlined|gave|expressed)\b"
)
_SPEAKS = re.compile(r"\b[Ww]e\s+(?:[a-z]+ly\s+|also\s+)?[a-z]+\b")


def narrates(blocks: Sequence[Block]) -> bool:
    """Whether a document tells in the past tense what a meeting asked and decided."""
    tells = speaks = 0
    for block in blocks:
        if "ed " in block.paragraph.plain or "took" in block.paragraph.plain:
            tells += len(_TELLS.findall(block.paragraph.plain))
        speaks += len(_SPEAKS.findall(block.paragraph.plain)) if "e " in block.paragraph.plain else 0
    return tells >= 4 and tells > speaks


def quoted(blocks: Sequence[Block]) -> bool:
    """Whether the document is given as quotation: paragraph after paragraph stands in quotation marks."""
    prose = [block.paragraph.plain for block in blocks if block.sort is Sort.PROSE]
    within = sum(text[:1] in '“"«' and text[-1:] in '”"»' for text in prose)
    return within >= 4 and within >= 0.4 * len(prose)
