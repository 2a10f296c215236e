"""ODT to text: paragraphs with rebuilt enumerators, headings, table rows, notes and headers at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.archives import Archive, Element, damaged, protected
from koinon.register.engine.sources.composing import Composer, Inline, Line, superscript
from koinon.register.engine.sources.enumerators import indent
from koinon.register.engine.sources.limits import Limits
from koinon.register.engine.sources.odt_styles import LEVELS, PLAIN, STYLE, TEXT, Counter, Look, Styles, whole

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_DROPPED = frozenset(
    (
        *(
            f"{TEXT}{name}"
            for name in ("tracked-changes", "ruby-text", "sequence-decls", "index-title-template")
        ),
        *(f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")),
        f"{TEXT}hidden-text",
    )
)
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")
)
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_MOST_SPACES = 100


@dataclass(slots=True)
class _OpenList:
    """Where in the lists the walk stands: the numbers, the level from 0, what the next paragraph gets."""

    counter: Counter
    depth: int
    start: int | None = None
    fresh: bool = False


@dataclass(slots=True)
class _Body:
    """The walk over the body and over everything with the same content model."""

    composer: Composer
    styles: Styles
    outline: Counter
    inline: Inline = field(default_factory=Inline)
    notes: list[tuple[str, Element]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    counters: dict[str, Counter] = field(default_factory=dict)
    around: tuple[tuple[Role, int], ...] = ()
    item_before: bool = False
    title: str | None = None

    def walk(self, parent: Element, at: _OpenList | None = None) -> None:
        """Write every block below `parent`."""
        for node in parent:
            tag = node.tag
            if tag in _PARAGRAPHS:
                self._paragraph(node, at)
            elif tag == f"{TEXT}list":
                self._list(node, at)
            elif tag == f"{_TABLE}table":
                self._table(node)
            elif tag in _INDEXES:
                before, self.around = self.around, ((Role.APART, 0),)
                self.walk(node, at)
                self.around = before
            elif isinstance(tag, str) and tag not in _DROPPED:
                self.walk(node, at)

    def _list(self, node: Element, outer: _OpenList | None) -> None:
        style = node.get(f"{TEXT}style-name", "")
        if outer is None:
            counter = self._counter(node, style)
            depth = 0
        else:
            own = self.styles.lists.get(style)
            counter, depth = outer.counter, min(outer.depth + 1, LEVELS - 1)
            if own and own is not counter.levels:
                counter = Counter(own)
        for item in node:
            if item.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                start = item.get(f"{TEXT}start-value")
                number = whole(start, 1) if start else None
                self.walk(item, _OpenList(counter, depth, number, item.tag == f"{TEXT}list-item"))

    def _counter(self, node: Element, style: str) -> Counter:
        """Fresh numbers, or those of the list that this one says it continues."""
        continued = node.get(f"{TEXT}continue-list")
        if not continued and node.get(f"{TEXT}continue-numbering") == "true":
            continued = f"style {style}"
        counter = self.counters.get(continued or "") or Counter(self.styles.lists.get(style, {}))
        self.counters[f"style {style}"] = counter
        if key := node.get(_XML_ID):
            self.counters[key] = counter
        return counter

    def _paragraph(self, node: Element, at: _OpenList | None) -> None:
        look = self.styles.look(node, "paragraph")
        if not look.hidden:
            self._write(node, look)
        lead = self._enumerator(node, at)
        heading = whole(node.get(f"{TEXT}outline-level"), 1) if node.tag == f"{TEXT}h" else 0
        if look.named in ("Title", "Heading"):
            heading = heading or 1
        self._put(self.inline.line(), lead, heading, at, look)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.walk(box)

    def _enumerator(self, node: Element, at: _OpenList | None) -> str:
        """The enumerator of a list item's first paragraph, or of a numbered heading."""
        if at is not None and at.fresh:
            at.fresh = False
            return at.counter.enumerator(at.depth, at.start)
        if at is None and node.tag == f"{TEXT}h" and node.get(f"{TEXT}is-list-header") != "true":
            depth = min(whole(node.get(f"{TEXT}outline-level"), 1), LEVELS) - 1
            return self.outline.enumerator(max(0, depth)) if self.outline.levels else ""
        return ""

    def _put(self, line: Line, enumerator: str, heading: int, at: _OpenList | None, look: Look) -> None:
        if not line.text:
            return
        roles = list(self.around)
        lead = f"{enumerator} " if enumerator else ""
        item = at is not None and not heading
        if heading:
            roles.append((Role.HEADING, heading))
            if look.named == "Title" and not self.title:
                self.title = line.text.replace("\n", " ")
        elif at is not None:
            if lead:
                roles.append((Role.ITEM, at.depth + 1))
            lead = indent(at.depth + 1) + (lead or "  ")
        self.composer.put(line, roles=roles, lead=lead, gap="\n" if item and self.item_before else "\n\n")
        self.item_before = item

    def _write(self, node: Element, look: Look) -> None:
        """Write the visible text below `node` with its bold and raised stretches."""
        self._add(node.text, look)
        for child in node:
            tag = child.tag
            if tag == f"{TEXT}span":
                own = self.styles.look(child, "text")
                if not own.hidden:
                    self._write(child, Look(look.bold or own.bold, look.raised or own.raised))
            elif tag == f"{TEXT}s":
                self.inline.add(" " * min(whole(child.get(f"{TEXT}c"), 1), _MOST_SPACES))
            elif tag == f"{TEXT}tab":
                self.inline.add(" ")
            elif tag == f"{TEXT}line-break":
                self.inline.mark("\n")
            elif tag == f"{TEXT}note":
                self.notes.append((_note_sign(child), child))
                self.inline.add(superscript(_note_sign(child)))
            elif tag == f"{_DRAW}text-box":
                self.boxes.append(child)
            elif isinstance(tag, str) and tag not in _DROPPED:
                self._write(child, look)
            self._add(child.tail, look)

    def _add(self, text: str | None, look: Look) -> None:
        if text:
            raised = look.raised and text.strip().isdecimal()
            self.inline.add(superscript(text) if raised else text, bold=look.bold)

    def _table(self, table: Element) -> None:
        rows = [
            r for r in table.iter(f"{_TABLE}table-row") if next(r.iterancestors(f"{_TABLE}table")) is table
        ]
        nested = any(e is not table for e in table.iter(f"{_TABLE}table"))
        listed = any(
            sum(1 for _ in cell.iter(f"{TEXT}list-item")) > 1 for row in rows for cell in _cells(row)
        )
        if nested or listed or all(len(_cells(row)) < 2 for row in rows):
            for row in rows:
                for cell in _cells(row):
                    self.walk(cell)
            return
        for number, row in enumerate(rows):
            for at, cell in enumerate(_cells(row)):
                if at:
                    self.inline.mark("\t")
                for paragraph in cell.iter(*_PARAGRAPHS):
                    self._write(paragraph, self.styles.look(paragraph, "paragraph"))
                    self.inline.add(" ")
            line = self.inline.line()
            self.composer.put(line, roles=[*self.around, (Role.TABLE_ROW, 0)], gap="\n" if number else "\n\n")
        self.item_before = False


def odt(archive: Archive, limits: Limits) -> Extract:
    """The text of an OpenDocument text; notes follow the body, headers and footers come last."""
    manifest = archive.part("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
        raise protected(archive.name)
    root = archive.required(archive.main)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged(archive.name, "odt", sentence("its content has no text body"))
    page_styles = archive.part("styles.xml")
    styles = Styles.of((root, page_styles))
    numbered = {depth: level for depth, level in styles.outline.items() if level.format}
    walk = _Body(Composer(archive.name, limits), styles, Counter(numbered))
    try:
        walk.walk(body)
        _notes(walk)
        _headers(page_styles, walk)
    except RecursionError as error:
        raise damaged(archive.name, "odt", sentence("its parts are nested too deeply")) from error
    about = archive.part("meta.xml")
    meta = about.find(f"{_OFFICE}meta") if about is not None else None
    title = (meta.findtext(f"{_DC}title") or "").strip() if meta is not None else ""
    language = (meta.findtext(f"{_DC}language") or "").strip() if meta is not None else ""
    return walk.composer.extract("odt", title=walk.title or title or None, language=language or None)


def _cells(row: Element) -> list[Element]:
    """The cells of a row, covered ones included (they are empty), trailing repeats left out."""
    names = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
    return [cell for cell in row if cell.tag in names]


def _note_sign(note: Element) -> str:
    return (note.findtext(f"{TEXT}note-citation") or "").strip()


def _notes(walk: _Body) -> None:
    """Footnotes and endnotes in the order of their references, each on one line after the body."""
    for sign, note in list(walk.notes):
        body = note.find(f"{TEXT}note-body")
        for paragraph in body.iter(*_PARAGRAPHS) if body is not None else ():
            walk._write(paragraph, PLAIN)
            walk.inline.add(" ")
        lead = f"{superscript(sign)} " if sign else ""
        walk.composer.put(walk.inline.line(), roles=[(Role.FOOTNOTE, 0)], lead=lead)


def _headers(root: Element | None, walk: _Body) -> None:
    """Running headers and footers, each wording once."""
    seen: set[str] = set()
    names = [f"{STYLE}{place}{kind}" for place in ("header", "footer") for kind in ("", "-left", "-first")]
    for part in root.iter(*names) if root is not None else ():
        for paragraph in part.iter(*_PARAGRAPHS):
            walk._write(paragraph, PLAIN)
            line = walk.inline.line()
            if line.text and line.text not in seen:
                seen.add(line.text)
                walk.composer.put(line, roles=[(Role.APART, 0)])
