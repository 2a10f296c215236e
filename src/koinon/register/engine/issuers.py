"""Who issues a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from koinon.register.engine.layout.paragraphs import Paragraph
from koinon.register.engine.wording.deadlines import date_in
from koinon.register.engine.wording.parties import Names

_ORGAN = re.compile(
    r"\A(?:\d+\.\s*)?(?P<who>(?:The|THE|L['’]|La|Le|El)\s?(?:[A-Z][\w’'-]*)"
    r"(?:\s+(?:of|and|for|on|the|de|des|du|la|las|los|y|et|[A-Z][\w’'-]*))*)\s*,\s*"
    r"(?:\Z|(?=(?:[A-Z][a-z]+ing\b|(?i:having|recalling|considering|noting|guided|deeply|acting|meeting|under|in\s+accordance|"
    r"at\s+its|rappelant|considérant|ayant|recordando|considerando|teniendo|reafirmando|convaincue?)\b)))"
)
_WE_THE = re.compile(
    r"\b(?:We|Nous|Nosotros|Nosotras|Quienes suscribimos)\s*(?:[,—–-]\s*|\s+(?=the\b))"
    r"(?P<who>(?:the|governments|"
    r"alcaldes\w*|les|los|las|representatives|members|ministers|leaders|heads|civil|youth|"
    r"parliamentarians)\b[^;:]{3,260}?)(?=,\s|;|:|\bheld\b|\bmet\b|\bmeeting\b|\bgathered\b|"
    r"\bassembled\b|\bhaving\b|\bat\s+the\b|\bréunis\b|\breunidos\b|\s+(?:commit|affirm|urge|call|"
    r"reaffirm|declare|recognize|recognise|recommend|express|welcome|believe|agree|are)\b|\Z)"
)
_BEHALF = re.compile(r"\bOn behalf of (?P<who>(?:the )?[^,.;:]{4,160}?)(?:\s+that\b|\s+who\b|,|\.|;)")
_TITLE_BY = re.compile(
    r"\A(?P<who>[A-Z][\w’'–&.,/ -]{2,110}?)(?:['’]s?)?\s+(?:(?:Joint|Policy|Webinar|Final|Civil "
    r"Society(?= Recommend))\s+)*(?:Recommendations|Statement|Communiqu[eé]|Position|Proposals?|"
    r"Submission|Call|Appeal|Contribution)\b"
)
_TITLE_OF = re.compile(
    r"\b(?:Recommendations?|Declaration|Statement|Communiqu[eé]|Resolution|Conclusions|Charter|"
    r"Code(?: of Conduct)?|Submission|Report|Message|Appeal|Déclaration|Recommandations?|Résolution|"
    r"Declaración|Recomendaciones|Resolución|Carta)\s+"
    r"(?:of|by|from|adopted by|issued by|de la|de l['’]|du|des|de los|del|de "
    r"las)\s+(?:the\s+)?(?P<who>[A-Z][^:;,–—()]{3,110})",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"\b(?:Adopted|Issued|Published|Signed|Approved|Endorsed|Prepared|Submitted|Adoptée?|Adoptada|"
    r"Publié)\s+(?:by|par|por)\s+(?:the\s+)?(?P<who>[A-Z][^.;:\n]{3,100}?)(?=\s+(?:on|at|in|during|"
    r"after|following|le|el|en)\b|[,.;]|\Z)"
)
_PUBLISHED = re.compile(
    r"\b(?:The\s+)?(?P<who>(?:[A-Z][\w’'-]+)(?:\s+(?:of|for|and|the|[A-Z][\w’'-]+))*)\s+(?:has\s+|"
    r"have\s+)?(?:published|pubished|released|issued|launched)\b[^.]{0,60}\b(?:paper|report|brief|"
    r"statement|study|declaration|recommendations)\b"
)
_ORGANISATION = re.compile(
    r"\b(?:Cent(?:er|re)|Institute|Foundation|Network|Association|Council|Commission|Committee|Union|"
    r"Organi[sz]ation|Alliance|Coalition|Forum|Federation|"
    r"Endowment|Fund|Assembly|Parliament|Secretariat|Initiative|Movement|Without Borders|Watch|"
    r"International|Society|Group|Ministry|Office|Community|"
    r"Republic|Kingdom|Federation of|Conference|League|Bank|Agency|University|Caucus|Partnership|"
    r"Exchange|Campaign|Observatory|Congress|Consortium|Democracies|Institut|Fundación|Red|Réseau)\b"
)
_UN_ORGANS = {
    "general assembly": "UN General Assembly",
    "security council": "UN Security Council",
    "human rights council": "UN Human Rights Council",
    "economic and social council": "Economic and Social Council",
}


def bare_title(text: str) -> str:
    """A heading without its marks."""
    return text.lstrip("# ").strip(" *_")


def issuers_of(title: str, head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    """Who issues a document, by its opening words, its title, its imprint, its first verbs."""
    for paragraph in head:
        if found := _speaker(paragraph, names, title):
            return tuple(_of_which(name, head) for name in found)
    for paragraph in head[:14]:
        if match := _BEHALF.search(paragraph.plain[:400]):
            if by := _TITLE_BY.match(title):
                return (
                    _tidy(
                        by.group("who") + (" Civil Society" if "Civil Society Recommend" in title else ""),
                        names,
                    ),
                )
            return (_tidy(match.group("who"), names),)
    for pattern in (_TITLE_OF, _TITLE_BY):
        if match := pattern.search(title):
            who = _tidy(match.group("who"), names)
            if re.match(
                r"(?:conduct|practice|ethics|action|principles?|intent|rights|good|human|best|"
                r"commitments?|independence|conduite|conducta)\b",
                who,
                re.IGNORECASE,
            ):
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


def _speaker(paragraph: Paragraph, names: Names, title: str) -> tuple[str, ...]:
    words = paragraph.plain
    if (match := _ORGAN.match(words)) and len(match.group("who")) < 90:
        return (_tidy(match.group("who"), names),)
    if match := _WE_THE.search(words[:500]):
        return (_group(match.group("who"), names, title),)
    if met := _MET.match(words):
        return (_tidy(met.group("who"), names),)
    start = re.match(
        r"The (Parliamentary Assembly|European Parliament|Committee of Ministers|Human Rights "
        r"Council|General Assembly|Congress|Standing Committee)\b",
        words,
    )
    return (_tidy(start.group(1), names),) if start and paragraph.marker is not None else ()


_IMPRINT = re.compile(r"\s+(?:adopted|signed|held|issued|done|approved)\b.*\Z", re.DOTALL)
_MET = re.compile(
    r"\A(?:The\s+)?(?P<who>(?:[A-Z][\w’'-]+\s+){1,5}?"
    r"(?:Ministers|Leaders|Heads of (?:State and )?Government|Parliamentarians|Officials))"
    r"(?:\s+[^.]{0,60}?)?\s+met\b"
)


def _tidy(who: str, names: Names) -> str:
    who = re.sub(
        r"[\s,]+(?:(?:January|February|March|April|May|June|July|August|September|October|November|"
        r"December)\b.*|(?:19|20)\d\d)\Z",
        "",
        who,
    )
    who = re.sub(r"\s*\([^()]*\)\Z", "", re.sub(r"\A(?:the\s+)?\d+\s+", "", who.strip(), flags=re.IGNORECASE))
    bare = re.sub(
        r"\A(?:the|la|le|l['’]|el|los|las|les)\s*", "", who.strip(' ,.“”"'), flags=re.IGNORECASE
    ).strip()
    if " " not in bare:
        bare = names.full.get(bare, bare)
    return _UN_ORGANS.get(bare.lower(), names.name(bare) if bare in names.short else bare)


def _group(who: str, names: Names, title: str) -> str:
    """The body behind "the Participants in the … Conference of the Community of Democracies"."""
    low = who.lower()
    if re.match(
        r"(?:the\s+)?(?:governments?\s+of|(?:participants|representatives|delegates|delegations)\s+from)\b",
        low,
    ):
        return _known_in(title, names) or "participating governments"
    if re.search(r"undersigned|endorsing|signatory organi|signatories", low):
        return "endorsing organizations"
    for match in reversed(
        list(
            re.finditer(
                r"\b(?:of|de|du|des|del)\s+(?:the\s+|la\s+|las\s+|"
                r"los\s+)?(?P<org>(?:[A-Z0-9][\w’'-]*)(?:\s+(?:of|and|for|de|des|y|et|"
                r"[A-Z][\w’'-]*))*)",
                who,
            )
        )
    ):
        org = match.group("org").strip()
        if names.known(org) or _ORGANISATION.search(org):
            head = re.match(
                r"(?:the\s+)?(leaders|ministers|parliamentarians|foreign ministers|heads of state "
                r"and government|youth)\b",
                low,
            )
            return (
                org
                if not head or head.group(1) == "heads of state and government"
                else f"{org} {head.group(1)}"
            )
    return _tidy(who, names)


def _organisation_lines(title: str, head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    for paragraph in head[:8]:
        words = _IMPRINT.sub("", bare_title(paragraph.plain))
        if (
            words == title
            or paragraph.marker
            or names.lexicon.triggers.search(words)
            or names.lexicon.is_imperative(words)
            or len(words) > 90
            or words.endswith((".", ":", ";"))
        ):
            continue
        if (
            names.known(words)
            or (
                _ORGANISATION.search(words)
                and all(w[0].isupper() or len(w) < 5 for w in words.split())
                and " " in words
                and not date_in(words)
            )
        ) and not re.search(
            r"\b(?:declaration|recommendations?|plan|principles|statement|action|resolution|"
            r"towards?|enhancing|strengthening|protecting|policy brief|conference on|dialogue)\b|"
            r":",
            words,
            re.IGNORECASE,
        ):
            return (words,)
    return ()


def _by_verb(head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    """The subject of "… (DWB) recognizes", "… believes": the body that holds the opinions."""
    for paragraph in head[:12]:
        match = re.match(
            r"(?:The\s+)?(?P<who>[A-Z][\w’'-]+(?:\s+(?:of|for|and|the|"
            r"[A-Z][\w’'-]+)){0,7})\s*(?:\([A-Z][\w-]+\))?,?\s+(?:with [\w ]{3,30} "
            r")?(?:recogni[sz]es|believes|welcomes|is|has|calls|urges|recommends|presents|supports|"
            r"considers|notes)\b",
            paragraph.plain,
        )
        if match and (_ORGANISATION.search(match.group("who")) or names.known(match.group("who"))):
            return (_tidy(match.group("who"), names),)
    return ()


def _most_named(title: str, head: Sequence[Paragraph], names: Names) -> tuple[str, ...]:
    if match := re.search(
        r"\b(G-?(?:7|8|20)|ASEAN|OSCE|Commonwealth|African Union|European Union|Council of Europe|"
        r"OAS|Community of Democracies)\b",
        title,
    ):
        return (match.group(1),)
    return ()


def _known_in(title: str, names: Names) -> str:
    """The longest run of capitalised words of a title that the directory knows as a body."""
    words = title.split()
    for length in range(min(8, len(words)), 1, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length]).strip(" ,.:;")
            party = names.known(name) if name[:1].isupper() else None
            if party is not None and party.kind not in ("state", "class"):
                return name
    return ""


def _of_which(name: str, head: Sequence[Paragraph]) -> str:
    """The General Assembly is not always that of the United Nations."""
    bare = name.removeprefix("UN ")
    if name == bare or any("United Nations" in paragraph.plain for paragraph in head):
        return name
    american = any("American States" in paragraph.plain for paragraph in head)
    return f"OAS {bare}" if american else bare
