"""DOCX to text: paragraphs with rebuilt enumerators, headings, table rows, notes and headers at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.archives import Archive, Element, damaged
from koinon.register.engine.sources.composing import Composer, Inline, Line, superscript
from koinon.register.engine.sources.docx_numbering import Numbering, W
from koinon.register.engine.sources.docx_runs import Notes, Runs
from koinon.register.engine.sources.docx_styles import PLAIN, Style, Styles, list_of, outline_of
from koinon.register.engine.sources.enumerators import indent
from koinon.register.engine.sources.limits import Limits

_DC = "{http://purl.org/dc/elements/1.1/}"
_WRAPPERS = frozenset(f"{W}{t}" for t in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_DRAFT_TITLES = ("microsoft word", "document", "untitled", "template")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph resolved: its style, heading level (0: none), enumerator and list level (from 0)."""

    style: Style
    heading: int
    enumerator: str | None
    depth: int


@dataclass(slots=True)
class _Body:
    """The walk over the body and over everything with the same content model."""

    composer: Composer
    styles: Styles
    numbering: Numbering
    runs: Runs
    inline: Inline = field(default_factory=Inline)
    title: str | None = None
    around: tuple[tuple[Role, int], ...] = ()
    item_before: bool = False

    def walk(self, parent: Element) -> None:
        """Write every block below `parent`."""
        for node in parent:
            if node.tag == f"{W}p":
                self._paragraph(node)
            elif node.tag == f"{W}tbl":
                self._table(node)
            elif node.tag in _WRAPPERS:
                self._wrapped(node)

    def _wrapped(self, node: Element) -> None:
        gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
        before = self.around
        if contents:
            self.around = ((Role.APART, 0),)
        self.walk(node)
        self.around = before

    def _paragraph(self, node: Element) -> None:
        properties = node.find(f"{W}pPr")
        merged = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
        self.runs.write(node, self.inline, self._style(properties))
        if merged:  # the paragraph mark is deleted: the next paragraph continues this one
            self.inline.add(" ")
            return
        resolved = self._resolved(properties)
        self._put(self.inline.line(), resolved)
        boxes, self.runs.boxes = self.runs.boxes, []
        for box in boxes:
            self.walk(box)

    def _put(self, line: Line, paragraph: _Paragraph) -> None:
        if not line.text:
            return
        roles = list(self.around)
        if paragraph.style.contents and not roles:
            roles.append((Role.APART, 0))
        lead = f"{paragraph.enumerator} " if paragraph.enumerator else ""
        if paragraph.heading:
            roles.append((Role.HEADING, paragraph.heading))
            if paragraph.style.name.lower() == "title" and not self.title:
                self.title = line.text.replace("\n", " ")
        elif lead:
            roles.append((Role.ITEM, paragraph.depth + 1))
            lead = indent(paragraph.depth + 1) + lead
        item = bool(lead) and not paragraph.heading
        self.composer.put(line, roles=roles, lead=lead, gap="\n" if item and self.item_before else "\n\n")
        self.item_before = item

    def _style(self, properties: Element | None) -> Style:
        return self.styles.named(properties, "pStyle") or self.styles.usual or PLAIN

    def _resolved(self, properties: Element | None) -> _Paragraph:
        style = self._style(properties)
        outline = outline_of(properties)
        number, depth = list_of(properties)
        if number is None and style.number is not None:
            number, depth = style.number, depth if depth is not None else style.depth
            reference = properties.find(f"{W}pStyle") if properties is not None else None
            linked = (
                self.numbering.by_style.get(reference.get(f"{W}val", "")) if reference is not None else None
            )
            if linked and linked[0] == number and style.depth is None:
                depth = linked[1]
        depth = depth or 0
        enumerator = self.numbering.enumerator(number, depth) if number else None
        return _Paragraph(style, style.outline if outline is None else outline, enumerator, depth)

    def _table(self, table: Element) -> None:
        rows = [
            row
            for row in table.iter(f"{W}tr")
            if row.find(f"{W}trPr/{W}del") is None and next(row.iterancestors(f"{W}tbl")) is table
        ]
        if self._laid_out(table, rows):
            for row in rows:
                for cell in _cells(row):
                    self.walk(cell)
            return
        for number, row in enumerate(rows):
            for at, cell in enumerate(_cells(row)):
                if at:
                    self.inline.mark("\t")
                if not _continued(cell):
                    self._cell(cell)
            self.composer.put(
                self.inline.line(),
                roles=[*self.around, (Role.TABLE_ROW, 0)],
                gap="\n" if number else "\n\n",
            )
        self.item_before = False

    def _laid_out(self, table: Element, rows: list[Element]) -> bool:
        """Whether the table is mere layout: one column, tables inside, or lists and headings in cells."""
        if any(e is not table for e in table.iter(f"{W}tbl")) or all(len(_cells(r)) < 2 for r in rows):
            return True
        for row in rows:
            for cell in _cells(row):
                listed = 0
                for paragraph in cell.iter(f"{W}p"):
                    properties = paragraph.find(f"{W}pPr")
                    style = self._style(properties)
                    listed += bool((list_of(properties)[0] or style.number or "0") != "0")
                if listed > 1:
                    return True
        return False

    def _cell(self, cell: Element) -> None:
        for paragraph in cell.iter(f"{W}p"):
            properties = paragraph.find(f"{W}pPr")
            resolved = self._resolved(properties)
            if resolved.enumerator:
                self.inline.add(f"{resolved.enumerator} ")
            self.runs.write(paragraph, self.inline, resolved.style)
            self.inline.add(" ")


def docx(archive: Archive, limits: Limits) -> Extract:
    """The text of a Word document; notes follow the body, headers and footers come last."""
    root = archive.required(archive.main)
    body = root.find(f"{W}body")
    if body is None:
        raise damaged(archive.name, "docx", sentence("its main part has no body"))
    folder = archive.main.rpartition("/")[0]
    styles = Styles.of(archive.part(f"{folder}/styles.xml"))
    numbering = Numbering.of(archive.part(f"{folder}/numbering.xml"), styles.numbers)
    walk = _Body(Composer(archive.name, limits), styles, numbering, Runs(styles, Notes()))
    try:
        walk.walk(body)
        _notes(archive, folder, walk)
        _headers(archive, folder, walk)
    except RecursionError as error:
        raise damaged(archive.name, "docx", sentence("its parts are nested too deeply")) from error
    title, language = _about(archive)
    return walk.composer.extract("docx", title=walk.title or title, language=language or styles.language)


def _cells(row: Element) -> list[Element]:
    """The cells of a row, also inside content controls."""
    return [c for c in row.iter(f"{W}tc") if next(c.iterancestors(f"{W}tr"), None) is row]


def _continued(cell: Element) -> bool:
    """Whether the cell continues the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _notes(archive: Archive, folder: str, walk: _Body) -> None:
    """Footnotes and endnotes in the order of their references, each on one line after the body."""
    parts = {kind: archive.part(f"{folder}/{kind}s.xml") for kind in ("footnote", "endnote")}
    found = {
        (kind, node.get(f"{W}id", "")): node
        for kind, root in parts.items()
        if root is not None
        for node in root.iter(f"{W}{kind}")
    }
    for key, number in list(walk.runs.notes.order.items()):
        if key in found:
            for paragraph in found[key].iter(f"{W}p"):
                walk.runs.write(paragraph, walk.inline, PLAIN)
                walk.inline.add(" ")
            walk.composer.put(
                walk.inline.line(), roles=[(Role.FOOTNOTE, 0)], lead=f"{superscript(str(number))} "
            )


def _headers(archive: Archive, folder: str, walk: _Body) -> None:
    """Running headers and footers, each wording once."""
    seen: set[str] = set()
    for path in (*archive.names(f"{folder}/header"), *archive.names(f"{folder}/footer")):
        root = archive.part(path)
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            walk.runs.write(paragraph, walk.inline, PLAIN)
            line = walk.inline.line()
            if line.text and line.text not in seen:
                seen.add(line.text)
                walk.composer.put(line, roles=[(Role.APART, 0)])


def _about(archive: Archive) -> tuple[str | None, str | None]:
    """Title and language of the package's properties, if a person seems to have set them."""
    root = archive.part("docProps/core.xml")
    if root is None:
        return None, None
    title = (root.findtext(f"{_DC}title") or "").strip()
    language = (root.findtext(f"{_DC}language") or "").strip()
    return None if title.lower().startswith(_DRAFT_TITLES) else title or None, language or None
