"""Items that are not the author's own: pledges under a party's name, recommendations signed by states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from koinon.register.engine.layout.outline import Block, Sort
from koinon.register.engine.wording.parties import Named, Names

_SIGNED = re.compile(
    r"(?P<all>(?:\s*\((?=[A-Z])[^()]{3,160}\)(?:\s*\([a-z][^()]{0,60}\))?)+)\s*[;.,]?\s*(?:and|;)?\s*\Z"
)
_RUN_TOGETHER = re.compile(r"\(([A-Z][^()]*)\)\s*[;.]\s+(?=[A-Z])")
_INSIDE = re.compile(r"\(([A-Z][^()]*)\)")
_EXAMINED = re.compile(
    r"\b(?:examined|considered|supported|accepted|noted|received|"
    r"addressed)\s+by\s+(?:the\s+)?(?P<who>[A-Z][\w’'-]+(?:\s+(?:of|and|the|[A-Z][\w’'-]+))*)"
    r"|\b(?:support|position|recommendations\s+(?:made\s+)?to|recomendaciones\s+a|"
    r"review\s+of)\s+(?:of\s+)?(?:the\s+)?(?P<other>[A-Z][\w’'-]+(?:\s+(?:of|and|the|"
    r"[A-Z][\w’'-]+))*)"
)
_REVIEW = re.compile(
    r"\b(?:peer|periodic|mutual|universal periodic)\s+review\b|\bUPR\b|examen périodique|examen periódico",
    re.IGNORECASE,
)
_PLEDGES = re.compile(
    r"\b(?:pledges?|commitments?|engagements|compromisos|promesses|promesas|voluntary contributions|"
    r"announcements)\b",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"\A[\s*_]*(?P<who>[A-Z\u00c0-\u00de][^:*\n]{2,60}?)[\s*_]*:[\s*_]*(?=\S)")
_SUBJECT = re.compile(
    r"\A(?:The\s+)?(?P<who>[A-Z][\w’'-]+(?:\s+(?:of|for|and|the|"
    r"[A-Z][\w’'-]+))*)\s*(?:[:–—-]\s*(?=to\b|will\b|commit|pledge|intend)|\s+(?=will\b|shall\b|"
    r"commits?\b|pledges?\b|intends?\b|plans?\b|undertakes?\b))"
)
_RUN_IN_ACT = re.compile(
    r"[\s*_]*(?:to|will|shall|may|commits?|pledges?|intends?|plans?|undertakes?|announces?|aims?|agrees?|"
    r"expects?|promises?)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:(?:other|further|international|regional|non-?governmental|invited|participating|new)\s+)*"
    r"(?:observers?|partners?|guests?|others?|organi[sz]ations?|institutions?|networks?|donors|funders|"
    r"companies|foundations|civil society|private sector|entities|stakeholders|participants|members)"
    r"(?:\s+(?:and|&)\s+[\w-]+){0,2}\Z",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:it|we|they|this|these|that|in|by|from|on|at|during|since|after)\b", re.IGNORECASE)
_FORMAL = re.compile(
    r"\A(?:the\s+)?(?:(?:Kingdom|Republic|Commonwealth|Principality|Federation|State|Union|Grand "
    r"Duchy|Government)\s+of\s+(?:the\s+)?)",
    re.IGNORECASE,
)


@dataclass
class Attribution:
    """Whose an item is, where a document gathers the words of several parties.

    `pledging` says that parties pledge under their names, `reviewed` is the party that a review's
    recommendations are made to, `signers` the recommending parties by block, `holders` the pledging
    party by heading or block, `groups` the headings that gather several parties ("Observers").
    """

    pledging: bool = False
    reviewed: Named | None = None
    signers: dict[int, tuple[str, ...]] = field(default_factory=dict)
    holders: dict[int, Named] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)

    def party_of(self, block: Block) -> Named | None:
        """The pledging party of a block, from its own words or the headings above."""
        if id(block) in self.holders:
            return self.holders[id(block)]
        if (
            self.pledging
            and (match := _SUBJECT.match(block.paragraph.plain))
            and not any(id(h) in self.holders for h in block.headings)
        ):
            who = match.group("who").strip()
            return Named(who, who)
        if block.headings and id(block.headings[-1]) in self.groups:
            match = _RUN_IN.match(block.paragraph.text) or _SUBJECT.match(block.paragraph.plain)
            if match and not _NOBODY.match(match.group("who")):
                who = match.group("who").strip(" *_")
                return Named(who, who)
        return next((self.holders[id(h)] for h in reversed(block.headings) if id(h) in self.holders), None)


def attribution(blocks: Sequence[Block], title: str, names: Names) -> Attribution:
    """Find out whether items are signed or pledged, and by whom."""
    items = [block for block in blocks if block.sort is Sort.ITEM]
    found = Attribution()
    if (
        _REVIEW.search(title)
        or any(_REVIEW.search(block.paragraph.plain) for block in blocks[:12])
        or re.search(r"\brecommendations?\b", title, re.IGNORECASE)
    ):
        found.reviewed = _reviewed(blocks, title, names)
    signed = {
        id(b): s
        for b in items
        if (b.marker is None or not b.marker.is_bullet)
        and b.paragraph.text.rstrip(" ;.,").endswith(")")
        and (s := _signers(b.paragraph.text, names))
    }
    numbered = [block for block in items if block.marker is not None and not block.marker.is_bullet]
    if len(signed) >= 3 and len(signed) >= 0.4 * len(numbered):
        found.signers = signed
        found.reviewed = _reviewed(blocks, title, names)
        return found
    _pledges(blocks, items, title, names, found)
    return found


def _signers(text: str, names: Names) -> tuple[str, ...]:
    """The parties in the brackets that end a recommendation, or each of several run together."""
    match = _SIGNED.search(text[-700:])
    if not match:
        return ()
    parts: list[str] = []
    for piece in _INSIDE.findall(match.group("all")):
        parts.extend(_several(piece, names))
    if not parts or any(not _is_name(part, names) for part in parts):
        return ()
    earlier = [_several(inner, names) for inner in _RUN_TOGETHER.findall(text)]
    signed = [part for several in earlier if all(names.known(part) for part in several) for part in several]
    return tuple(dict.fromkeys([*signed, *parts]))


def _several(piece: str, names: Names) -> list[str]:
    if names.known(piece):
        return [piece]
    return [part.strip() for part in re.split(r",\s*|;\s*|\s+and\s+|\s+y\s+|\s+et\s+", piece) if part.strip()]


def _is_name(part: str, names: Names) -> bool:
    return len(part) <= 60 and part[0].isupper() and (not part.isupper() or names.known(part) is not None)


def _reviewed(blocks: Sequence[Block], title: str, names: Names) -> Named | None:
    head = [block.paragraph.plain for block in blocks[:40]]
    for text in [*head, title]:
        for match in _EXAMINED.finditer(text):
            who = (match.group("who") or match.group("other") or "").strip()
            party = names.known(who)
            if (party is not None and party.kind == "state") or (match.group("who") and len(who.split()) < 6):
                return Named(names.name(who), who)
    for text in [title, *head]:
        words = re.split(r"[:–—,-]\s+|\s+of\s+|\s{2,}", text) if len(text) < 200 else []
        for part in words:
            bare = re.sub(r"\s*\([^()]*\)", "", part).strip()
            party = names.known(bare)
            if party is not None and party.kind == "state":
                return Named(names.name(bare), bare)
    return None


def _pledges(
    blocks: Sequence[Block], items: Sequence[Block], title: str, names: Names, found: Attribution
) -> None:
    talks = bool(_PLEDGES.search(title)) or any(
        len(b.paragraph.plain) < 200 and _PLEDGES.search(b.paragraph.plain) for b in blocks[:6]
    )
    run_in = [
        (block, match)
        for block in items
        if (match := _RUN_IN.match(block.paragraph.text))
        and (
            names.known(match.group("who").strip(" *_"))
            or (
                names.strength_of(match.group("who").strip(" *_"))
                and _RUN_IN_ACT.match(block.paragraph.text, match.end())
            )
        )
    ]
    if len(run_in) >= 3 and len(run_in) >= 0.4 * len(items) and talks:
        found.pledging = True
        for block in items:
            match = _RUN_IN.match(block.paragraph.text)
            if match and (
                names.known(match.group("who").strip()) or names.strength_of(match.group("who").strip())
            ):
                who = match.group("who").strip(" *_")
                found.holders[id(block)] = Named(who, who)
        return
    holding = {id(block.headings[-1]): block.headings[-1] for block in items if block.headings}
    words = {block.paragraph.plain for block in blocks if block.sort is not Sort.HEADING}
    party_like = {
        key: heading
        for key, heading in holding.items()
        if heading.marker is None and _is_party(heading.paragraph.plain, names)
    }
    groups = {key for key, heading in party_like.items() if _GROUP.match(_bare(heading.paragraph.plain))}
    loud = {
        key: who
        for key, heading in party_like.items()
        if (who := _bare(heading.paragraph.plain)).isupper() and not names.known(who) and key not in groups
    }
    # capitals may be a theme: parties are named again in what they pledge
    again = sum(any(_quiet(who) in text for text in words) for who in loud.values())
    if loud and again < max(2, 0.5 * len(loud)):
        party_like = {key: heading for key, heading in party_like.items() if key not in loud}
    known = sum(1 for heading in party_like.values() if names.known(_bare(heading.paragraph.plain)))
    if (
        len(party_like) >= 3
        and len(party_like) >= 0.6 * len(holding)
        and ((known >= 3 and known >= 0.6 * len(holding)) or talks)
    ):
        found.pledging = True
        found.groups = groups
        for key, heading in party_like.items():
            who = re.sub(r"\s*\([^()]*\)\Z", "", _bare(heading.paragraph.plain))
            who = _quiet(who) if who.isupper() and not names.known(who) and key not in groups else who
            found.holders[key] = Named(_FORMAL.sub("", who) if not names.known(who) else who, who)


def _quiet(who: str) -> str:
    """A name in capitals as running text writes it; acronyms stay."""
    words = (word if len(word) < 4 and " " not in who else word.capitalize() for word in who.split())
    return re.sub(r"\b(?:Of|And|The|For|On|In)\b", lambda m: m.group().lower(), " ".join(words))


def _bare(text: str) -> str:
    return text.lstrip("# ").strip(" *_:")


def _is_party(text: str, names: Names) -> bool:
    words = _bare(text)
    if names.known(words):
        return True
    return (
        len(words.split()) <= 6
        and not re.match(r"[A-Z][a-z]+ing\b", words)
        and (names.strength_of(words) >= 1 or (words.isupper() and len(words.split()) <= 4))
        and not re.search(
            r"\b(?:annex|introduction|preamble|recommendations?|commitments?|pledges?|background|"
            r"conclusions?|follow|bodies|other|part|section|notes?|contents|contacts?|next|summary|preamble|"
            r"declaration|statement|press|rights|cooperation|security|development|protection)\b",
            words,
            re.IGNORECASE,
        )
    )
