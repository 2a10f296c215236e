"""A document with its provisions as Akoma Ntoso 3.0 (OASIS LegalDocumentML 1.0): the `statement` type.

The text stands in sections and paragraphs as the edition lays it out; each provision is an `inline` over
its own words whose `refersTo` leads to parties, themes and the deadline in the references. The shape is
that of the OASIS schema akomantoso30.xsd; identifiers follow the naming convention (eId, FRBR addresses).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from koinon.kernel.lines import writable
from koinon.register.engine.edition import Block, Span, edition, headings
from koinon.register.engine.exports.akn_meta import AKN, XML_LANG, Element, Subject, add, meta
from koinon.register.engine.exports.papers import Item, Paper, Rendering


def statement(paper: Paper, renderings: Sequence[Rendering] = (), *, shown: str = "") -> bytes:
    """The document as an XML file: in its own language, or in that of the rendering of language `shown`.

    A rendering holds the provisions only, in the document's order; a provision without a wording stands
    in the document's own language, marked as such by its class and xml:lang.
    """
    rendering = next((r for r in renderings if r.language == shown), None)
    spaces: dict[str | None, str] = {None: AKN[1:-1]}
    root = etree.Element(f"{AKN}akomaNtoso", nsmap=spaces)  # type: ignore[arg-type]  # its stubs lack None
    contains = "singleVersion" if paper.revision > 1 else "originalVersion"
    body = add(root, "statement", name=paper.kind, contains=contains)
    body.append(meta(paper, renderings, rendering))
    _preface(add(body, "preface"), paper, rendering)
    main = add(body, "mainBody", eId="body")
    if rendering:
        _rendered(main, paper, rendering)
    else:
        _Body(main, {item.number: item for item in paper.items}).fill(_blocks(paper))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _blocks(paper: Paper) -> Iterable[Block]:
    spans = [Span(item.number, item.start, item.end) for item in paper.items]
    heads = paper.headings or headings(paper.text, ((item.start, item.section) for item in paper.items))
    return edition(paper.text, heads, spans)


def _preface(preface: Element, paper: Paper, rendering: Rendering | None) -> None:
    line = add(preface, "p", eId="preface__p_1")
    title = add(line, "docTitle", eId="preface__p_1__docTitle_1")
    title.text = writable((rendering and rendering.title) or paper.title)
    for n, issuer in enumerate(paper.issuers, 1):
        line = add(preface, "p", eId=f"preface__p_{n + 1}")
        who = add(line, "docProponent", eId=f"preface__p_{n + 1}__docProponent_1")
        who.set("refersTo", f"#{Subject.of(issuer).eid}")
        who.text = writable(issuer.name)
    if paper.issued_on:
        line = add(preface, "p", eId=f"preface__p_{len(paper.issuers) + 2}")
        date = add(line, "docDate", date=paper.issued_on.isoformat())
        date.text = paper.issued_on.isoformat()


@dataclass
class _Section:
    """An open section: its element, level, identifier, and how much it holds already."""

    element: Element
    level: int
    eid: str
    sections: int = 0
    paragraphs: int = 0
    inner: Element | None = None


@dataclass
class _Body:
    """Fills the body: sections within sections as the levels of the headings say.

    Text of a section stands in its `content`, or in its `intro` once a section follows within it.
    """

    main: Element
    items: dict[int, Item]
    opened: dict[int, int] = field(default_factory=dict)  # pieces of a provision so far

    def fill(self, blocks: Iterable[Block]) -> None:
        path = [_Section(self.main, 0, "")]
        for block in blocks:
            if block.level:
                while path[-1].level >= block.level:
                    path.pop()
                path.append(self._section(path[-1], block))
            else:
                self._paragraph(path[-1], block)
        if not len(self.main):  # the schema asks for something
            add(self.main, "p", eId="p_1")

    def _section(self, outer: _Section, block: Block) -> _Section:
        if outer.inner is not None:
            _rename(outer)
        outer.sections += 1
        eid = f"{outer.eid}__sec_{outer.sections}".removeprefix("__")
        element = add(outer.element, "section", eId=eid)
        self._pieces(add(element, "heading", eId=f"{eid}__heading"), block)
        return _Section(element, block.level, eid)

    def _paragraph(self, section: _Section, block: Block) -> None:
        home = section.element
        if section.level:
            if section.inner is None:
                section.inner = add(home, "content", eId=f"{section.eid}__content")
            home = section.inner
        section.paragraphs += 1
        prefix = home.get("eId") if section.level else ""
        eid = f"{prefix}__p_{section.paragraphs}".removeprefix("__")
        self._pieces(add(home, "p", eId=eid), block)

    def _pieces(self, home: Element, block: Block) -> None:
        for piece in block.pieces:
            inner = home
            for number in piece.spans:
                inner = self._mark(inner, self.items[number])
            text = writable(piece.text)
            if inner is home and len(home):
                home[-1].tail = (home[-1].tail or "") + text
            else:
                inner.text = (inner.text or "") + text

    def _mark(self, home: Element, item: Item) -> Element:
        part = self.opened[item.number] = self.opened.get(item.number, 0) + 1
        return _marked(home, item, part)


def _rename(section: _Section) -> None:
    """Text before a section within a section is its introduction."""
    old, new = section.inner, f"{section.eid}__intro"
    if old is None or old.tag == f"{AKN}intro":
        return
    before = str(old.get("eId"))
    old.tag = f"{AKN}intro"
    for element in old.iter():
        eid = element.get("eId")
        if eid and eid.startswith(before):
            element.set("eId", new + eid[len(before) :])


def _marked(home: Element, item: Item, part: int = 1) -> Element:
    eid = f"provision_{item.number}" + (f"__part_{part}" if part > 1 else "")
    mark = add(home, "inline", eId=eid, name="provision")
    mark.set("class", f"{item.kind} {item.strength}")
    mark.set("refersTo", " ".join(f"#{subject.eid}" for subject in Subject.about(item)))
    return mark


def _rendered(main: Element, paper: Paper, rendering: Rendering) -> None:
    """The provisions alone, each a paragraph of its own in the rendering's language or the document's."""
    for n, item in enumerate(paper.items, 1):
        line = add(main, "p", eId=f"p_{n}")
        mark = _marked(line, item)
        wording = rendering.wordings.get(item.number)
        if wording is None:
            mark.set("class", f"{mark.get('class')} untranslated")
        mark.set(XML_LANG, paper.language if wording is None else rendering.language)
        mark.text = writable(item.text if wording is None else wording)
    if not paper.items:
        add(main, "p", eId="p_1")
