"""PDF to text, through PDFium: reading order, paragraphs, headings; what surrounds the body comes last."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.archives import protected
from koinon.register.engine.sources.composing import Composer, Line
from koinon.register.engine.sources.limits import Limits, measured
from koinon.register.engine.sources.pdf.furniture import body_size, footnotes, furniture
from koinon.register.engine.sources.pdf.order import in_reading_order
from koinon.register.engine.sources.pdf.paragraphs import Habits, compose
from koinon.register.engine.sources.pdf.pieces import PageReader, PageText, Piece
from koinon.register.engine.sources.pdf.rows import Row, rows

# PDFium keeps global state and must never be entered by two threads at once.
_ONE_AT_A_TIME = threading.Lock()
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SPARSE = 8  # letters on a page, on average: a stamp on a scan, no text
_UNKNOWN = re.compile("[\x00-\x1f\ue000-\uf8ff\ufffd]")
_FILE_NAME = re.compile(
    r"\.(?:docx?|odt|indd|pdf|rtf|pages|qxd|wpd)\b|^microsoft word|^untitled|^document\d*$", re.I
)


def pdf(name: str, data: bytes, limits: Limits) -> Extract:
    """The text of a PDF, with the offset of every page; notes and running lines follow the body."""
    with _ONE_AT_A_TIME:
        pages, title, language = _pages(name, data, limits)
    body = body_size(pages)
    around = furniture(pages, body)
    flows: list[list[Row]] = []
    apart: list[tuple[Role, list[Row]]] = []
    for page, running in zip(pages, around, strict=True):
        kept = [piece for at, piece in enumerate(page.pieces) if at not in running]
        notes = footnotes(kept, body)
        flows.append(rows(in_reading_order([p for at, p in enumerate(kept) if at not in notes])))
        apart.append((Role.FOOTNOTE, rows(in_reading_order([p for at, p in enumerate(kept) if at in notes]))))
        apart.append((Role.APART, _lines(page.pieces, running)))
    composer = Composer(name, limits)
    heading = compose(composer, flows, Habits.of(flows, body))
    _after(composer, apart)
    return composer.extract("pdf", title=title or heading, language=language)


def _pages(name: str, data: bytes, limits: Limits) -> tuple[list[PageText], str | None, str | None]:
    try:
        document = pypdfium.PdfDocument(data)
    except pypdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise protected(name) from error
        raise _damaged(name) from error
    try:
        count = len(document)
        if count < 1:
            raise _damaged(name)
        if count > limits.pages:
            raise Refused(
                "too_many_pages",
                "{file} has {pages} pages and at most {most} are read: split it into parts.",
                file=name,
                pages=count,
                most=limits.pages,
            )
        pages = _texts(name, document, count, limits)
        title = (document.get_metadata_value("Title") or "").strip("\0 \t\r\n")
        language = _language(document)
    except pypdfium.PdfiumError as error:
        raise _damaged(name) from error
    finally:
        document.close()
    plausible = len(title.split()) > 1 and not _FILE_NAME.search(title)
    return pages, title if plausible else None, language


def _texts(name: str, document: pypdfium.PdfDocument, count: int, limits: Limits) -> list[PageText]:
    reader = PageReader()
    pages: list[PageText] = []
    letters = characters = broken = pictures = 0
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        text_page = pdfium.FPDFText_LoadPage(page) if page else None
        if not text_page:
            broken += 1
            if page:
                pdfium.FPDF_ClosePage(page)
            pages.append(PageText(0.0, 0.0, []))
            continue
        try:
            characters += reader.count(text_page)
            measured(name, characters, limits)
            found = reader.page(page, text_page)
            pictures += _pictures(page) if not found.pieces else 0
        finally:
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        pages.append(found)
        letters += sum(len(piece.text) for piece in found.pieces)
    if broken == count:
        raise _damaged(name)
    if not letters or (pictures and letters < _SPARSE * count):
        raise Refused(
            "no_text_layer",
            "{file} has no text layer (it is a scan or drawn as pictures): run text recognition "
            "(OCR) first, e.g. ocrmypdf {file} {recognised}.",
            file=name,
            recognised=_recognised(name),
        )
    _mapped(name, pages, letters)
    return pages


def _mapped(name: str, pages: Sequence[PageText], letters: int) -> None:
    """Refuse text whose fonts do not say which letters they draw."""
    unknown = sum(len(_UNKNOWN.findall(piece.text)) for page in pages for piece in page.pieces)
    if unknown * 2 > letters:
        raise Refused(
            "no_text_layer",
            "{file} does not say which letters its fonts draw: run text recognition (OCR) on it, "
            "e.g. ocrmypdf --force-ocr {file} {recognised}.",
            file=name,
            recognised=_recognised(name),
        )


def _recognised(name: str) -> str:
    return f"{name.removesuffix('.pdf')}-ocr.pdf"


def _pictures(page: object) -> int:
    """Whether a page without text shows a picture."""
    return int(
        any(
            pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) == pdfium.FPDF_PAGEOBJ_IMAGE
            for at in range(min(50, pdfium.FPDFPage_CountObjects(page)))
        )
    )


def _language(document: pypdfium.PdfDocument) -> str | None:
    buffer_size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < buffer_size < 200:
        return None
    buffer = (pdfium.FPDF_WCHAR * (buffer_size // 2))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, buffer_size)
    return bytes(buffer).decode("utf-16-le", "replace").strip("\0 ") or None


def _lines(pieces: Sequence[Piece], wanted: set[int]) -> list[Row]:
    """Running lines top to bottom."""
    return rows(sorted((pieces[at] for at in wanted), key=lambda p: (-round(p.top), p.left)))


def _after(composer: Composer, apart: list[tuple[Role, list[Row]]]) -> None:
    """Footnotes, then running lines, after the body: what they interrupt on the page runs on in the text."""
    for role in (Role.FOOTNOTE, Role.APART):
        gap = "\n\n"
        for row in (row for kind, found in apart if kind is role for row in found):
            composer.put(Line(row.text), roles=[(role, 0)], gap=gap)
            gap = "\n"


def _damaged(name: str) -> Refused:
    return Refused(
        "corrupt_pdf",
        "{file} is damaged and cannot be opened as a PDF: fetch it again, or print it to a new PDF.",
        file=name,
    )
