"""The `meta` of an Akoma Ntoso statement: what it is, what it refers to, each provision's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from koinon.kernel.lines import writable
from koinon.register.engine.exports.papers import Item, Named, Paper, Rendering

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
OWN = "{urn:koinon:register:1}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Element: TypeAlias = etree._Element
SOURCE = "#register"
NOWHERE = "zz"  # ISO 3166-1 keeps it for users: issued by no single country
# ISO 639-1 → 639-2/T, as the naming convention has languages
_LANGUAGES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "id": "ind",
    "it": "ita", "ja": "jpn", "km": "khm", "ko": "kor", "lo": "lao", "ms": "msa", "my": "mya", "nl": "nld",
    "pl": "pol", "pt": "por", "ru": "rus", "sw": "swa", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie",
    "zh": "zho",
}  # fmt: skip


def add(home: Element, name: str, /, **attributes: str) -> Element:
    """A child element of the standard's own namespace."""
    return etree.SubElement(home, f"{AKN}{name}", {k: writable(v) for k, v in attributes.items()})


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a provision refers to: its element in the references, identifier, address and name."""

    tag: str
    eid: str
    href: str
    name: str

    @classmethod
    def of(cls, party: Named) -> Subject:
        """A party, known or named only."""
        eid = f"party_{party.key}" if party.key else f"named_{_token(party.name)}"
        return cls("TLCOrganization", eid, party.url or f"/ontology/organization/{eid}", party.name)

    @classmethod
    def about(cls, item: Item) -> list[Subject]:
        """The provision itself first, then who is asked, who asks, its themes, groups and deadline."""
        own = cls("TLCObject", f"item_{item.number}", item.url, item.label or str(item.number))
        found = [own, *map(cls.of, item.addressees), *map(cls.of, item.issuers)]
        for tag, kind, nodes in (("TLCConcept", "theme", item.themes), ("TLCConcept", "group", item.groups)):
            for node in nodes:
                address = node.url or f"/ontology/concept/{kind}/{node.key}"
                found.append(cls(tag, f"{kind}_{_token(node.key)}", address, node.name))
        if item.deadline or item.deadline_due:
            words = item.deadline or str(item.deadline_due)
            found.append(cls("TLCEvent", f"deadline_{item.number}", item.url, words))
        return list({subject.eid: subject for subject in found}.values())


def meta(paper: Paper, renderings: Sequence[Rendering], shown: Rendering | None) -> Element:
    """Identification, life cycle, keywords, references, and each provision's data in our own namespace."""
    top = etree.Element(f"{AKN}meta")
    _identification(add(top, "identification", source=SOURCE), paper, renderings, shown)
    keywords = {theme.key: theme for item in paper.items for theme in item.themes}
    if keywords:
        home = add(top, "classification", source=SOURCE)
        for key, theme in keywords.items():
            add(
                home,
                "keyword",
                value=key,
                showAs=theme.name,
                dictionary="#themes",
                href=f"#theme_{_token(key)}",
            )
    cycle = add(top, "lifecycle", source=SOURCE)
    day = (paper.issued_on or paper.published_at.date()).isoformat()
    add(cycle, "eventRef", date=day, source="#original", type="generation")
    references = add(top, "references", source=SOURCE)
    original = f"{paper.url}source"
    add(references, "original", eId="original", href=original, showAs=paper.source_name or paper.slug)
    add(references, "TLCOrganization", eId="register", href=paper.url, showAs="Koinon")
    add(references, "TLCReference", eId="themes", href="/ontology/themes", showAs="Themes", name="dictionary")
    for subject in _subjects(paper):
        add(
            references, subject.tag, eId=subject.eid, href=subject.href, showAs=" ".join(subject.name.split())
        )
    if paper.items:
        _own(add(top, "proprietary", source=SOURCE), paper)
    return top


def _subjects(paper: Paper) -> Iterator[Subject]:
    told = set[str]()
    issuers = [Subject.of(issuer) for issuer in paper.issuers]
    for subject in (*issuers, *(subject for item in paper.items for subject in Subject.about(item))):
        if subject.eid not in told:
            told.add(subject.eid)
            yield subject


def _identification(
    home: Element, paper: Paper, renderings: Sequence[Rendering], shown: Rendering | None
) -> None:
    day = (paper.issued_on or paper.published_at.date()).isoformat()
    author = Subject.of(paper.issuers[0]).eid if paper.issuers else "unknown"
    work = f"/akn/{NOWHERE}/statement/{paper.kind}/{author}/{day}/{paper.slug}"
    language = shown.language if shown else paper.language
    expression = f"{work}/{_code(language)}@{paper.published_at.date().isoformat()}"
    level = add(home, "FRBRWork")
    _core(level, f"{work}/!main", work, day, "issued", paper.issuers)
    add(level, "FRBRcountry", value=NOWHERE)
    add(level, "FRBRsubtype", value=paper.kind)
    add(level, "FRBRname", value=paper.title)
    level = add(home, "FRBRExpression")
    when = (shown and shown.made_on and shown.made_on.isoformat()) or day
    _core(level, f"{expression}/!main", expression, when, "expressed", paper.issuers)
    own = shown is None or shown.standing == "authoritative"
    add(level, "FRBRauthoritative", value="true" if own else "false")
    add(level, "FRBRlanguage", language=_code(language))
    if shown:
        add(
            level, "FRBRtranslation", href=f"{work}/{_code(paper.language)}@", by=SOURCE,
            fromLanguage=_code(paper.language), authoritative="true" if own else "false",
        )  # fmt: skip
    level = add(home, "FRBRManifestation")
    made = paper.published_at.date().isoformat()
    _core(level, f"{expression}/!main.xml", f"{expression}.xml", made, "published", ())
    for other in renderings:
        if other is not shown:
            alias = f"{work}/{_code(other.language)}@"
            level.insert(2, _alias(alias, other.language))
    add(level, "FRBRformat", value="application/akn+xml")


def _alias(value: str, language: str) -> Element:
    return etree.Element(f"{AKN}FRBRalias", value=value, name=f"expression-{_token(language)}")


def _core(home: Element, this: str, uri: str, day: str, name: str, authors: Sequence[Named]) -> None:
    add(home, "FRBRthis", value=this)
    add(home, "FRBRuri", value=uri)
    add(home, "FRBRdate", date=day, name=name)
    for author in authors:
        add(home, "FRBRauthor", href=f"#{Subject.of(author).eid}", **{"as": "#author"})
    if not authors:
        add(home, "FRBRauthor", href=SOURCE, **{"as": "#editor"})


def _own(home: Element, paper: Paper) -> None:
    for item in paper.items:
        row = etree.SubElement(
            home, f"{OWN}provision", {"number": str(item.number), "href": f"#provision_{item.number}"},
            nsmap={"koinon": OWN[1:-1]},
        )  # fmt: skip
        facts = {
            "label": item.label,
            "kind": item.kind,
            "strength": item.strength,
            "revision": str(item.revision),
            "url": item.url,
            "deadline": item.deadline,
            "from": str(item.deadline_from or ""),
            "due": str(item.deadline_due or ""),
            "page": str(item.page or ""),
        }
        for name, value in facts.items():
            if value:
                row.set(name, writable(value))
        for name, named in (("addressee", item.addressees), ("issuer", item.issuers)):
            for party in named:
                etree.SubElement(row, f"{OWN}{name}", {"href": f"#{Subject.of(party).eid}"})


def _code(language: str) -> str:
    return _LANGUAGES.get(language[:2].lower(), "und")


def _token(name: str) -> str:
    """The name as part of an identifier: letters and digits of any script, without white space."""
    return re.sub(r"\W+", "-", writable(name)).strip("-").lower()[:80] or "unnamed"
