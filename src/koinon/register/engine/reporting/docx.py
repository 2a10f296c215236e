"""A paper as DOCX: headings, lists and tables of Word's own, so that it can be worked on.

A chart is a picture that says in words what it shows; its figures stand in the table that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from koinon.register.engine.exports.docx import Writer, styled, timeless
from koinon.register.engine.exports.papers import right_to_left
from koinon.register.engine.exports.reports import Words as Said
from koinon.register.engine.exports.reports import shown
from koinon.register.engine.reporting.paper import Block, Heading, Note, Paper, Picture, Table, Words, shares
from koinon.register.engine.reporting.prose import Items, Line, Text

_WIDTH = 9_400  # twentieths of a point between the margins
_MANY = 6  # columns from which a table is set in small type
_SIZES = {False: 19, True: 15}  # half points of type in tables, the second where columns are many
_LETTER = 5.9  # twentieths of a point that a letter takes for each half point of its size, at most usually
_PADDING = 170  # beside the words of a cell
_LONGEST = 22  # letters of a word that is never broken


def docx(paper: Paper, drawn: Mapping[int, bytes], colours: Sequence[str]) -> bytes:
    """The paper as the bytes of a DOCX file; the same paper gives the same bytes.

    `drawn` are the charts as PNG by the number of their block, `colours` those of their series.
    """
    package = Document()
    at = datetime.combine(paper.day, time())
    styled(package, paper.title, paper.author, paper.language, paper.footer, at)
    writer = _Blocks(package, paper.language)
    writer.colours = colours
    writer.paragraph(Said(paper.author), "Subtitle")
    writer.paragraph(Said(paper.title), "Title")
    if paper.subtitle:
        writer.paragraph(Said(paper.subtitle), "Subtitle")
    for label, value in paper.about:
        writer.known(label, value)
    for number, block in enumerate(paper.blocks):
        writer.block(block)
        if isinstance(block, Picture) and number in drawn:
            writer.picture(block, drawn[number])
    made = BytesIO()
    package.save(made)
    return timeless(made.getvalue())


class _Blocks(Writer):
    """Appends the blocks of a paper."""

    colours: Sequence[str] = ()

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

    def picture(self, block: Picture, drawn: bytes) -> None:
        """The chart, then what its colours stand for."""
        self.package.add_picture(BytesIO(drawn), width=Mm(160))
        told = self.last.getprevious().find(f".//{qn('wp:docPr')}")
        told.set("name", shown(block.title))
        told.set("descr", shown(f"{block.title}. {block.summary}"))
        if not block.series:
            return
        made = self._opened("", "")
        for name, colour in zip(block.series, self.colours, strict=False):
            square = self._run("■ ", "")
            _coloured(square, colour)
            made.append(square)
            made.append(self._run(f"{shown(name)}   ", ""))
        self.last.addprevious(made)

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
        _sized(properties)
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
        for run in row.iter(qn("w:r")):
            _small(run, _SIZES[_many(table)])
        return row


def _stress(run: Any) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    for place, name in enumerate(("w:i", "w:iCs")):
        properties.insert(place, OxmlElement(name))


def _small(run: Any, size: int) -> None:
    for name in ("w:sz", "w:szCs"):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(size))
        _properties(run).append(element)


def _coloured(run: Any, colour: str) -> None:
    element = OxmlElement("w:color")
    element.set(qn("w:val"), colour.lstrip("#"))
    _properties(run).append(element)


def _properties(run: Any) -> Any:
    found = run.find(qn("w:rPr"))
    if found is None:
        found = OxmlElement("w:rPr")
        run.insert(0, found)
    return found


def _sized(properties: Any) -> None:
    """Narrow margins in the cells, and columns as wide as they are said to be."""
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "70")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = properties.find(qn("w:tblLook"))
    look.addprevious(layout)
    look.addprevious(margins)


def _many(table: Table) -> bool:
    return len(table.columns) > _MANY


def _widths(table: Table) -> list[int]:
    """In twentieths of a point: no word is broken where there is room; what is left goes to the words."""
    letter = _LETTER * _SIZES[_many(table)]
    least = [letter * _longest_word(table, n) + _PADDING for n in range(len(table.columns))]
    spare, parts = _WIDTH - sum(least), shares(table)
    worded, numbers = least[: len(parts)], least[len(parts) :]
    if spare < 0 or not parts:  # rather a long word is broken than the head over a number
        room = max(_WIDTH - sum(numbers), _WIDTH / 4)
        worded = [room * width / sum(worded) for width in worded]
    else:
        worded = [width + spare * share / sum(parts) for width, share in zip(worded, parts, strict=True)]
    whole = sum(worded) + sum(numbers)
    return [int(_WIDTH * width / whole) for width in (*worded, *numbers)]


def _longest_word(table: Table, column: int) -> int:
    """Letters of the longest word in a column, its head included, which is bold and a little wider."""
    head = max(4, *(len(word) * 1.2 for word in _words(table.columns[column])))
    return min(
        _LONGEST, round(max([head, *(len(w) for row in table.rows for w in _words(row[column].text))]))
    )


def _words(text: str) -> list[str]:
    return re.split(r"[\s\-–—/]+", text) or [""]
