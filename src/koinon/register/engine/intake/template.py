"""The spreadsheet that one fills in oneself: columns explained, lists to choose from, one example row."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from koinon.kernel.sentences import sentence
from koinon.register.engine import choices
from koinon.register.engine.intake.sheet import COLUMNS, EXAMPLE
from koinon.register.engine.vocabulary import Vocabulary

ROWS = 5_000  # rows below the header that offer their lists

#: What each column means; shown when its cell is chosen, and on the second sheet.
MEANING = {
    "document": sentence("The title of the document, or the last part of its address. Needed in every row."),
    "key": sentence("Your own mark for the row, if you have one: by it the row is found again."),
    "number": sentence("The number or label of the provision in its document, such as 12 or 4 (b)."),
    "text": sentence("The words of the provision, as the document has them. Needed in every row."),
    "kind": sentence("Choose one. Left empty, it is a recommendation."),
    "strength": sentence("Choose one. Left empty, it follows from the kind."),
    "issuers": sentence("Who asks or promises. Several names are parted by semicolons."),
    "addressees": sentence("Who is to do it. Several names are parted by semicolons."),
    "deadline": sentence("The deadline in the words of the text, such as: by the end of 2031."),
    "due": sentence("The last day, written as 2031-12-31."),
    "themes": sentence("Words of the third sheet, parted by semicolons. Left empty, the text is searched."),
    "groups": sentence("Groups of people: words of the third sheet, parted by semicolons."),
    "section": sentence("The headings above it, from the top, parted by >."),
    "response": sentence("What the one who is asked has answered, in a few words."),
    "document_kind": sentence("Choose one; it is read from the first row of each document."),
    "document_issuers": sentence("Who issued the document. Several names are parted by semicolons."),
    "document_date": sentence("The day of the document, written as 2031-05-04."),
    "place": sentence("Where the document was adopted."),
    "language": sentence("The code of the language of the text, such as en."),
}
_EXAMPLE = {
    "document": f"{EXAMPLE}: Declaration of Port Audley",
    "number": "4 (b)",
    "text": "We will publish every recommendation that we receive, with our answer.",
    "kind": "Commitment",
    "strength": "Intention",
    "issuers": "Republic of Velmark",
    "addressees": "Republic of Velmark",
    "deadline": "by the end of 2031",
    "due": "2031-12-31",
    "section": "Openness > Publication",
    "document_kind": "Declaration",
    "document_issuers": "Republic of Velmark; Orlund",
    "document_date": "2031-05-04",
    "place": "Port Audley",
    "language": "en",
}
_WIDE = {"document": 34, "text": 60, "issuers": 28, "addressees": 28, "document_issuers": 28}
_LISTS = {
    "kind": [label for _, label in choices.KINDS],
    "strength": [label for _, label in choices.STRENGTHS],
    "document_kind": [label for _, label in choices.DOCUMENT_KINDS],
    "language": [code for code, _ in choices.LANGUAGES],
}


def template(vocabulary: Vocabulary, tell: Callable[[str], str] = str, language: str = "en") -> bytes:
    """The template as XLSX; `tell` puts explanations into the reader's language, headers stay as they are."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E6EEF2", "border": 1, "text_wrap": True})
        needed = book.add_format({"bold": True, "bg_color": "#CFE3D6", "border": 1, "text_wrap": True})
        example = book.add_format({"italic": True, "font_color": "#5A6570", "text_wrap": True})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Provisions")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, _WIDE.get(column.name, 18), cell)
            sheet.write(0, at, column.written[0], needed if column.needed else heading)
            sheet.write(1, at, _EXAMPLE.get(column.name, ""), example)
            _offer(sheet, at, column.name, column.written[0], tell)
        _explained(book.add_worksheet("Explanations"), heading, cell, tell)
        _words(book.add_worksheet("Themes and groups"), heading, vocabulary, language)
    return out.getvalue()


def _offer(sheet: Worksheet, at: int, name: str, header: str, tell: Callable[[str], str]) -> None:
    """A list to choose from where there is one; everywhere the explanation beside the chosen cell."""
    rule: dict[str, object] = {"validate": "any"}
    if name in _LISTS:
        rule = {"validate": "list", "source": _LISTS[name]}
    told = {"input_title": header[:32], "input_message": tell(MEANING[name])[:255]}
    sheet.data_validation(1, at, ROWS, at, {**rule, **told})


def _explained(
    sheet: Worksheet,
    heading: xlsxwriter.format.Format,
    cell: xlsxwriter.format.Format,
    tell: Callable[[str], str],
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100, cell)
    sheet.write_row(0, 0, ["", ""], heading)
    for at, column in enumerate(COLUMNS, start=1):
        sheet.write(at, 0, column.written[0], heading)
        sheet.write(at, 1, tell(MEANING[column.name]), cell)


def _words(
    sheet: Worksheet, heading: xlsxwriter.format.Format, vocabulary: Vocabulary, language: str
) -> None:
    sheet.set_column(0, 1, 48)
    for at, (header, nodes) in enumerate((("Themes", vocabulary.themes), ("Groups", vocabulary.groups))):
        labels: Sequence[str] = [node.label(language) for node in nodes]
        sheet.write(0, at, header, heading)
        sheet.write_column(1, at, labels)
