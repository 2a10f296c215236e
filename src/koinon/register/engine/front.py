"""The front matter of a document: title, who issues it, date, place, for whom it is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.layout.outline import Block, Sort
from koinon.register.engine.layout.paragraphs import Paragraph
from koinon.register.engine.wording.deadlines import date_in
from koinon.register.engine.wording.parties import Named, Names

_ORGAN = re.compile(
    r"\A(?:\d+\.\s*)?(?P<who>(?:The|L['’]|La|Le|El)\s?(?:[A-Z][\w’'-]*)(?:\s+(?:of|and|for|on|the|de|des|du|la|las|los|y|et|[A-Z][\w’'-]*))*)\s*,\s*"
    r"(?:\Z|(?=(?:[A-Z][a-z]+ing|having|recalling|considering|noting|guided|deeply|acting|meeting|under|in\s+accordance|at\s+its|rappelant|"
    r"considérant|ayant|recordando|considerando|teniendo|reafirmando|convaincue?)\b))",
    re.IGNORECASE,
)
_WE_THE = re.compile(r"\b(?:We|Nous|Nosotros|Nosotras|Quienes suscribimos)\s*[,—–-]\s*(?P<who>(?:the|governments|alcaldes\w*|les|los|las|representatives|members|ministers|leaders|heads|civil|youth|parliamentarians)\b[^;:]{3,260}?)(?=,\s|;|:|\bheld\b|\bmet\b|\bmeeting\b|\bgathered\b|\bassembled\b|\bhaving\b|\bat\s+the\b|\bréunis\b|\breunidos\b|\s+(?:commit|affirm|urge|call|reaffirm|declare|recognize|recognise|recommend|express|welcome|believe|agree|are)\b|\Z)")
_BEHALF = re.compile(r"\bOn behalf of (?P<who>(?:the )?[^,.;:]{4,160}?)(?:\s+that\b|\s+who\b|,|\.|;)")
_TITLE_BY = re.compile(
    r"\A(?P<who>[A-Z][\w’'–&.,/ -]{2,110}?)(?:['’]s?)?\s+(?:(?:Joint|Policy|Webinar|Final|Civil Society(?= Recommend))\s+)*(?:Recommendations|Statement|Communiqu[eé]|Position|Proposals?|Submission|Call|Appeal|Contribution)\b"
)
_TITLE_OF = re.compile(
    r"\b(?:Recommendations?|Declaration|Statement|Communiqu[eé]|Resolution|Conclusions|Charter|Code(?: of Conduct)?|Submission|Report|Message|Appeal|Déclaration|Recommandations?|Résolution|Declaración|Recomendaciones|Resolución|Carta)\s+"
    r"(?:of|by|from|adopted by|issued by|de la|de l['’]|du|des|de los|del|de las)\s+(?:the\s+)?(?P<who>[A-Z][^:;,–—()]{3,110})", re.IGNORECASE
)
_ISSUED = re.compile(r"\b(?:Adopted|Issued|Published|Signed|Approved|Endorsed|Prepared|Submitted|Adoptée?|Adoptada|Publié)\s+(?:by|par|por)\s+(?:the\s+)?(?P<who>[A-Z][^.;:\n]{3,100}?)(?=\s+(?:on|at|in|during|after|following|le|el|en)\b|[,.;]|\Z)")
_PUBLISHED = re.compile(r"\b(?:The\s+)?(?P<who>(?:[A-Z][\w’'-]+)(?:\s+(?:of|for|and|the|[A-Z][\w’'-]+))*)\s+(?:has\s+|have\s+)?(?:published|pubished|released|issued|launched)\b[^.]{0,60}\b(?:paper|report|brief|statement|study|declaration|recommendations)\b")
_ENTITLED = re.compile(r"\b(?:entitled|titled|called)\s*[“\"‘]\s*(?P<title>[^”\"]{5,200})[”\"’]")
_RECIPIENT = re.compile(r"\b(?:to|for|à|aux?|pour|a|al|para)\s+(?P<who>(?:the\s+|an?\s+|la\s+|le\s+|los\s+|las\s+)?(?:\d+(?:st|nd|rd|th)\s+)?[A-Z].*)", re.DOTALL)
_PLACE = re.compile(
    r"\b(?:held|convened|meeting|met|gathered|assembled|adopted|done|signed|issued|réunis|fait|reunidos|celebrada|hecho)\s+(?:in|at|à|en)\s+(?P<place>[A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+){0,2}(?:,\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)?)"
)
_DATELINE = re.compile(r"\A(?P<place>[A-Z][^\d,.;:]{2,40}(?:,\s*[A-Z][^\d,.;:]{2,40})?),?\s*[(]?\d{0,2}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?\s*(?:of\s+|de\s+)?[A-Z]?[a-zé]+,?\s+(?:de\s+)?(?:19|20)\d\d\W*\Z")
_ORGANISATION = re.compile(
    r"\b(?:Cent(?:er|re)|Institute|Foundation|Network|Association|Council|Commission|Committee|Union|Organi[sz]ation|Alliance|Coalition|Forum|Federation|"
    r"Endowment|Fund|Assembly|Parliament|Secretariat|Initiative|Movement|Without Borders|Watch|International|Society|Group|Ministry|Office|Community|"
    r"Republic|Kingdom|Federation of|Conference|League|Bank|Agency|University|Caucus|Partnership|Exchange|Campaign|Observatory|Congress|Consortium|Democracies|Institut|Fundación|Red|Réseau)\b"
)
_OFFICIAL = re.compile(
    r"heads? of (?:state|government)|minist(?:er|ry|erial)|member states|states parties|participating states|leaders|general assembly|security council|human rights council|"
    r"committee of ministers|parliament|commonwealth|african union|organi[sz]ation of american states|council of europe|european (?:union|council|commission)|"
    r"association of southeast|\basean\b|\bg-?(?:7|8|20|77)\b|governments?|community of democracies|economic and social council|conference of (?:the )?(?:states )?parties|assembl[ée]e|osce|"
    r"states? and government|conseil|consejo|asamblea|états|estados|presidents?|congress of local|summit|republic|kingdom|convening group|partnership|union|league of|council|commission|alliance of",
    re.IGNORECASE,
)
_SOCIETY = re.compile(
    r"civil society|ngos?\b|csos?\b|without borders|cent(?:er|re)\b|institute|foundation|network|endowment|organi[sz]ations\b|coalition|activists|youth|defenders|watch\b|campaign|exchange|"
    r"société civile|sociedad civil|universit|think tank|journalists|movement|federation for|association for",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"\b(?:charter|treaty|convention|covenant|statute|code of (?:conduct|ethics|practice)|protocol|constitution|pact|agreement|rules of procedure|memorandum of understanding|terms of reference|"
    r"charte|traité|pacte|statut|code de conduite|carta|tratado|pacto|estatuto|código de conducta|acuerdo)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:declaration|charter|statement|communiqu[eé]|recommendations?|resolution|compact|code|pledges?|commitments?|principles|plan of action|action plan|"
    r"conclusions|report of|submission|policy brief|proposals?|memorandum|appeal|call to action|agenda|convention|roadmap|guidelines|"
    r"déclaration|charte|résolution|recommandations?|declaración|carta|resolución|recomendaciones|plan de acción)\b", re.IGNORECASE
)
_UN_ORGANS = {"general assembly": "UN General Assembly", "security council": "UN Security Council", "human rights council": "UN Human Rights Council",
              "economic and social council": "Economic and Social Council"}


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
    head = [block.paragraph for block in blocks[:60]]
    opening = head[:30]
    title = _title(extract, blocks, opening)
    issuers = _issuers(title, head, names)
    day = _date(opening)
    issuer_words = " ".join(issuers)
    society = bool(_SOCIETY.search(issuer_words)) and not any(_is_state_body(names, issuer) for issuer in issuers)
    text = " ".join(paragraph.plain for paragraph in opening[:12])
    official = not society and (bool(_OFFICIAL.search(issuer_words)) or any(_is_state_body(names, issuer) for issuer in issuers))
    if not society and not official:
        official = len(_SOCIETY.findall(text)) <= len(_OFFICIAL.findall(text))
    binding = bool(_INSTRUMENT.search(title)) and not re.search(r"recommend|implementation of|recomm|recomend", title, re.IGNORECASE)
    community = None if official else ("democracies" if re.search(r"\bdemocra(?:cies|tic (?:countries|states|partnership|nations))", f"{title} {text}", re.IGNORECASE) else None)
    recipients = recipients_in(title, names, issuers)
    certain = bool(issuers) and (names.known(issuers[0]) is not None or extract.text.count(issuers[0]) >= 3)
    return Front(title, issuers, day, _place(opening), official, binding, recipients, community, certain)


def _is_state_body(names: Names, issuer: str) -> bool:
    party = names.known(issuer)
    return party is not None and party.kind in ("state", "intergovernmental", "intergovernmental body", "igo", "parliament", "group", "class", "organ")


def _title(extract: Extract, blocks: Sequence[Block], opening: Sequence[Paragraph]) -> str:
    for paragraph in opening:
        if paragraph.role is Role.APART and (match := _ENTITLED.search(paragraph.text)):
            return match.group("title").strip()
    for block in blocks[:12]:
        if block.sort is Sort.HEADING and (block.paragraph.role is Role.HEADING or block.paragraph.text.startswith("#")):
            return _bare(block.paragraph.plain)
    best, score = "", -1
    for place, paragraph in enumerate(opening[:14]):
        words = paragraph.plain
        if paragraph.marker is None and 8 <= len(words) <= 260 and _title_like(words):
            worth = (6 if _DOCUMENT.search(words) else 0) - place
            if not best or worth > score:
                best, score = words, worth
    return _bare(best or extract.title or (opening[0].plain[:200] if opening else extract.name))


def _bare(text: str) -> str:
    return text.lstrip("# ").strip(" *_")


def _title_like(words: str) -> bool:
    if re.match(r"(?:agenda item|distr|original|item \d|session|page)\b", words, re.IGNORECASE) or "|" in words or "©" in words or "@" in words or words.count("/") > 2:
        return False
    if words.endswith((".", ";", ":", ",")) or words[:1].islower() or (not words[:1].isalpha() and words[:1] not in "“\"«"):
        return False
    if date_in(words) and len(words) < 45:
        return False
    if re.match(r"(?:A|E|S|CM|Doc|CCPR|HRC|AG)[/.]", words) or re.fullmatch(r"[A-Z]/\S+", words):
        return False
    return words.count(" ") >= 2 or bool(re.search(r"declaration|charter|statement|communiqu|recommendation|resolution|compact|code|pledge", words, re.IGNORECASE))


def _issuers(title: str, head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    for paragraph in head:
        if found := _speaker(paragraph, names):
            return found
    for paragraph in head[:14]:
        if match := _BEHALF.search(paragraph.plain[:400]):
            if by := _TITLE_BY.match(title):
                return (_tidy(by.group("who") + (" Civil Society" if "Civil Society Recommend" in title else ""), names),)
            return (_tidy(match.group("who"), names),)
    for pattern in (_TITLE_OF, _TITLE_BY):
        if match := pattern.search(title):
            who = _tidy(match.group("who"), names)
            if re.match(r"(?:conduct|practice|ethics|action|principles?|intent|rights|good|human|best|commitments?|independence|conduite|conducta)\b", who, re.IGNORECASE):
                continue
            if names.known(who) or _ORGANISATION.search(who) or names.strength_of(who) == 2:
                return (who,)
    for paragraph in head[:14]:
        for pattern in (_ISSUED, _PUBLISHED):
            if (match := pattern.search(paragraph.plain)) and _ORGANISATION.search(match.group("who")):
                return (_tidy(match.group("who"), names),)
    if lines := _organisation_lines(title, head, names):
        return lines
    return _by_verb(head, names) or _most_named(title, head, names)


def _speaker(paragraph: Paragraph, names: Names) -> tuple[str, ...]:
    words = paragraph.plain
    if (match := _ORGAN.match(words)) and len(match.group("who")) < 90:
        return (_tidy(match.group("who"), names),)
    if match := _WE_THE.search(words[:500]):
        return (_group(match.group("who"), names),)
    start = re.match(r"The (Parliamentary Assembly|European Parliament|Committee of Ministers|Human Rights Council|General Assembly|Congress|Standing Committee)\b", words)
    return (_tidy(start.group(1), names),) if start and paragraph.marker is not None else ()


def _tidy(who: str, names: Names) -> str:
    who = re.sub(r"[\s,]+(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*|(?:19|20)\d\d)\Z", "", who)
    who = re.sub(r"\s*\([^()]*\)\Z", "", re.sub(r"\A(?:the\s+)?\d+\s+", "", who.strip(), flags=re.IGNORECASE))
    bare = re.sub(r"\A(?:the|la|le|l['’]|el|los|las|les)\s*", "", who.strip(" ,.“”\""), flags=re.IGNORECASE).strip()
    return _UN_ORGANS.get(bare.lower(), names.name(bare) if bare in names.short else bare)


def _group(who: str, names: Names) -> str:
    """The body behind "the Participants in the … Conference of the Community of Democracies"."""
    low = who.lower()
    if re.match(r"(?:the\s+)?governments?\s+of\b", low):
        return "participating governments"
    if re.search(r"undersigned|endorsing|signatory organi|signatories", low):
        return "endorsing organizations"
    for match in reversed(list(re.finditer(r"\b(?:of|de|du|des|del)\s+(?:the\s+|la\s+|las\s+|los\s+)?(?P<org>(?:[A-Z0-9][\w’'-]*)(?:\s+(?:of|and|for|de|des|y|et|[A-Z][\w’'-]*))*)", who))):
        org = match.group("org").strip()
        if names.known(org) or _ORGANISATION.search(org):
            head = re.match(r"(?:the\s+)?(leaders|ministers|parliamentarians|foreign ministers|heads of state and government|youth)\b", low)
            return org if not head or head.group(1) == "heads of state and government" else f"{org} {head.group(1)}"
    return _tidy(who, names)


def _organisation_lines(title: str, head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    for paragraph in head[:8]:
        words = _bare(paragraph.plain)
        if words == title or paragraph.marker or names.lexicon.triggers.search(words) or len(words) > 90 or words.endswith((".", ":", ";")):
            continue
        if names.known(words) or (_ORGANISATION.search(words) and all(w[0].isupper() or len(w) < 5 for w in words.split()) and " " in words and not date_in(words)):
            if not re.search(r"\b(?:declaration|recommendations?|plan|principles|statement|action|resolution|towards?|enhancing|strengthening|protecting|policy brief|conference on|dialogue)\b|:", words, re.IGNORECASE):
                return (words,)
    return ()


def _by_verb(head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    """The subject of "… (DWB) recognizes", "… believes": the body that holds the opinions."""
    for paragraph in head[:12]:
        match = re.match(r"(?:The\s+)?(?P<who>[A-Z][\w’'-]+(?:\s+(?:of|for|and|the|[A-Z][\w’'-]+)){0,7})\s*(?:\([A-Z][\w-]+\))?,?\s+(?:with [\w ]{3,30} )?(?:recogni[sz]es|believes|welcomes|is|has|calls|urges|recommends|presents|supports|considers|notes)\b", paragraph.plain)
        if match and (_ORGANISATION.search(match.group("who")) or names.known(match.group("who"))):
            return (_tidy(match.group("who"), names),)
    return ()


def _most_named(title: str, head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    if match := re.search(r"\b(G-?(?:7|8|20)|ASEAN|OSCE|Commonwealth|African Union|European Union|Council of Europe|OAS|Community of Democracies)\b", title):
        return (match.group(1),)
    return ()


def recipients_in(title: str, names: Names, issuers: Sequence[str]) -> tuple[Named, ...]:
    """The parties that a title or heading addresses: "Recommendations to the EU-ASEAN Dialogue"."""
    found: list[Named] = []
    if direct := re.match(r"(?:recommendations?\s+)?(?:for|to|pour|aux?|a|para)\s+(?P<who>[^:]{3,120}?)\s*:?\Z", title, re.IGNORECASE):
        found = [named for named in names.listed(direct.group("who"), need=2)]
        if found:
            return tuple(found)
        who = names.cleaned(direct.group("who"))
        if title[:3].lower() == "to " and 0 < len(who.split()) <= 5 and not names.lexicon.is_imperative(who):
            return (Named(names.name(who), who),)
    match = _RECIPIENT.search(title)
    if match:
        found = _parties_in(match.group("who"), names)
    if not found:
        found = [named for named in _mentioned(title, names)]
    own = {issuer.lower() for issuer in issuers}
    return tuple(named for named in found if named.name.lower() not in own)


def _parties_in(who: str, names: Names) -> list[Named]:
    pair = re.search(r"\b([A-Z][A-Za-z]+)[-–/]([A-Z][A-Za-z]+)\b", who)
    if pair and names.known(pair.group(1)) and names.known(pair.group(2)):
        return [Named(names.name(part), part) for part in pair.groups()]
    return [named for named in names.listed(who, need=2)]


def _mentioned(title: str, names: Names) -> list[Named]:
    match = re.search(r"\b(international community|alliance of democracies|democracies)\b", title, re.IGNORECASE)
    return [Named(match.group(1).lower() if match.group(1).lower() != "alliance of democracies" else match.group(1), match.group(1))] if match else []


_DATED = re.compile(
    r"\b(?:held|adopted|signed|issued|published|pubished|released|dated|met|meeting|convened|gathered|assembled|done|approved|endorsed|on|of|réunis|adoptée?|reunid[oa]s|adoptada|del?|du|le|el)\b"
    r"[^.;]*\Z",
    re.IGNORECASE,
)


def _date(opening: Sequence[Paragraph]) -> date | None:
    for paragraph in opening:
        if len(paragraph.plain) < 120 and paragraph.marker is None and (found := date_in(paragraph.plain)):
            return found.due
    for paragraph in opening[:14]:
        words = paragraph.plain[:1200]
        if (found := date_in(words)) and _DATED.search(words[max(0, words.find(found.text) - 90) : words.find(found.text)]):
            return found.due
    return None


def _place(opening: Sequence[Paragraph]) -> str | None:
    opening = [paragraph for paragraph in opening if paragraph.marker is None]
    for paragraph in opening:
        if len(paragraph.plain) < 90 and (match := _DATELINE.match(paragraph.plain)):
            return match.group("place").strip()
    for paragraph in opening:
        if match := _PLACE.search(paragraph.plain):
            return match.group("place").strip()
    return None


def members_named(blocks: Sequence[Block], names: Names) -> frozenset[str]:
    """The keys of states that a joint document names together at its head ("We, the governments of …")."""
    for block in blocks[:16]:
        text = block.paragraph.plain
        if text.count(",") < 3:
            continue
        keys: set[str] = set()
        for piece in re.split(r"[,;()—]|\band\b|\bof\b|\bmet\b", text[:3000]):
            party = names.known(names.cleaned(piece)) if 3 < len(piece) < 60 else None
            if party is not None and party.kind == "state":
                keys.add(party.key)
        if len(keys) >= 3:
            return frozenset(keys)
    return frozenset()
