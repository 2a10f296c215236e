"""A report as DOCX: real headings, a header row that repeats, links, language and direction throughout.

The parts are written as elements rather than through python-docx's objects, which take time that grows
with the square of the rows; python-docx gives the package, its styles and its properties.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from koinon.register.engine.exports.papers import right_to_left
from koinon.register.engine.exports.reports import (
    Entry,
    Fact,
    Paragraph,
    Report,
    Row,
    Run,
    Words,
    code,
    shown,
)

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INK, _LINK = RGBColor(0x0A, 0x2F, 0x3D), "0B5C77"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part of the file, so that the same report is the same bytes


def docx(report: Report) -> bytes:
    """The report as the bytes of a DOCX file; the same report gives the same bytes."""
    package = Document()
    at = report.at.replace(tzinfo=None)
    styled(package, report.title.text, report.author, report.language, report.footer, at)
    writer = Writer(package, report.language)
    if report.overline:
        writer.paragraph(Words(report.overline), "Subtitle")
    writer.paragraph(report.title, "Title")
    for fact in report.facts:
        writer.fact(fact)
    for note in report.notes:
        writer.paragraph(Words(note), "Intense Quote")
    if report.rows:
        writer.paragraph(Words(report.overview), "Heading 1")
        writer.table(report.columns, report.rows)
    if report.entries:
        writer.paragraph(Words(report.listed), "Heading 1")
    for entry in report.entries:
        writer.entry(entry)
    if report.text:
        writer.paragraph(Words(report.text_title), "Heading 1")
    for paragraph in report.text:
        writer.text(paragraph, report.text_language or report.language)
    made = BytesIO()
    package.save(made)
    return timeless(made.getvalue())


def styled(package: Any, title: str, author: str, language: str, footer: str, at: datetime) -> None:
    """Give an empty package its properties, paper, footer, colours and language; `at` is its only date."""
    properties = package.core_properties
    properties.title, properties.author = shown(title)[:255], shown(author)[:255]
    properties.language, properties.comments = language, ""
    properties.last_modified_by = properties.author
    properties.created = properties.modified = at
    section = package.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.footer.paragraphs[0].text = shown(footer)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Heading 5"):
        package.styles[name].font.color.rgb = _INK
    package.styles["Normal"].font.size = Pt(10.5)
    defaults = package.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    spoken.set(qn("w:val"), code(language))
    spoken.set(qn("w:bidi"), code(language))
    if right_to_left(language):
        section._sectPr.find(qn("w:docGrid")).addprevious(OxmlElement("w:bidi"))


class Writer:
    """Appends to the body, before its closing section properties."""

    def __init__(self, package: Any, language: str) -> None:
        self.package, self.language = package, language
        self.body = package.element.body
        self.last = self.body[-1]
        self.styles = {style.name: style.style_id for style in package.styles}
        self.addresses: dict[str, str] = {}

    def paragraph(self, words: Words, style: str = "") -> None:
        made = self._opened(words.language, style)
        made.append(self._run(shown(words.text), words.language))
        self.last.addprevious(made)

    def fact(self, fact: Fact) -> None:
        made = self._opened("", "")
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:after"), "40")
        made[0].append(spacing)
        made.append(self._run(f"{shown(fact.label)}: ", "", bold=True))
        value = self._run(shown(fact.value.text), fact.value.language, linked=bool(fact.url))
        made.append(self._link(value, fact.url) if fact.url else value)
        self.last.addprevious(made)

    def entry(self, entry: Entry) -> None:
        made = self._opened(entry.heading.language, "Heading 2")
        for mark in self._bookmark(f"entry_{entry.number}", entry.number):
            made.append(mark)
        made.append(self._run(f"{entry.number} · ", ""))
        made.append(self._run(shown(entry.heading.text), entry.heading.language))
        self.last.addprevious(made)
        self.paragraph(entry.text)
        for fact in entry.facts:
            self.fact(fact)

    def text(self, paragraph: Paragraph, language: str) -> None:
        style = f"Heading {min(paragraph.level + 1, 5)}" if paragraph.level else ""
        made = self._opened(language, style)
        for run in paragraph.runs:
            for part in self._marked(run, language):
                made.append(part)
        self.last.addprevious(made)

    def _marked(self, run: Run, language: str) -> Iterable[Any]:
        for number in run.marks:
            inner = self._run(f"[{number}] ", "", linked=True)
            yield self._link(inner, f"#entry_{number}")
        yield self._run(run.text, language, underlined=run.within)

    def table(self, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        table = OxmlElement("w:tbl")
        properties = OxmlElement("w:tblPr")
        self._child(properties, "w:tblStyle", self.styles["Table Grid"])
        if right_to_left(self.language):
            properties.append(OxmlElement("w:bidiVisual"))
        width = self._child(properties, "w:tblW", None)
        width.set(qn("w:w"), "5000")
        width.set(qn("w:type"), "pct")
        look = self._child(properties, "w:tblLook", "0020")  # the first row is the header
        look.set(qn("w:firstRow"), "1")
        table.append(properties)
        grid = OxmlElement("w:tblGrid")
        for n in range(len(columns)):
            self._child(grid, "w:gridCol", None).set(qn("w:w"), "700" if n == 0 else "2200")
        table.append(grid)
        head = self._row(self._run(shown(name), "", bold=True) for name in columns)
        repeated = OxmlElement("w:trPr")
        repeated.append(OxmlElement("w:cantSplit"))
        repeated.append(OxmlElement("w:tblHeader"))
        head.insert(0, repeated)
        table.append(head)
        for row in rows:
            number = self._link(self._run(str(row.number), "", linked=True), f"#entry_{row.number}")
            cells = (self._run(shown(cell.text), cell.language) for cell in row.cells)
            table.append(self._row([number, *cells]))
        self.last.addprevious(table)

    def _row(self, cells: Iterable[Any]) -> Any:
        row = OxmlElement("w:tr")
        for inner in cells:
            cell, paragraph = OxmlElement("w:tc"), self._opened("", "")
            paragraph.append(inner)
            cell.append(paragraph)
            row.append(cell)
        return row

    def _opened(self, language: str, style: str) -> Any:
        paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
        paragraph.append(properties)
        if style:
            self._child(properties, "w:pStyle", self.styles[style])
        if right_to_left(language or self.language):
            properties.append(OxmlElement("w:bidi"))
        return paragraph

    def _run(
        self, text: str, language: str, *, bold: bool = False, linked: bool = False, underlined: bool = False
    ) -> Any:
        run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
        if bold:
            properties.append(OxmlElement("w:b"))
            properties.append(OxmlElement("w:bCs"))
        if linked:
            self._child(properties, "w:color", _LINK)
        if underlined or linked:
            self._child(properties, "w:u", "single" if linked else "dotted")
        if right_to_left(language or self.language):
            properties.append(OxmlElement("w:rtl"))
        if language:
            spoken = self._child(properties, "w:lang", code(language))
            spoken.set(qn("w:bidi"), code(language))
        if len(properties):
            run.append(properties)
        words = OxmlElement("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        return run

    def _link(self, run: Any, address: str) -> Any:
        link = OxmlElement("w:hyperlink")
        if address.startswith("#"):
            link.set(qn("w:anchor"), address[1:])
        else:
            if address not in self.addresses:
                part = self.package.part
                self.addresses[address] = part.relate_to(
                    address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
                )
            link.set(qn("r:id"), self.addresses[address])
        link.append(run)
        return link

    def _bookmark(self, name: str, number: int) -> tuple[Any, Any]:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), name)
        return start, end

    def _child(self, home: Any, name: str, value: str | None) -> Any:
        made = OxmlElement(name)
        if value is not None:
            made.set(qn("w:val"), value)
        home.append(made)
        return made


def timeless(data: bytes) -> bytes:
    """The same package with every part dated alike."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(part))
    return made.getvalue()
