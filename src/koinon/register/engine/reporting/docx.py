"""A paper as DOCX: headings, lists and tables of Word's own, so that it can be worked on.

A chart is given as its table alone: a table can be read by everyone and changed by whoever works on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from koinon.register.engine.exports.docx import Writer, styled, timeless
from koinon.register.engine.exports.papers import right_to_left
from koinon.register.engine.exports.reports import Words as Said
from koinon.register.engine.exports.reports import shown
from koinon.register.engine.reporting.paper import Block, Heading, Note, Paper, Picture, Table, Words, shares
from koinon.register.engine.reporting.prose import Items, Line, Text

_WIDTH = 9_400  # twentieths of a point between the margins
_NUMBER = 800  # of them for a column of numbers


def docx(paper: Paper) -> bytes:
    """The paper as the bytes of a DOCX file; the same paper gives the same bytes."""
    package = Document()
    at = datetime.combine(paper.day, time())
    styled(package, paper.title, paper.author, paper.language, paper.footer, at)
    writer = _Blocks(package, paper.language)
    writer.paragraph(Said(paper.author), "Subtitle")
    writer.paragraph(Said(paper.title), "Title")
    if paper.subtitle:
        writer.paragraph(Said(paper.subtitle), "Subtitle")
    for label, value in paper.about:
        writer.known(label, value)
    for block in paper.blocks:
        writer.block(block)
    made = BytesIO()
    package.save(made)
    return timeless(made.getvalue())


class _Blocks(Writer):
    """Appends the blocks of a paper."""

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.paragraph(Said(block.text), f"Heading {block.level - 1}")
            case Text():
                self.line(block.line, "")
            case Items():
                for line in block.lines:
                    self.line(line, "List Number" if block.numbered else "List Bullet")
            case Note():
                self.paragraph(Said(block.text), "Intense Quote")
            case Picture():
                self.paragraph(Said(block.title), "Heading 3")
                self.paragraph(Said(block.summary))
            case Table():
                self.rows(block)

    def known(self, label: str, value: str) -> None:
        made = self._opened("", "")
        made.append(self._run(f"{shown(label)}: ", "", bold=True))
        made.append(self._run(shown(value), ""))
        self.last.addprevious(made)

    def line(self, line: Line, style: str) -> None:
        made = self._opened("", style)
        for span in line:
            run = self._run(span.text, "", bold=span.strong)
            if span.stressed:
                _stress(run)
            made.append(run)
        self.last.addprevious(made)

    def rows(self, table: Table) -> None:
        """The caption, then the table, whose first row is its header and repeats on every page."""
        self.paragraph(Said(table.caption), "Caption")
        made, properties = OxmlElement("w:tbl"), OxmlElement("w:tblPr")
        self._child(properties, "w:tblStyle", self.styles["Table Grid"])
        if right_to_left(self.language):
            properties.append(OxmlElement("w:bidiVisual"))
        width = self._child(properties, "w:tblW", None)
        width.set(qn("w:w"), "5000")
        width.set(qn("w:type"), "pct")
        look = self._child(properties, "w:tblLook", "00A0")  # the first row and the first column head
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")
        self._child(properties, "w:tblCaption", shown(table.caption))
        made.append(properties)
        grid = OxmlElement("w:tblGrid")
        for wide in _widths(table):
            self._child(grid, "w:gridCol", None).set(qn("w:w"), str(wide))
        made.append(grid)
        head = self._numbered(table, [self._run(shown(name), "", bold=True) for name in table.columns])
        repeated = OxmlElement("w:trPr")
        repeated.append(OxmlElement("w:cantSplit"))
        repeated.append(OxmlElement("w:tblHeader"))
        head.insert(0, repeated)
        made.append(head)
        for row in table.rows:
            made.append(self._numbered(table, [self._cell(cell) for cell in row]))
        self.last.addprevious(made)
        self.last.addprevious(self._opened("", ""))

    def _cell(self, words: Words) -> Any:
        return self._run(shown(words.text), words.language)

    def _numbered(self, table: Table, cells: Iterable[Any]) -> Any:
        row = self._row(cells)
        for cell in list(row)[table.numbers_from :]:
            properties = cell[0][0]
            self._child(properties, "w:jc", "end")
        return row


def _stress(run: Any) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    for place, name in enumerate(("w:i", "w:iCs")):
        properties.insert(place, OxmlElement(name))


def _widths(table: Table) -> list[int]:
    """In twentieths of a point: what numbers need, and the rest shared out among the words."""
    numbers = len(table.columns) - table.numbers_from
    rest, parts = _WIDTH - max(0, numbers) * _NUMBER, shares(table)
    return [rest * share // sum(parts) for share in parts] + [_NUMBER] * numbers
